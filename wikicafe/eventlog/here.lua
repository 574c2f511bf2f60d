-- Say who is connected to this process and hear it of the others. What a process said is forgotten when it
-- says nothing for a while, so that a killed one leaves nobody behind.
-- KEYS: the set of processes. ARGV: prefix, process, milliseconds, 1 = goes, then (café, people)* that changed.
local workers, prefix, worker, ttl = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local mine = prefix .. worker
local known = redis.call('EXISTS', mine)
if ARGV[4] == '1' then
  redis.call('DEL', mine)
  redis.call('SREM', workers, worker)
else
  for place = 5, #ARGV, 2 do
    if ARGV[place + 1] == '' then
      redis.call('HDEL', mine, ARGV[place])
    else
      redis.call('HSET', mine, ARGV[place], ARGV[place + 1])
    end
  end
  if known == 0 then
    redis.call('HSET', mine, '', '') -- there, even with nobody connected
    redis.call('SADD', workers, worker)
  end
  -- Each renewal is a write to the disk: not more of them than needed.
  if redis.call('PTTL', mine) < ttl * 0.7 then redis.call('PEXPIRE', mine, ttl) end
end
local others = {}
for _, other in ipairs(redis.call('SMEMBERS', workers)) do
  if other ~= worker then
    local said = redis.call('HGETALL', prefix .. other)
    if #said == 0 then
      redis.call('SREM', workers, other)
    else
      others[#others + 1] = { other, said }
    end
  end
end
return { known, others }

-- Append the ops of one café, in order; all of one op or nothing. Redis runs a script alone and writes what
-- it changed as one transaction, so nobody ever sees half of it, in memory or after a crash.
-- ARGV: now ('' = our own clock), channel, café, then per op: actor, cid, epoch, not_before, at ('' = none),
-- guards (name, expect, new)*, events (name, data, has_body, body)*, both behind their number.
local log, asked, registers, bodies, head_key, epoch_key = unpack(KEYS)
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local now = ARGV[1] ~= '' and tonumber(ARGV[1]) or clock
local place = 3

local function take(many)
  place = place + many
  return unpack(ARGV, place - many + 1, place)
end

local epoch = redis.call('GET', epoch_key)
local head = tonumber(redis.call('GET', head_key) or '0')
local before = head
local answers = {}

local function answer(actor, cid, of_epoch, not_before, at, guards, events)
  local known = redis.call('HGET', asked, actor .. '\0' .. cid)
  if known then
    local first, last = known:match('^(%d+) (%d+)$')
    return { 'duplicate', tonumber(first), tonumber(last) }
  end
  if of_epoch ~= '' and of_epoch ~= epoch then return { 'conflict', 'epoch', 0 } end
  for _, guard in ipairs(guards) do
    local value = tonumber(redis.call('HGET', registers, guard[1]) or '0')
    if value ~= tonumber(guard[2]) then return { 'conflict', guard[1], value } end
  end
  if not_before ~= '' and now < tonumber(not_before) then return { 'too-early', now } end
  local first, last = head + 1, head + #events
  if #events == 0 then return { 'accepted', first, last } end
  local stamp = at ~= '' and at or string.format('%.0f', now)
  for k, event in ipairs(events) do
    redis.call('XADD', log, (head + k) .. '-0', 't', stamp, 'a', actor, 'c', cid, 'n', event[1], 'd', event[2])
    if event[3] == '1' then redis.call('HSET', bodies, head + k, event[4]) end
  end
  for _, guard in ipairs(guards) do redis.call('HSET', registers, guard[1], guard[3]) end
  redis.call('HSET', asked, actor .. '\0' .. cid, first .. ' ' .. last)
  head = last
  return { 'accepted', first, last }
end

while place < #ARGV do
  local actor, cid, of_epoch, not_before, at, many = take(6)
  local guards, events = {}, {}
  for _ = 1, tonumber(many) do guards[#guards + 1] = { take(3) } end
  for _ = 1, tonumber((take(1))) do events[#events + 1] = { take(4) } end
  answers[#answers + 1] = answer(actor, cid, of_epoch, not_before, at, guards, events)
end
if head > before then
  redis.call('SET', head_key, head)
  redis.call('PUBLISH', ARGV[2], ARGV[3])
end
return answers

"""Run by test_in_redis.py in a process of its own: writing in real threads while the loop reads and hears."""

# ruff: noqa: E402  eventlet comes first, as in serve.py

import eventlet

eventlet.monkey_patch()

import os
import signal
import sys

from eventlet import tpool

from tests.eventlog.stores import op
from wikicafe.eventlog import in_redis
from wikicafe.eventlog.contract import Away
from wikicafe.eventlog.in_redis import InRedis

in_redis.PATIENCE = 1.0
log, redis = InRedis(sys.argv[1]), int(sys.argv[2])
heard: list[str] = []
woken = eventlet.event.Event()
log.follow(heard.append, lambda: heard and not woken.ready() and woken.send())


def write(n: int) -> None:
    tpool.execute(log.append, [("a", op(f"{n}-{k}", "x")) for k in range(5)])


def read() -> int:
    while (records := log.read("a")) == [] or len(records) < 250:
        eventlet.sleep(0)
    return len(records)


with eventlet.Timeout(30):
    readers = [eventlet.spawn(read) for _ in range(5)]
    for n in range(50):
        write(n)
    print("written")
    assert [reader.wait() for reader in readers] == [250] * 5
    print("read")
    woken.wait()
    assert set(heard) == {"a"}
    print("heard")

    os.kill(redis, signal.SIGSTOP)
    ticks = 0

    def tick() -> None:
        global ticks
        while True:
            eventlet.sleep(0.01)
            ticks += 1

    def is_away(function, *args) -> bool:
        try:
            function(*args)
        except Away:
            return True
        return False

    ticker = eventlet.spawn(tick)
    asked = [eventlet.spawn(is_away, write, 50), *(eventlet.spawn(is_away, read) for _ in range(3))]
    assert all(one.wait() for one in asked)
    print("away")
    assert ticks > 50  # in two seconds of silence; none, had one of them blocked the loop
    ticker.kill()
    print("ticked")

    os.kill(redis, signal.SIGCONT)
    write(51)
    assert log.head("a").seq >= 255
    print("back")
log.close()

"""Run by test_in_sqlite.py in a process of its own: the loop reads while a real thread reads, too."""

# ruff: noqa: E402  eventlet comes first, as in serve.py

import eventlet

eventlet.monkey_patch()

import sys
from pathlib import Path

from eventlet import tpool

from wikicafe.eventlog.contract import Op, Written
from wikicafe.eventlog.in_sqlite import InSqlite

log = InSqlite(Path(sys.argv[1]))
written = tuple(Written("happened", b"{}", b"x" * 500) for _ in range(1000))
log.append([("cafe", Op("ama", "cid", written))])


def read_in_the_loop() -> None:
    while True:
        assert len(log.read("cafe")) == 1000
        eventlet.sleep(0)


def read_outside() -> int:
    return sum(log.head("cafe").seq for _ in range(200))


readers = [eventlet.spawn(read_in_the_loop) for _ in range(3)]
with eventlet.Timeout(20):
    print("read", tpool.execute(read_outside))
for reader in readers:
    reader.kill()
log.close()

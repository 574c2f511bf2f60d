"""Run by test_under_eventlet.py in a process of its own: everything of `live` on green threads."""

# ruff: noqa: E402  eventlet comes first, as in serve.py

import eventlet

eventlet.monkey_patch()

import sys

from eventlet import tpool

from tests.cast import FATIMA
from tests.live.hall import Hall
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.steps import BeginStep
from wikicafe.eventlog import open_log
from wikicafe.live.runtime import Runtime
from wikicafe.live.submit import Accepted

turns = []
GUESTS = [f"guest{n}" for n in range(60)]
NOTES = 10


class SlowDisk:
    """The real log on a disk that takes 30 ms for every commit, in a thread of the system."""

    def __init__(self, url):
        self._log = open_log(url)
        self.commits = 0
        self.held_up = 0  # commits during which nobody else had a turn

    def append(self, batch):
        self.commits += 1
        before = len(turns)
        eventlet.patcher.original("time").sleep(0.03)
        self.held_up += len(turns) == before
        return self._log.append(batch)

    def __getattr__(self, name):
        return getattr(self._log, name)


Runtime.plain = staticmethod(
    lambda: Runtime(eventlet.spawn, eventlet.sleep, tpool.execute, "eventlet")
)
hall = Hall(SlowDisk(f"sqlite:///{sys.argv[1]}")).open().facilitated()


def tick():
    while True:
        eventlet.sleep(0.001)
        turns.append(None)


def write(guest):
    answers = [
        hall.do(guest, WriteNote(step="s2", text=f"{n}"), cid=f"{guest}-{n}") for n in range(NOTES)
    ]
    return all(isinstance(answer, Accepted) for answer in answers)


def at_once(function, things):
    return [green.wait() for green in [eventlet.spawn(function, thing) for thing in things]]


ticker = eventlet.spawn(tick)
at_once(hall.join, GUESTS)
assert isinstance(hall.do(FATIMA, BeginStep("s2")), Accepted)
assert all(at_once(write, GUESTS))
hall.live.came(hall.cafe, GUESTS[0], "phone")
hall.live.went(hall.cafe, GUESTS[0], "phone")
hall.monotonic += 1000
with eventlet.Timeout(5):
    while hall.state.people[GUESTS[0]].present:
        eventlet.sleep(0.01)
ticker.kill()
assert hall.state.notes_written == len(GUESTS) * NOTES
hall.close()
hall.log.close()
assert len(hall.messages("note-written")) >= len(GUESTS) * NOTES
print(f"commits {hall.log.commits} held-up {hall.log.held_up}")

"""Offer commands to a house at a fixed rate, as people do who do not wait for each other; one JSON line.

    python -m bench.durability.offered sqlite:////tmp/x.sqlite 500 10

Run by `run.py` in a process of its own, under eventlet as `wikicafe serve` is. A command's time counts
from the moment it was due, so that a house that falls behind cannot hide it.
"""

# ruff: noqa: E402  eventlet comes first, as in serve.py

import eventlet

eventlet.monkey_patch()

import json
import resource
import sys
import time
from pathlib import Path

from eventlet import tpool

from wikicafe import seats
from wikicafe.cafe.design import Design, Question, Step
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.participants import JoinCafe
from wikicafe.cafe.roles import TakeRole
from wikicafe.cafe.steps import BeginStep
from wikicafe.eventlog import open_log
from wikicafe.live.house import Live, Opened
from wikicafe.live.runtime import Runtime
from wikicafe.live.submit import Accepted

PEOPLE = 100
WARM_UP_S = 1.0
DESIGN = Design(
    title="A measured café",
    languages=("en",),
    questions=(Question("Q1", "What stands in the way?"),),
    agenda=(Step("s1", "round", 7200, question="Q1"),),
)


def opened(log) -> tuple[Live, str]:
    runtime = Runtime(eventlet.spawn, eventlet.sleep, tpool.execute, "eventlet")
    live = Live(
        log, runtime, plan=seats.plan, replan=seats.replan, seat_newcomer=seats.seat_newcomer
    )
    live.start()
    cafe = live.open_cafe(DESIGN)
    assert isinstance(cafe, Opened), cafe
    ask(live, cafe.cafe, "fatima", TakeRole("fatima", "Fatima", "facilitator"), {"newcomer"})
    for n in range(PEOPLE):
        join = JoinCafe(person=f"p{n}", name=f"P{n}", languages=("en",), consent=True)
        ask(live, cafe.cafe, f"p{n}", join, {"newcomer"})
    ask(live, cafe.cafe, "fatima", BeginStep("s1"))
    return live, cafe.cafe


def ask(live, cafe, actor, command, roles=frozenset()) -> None:
    answer = live.submit(cafe, command, actor, f"{type(command).__name__}-{actor}", roles)
    assert isinstance(answer, Accepted), answer


class Offer:
    """Commands that become due one after the other; `took` is filled as they are answered."""

    def __init__(self, live: Live, cafe: str, rate: float) -> None:
        self.live, self.cafe, self.rate = live, cafe, rate
        self.took: list[float] = []
        self.refused = 0
        self._n = 0

    def run(self, seconds: float) -> None:
        begun, waiting = time.monotonic(), []
        for k in range(int(self.rate * seconds)):
            due = begun + k / self.rate
            if (early := due - time.monotonic()) > 0:
                eventlet.sleep(early)
            waiting.append(eventlet.spawn(self._one, due))
        for one in waiting:
            one.wait()

    def _one(self, due: float) -> None:
        self._n += 1
        note = WriteNote(step="s1", text=f"Thought {self._n} about what stands in the way of many")
        answer = self.live.submit(
            self.cafe, note, f"p{self._n % PEOPLE}", f"note-{self._n}", frozenset()
        )
        self.refused += not isinstance(answer, Accepted)
        self.took.append(time.monotonic() - due)


class Counted:
    """The log, and how often it was committed."""

    commits = 0

    def __init__(self, log) -> None:
        self._log = log

    def append(self, batch):
        Counted.commits += 1
        return self._log.append(batch)

    def __getattr__(self, name):
        return getattr(self._log, name)


def waited_for_a_core() -> float:
    """Seconds in which our threads could have run and others had the cores."""
    tasks = Path("/proc/self/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[1]) for task in tasks) / 1e9


def main() -> None:
    url, rate, seconds = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    log = Counted(open_log(url))
    log.self_check()
    live, cafe = opened(log)
    offer = Offer(live, cafe, rate)
    offer.run(WARM_UP_S)
    offer.took.clear()
    before, cpu = log.head(cafe).seq, resource.getrusage(resource.RUSAGE_SELF)
    commits, queued = Counted.commits, waited_for_a_core()
    begun = time.monotonic()
    offer.run(seconds)
    lasted = time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    written = log.head(cafe).seq - before
    live.stop()
    log.close()
    found = {
        "offered": int(rate * seconds),
        "written": written,
        "refused": offer.refused,
        "seconds": round(lasted, 2),
        "cpu_us": round(
            1e6 * (used.ru_utime + used.ru_stime - cpu.ru_utime - cpu.ru_stime) / max(1, written)
        ),
        "group": round(written / max(1, Counted.commits - commits), 1),
        "waited_for_core": round((waited_for_a_core() - queued) / lasted, 2),
        "took": sorted(offer.took),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()

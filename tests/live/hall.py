"""A hall for tests: everything of `live` in this process, on a log one can look into, without a wire."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from tests.cast import FATIMA, NOON, TWO_ROUNDS
from wikicafe.cafe.design import Design
from wikicafe.cafe.doors import OpenDoors
from wikicafe.cafe.messages import Command, Refused
from wikicafe.cafe.participants import JoinCafe
from wikicafe.cafe.roles import TakeRole
from wikicafe.cafe.state import Cafe
from wikicafe.eventlog.contract import Answer, EventLog
from wikicafe.eventlog.in_memory import InMemory
from wikicafe.live.house import Live, Opened
from wikicafe.live.runtime import Runtime
from wikicafe.live.submit import Accepted

LONGEST_WAIT = 5.0  # seconds; what is expected comes within a few milliseconds


def until(condition: Callable[[], Any]) -> Any:
    """Wait for a condition and return its value; fail if it never holds."""
    end = time.monotonic() + LONGEST_WAIT
    while not (value := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.001)
    return value


def together(*functions: Callable[[], Any]) -> list[Any]:
    """Do several things at the same moment and return what each returned."""
    start, answers = threading.Barrier(len(functions)), [None] * len(functions)

    def do(place: int, function: Callable[[], Any]) -> None:
        start.wait()
        answers[place] = function()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_WAIT)
        assert not thread.is_alive()
    return answers


class LockedLog(InMemory):
    """A log two servers may share, as they would a Redis; it can be told to fail."""

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self.batches: list[int] = []
        self.fault: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.is_at_the_gate = threading.Event()
        self._lock = threading.Lock()

    def follow(
        self, callback: Callable[[str], None], wake: Callable[[], None] | None = None
    ) -> None:
        def hear(cafe: str) -> None:
            callback(cafe)
            if wake is not None:
                wake()

        super().follow(hear)

    def append(self, batch: Any) -> list[Answer]:
        self.is_at_the_gate.set()
        self.gate.wait(LONGEST_WAIT)
        with self._lock:
            self.batches.append(len(batch))
            if self.fault is not None:
                raise self.fault
            if any(op.cid == "poison" for _, op in batch):
                raise ValueError("this cannot be written")
            return super().append(batch)


class Planner:
    """Seats people in a row, moved on by one table each round; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.fault: Exception | None = None

    def solve(self, how: str) -> Callable[[dict[str, Any]], tuple[list[dict[str, str]], int]]:
        def solve(problem: dict[str, Any]) -> tuple[list[dict[str, str]], int]:
            self.asked.append(how)
            if self.fault is not None:
                raise self.fault
            tables = [table["id"] for table in problem["tables"]]
            people = [person["id"] for person in problem["people"]]
            rounds = range(len(problem["history"]), problem["rounds"])
            row = [{p: tables[(n + r) % len(tables)] for n, p in enumerate(people)} for r in rounds]
            return row, 7

        return solve

    def seat_newcomer(self, problem: dict[str, Any], person: str) -> list[str]:
        self.asked.append(person)
        if self.fault is not None:
            raise self.fault
        rounds = problem["rounds"] - len(problem["history"])
        return [problem["tables"][r % len(problem["tables"])]["id"] for r in range(rounds)]


class Hall:
    """`now` is the time of the log, `monotonic` that of presence; set them forward."""

    def __init__(self, log: EventLog | None = None) -> None:
        self.now = NOON
        self.monotonic = 0.0
        self.log = log or LockedLog(lambda: self.now)
        self.planner = Planner()
        self.told: list[tuple[list[str], str, dict[str, Any]]] = []
        self.expects_faults = False
        self._cids = count(1)
        self.live = self.server()
        self.cafe = ""

    def server(self) -> Live:
        """Return another server on the same log, started."""
        live = Live(
            self.log,
            Runtime.plain(),
            plan=self.planner.solve("plan"),
            replan=self.planner.solve("replan"),
            seat_newcomer=self.planner.seat_newcomer,
            monotonic=lambda: self.monotonic,
        )
        live.on_told(lambda rooms, event, message: self.told.append((rooms, event, message)))
        live.start()
        return live

    def restart(self) -> None:
        """The server ends and another one begins, on the same log."""
        self.live.stop()
        self.live = self.server()

    def open(self, design: Design = TWO_ROUNDS) -> Hall:
        opened = self.live.open_cafe(design)
        assert isinstance(opened, Opened)
        self.cafe = opened.cafe
        return self

    def facilitated(self) -> Hall:
        self.do(FATIMA, TakeRole(FATIMA, "Fatima", "facilitator"), roles={"newcomer"})
        return self

    def join(self, *guests: str) -> Hall:
        for guest in guests:
            join = JoinCafe(person=guest, name=guest.title(), languages=("en",), consent=True)
            answer = self.do(guest, join, roles={"newcomer"})
            assert isinstance(answer, Accepted)
        return self

    def do(
        self,
        actor: str,
        command: Command,
        cid: str | None = None,
        roles: set[str] | frozenset[str] = frozenset(),
        live: Live | None = None,
    ) -> Accepted | Refused:
        cid = cid or f"c{next(self._cids)}"
        return (live or self.live).submit(self.cafe, command, actor, cid, roles)

    def while_the_writer_is_busy(self, *functions: Callable[[], Any]) -> list[Any]:
        """Let all of these queue up behind one commit that takes its time; return their answers."""
        assert isinstance(self.log, LockedLog)
        queue = self.live._writer._queue
        self.log.is_at_the_gate.clear()
        self.log.gate.clear()
        slow = self.live.runtime.spawn(self.do, FATIMA, OpenDoors())
        until(self.log.is_at_the_gate.is_set)
        self.log.batches.clear()

        def open_the_gate() -> None:
            until(lambda: len(queue) == len(functions))
            self.log.gate.set()

        answers = together(*functions, open_the_gate)[:-1]
        slow.join(LONGEST_WAIT)
        return answers

    @property
    def state(self) -> Cafe:
        standing = self.live.look(self.cafe)
        assert standing is not None
        return standing.cafe

    def names(self) -> list[str]:
        """The names of all events of the café, in order."""
        return [record.name for record in self.log.read(self.cafe, limit=100_000)]

    def times(self, name: str) -> int:
        return self.names().count(name)

    def messages(self, name: str) -> list[dict[str, Any]]:
        return [message for _, event, message in self.told if message["name"] == name]

    def close(self) -> None:
        self.live.stop()

"""Who is here: connections counted per person, and after the last one has gone, the grace.

Presence comes from connections that exist, never from what a client says. A short silence changes
nothing; a long one frees the seat (`MarkAway`), coming back takes it again (`ReturnToCafe`). Where
several processes share a log, each says whom it has, and here is who is connected to any of them.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable

from wikicafe.cafe.messages import Asking
from wikicafe.cafe.presence import MarkAway, ReturnToCafe
from wikicafe.cafe.state import Cafe
from wikicafe.eventlog.contract import EventLog
from wikicafe.live.registry import Registry
from wikicafe.live.runtime import Loop, Runtime
from wikicafe.live.submit import Submit

LOOK_EVERY = 1.0  # seconds between two looks at whom the others have
GATHER = 0.1  # seconds in which changes are gathered before the others are told
TURN = 1.0  # seconds by which each process lets the one before it go first

Signal = Callable[[str, str, str], None]  # café, connected | disconnected, person
Someone = tuple[str, str]  # café, person

log = logging.getLogger(__name__)


class Presence:
    """monotonic: seconds; stands still while the machine sleeps, and so do everybody's phones."""

    def __init__(
        self,
        log: EventLog,
        registry: Registry,
        submit: Submit,
        signal: Signal,
        runtime: Runtime,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._registry = registry
        self._submit = submit
        self._signal = signal
        self._runtime = runtime
        self._monotonic = monotonic
        self._worker = secrets.token_hex(8)  # this process, among those on the same log
        self._others: list[str] = []
        self._connections: dict[Someone, set[str]] = {}
        self._elsewhere: frozenset[Someone] = frozenset()
        self._silent_since: dict[Someone, float] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._is_away = False
        self._loop = Loop(runtime, self._once)

    def start(self) -> None:
        self._loop.start()

    def stop(self) -> None:
        self._loop.stop(self._wake)
        try:
            self._log.share_presence(self._worker, None)
        except OSError as away:
            log.warning("the others will notice by themselves that we end: %s", away)

    def came(self, cafe: str, person: str, connection: str) -> None:
        """Count a connection; its person is back if the seat was given up in the silence."""
        with self._lock:
            connections = self._connections.setdefault((cafe, person), set())
            is_first = not connections
            connections.add(connection)
            self._silent_since.pop((cafe, person), None)
        if is_first:
            self._wake.set()
            if (cafe, person) not in self._elsewhere:
                self._signal(cafe, "connected", person)
        self._return_if_away(cafe, person)

    def went(self, cafe: str, person: str, connection: str) -> None:
        """Count a connection out; with the last one the grace begins."""
        with self._lock:
            connections = self._connections.get((cafe, person), set())
            is_last = connections == {connection}
            connections.discard(connection)
            if is_last:
                del self._connections[cafe, person]
        if is_last:
            self._wake.set()
            if (cafe, person) not in self._elsewhere:
                self._gone((cafe, person))

    def connected(self, cafe: str) -> set[str]:
        here = [*self._connections, *self._elsewhere]
        return {person for at, person in here if at == cafe}

    def look(self, cafe: Cafe) -> None:
        """Begin the grace of everybody who is present by the log and has no connection.

        After a start of the server that is everybody.
        """
        for person in cafe.people:
            self.expect(cafe.id, person)

    def expect(self, cafe: str, person: str) -> None:
        """Begin the grace of somebody who may have joined without ever connecting."""
        with self._lock:
            if not self._is_here((cafe, person)):
                self._silent_since.setdefault((cafe, person), self._monotonic())

    def left(self, cafe: str, person: str) -> None:
        """Bring back whoever is connected here and was marked away, by us or another process."""
        if (cafe, person) in self._connections:
            self._return_if_away(cafe, person)

    def turn(self, cafe: str, person: str) -> float:
        """Return for how many seconds others go first with what concerns this person.

        First goes the process they are connected to; the rest in an order all agree on.
        """
        if not self._others or (cafe, person) in self._connections:
            return 0.0
        return TURN * (self._place() + ((cafe, person) in self._elsewhere))

    def sweep(self) -> None:
        """Mark away whose grace is over."""
        now, patience = self._monotonic(), TURN * self._place()
        for (cafe, person), since in list(self._silent_since.items()):
            standing = self._registry.get(cafe)
            waited_for = standing is not None and _is_waited_for(standing.cafe, person)
            if standing is None or not waited_for or self._is_here((cafe, person)):
                self._silent_since.pop((cafe, person), None)
                continue
            grace = standing.cafe.plan.grace_s
            if grace is not None and now - since >= grace + patience:
                self._silent_since.pop((cafe, person), None)
                self._runtime.spawn(self._mark_away, cafe, person)

    def share(self) -> None:
        """Tell the other processes whom this one has, and hear of theirs."""
        here: defaultdict[str, list[str]] = defaultdict(list)
        for cafe, person in list(self._connections):
            here[cafe].append(person)
        try:
            others = self._log.share_presence(self._worker, here)
        except OSError as away:
            if not self._is_away:
                log.warning("who is connected to other processes is not known: %s", away)
            self._is_away = True
            return
        self._is_away = False
        self._others = sorted(others)
        before = self._elsewhere
        self._elsewhere = frozenset(
            (cafe, person)
            for said in others.values()
            for cafe, people in said.items()
            for person in people
        )
        for someone in before - self._elsewhere - self._connections.keys():
            self._gone(someone)
        for cafe, person in self._elsewhere - before - self._connections.keys():
            self._silent_since.pop((cafe, person), None)
            self._signal(cafe, "connected", person)

    def _gone(self, someone: Someone) -> None:
        with self._lock:
            self._silent_since.setdefault(someone, self._monotonic())
        self._signal(someone[0], "disconnected", someone[1])

    def _is_here(self, someone: Someone) -> bool:
        return someone in self._connections or someone in self._elsewhere

    def _place(self) -> int:
        """Where this process stands among all on the same log."""
        return sum(other < self._worker for other in self._others)

    def _mark_away(self, cafe: str, person: str) -> None:
        asking = Asking("system", _once_only("away"), 0, frozenset({"system"}))
        still = lambda _: not self._is_here((cafe, person))  # noqa: E731
        self._submit(cafe, MarkAway(person=person), asking, still=still)
        # Whoever connects while this is being written did not find themselves away: look again.
        if (cafe, person) in self._connections:
            self._return_if_away(cafe, person)

    def _return_if_away(self, cafe: str, person: str) -> None:
        standing = self._registry.get(cafe)
        known = standing.cafe.people.get(person) if standing else None
        if known is not None and known.why_away == "away":
            self._runtime.spawn(self._return, cafe, person)

    def _return(self, cafe: str, person: str) -> None:
        self._submit(cafe, ReturnToCafe(), Asking(person, _once_only("back"), 0))

    def _once(self) -> None:
        if self._wake.wait(LOOK_EVERY):
            self._wake.clear()
            self._runtime.sleep(GATHER)
        self.share()
        self.sweep()


def _is_waited_for(cafe: Cafe, person: str) -> bool:
    known = cafe.people.get(person)
    return known is not None and known.is_seatable and cafe.closed_at is None


def _once_only(what: str) -> str:
    return f"{what}:{secrets.token_hex(8)}"

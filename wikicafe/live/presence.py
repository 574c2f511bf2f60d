"""Who is here: connections counted per person, and after the last one has gone, the grace.

Presence comes from connections that exist, never from what a client says. A short silence changes
nothing; a long one frees the seat (`MarkAway`), coming back takes it again (`ReturnToCafe`).
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable

from wikicafe.cafe.messages import Asking
from wikicafe.cafe.presence import MarkAway, ReturnToCafe
from wikicafe.cafe.state import Cafe
from wikicafe.live.registry import Registry
from wikicafe.live.runtime import Loop, Runtime
from wikicafe.live.submit import Submit

LOOK_EVERY = 1.0  # seconds

Signal = Callable[[str, str, str], None]  # café, connected | disconnected, person
Someone = tuple[str, str]  # café, person


class Presence:
    """monotonic: seconds; stands still while the machine sleeps, and so do everybody's phones."""

    def __init__(
        self,
        registry: Registry,
        submit: Submit,
        signal: Signal,
        runtime: Runtime,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._registry = registry
        self._submit = submit
        self._signal = signal
        self._runtime = runtime
        self._monotonic = monotonic
        self._connections: dict[Someone, set[str]] = {}
        self._silent_since: dict[Someone, float] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._loop = Loop(runtime, self._once)

    def start(self) -> None:
        self._loop.start()

    def stop(self) -> None:
        self._loop.stop(self._stopped)

    def came(self, cafe: str, person: str, connection: str) -> None:
        """Count a connection; its person is back if the seat was given up in the silence."""
        with self._lock:
            connections = self._connections.setdefault((cafe, person), set())
            is_first = not connections
            connections.add(connection)
            self._silent_since.pop((cafe, person), None)
        if is_first:
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
                self._silent_since[cafe, person] = self._monotonic()
        if is_last:
            self._signal(cafe, "disconnected", person)

    def connected(self, cafe: str) -> set[str]:
        return {person for at, person in list(self._connections) if at == cafe}

    def look(self, cafe: Cafe) -> None:
        """Begin the grace of everybody who is present by the log and has no connection.

        After a start of the server that is everybody.
        """
        for person in cafe.people:
            self.expect(cafe.id, person)

    def expect(self, cafe: str, person: str) -> None:
        """Begin the grace of somebody who may have joined without ever connecting."""
        with self._lock:
            if (cafe, person) not in self._connections:
                self._silent_since.setdefault((cafe, person), self._monotonic())

    def sweep(self) -> None:
        """Mark away whose grace is over."""
        now = self._monotonic()
        for (cafe, person), since in list(self._silent_since.items()):
            standing = self._registry.get(cafe)
            if standing is None or not _is_waited_for(standing.cafe, person):
                self._silent_since.pop((cafe, person), None)
                continue
            grace = standing.cafe.plan.grace_s
            if grace is not None and now - since >= grace:
                self._silent_since.pop((cafe, person), None)
                self._runtime.spawn(self._mark_away, cafe, person)

    def _mark_away(self, cafe: str, person: str) -> None:
        asking = Asking("system", _once_only("away"), 0, frozenset({"system"}))
        still = lambda _: (cafe, person) not in self._connections  # noqa: E731
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
        self._stopped.wait(LOOK_EVERY)
        self.sweep()


def _is_waited_for(cafe: Cafe, person: str) -> bool:
    known = cafe.people.get(person)
    return known is not None and known.is_seatable and cafe.closed_at is None


def _once_only(what: str) -> str:
    return f"{what}:{secrets.token_hex(8)}"

"""The cafés as they stand in memory: place in the log and café are one pair, swapped whole.

Anybody may look and wait; `follow.py` alone puts.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from wikicafe.cafe.state import Cafe
from wikicafe.eventlog.contract import Position


@dataclass(frozen=True, slots=True)
class Standing:
    """A café, and the place in the log up to which it was told."""

    position: Position
    cafe: Cafe


class Registry:
    def __init__(self) -> None:
        self._standing: dict[str, Standing] = {}
        self._waiting: dict[str, list[tuple[int, threading.Event]]] = {}
        self._lock = threading.Lock()

    def get(self, cafe: str) -> Standing | None:
        return self._standing.get(cafe)

    def cafes(self) -> list[str]:
        return list(self._standing)

    def counted(self) -> tuple[int, int]:
        """Return how many cafés are here, and how many of their events were not understood."""
        standing = list(self._standing.values())
        return len(standing), sum(one.cafe.set_aside for one in standing)

    def put(self, cafe: str, standing: Standing) -> None:
        with self._lock:
            self._standing[cafe] = standing
            waiting = self._waiting.pop(cafe, [])
            still = [one for one in waiting if one[0] > standing.position.seq]
            if still:
                self._waiting[cafe] = still
        for seq, arrived in waiting:
            if seq <= standing.position.seq:
                arrived.set()

    def give_up(self, cafe: str) -> None:
        """Let nobody wait any longer for a café that cannot be moved."""
        with self._lock:
            waiting = self._waiting.pop(cafe, [])
        for _, arrived in waiting:
            arrived.set()

    def drop(self, cafe: str) -> None:
        """Forget a café nobody needs; it is folded anew when somebody does."""
        with self._lock:
            self._standing.pop(cafe, None)

    def wait(self, cafe: str, seq: int, seconds: float) -> bool:
        """Wait until the café stands at `seq` or later; return whether it does."""
        with self._lock:
            if self._is_at(cafe, seq):
                return True
            mine = (seq, threading.Event())
            self._waiting.setdefault(cafe, []).append(mine)
        mine[1].wait(seconds)
        with self._lock:
            if mine in (waiting := self._waiting.get(cafe, [])):
                waiting.remove(mine)
            return self._is_at(cafe, seq)

    def _is_at(self, cafe: str, seq: int) -> bool:
        standing = self._standing.get(cafe)
        return standing is not None and standing.position.seq >= seq

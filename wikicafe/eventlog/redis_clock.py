"""What time it is by Redis, without asking each time: measured now and then, reckoned in between.

The clock of this machine may be set, slewed or wrong: only its passing counts, sleep included.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

DRIFT = 200e-6  # two quartz clocks part by less than this: 0.2 ms a second
SAMPLES = 3  # at the start

# CLOCK_MONOTONIC stands still while a laptop sleeps; Redis on another machine does not.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def passing() -> float:
    """Milliseconds since some moment, never set back."""
    return time.clock_gettime_ns(_CLOCK) / 1e6


@dataclass(frozen=True, slots=True)
class Measured:
    """offset: ms Redis is ahead of `passing`, true within ± error when it was measured."""

    offset: float
    error: float
    at: float

    def error_at(self, at: float) -> float:
        return self.error + (at - self.at) * DRIFT


class StoreClock:
    """ask: returns what Redis answers to TIME."""

    def __init__(self, ask: Callable[[], Sequence[bytes]]) -> None:
        self._ask = ask
        self._best: Measured | None = None

    def now(self) -> int:
        if self._best is None:
            for _ in range(SAMPLES):
                self.measure()
        assert self._best is not None
        return int(passing() + self._best.offset)

    def measure(self) -> None:
        """Ask once; keep the answer if it is surer than the last, or proves that one wrong."""
        before = passing()
        seconds, micros = map(int, self._ask())
        after = passing()
        offset = seconds * 1000 + micros / 1000 - (before + after) / 2
        new, old = Measured(offset, (after - before) / 2, after), self._best
        if old is None or new.error <= (left := old.error_at(after)):
            self._best = new
        elif abs(new.offset - old.offset) > new.error + left:
            self._best = new  # somebody set the clock of Redis

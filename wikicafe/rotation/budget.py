"""CPU time handed to a search; the only place in this folder that looks at a clock."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time


class Budget:
    """Seconds of CPU to spend, counted from its making."""

    def __init__(self, seconds: float, clock: Callable[[], float] = process_time) -> None:
        self.seconds = seconds
        self.clock = clock
        self.started = clock()

    def spent(self) -> float:
        return self.clock() - self.started

    def left(self) -> float:
        return self.seconds - self.spent()

    def is_over(self) -> bool:
        return self.left() <= 0

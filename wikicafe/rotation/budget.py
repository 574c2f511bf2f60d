"""CPU time handed to a search; the only place in this folder that looks at a clock."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import inf
from time import process_time

# people, CPU seconds after which a rotation of so many hardly becomes better
ENOUGH = ((0, 0.2), (120, 0.2), (250, 0.5), (1000, 2.0), (5000, 6.0))
CAUTION = 1.25  # prices are what an idle core of today needs, this is for slower and busier ones
LOOK_AT_THE_CLOCK = 16  # every so many purchases


class Budget:
    """Seconds of CPU to spend, counted from its making.

    A search buys its steps at guessed prices, so the same seconds buy the same steps on any
    machine. The clock only ends it where the guesses were too low.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = process_time) -> None:
        self.seconds = seconds
        self.clock = clock
        self.started = clock()
        self.paid = 0.0
        self.purchases = 0

    def affords(self, price: float) -> bool:
        """Pay so many seconds; False if they are no longer there."""
        self.paid += CAUTION * price
        self.purchases += 1
        if self.purchases % LOOK_AT_THE_CLOCK == 0 and self.is_over():
            self.paid = inf
        return self.paid <= self.seconds

    def share_paid(self) -> float:
        return min(1.0, self.paid / self.seconds)

    def spent(self) -> float:
        return self.clock() - self.started

    def left(self) -> float:
        return self.seconds - self.spent()

    def is_over(self) -> bool:
        return self.left() <= 0


def seconds_for(people: int) -> float:
    """CPU seconds that a rotation of so many people deserves."""
    for (few, less), (many, more) in pairwise(ENOUGH):
        if people <= many:
            return less + (more - less) * (people - few) / (many - few)
    return ENOUGH[-1][1]

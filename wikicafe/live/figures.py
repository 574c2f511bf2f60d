"""What is counted while cafés live, as plain numbers; `web/metrics.py` says them to whoever measures."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable

# Upper bounds. A phone feels 50 ms as at once; above 2 s people tap again.
SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
OPS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)


class Spread:
    """How values spread over buckets, and their sum."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        self._counts[bisect_left(self._bounds, value)] += 1
        self.total += value

    def cumulated(self) -> list[tuple[str, int]]:
        """Return (upper bound, how many up to it), the last one "+Inf"."""
        found, so_far = [], 0
        for bound, count in zip((*self._bounds, None), self._counts, strict=True):
            so_far += count
            found.append(("+Inf" if bound is None else str(bound), so_far))
        return found


class Figures:
    """answers: "accepted", "duplicate", or the code of a refusal → how many.

    in_memory: returns how many cafés there are, and how many events of theirs were set aside.
    """

    def __init__(self, in_memory: Callable[[], tuple[int, int]] = lambda: (0, 0)) -> None:
        self.in_memory = in_memory
        self.answers: Counter[str] = Counter()
        self.answered_in = Spread(SECONDS)
        self.groups = Spread(OPS)
        self.told = 0

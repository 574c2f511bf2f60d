"""How fast one token may ask: buckets in memory, wide enough for people, too narrow for a flood.

By token and never by address: a thousand people share the address of a hall.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from wikicafe.web.limits import Bucket

PER_S = 5.0
BURST = 40
MOST_BUCKETS = 50_000  # the one unused for longest is forgotten first, and was full by then


class Pace:
    def __init__(
        self,
        per_s: float = PER_S,
        burst: float = BURST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_s = per_s
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def take(self, who: Hashable) -> float:
        """Take one out of the bucket of `who`. Returns 0, or the seconds to wait: nothing was taken."""
        now = self._clock()
        bucket = self._buckets.pop(who, None)
        if bucket is None:
            bucket = Bucket(self._burst, self._per_s, self._burst, now)
        self._buckets[who] = bucket
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        bucket.refill(now)
        if bucket.left < 1:
            return bucket.wait_s
        bucket.left -= 1
        return 0.0

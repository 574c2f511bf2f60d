"""Token buckets for WRONG guesses of codes and keys; good traffic is never counted.

A whole hall shares one address, so the bucket of an address is wide, and whoever comes by the
QR code's key is not asked at all.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

ADDRESS_BURST = 60  # 1,000 people of whom some mistype, within a minute, from one address
ADDRESS_PER_S = 1.0
HOUSE_BURST = 300
HOUSE_PER_S = 10.0
MOST_ADDRESSES = 10_000  # the one unused for longest is forgotten first


@dataclass(slots=True)
class Bucket:
    """Holds up to `burst` guesses and refills steadily. times in seconds, of any clock."""

    burst: float
    per_s: float
    left: float
    at: float

    def refill(self, now: float) -> None:
        self.left = min(self.burst, self.left + max(0.0, now - self.at) * self.per_s)
        self.at = now

    @property
    def wait_s(self) -> float:
        return max(0.0, (1 - self.left) / self.per_s)


class Guesses:
    """Counts wrong guesses by address and over all addresses. Forgotten when the process ends."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all = Bucket(HOUSE_BURST, HOUSE_PER_S, HOUSE_BURST, clock())
        self._by_address: OrderedDict[str, Bucket] = OrderedDict()

    def wait_s(self, address: str) -> float:
        """Return the seconds this address must wait before guessing again; 0: go on."""
        now = self._clock()
        bucket = self._by_address.get(address)
        waits = [0.0]
        for each in (self._all, bucket):
            if each is not None:
                each.refill(now)
                waits.append(each.wait_s)
        return max(waits)

    def was_wrong(self, address: str) -> None:
        """Take one guess out of the buckets."""
        now = self._clock()
        own = self._bucket(address, now)
        own.refill(now)
        self._all.refill(now)
        if own.left < 1:
            return  # it waits already, and could otherwise keep everybody waiting
        own.left -= 1
        self._all.left = max(0.0, self._all.left - 1)

    def _bucket(self, address: str, now: float) -> Bucket:
        bucket = self._by_address.pop(address, None)
        if bucket is None:
            bucket = Bucket(ADDRESS_BURST, ADDRESS_PER_S, ADDRESS_BURST, now)
        self._by_address[address] = bucket
        if len(self._by_address) > MOST_ADDRESSES:
            self._by_address.popitem(last=False)
        return bucket

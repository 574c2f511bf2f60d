"""The time of day as this machine knew it at the start, carried on by a clock that nobody sets.

Somebody sets a server's clock, or its time service does, in the middle of a round: the round must
not end for it. So what we write goes on by the time that has passed since the start, sleep of the
machine included, and the new time of day counts from the next start on.
"""

from __future__ import annotations

import time

# Counts while a laptop sleeps, as people do; other systems than Linux have nothing of the kind.
_COUNTS = getattr(time, "CLOCK_BOOTTIME", None)


def elapsed_ms() -> int:
    """Return milliseconds since some moment in the past, whatever the clock on the wall says."""
    if _COUNTS is None:
        return time.monotonic_ns() // 1_000_000
    return time.clock_gettime_ns(_COUNTS) // 1_000_000


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


_BEGAN = wall_ms() - elapsed_ms()


def now() -> int:
    """Return milliseconds since 1970."""
    return _BEGAN + elapsed_ms()

"""The time of a session laid over ours: one clock for everybody who plays in it."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """begins_at: the session's second at our `started` (time.monotonic()). speed: how many times faster."""

    started: float
    begins_at: float
    speed: float

    def ours(self, t: float) -> float:
        """Return the moment of `time.monotonic()` at which the session is at second t."""
        return self.started + (t - self.begins_at) / self.speed

    def now(self) -> float:
        """Return the session's second."""
        return self.begins_at + (time.monotonic() - self.started) * self.speed

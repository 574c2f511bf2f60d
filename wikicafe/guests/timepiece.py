"""How far the server's clock is ahead of ours, as a phone finds out: the quickest of a few samples."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SAMPLES = 8
BETWEEN_SAMPLES = 0.25  # seconds; a whole hall arrives at once


@dataclass(slots=True)
class Timepiece:
    """offset: ms to add to our time to have the server's; None before the first view."""

    offset: float | None = None
    samples_left: int = SAMPLES
    _shortest: float = float("inf")

    def guess(self, server_now: float) -> None:
        """Take a view's `now`, which is better than nothing."""
        if self.offset is None:
            self.offset = server_now - time.time() * 1000

    def sample(self, say: Callable[[str, Any], Any]) -> None:
        """Ask once. say: Wire.say, whose Silence goes through."""
        t0 = time.time() * 1000
        now = say("clock", {"t0": t0})["now"]
        t1 = time.time() * 1000
        self.samples_left -= 1
        if t1 - t0 < self._shortest:
            self._shortest, self.offset = t1 - t0, now - (t0 + t1) / 2

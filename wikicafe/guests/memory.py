"""What a guest remembers for a report: where one sat, when a round should end, how the line held."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from wikicafe.guests.screen import Screen


@dataclass(slots=True)
class Memory:
    """By what the own phone was told, nothing else.

    sat: step → table, while the step ran. ends_at: step → its last known end by the server's clock.
    came_into: the step that ran when the first view came; seated_after_ms: from joining to the seat.
    """

    sat: dict[str, str] = field(default_factory=dict)
    ends_at: dict[str, int] = field(default_factory=dict)
    reconnects: int = 0
    gaps: int = 0
    joined_at: float = 0.0
    came_into: str | None = None
    seated_after_ms: float | None = None

    def keep(self, screen: Screen) -> None:
        """Look at the screen after it changed."""
        step = screen.seated_step
        table = screen.seat(step) if step is not None else None
        if step is not None and table is not None:
            if not self.sat and self.came_into == step:
                self.seated_after_ms = (time.monotonic() - self.joined_at) * 1000
            self.sat[step] = table
        clock = screen.view["clock"]
        if clock["step"] and clock["ends_at"]:
            self.ends_at[clock["step"]] = clock["ends_at"]

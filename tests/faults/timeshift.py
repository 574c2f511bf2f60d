"""A server that lives by another time of day than ours, and whose clock can be set while it runs.

`python -m tests.faults.timeshift FILE serve …` is `wikicafe serve` whose time of day is ahead by the
seconds that FILE says. Passing time is not touched, as when somebody sets a machine's clock.
(libfaketime 0.9.10 shifts CLOCK_MONOTONIC along, and threads of Python then sleep for ever.)
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


class WallClock:
    """The clock of one server, to be set from a test."""

    def __init__(self, file: Path, ahead_s: float = 0) -> None:
        self.file = file
        self.set_by(ahead_s)

    @property
    def program(self) -> tuple[str, ...]:
        """What stands between python and `serve`."""
        return ("-m", "tests.faults.timeshift", str(self.file))

    def set_by(self, ahead_s: float) -> None:
        """Set it so much ahead of the real one."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(ahead_s))
        fresh.replace(self.file)


def shift(file: Path) -> None:
    """Have everybody in this process ask the shifted clock."""
    real_ns = time.time_ns

    def time_ns() -> int:
        return real_ns() + int(float(file.read_text()) * 1e9)

    time.time_ns = time_ns
    time.time = lambda: time_ns() / 1e9


if __name__ == "__main__":
    shift(Path(sys.argv.pop(1)))
    from wikicafe.cli import main

    main()

"""One line per thing that happened, as key=value, for whoever operates the house.

No personal data, no addresses: of an exception its kind and the place in our code are said, never
its words, which may quote a note. What repeats is held back and counted, so that a fault that
comes with every phone does not fill the disk.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

AT_ONCE = 5  # lines of the same kind before they are held back
ONE_EVERY_S = 60.0  # and then one in so many seconds, with the number of those held back
MOST_KINDS = 1_000  # remembered
DEEPEST = 4  # frames shown, the innermost last

_ROOT = str(Path(__file__).parent.parent)
_counts: Counter[str] = Counter()


def begin(stream: TextIO | None = None, least: int = logging.INFO) -> None:
    """Have everything logged in this process go to one stream. Calling again changes nothing more."""
    handler = logging.StreamHandler(stream or sys.stderr)
    # Under eventlet threading's locks are green, and the log's own threads must not touch them: a
    # line is one call of write, which needs none.
    handler.lock = NoLock()  # type: ignore[assignment]
    handler.setFormatter(Lines())
    handler.addFilter(HoldBack())
    root = logging.getLogger()
    for other in [h for h in root.handlers if isinstance(h.formatter, Lines)]:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)  # libraries talk of connections and addresses below that
    logging.getLogger("wikicafe").setLevel(least)
    # Its words quote the address or the payload of whoever sent it.
    for wordy in ("engineio.server", "socketio.server", "geventwebsocket.handler", "werkzeug"):
        logging.getLogger(wordy).setLevel(logging.CRITICAL)


def counts() -> dict[str, int]:
    """Return how many lines of each level there were, those held back included."""
    return dict(_counts)


class NoLock:
    def acquire(self) -> None:
        """Nothing to wait for."""

    def release(self) -> None:
        """Nothing to give back."""

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


class Lines(logging.Formatter):
    """time=2026-05-01T12:00:00.123Z level=error from=live.submit what="nothing can be written" …"""

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        said = {
            "time": f"{at}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "from": record.name.removeprefix("wikicafe."),
            "what": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            said |= _of(record.exc_info[0], record.exc_info[1])
        if held := getattr(record, "held_back", 0):
            said["held_back"] = str(held)
        return " ".join(f"{name}={_quoted(value)}" for name, value in said.items())


class HoldBack(logging.Filter):
    """Lets the first few lines of a kind pass, and then one a minute. A kind: one place in the code."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._kinds: dict[tuple[str, int, str], tuple[int, float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        _counts[record.levelname.lower()] += 1
        kind = (record.pathname, record.lineno, _name_of(record))
        now = self._clock()
        passed, since, held = self._kinds.get(kind, (0, now, 0))
        if passed >= AT_ONCE and now - since < ONE_EVERY_S:
            self._kinds[kind] = (passed, since, held + 1)
            return False
        if len(self._kinds) >= MOST_KINDS:
            self._kinds.clear()
        self._kinds[kind] = (passed + 1, now, 0)
        record.held_back = held
        return True


def _name_of(record: logging.LogRecord) -> str:
    kind = record.exc_info[0] if record.exc_info else None
    return kind.__name__ if kind is not None else ""


def _of(kind: type[BaseException], error: BaseException | None) -> dict[str, str]:
    """Say what kind of error it was and where it came from."""
    frames = traceback.extract_tb(error.__traceback__ if error is not None else None)
    places = [
        f"{frame.filename.removeprefix(_ROOT).lstrip('/').rpartition('site-packages/')[2]}:{frame.lineno}"
        for frame in frames
    ]
    said = {"error": kind.__name__, "where": " > ".join(places[-DEEPEST:])}
    if isinstance(error, OSError) and error.errno is not None:
        said["errno"] = str(error.errno)
    return said


def _quoted(value: str) -> str:
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    plain = "".join(c if c.isprintable() else " " for c in plain)
    return (
        plain
        if plain and " " not in plain and "=" not in plain and '"' not in plain
        else f'"{plain}"'
    )

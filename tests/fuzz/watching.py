"""What counts as a traceback: whatever anybody logs with an exception, and what reaches the server."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Tracebacks(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or record.levelno >= logging.ERROR:
            self.found.append(self.format(record)[-2_000:])


@contextmanager
def no_traceback() -> Iterator[list[str]]:
    """Collect what is logged with an exception by anybody."""
    watch = Tracebacks()
    names = ("", "engineio", "engineio.server", "socketio", "socketio.server", "wikicafe")
    loggers = [logging.getLogger(name) for name in names]
    for logger in loggers:
        logger.addHandler(watch)
    try:
        yield watch.found
    finally:
        for logger in loggers:
            logger.removeHandler(watch)

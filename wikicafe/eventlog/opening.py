"""From a URL to the event log that keeps it; which stores exist is said here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from wikicafe.eventlog.contract import EventLog, Unsafe


def open_log(url: str, only_reading: bool = False) -> EventLog:
    """Open the event log at `sqlite:///path`, `sqlite:////absolute/path` or `memory://`.

    only_reading: look into a file that a server may be using; appending then raises Unsafe.
    Raises Unsafe with one sentence that says what to do.
    """
    scheme, _, place = url.partition("://")
    if scheme not in OPEN:
        known = ", ".join(sorted(OPEN))
        raise Unsafe(f"No event log is known for {url!r}: write one of {known} before the '://'.")
    return OPEN[scheme](place, only_reading)


def _in_memory(place: str, only_reading: bool) -> EventLog:
    from wikicafe.eventlog.in_memory import InMemory

    return InMemory()


def _in_sqlite(place: str, only_reading: bool) -> EventLog:
    from wikicafe.eventlog.in_sqlite import InSqlite

    path = unquote(place).removeprefix("/")  # as in sqlite:///relative and sqlite:////absolute
    if not path:
        raise Unsafe("The event log's URL names no file: write it as sqlite:///path/to/file.")
    return InSqlite(Path(path), only_reading)


def _in_redis(place: str, only_reading: bool) -> EventLog:
    raise Unsafe("This build has no Redis store yet: use sqlite:///path/to/file instead.")


# A new store is a file beside `in_sqlite.py`, a row here, and a row in `tests/eventlog/stores.py`.
OPEN: dict[str, Callable[[str, bool], EventLog]] = {
    "memory": _in_memory,
    "sqlite": _in_sqlite,
    "redis": _in_redis,
    "rediss": _in_redis,
    "unix": _in_redis,
}

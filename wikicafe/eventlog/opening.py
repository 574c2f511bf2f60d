"""From a URL to the event log that keeps it; which stores exist is said here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from wikicafe.eventlog.contract import EventLog, Unsafe


def open_log(url: str, only_reading: bool = False) -> EventLog:
    """Open the event log at `sqlite:///path`, `redis://host:port/db` or `memory://`.

    sqlite:////absolute/path has four slashes; rediss:// is Redis by TLS, unix:///path by a socket
    of this machine; `?wait=1` behind these has Redis wait for a replica.

    only_reading: look into a file that a server may be using; appending then raises Unsafe.
    Raises Unsafe with one sentence that says what to do.
    """
    scheme = url.partition("://")[0]
    if scheme not in OPEN:
        known = ", ".join(sorted(OPEN))
        said = shown(url)
        raise Unsafe(f"No event log is known for {said!r}: write one of {known} before the '://'.")
    return OPEN[scheme](url, only_reading)


def shown(url: str) -> str:
    """Return the URL without name, password and options, for people to read.

    A password may hold any sign, escaped or not: what stands before the last @ is never shown.
    """
    scheme, colon, place = url.partition("://")
    if scheme == "sqlite":
        return url
    if "@" in place.partition("?")[2] and "@" not in place.partition("?")[0]:
        place = "…"  # an option that holds an @, or a password that holds a question mark
    return f"{scheme}{colon}{place.partition('?')[0].rpartition('@')[2]}"


def _in_memory(url: str, only_reading: bool) -> EventLog:
    from wikicafe.eventlog.in_memory import InMemory

    return InMemory()


def _in_sqlite(url: str, only_reading: bool) -> EventLog:
    from wikicafe.eventlog.in_sqlite import InSqlite

    path = unquote(url.partition("://")[2]).removeprefix(
        "/"
    )  # as in sqlite:///relative and sqlite:////absolute
    if not path:
        raise Unsafe("The event log's URL names no file: write it as sqlite:///path/to/file.")
    return InSqlite(Path(path), only_reading)


def _in_redis(url: str, only_reading: bool) -> EventLog:
    from wikicafe.eventlog.in_redis import InRedis

    return InRedis(url, only_reading)


# A new store is a file beside `in_sqlite.py`, a row here, and a row in `tests/eventlog/stores.py`.
OPEN: dict[str, Callable[[str, bool], EventLog]] = {
    "memory": _in_memory,
    "sqlite": _in_sqlite,
    "redis": _in_redis,
    "rediss": _in_redis,
    "unix": _in_redis,
}

"""Whether a Redis keeps what it acknowledges, and whether the cafés in it are whole; changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import redis

from wikicafe.eventlog.contract import Unsafe
from wikicafe.eventlog.redis_lines import Lines

OLDEST = (7, 0)  # before, one file held the log of changes, and old texts stayed in it for longer
# setting → what it must be, and what would happen otherwise
WANTED = {
    "appendonly": ("yes", "a restart would lose every café"),
    "appendfsync": ("always", "a power cut would lose what was acknowledged"),
    "no-appendfsync-on-rewrite": ("no", "a power cut during a rewrite would lose notes"),
    "maxmemory-policy": ("noeviction", "it would throw cafés away when its memory is full"),
}


def check_keeping(lines: Lines) -> None:
    """Raise Unsafe with one sentence if this Redis may lose what it acknowledged."""
    said = info(lines, "server") | info(lines, "replication")
    version = said.get("redis_version", "0")
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise Unsafe(f"Redis at {lines.shown} is {version}: {oldest} or newer is needed.")
    if said.get("role") == "slave":
        raise Unsafe(f"Redis at {lines.shown} is a replica: name the primary.")
    replicas = int(said.get("connected_slaves", 0))
    if replicas < lines.wait:
        raise Unsafe(
            f"Redis at {lines.shown} has {replicas} replicas and wait={lines.wait} is asked for:"
            " add some, or leave wait away."
        )
    settings = _settings(lines)
    for name, (wanted, otherwise) in WANTED.items():
        if settings.get(name, wanted) != wanted:
            raise Unsafe(
                f"Redis at {lines.shown} has {name} {settings[name]} and {otherwise}:"
                f" `CONFIG SET {name} {wanted}`, and write it into its configuration."
            )


def check_lists(lines: Lines, cafes: Mapping[str, tuple[str, str]]) -> None:
    """Raise Unsafe if events of a café are missing. cafes: id → the keys of its list and head."""
    for cafe, (log, head) in cafes.items():
        length, kept, first, last = lines.ask_all(
            [
                ("XLEN", log),
                ("GET", head),
                ("XRANGE", log, "-", "+", "COUNT", 1),
                ("XREVRANGE", log, "+", "-", "COUNT", 1),
            ]
        )
        ends = [int(entry[0].split(b"-")[0]) for entry in (*first, *last)]
        if not ends or ends != [1, length] or int(kept or 0) != length:
            raise Unsafe(
                f"The event log {lines.shown} is damaged (events of café {cafe} are missing):"
                " keep a copy of its files, then put back the last backup."
            )


def info(lines: Lines, section: str) -> dict[str, str]:
    """Return one section of what Redis tells of itself."""
    text = lines.ask("INFO", section).decode()
    pairs = (line.partition(":") for line in text.splitlines() if ":" in line)
    return {name: value for name, _, value in pairs}


def _settings(lines: Lines) -> dict[str, Any]:
    answers = lines.ask_all([("CONFIG", "GET", name) for name in WANTED])
    for answer in answers:
        if isinstance(answer, redis.ResponseError):
            raise Unsafe(
                f"Redis at {lines.shown} does not say how it keeps things ({answer}):"
                " allow CONFIG GET, or use another Redis."
            )
    return {name.decode(): value.decode() for name, value in (a for a in answers if a)}

"""Commands and events as bytes: strict coming in, forgiving when reading what is old.

An event is kept in two parts: `data`, which stays, and `body`, the personal texts, which can be
erased. A body that is gone leaves the event with empty texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from wikicafe.cafe.messages import Command, Event, Stamp, wire_name
from wikicafe.cafe.topics import COMMANDS, EVENTS
from wikicafe.cafe.upcasters import lifted


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event this version cannot read; set aside, never thrown away."""

    name: str
    why: str


class Recorded(Protocol):
    """What is needed of a record of the log; `eventlog.contract.Record` is one."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> int: ...
    @property
    def actor(self) -> str: ...
    @property
    def cid(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def body(self) -> bytes | None: ...


class BadShape(Exception):
    """The payload is not what the command takes; the message names field and type."""


def pack(event: Event) -> tuple[str, bytes, bytes | None]:
    """Return (name, data, body) for the log."""
    fields: dict[str, Any] = msgspec.to_builtins(event)
    personal = {f: fields.pop(f) for f in event.PERSONAL if f in fields}
    body = msgspec.json.encode(personal) if personal else None
    return wire_name(type(event)), msgspec.json.encode(fields), body


def unpack(name: str, data: bytes, body: bytes | None) -> Event | Unknown:
    """Return the event, lifted to today's shape. Unknown fields are ignored, names are not."""
    try:
        fields = {**msgspec.json.decode(data), **(msgspec.json.decode(body) if body else {})}
        name, fields = lifted(name, fields)
        if name not in EVENTS:
            return Unknown(name, "no such event")
        return msgspec.convert(fields, EVENTS[name])
    except (msgspec.MsgspecError, TypeError, ValueError) as wrong:
        return Unknown(name, str(wrong))


def happened(record: Recorded) -> tuple[Event | Unknown, Stamp]:
    """Return what a record of the log says: the event, and where and when it stands."""
    event = unpack(record.name, record.data, record.body)
    return event, Stamp(record.seq, record.at, record.actor)


def command_from(name: str, payload: Any) -> Command:
    """Return the command of that name. Raises BadShape: unknown name or field, wrong type."""
    kind = COMMANDS.get(name)
    if kind is None:
        raise BadShape(f"no command is called {name[:40]!r}")
    try:
        return msgspec.convert(payload, kind)
    except msgspec.ValidationError as wrong:
        raise BadShape(str(wrong)) from None

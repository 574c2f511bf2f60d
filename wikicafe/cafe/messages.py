"""What goes in and out of the café: commands, events, refusals, and whom an event is told.

Nothing here knows what a single command or event means; that is the topics' business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What somebody asks for: imperative, says what shall be, never "toggle"."""


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened, in the past tense. Fields are only ever added, with defaults.

    PERSONAL: names of the fields kept in the erasable body instead of the event itself.
    REGISTER: the guard this event must win, or None where events commute (notes, votes).
    """

    PERSONAL: ClassVar[tuple[str, ...]] = ()
    REGISTER: ClassVar[str | None] = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and when. at: the server's clock, milliseconds since 1970.

    roles: what the credential grants somebody who is not in the café yet, and "system", "house".
    """

    actor: str
    cid: str
    at: int
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where and when an event stands in the log, and who caused it."""

    seq: int
    at: int
    actor: str


@dataclass(frozen=True, slots=True)
class Refused:
    """No, and why: a code the catalogue speaks as `refused-<code>`, its $1, $2 … in order."""

    code: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Guarded:
    """A register that must still hold `expect` when the events are written, and becomes `new`."""

    register: str
    expect: int
    new: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What shall be written, all or nothing. No events: it is so already.

    guards: a topic names those it needs besides the registers its events win.
    """

    events: tuple[Event, ...] = ()
    guards: tuple[Guarded, ...] = ()
    not_before: int | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """A message for everybody who listens to one channel (the list is in `audience.py`)."""

    channel: str
    payload: Mapping[str, Any]


def wire_name(kind: type) -> str:
    """Return the kebab form of a class name: NoteWritten → note-written."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()

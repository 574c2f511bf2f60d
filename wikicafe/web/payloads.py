"""The shapes of everything that comes in over the wire, checked strictly; sense is the café's business.

Unknown fields are forbidden and nothing is converted: "3" is not 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

LONGEST_PACKET = 65_536  # characters of one Socket.IO packet, bytes of one HTTP body
MOST_SIMULATED = 1_000  # people
MOST_COMMANDS = 100  # in one `commands` packet; engine.io drops more than 16 packets (trap 1)

Cid = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{12,32}\Z")]
Name = Annotated[str, Meta(max_length=64)]
CafeId = Annotated[str, Meta(pattern=r"\A[a-z2-7]{12}\Z")]
Secret = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_=+/-]{16,64}\Z")]  # 128 bit in some writing
Key = Annotated[str, Meta(max_length=100)]
Line = Annotated[str, Meta(max_length=400)]
Language = Annotated[str, Meta(max_length=35)]  # BCP 47


class BadShape(Exception):
    """What came in does not have the agreed shape."""


class Incoming(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Anything said to us."""


class Have(Incoming, frozen=True):
    epoch: str
    seq: int


class Hello(Incoming, frozen=True):
    screen: str
    have: Have | None = None


class Ask(Incoming, frozen=True):
    """A command as it travels: its payload is checked by the café's codec."""

    cid: Cid
    name: Name
    payload: dict[str, Any]


class ClockAsk(Incoming, frozen=True):
    t0: int | float


class UnsentCount(Incoming, frozen=True):
    """How many notes a phone still keeps to itself."""

    count: Annotated[int, Meta(ge=0, le=100_000)]


class HouseEntry(Incoming, frozen=True):
    key: Key


class CafeOpening(Incoming, frozen=True):
    design: dict[str, Any]
    name: Line
    language: Language = "en"
    secret: Secret | None = None


class HouseEnter(Incoming, frozen=True):
    name: Line
    secret: Secret
    language: Language = "en"


class Outlook(Incoming, frozen=True):
    """A café only planned. tables: None for as many as people at tables of `size` need."""

    people: Annotated[int, Meta(ge=2, le=20_000)]
    rounds: Annotated[int, Meta(ge=0, le=60)]
    size: Annotated[int, Meta(ge=3, le=50)] = 5
    tables: Annotated[int, Meta(ge=1, le=2_000)] | None = None
    hosts: bool = False


class Rehearsal(Incoming, frozen=True):
    people: Annotated[int, Meta(ge=1, le=MOST_SIMULATED)]
    seed: int = 1
    speed: Annotated[float, Meta(ge=1, le=60)] = 1.0


class Door(Incoming, frozen=True):
    """One of: the code on the wall, or "<café>.<key>" of the late or of the rehearsal's link."""

    code: Line | None = None
    late: Line | None = None
    rehearsal: Line | None = None


class Join(Door, frozen=True, kw_only=True):
    secret: Secret
    name: Line
    languages: Annotated[tuple[Language, ...], Meta(max_length=50)]
    consent: bool
    language: Language = "en"
    affiliation: Line = ""
    country: Line = ""
    show_name: bool = True
    would_host: bool = False


class Enter(Incoming, frozen=True):
    cafe: CafeId
    role: Annotated[str, Meta(max_length=20)]
    key: Key
    name: Line = ""
    language: Language = "en"
    secret: Secret | None = None


Shape = TypeVar("Shape")


def convert(said: object, shape: type[Shape]) -> Shape:
    """Check what a packet held. Raises BadShape."""
    try:
        return msgspec.convert(said, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise BadShape(str(error)) from error


def decode(body: bytes, shape: type[Shape]) -> Shape:
    """Read the body of a request. Raises BadShape."""
    if len(body) > LONGEST_PACKET:
        raise BadShape("too large")
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise BadShape(str(error)) from error


def from_query(said: Mapping[str, str], shape: type[Shape]) -> Shape:
    """Check what an address asked for; there everything is text. Raises BadShape."""
    try:
        return msgspec.convert(dict(said), shape, strict=False)
    except msgspec.ValidationError as wrong:
        raise BadShape(str(wrong)) from wrong

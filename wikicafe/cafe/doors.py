"""The doors of a café: who may still come in, and the end of it all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from msgspec.structs import replace

from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.state import Cafe, Clock


class CloseDoors(Command, frozen=True):
    pass


class OpenDoors(Command, frozen=True):
    pass


class CloseCafe(Command, frozen=True):
    pass


class DoorsClosed(Event, frozen=True):
    REGISTER: ClassVar[str | None] = "doors"


class DoorsOpened(Event, frozen=True):
    REGISTER: ClassVar[str | None] = "doors"


class CafeClosed(Event, frozen=True):
    """Nothing is written any more; reading and downloading go on."""

    REGISTER: ClassVar[str | None] = "doors"


def close_doors(cafe: Cafe, command: CloseDoors, asking: Asking) -> list[Event] | Refused:
    return [DoorsClosed()] if cafe.doors_open else []


def open_doors(cafe: Cafe, command: OpenDoors, asking: Asking) -> list[Event] | Refused:
    return [] if cafe.doors_open else [DoorsOpened()]


def close_cafe(cafe: Cafe, command: CloseCafe, asking: Asking) -> list[Event] | Refused:
    return [CafeClosed()] if cafe.closed_at is None else []


def doors_closed(cafe: Cafe, event: DoorsClosed, stamp: Stamp) -> Cafe:
    return replace(cafe, doors_open=False)


def doors_opened(cafe: Cafe, event: DoorsOpened, stamp: Stamp) -> Cafe:
    return replace(cafe, doors_open=True)


def cafe_closed(cafe: Cafe, event: CafeClosed, stamp: Stamp) -> Cafe:
    return replace(cafe, doors_open=False, closed_at=stamp.at, clock=Clock())


def tell_all(cafe: Cafe, event: Event, stamp: Stamp) -> Iterable[Telling]:
    """Payload: the two new values of view.cafe."""
    now = {"doors": "open" if cafe.doors_open else "closed", "closed": cafe.closed_at is not None}
    return [Telling(c, now) for c in ("participants", "panel", "board", "projector")]


DECIDE = {CloseDoors: close_doors, OpenDoors: open_doors, CloseCafe: close_cafe}
EVOLVE = {DoorsClosed: doors_closed, DoorsOpened: doors_opened, CafeClosed: cafe_closed}
AUDIENCE = {DoorsClosed: tell_all, DoorsOpened: tell_all, CafeClosed: tell_all}

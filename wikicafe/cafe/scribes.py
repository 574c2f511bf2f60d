"""Scribes: who writes for the whole table in a step, so that one phone is enough."""

from __future__ import annotations

from collections.abc import Iterable

from immutables import Map
from msgspec.structs import replace

from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.seating import unknown_table, unseatable
from wikicafe.cafe.state import Cafe


class NameScribe(Command, frozen=True):
    """Who writes for the whole table in this step. person None: everybody for themselves."""

    step: str
    table: str
    person: str | None = None


class ScribeNamed(Event, frozen=True):
    step: str
    table: str
    person: str | None = None


def name_scribe(cafe: Cafe, command: NameScribe, asking: Asking) -> list[Event] | Refused:
    wrong = unseatable(cafe, command.step) or unknown_table(cafe, command.table)
    if wrong is not None:
        return wrong
    sits_at = cafe.seats.get(command.step, Map()).get(command.person or asking.actor)
    if command.person is not None and sits_at != command.table:
        return Refused("not-at-this-table")
    if cafe.scribes.get((command.step, command.table)) == command.person:
        return []
    return [ScribeNamed(step=command.step, table=command.table, person=command.person)]


def scribe_named(cafe: Cafe, event: ScribeNamed, stamp: Stamp) -> Cafe:
    place = (event.step, event.table)
    if event.person is None:
        return replace(
            cafe, scribes=cafe.scribes.delete(place) if place in cafe.scribes else cafe.scribes
        )
    if event.person not in cafe.people:
        return cafe  # simulated, and removed a moment before
    return replace(cafe, scribes=cafe.scribes.set(place, event.person))


def tell_table(cafe: Cafe, event: ScribeNamed, stamp: Stamp) -> Iterable[Telling]:
    payload = {"step": event.step, "table": event.table, "person": event.person}
    yield Telling(f"table:{event.step}:{event.table}", payload)
    yield Telling("panel", payload)


DECIDE = {NameScribe: name_scribe}
EVOLVE = {ScribeNamed: scribe_named}
AUDIENCE = {ScribeNamed: tell_table}

"""Who sits where in each seated step: announcing a plan, seating one person, moving one.

Which seats are good is computed in `rotation/`; here they are only accepted and kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from immutables import Map
from msgspec.structs import replace

from wikicafe.cafe.design import FEWEST_AT_A_TABLE, SEATED_KINDS, Design
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.state import Cafe


class AnnounceSeating(Command, frozen=True):
    """The plan for the steps named; other steps keep theirs. seats: step → person → table.

    repeats: meetings beyond the first over all rounds, as the planner counted them.
    """

    seats: dict[str, dict[str, str]]
    tables: tuple[str, ...]
    hosts: dict[str, str] = {}
    repeats: int = 0


class SeatParticipant(Command, frozen=True):
    """A seat for somebody who came late or came back. seats: step → table."""

    person: str
    seats: dict[str, str]


class MoveParticipant(Command, frozen=True):
    person: str
    step: str
    table: str


class SeatingAnnounced(Event, frozen=True):
    REGISTER: ClassVar[str | None] = "seating"
    seats: dict[str, dict[str, str]]
    tables: tuple[str, ...]
    hosts: dict[str, str] = {}
    repeats: int = 0


class ParticipantSeated(Event, frozen=True):
    person: str
    seats: dict[str, str]


class ParticipantMoved(Event, frozen=True):
    person: str
    step: str
    table: str


def announce_seating(cafe: Cafe, command: AnnounceSeating, asking: Asking) -> list[Event] | Refused:
    tables = set(command.tables)
    for step, seats in command.seats.items():
        wrong = unseatable(cafe, step)
        if wrong is None and step in cafe.begun:
            wrong = Refused("step-already-begun", (step,))
        if wrong is not None:
            return wrong
        if not set(seats) <= set(cafe.people):
            return Refused("no-such-person")
        if not set(seats.values()) <= tables:
            return Refused("no-such-table")
    return [
        SeatingAnnounced(
            seats=command.seats,
            tables=command.tables,
            hosts=command.hosts,
            repeats=command.repeats,
        )
    ]


def seat_participant(cafe: Cafe, command: SeatParticipant, asking: Asking) -> list[Event] | Refused:
    if command.person not in cafe.people:
        return Refused("no-such-person")
    for step, table in command.seats.items():
        wrong = unseatable(cafe, step) or unknown_table(cafe, table)
        if wrong is not None:
            return wrong
    if all(cafe.seats.get(s, Map()).get(command.person) == t for s, t in command.seats.items()):
        return []
    return [ParticipantSeated(person=command.person, seats=command.seats)]


def move_participant(cafe: Cafe, command: MoveParticipant, asking: Asking) -> list[Event] | Refused:
    if command.person not in cafe.people:
        return Refused("no-such-person")
    wrong = unseatable(cafe, command.step) or unknown_table(cafe, command.table)
    if wrong is not None:
        return wrong
    if command.step in cafe.ended:
        return Refused("step-already-ended", (command.step,))
    if cafe.seats.get(command.step, Map()).get(command.person) == command.table:
        return []
    return [ParticipantMoved(person=command.person, step=command.step, table=command.table)]


def tables_for(design: Design, people: int) -> tuple[str, ...]:
    """Return the tables so many people need: the planned number, but none below three people."""
    wanted = design.table_count or -(-people // design.table_size)
    count = max(1, min(wanted, people // FEWEST_AT_A_TABLE))
    return tuple(str(n) for n in range(1, count + 1))


def table_of(cafe: Cafe, person: str, step: str | None) -> str | None:
    return cafe.seats.get(step or "", Map()).get(person)


def people_at(cafe: Cafe, step: str, table: str) -> list[str]:
    """Return who sits there, in order of arrival; people who left are not counted."""
    seated = (cafe.people[p] for p, t in cafe.seats.get(step, Map()).items() if t == table)
    return [p.id for p in sorted(seated, key=lambda p: p.number) if p.present]


def unseatable(cafe: Cafe, step: str) -> Refused | None:
    """Say why nobody can sit in this step, or None."""
    planned = cafe.plan.step(step)
    if planned is None:
        return Refused("unknown-step", (step,))
    return None if planned.kind in SEATED_KINDS else Refused("no-seats-here", (step,))


def unknown_table(cafe: Cafe, table: str) -> Refused | None:
    """Say that there is no such table, or None."""
    return None if table in cafe.tables else Refused("no-such-table")


def seating_announced(cafe: Cafe, event: SeatingAnnounced, stamp: Stamp) -> Cafe:
    seats, visited = cafe.seats, cafe.visited
    for step, planned in event.seats.items():
        # Simulated people may have been removed since it was decided.
        places = {person: table for person, table in planned.items() if person in cafe.people}
        seats = seats.set(step, Map(places))
        # What was announced before may be in the pockets of people who write offline.
        been = {p: visited.get(step, Map()).get(p, frozenset()) | {t} for p, t in places.items()}
        visited = visited.set(step, visited.get(step, Map()).update(been))
    return replace(
        cafe,
        seats=seats,
        visited=visited,
        tables=event.tables,
        hosts=Map({table: host for table, host in event.hosts.items() if host in cafe.people}),
        repeats=event.repeats,
    )


def participant_seated(cafe: Cafe, event: ParticipantSeated, stamp: Stamp) -> Cafe:
    for step, table in event.seats.items():
        cafe = _seated(cafe, event.person, step, table)
    return cafe


def participant_moved(cafe: Cafe, event: ParticipantMoved, stamp: Stamp) -> Cafe:
    return _seated(cafe, event.person, event.step, event.table)


def _seated(cafe: Cafe, person: str, step: str, table: str) -> Cafe:
    if person not in cafe.people:
        return cafe  # simulated, and removed a moment before
    been = cafe.visited.get(step, Map())
    seen = been.get(person, frozenset()) | {table}
    return replace(
        cafe,
        seats=cafe.seats.set(step, cafe.seats.get(step, Map()).set(person, table)),
        visited=cafe.visited.set(step, been.set(person, seen)),
    )


def tell_new_plan(cafe: Cafe, event: SeatingAnnounced, stamp: Stamp) -> Iterable[Telling]:
    """Each person: the own seats, and the table one is host of. Panel and projector ask again."""
    hosting = {host: table for table, host in event.hosts.items()}
    own: dict[str, dict[str, str]] = {}
    for step, seats in event.seats.items():
        for person, table in seats.items():
            own.setdefault(person, {})[step] = table
    for person, seats in own.items():
        yield Telling(f"person:{person}", {"seats": seats, "host_of": hosting.get(person)})
    yield Telling("panel", {})
    yield Telling("projector", {})


def tell_table_and_staff(cafe: Cafe, event: Any, stamp: Stamp) -> Iterable[Telling]:
    """The person, everybody at the tables concerned, panel and projector: ask again."""
    yield Telling(f"person:{event.person}", {})
    places = (
        event.seats.items() if isinstance(event, ParticipantSeated) else [(event.step, event.table)]
    )
    step = cafe.clock.step or ""
    if step in dict(places):
        for table in sorted(cafe.visited[step][event.person]):  # also where they sat before
            yield Telling(f"table:{step}:{table}", {})
    yield Telling("panel", {"person": event.person, "seats": dict(places)})
    yield Telling("projector", {})


DECIDE = {
    AnnounceSeating: announce_seating,
    SeatParticipant: seat_participant,
    MoveParticipant: move_participant,
}
EVOLVE = {
    SeatingAnnounced: seating_announced,
    ParticipantSeated: participant_seated,
    ParticipantMoved: participant_moved,
}
AUDIENCE = {
    SeatingAnnounced: tell_new_plan,
    ParticipantSeated: tell_table_and_staff,
    ParticipantMoved: tell_table_and_staff,
}

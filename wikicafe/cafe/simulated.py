"""Simulated people of a rehearsal: one act removes them with all they wrote and voted.

What only they went through has not been: a café that was practised can still be held.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from immutables import Map
from msgspec.structs import replace

from wikicafe.cafe.findings import standing_findings
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.state import Cafe, Clock
from wikicafe.cafe.steps import FEWEST_PEOPLE

T = TypeVar("T")


class RemoveSimulated(Command, frozen=True):
    pass


class SimulatedRemoved(Event, frozen=True):
    pass


def remove_simulated(cafe: Cafe, command: RemoveSimulated, asking: Asking) -> list[Event] | Refused:
    return [SimulatedRemoved()] if any(p.simulated for p in cafe.people.values()) else []


def simulated_removed(cafe: Cafe, event: SimulatedRemoved, stamp: Stamp) -> Cafe:
    gone = {p.id for p in cafe.people.values() if p.simulated}
    notes = {n.id for n in cafe.notes.values() if n.author in gone}
    left = replace(
        cafe,
        people=_without(cafe.people, gone),
        simulated_removed=cafe.simulated_removed + len(gone),
        seats=Map({step: _without(seats, gone) for step, seats in cafe.seats.items()}),
        visited=Map({step: _without(been, gone) for step, been in cafe.visited.items()}),
        hosts=Map({table: host for table, host in cafe.hosts.items() if host not in gone}),
        scribes=Map({place: who for place, who in cafe.scribes.items() if who not in gone}),
        notes=_without(cafe.notes, notes),
        sheets=Map({s: tuple(n for n in ids if n not in notes) for s, ids in cafe.sheets.items()}),
        placed=_without(cafe.placed, notes),
        findings=Map(
            {
                f.id: replace(f, notes=kept, withdrawn=f.withdrawn or not kept)
                for f in cafe.findings.values()
                for kept in [tuple(n for n in f.notes if n not in notes)]
            }
        ),
        polls=Map({p.id: replace(p, votes=_without(p.votes, gone)) for p in cafe.polls.values()}),
    )
    real = sum("participant" in person.roles for person in left.people.values())
    return left if real >= FEWEST_PEOPLE else _as_before(left)


def _as_before(cafe: Cafe) -> Cafe:
    """Nobody but simulated people held this café: its steps have yet to be gone through.

    Themes and the statement stay: facilitators may have prepared them.
    """
    standing = {finding.id for finding in standing_findings(cafe)}
    return replace(
        cafe,
        clock=Clock(),
        begun=Map(),
        ended=Map(),
        tables=(),
        seats=Map(),
        visited=Map(),
        hosts=Map(),
        scribes=Map(),
        repeats=0,
        notes_written=cafe.notes_written if cafe.notes else 0,
        polls=Map({p.id: p for p in cafe.polls.values() if standing & set(p.findings)}),
        published_at=None,
        published_seq=None,
    )


def _without(things: Map[str, T], gone: set[str]) -> Map[str, T]:
    return Map({key: thing for key, thing in things.items() if key not in gone})


def tell_all(cafe: Cafe, event: Event, stamp: Stamp) -> Iterable[Telling]:
    """Every screen asks for its view again."""
    return [Telling(c, {}) for c in ("participants", "panel", "board", "projector")]


DECIDE = {RemoveSimulated: remove_simulated}
EVOLVE = {SimulatedRemoved: simulated_removed}
AUDIENCE = {SimulatedRemoved: tell_all}

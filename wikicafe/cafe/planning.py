"""The café as the planner of seats reads it, and its plan as commands of the café."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from immutables import Map

from wikicafe.cafe.design import FEWEST_AT_A_TABLE, SEATED_KINDS, Step
from wikicafe.cafe.hosts import hosts_of, last_seats
from wikicafe.cafe.participants import participants_present
from wikicafe.cafe.seating import AnnounceSeating, SeatParticipant, tables_for
from wikicafe.cafe.state import Cafe, Person
from wikicafe.cafe.steps import FEWEST_PEOPLE

# Once nobody meets twice, people of one group are spread before people of one country.
MIXING = {"affiliation": 2, "country": 1}

Problem = dict[str, Any]  # in the JSON form of `rotation.problem`
StepSeats = dict[str, dict[str, str]]  # step → person → table


@dataclass(frozen=True, slots=True)
class SeatingTask:
    """What the planner is asked.

    problem: its `history` are the rounds played, its `announced` what was announced for the rounds
    still to be planned, also for people who have left: who comes late may take over their seats.
    steps: the rounds to be planned, in order. all_alike: plan one, everybody keeps that seat.
    home_groups: seated steps that copy the first round's seats.
    """

    problem: Problem
    steps: tuple[str, ...]
    tables: tuple[str, ...]
    hosts: dict[str, str]
    all_alike: bool
    home_groups: tuple[str, ...]

    def asked(self) -> Problem:
        """Where everybody stays, a single round is planned: nobody is moved for having met before."""
        if not self.all_alike:
            return self.problem
        kept: dict[str, str] = {}
        for seats in (*self.problem["announced"][::-1], *self.problem["history"]):
            kept |= seats
        alone = {"rounds": 1, "history": [], "announced": [kept], "by_language": []}
        return {**self.problem, **alone}

    def by_step(self, found: list[Any]) -> dict[str, Any]:
        """What was found for each of the steps, in order; one for all where all are alike."""
        rows = found * len(self.steps) if self.all_alike else found[-len(self.steps) :]
        return dict(zip(self.steps, rows, strict=True))


def seating_task(cafe: Cafe, newcomer: str | None = None) -> SeatingTask:
    """Return the task of seating everybody present in the rounds not yet begun.

    newcomer: seat only this person, from the running round on; all others keep their seats.
    """
    rounds = cafe.plan.rounds()
    played = [s for s in rounds if s.id in cafe.begun]
    ahead = [s for s in rounds if s.id not in cafe.begun]
    if newcomer is not None and played and cafe.clock.step == played[-1].id:
        ahead.insert(0, played.pop())
    people = [p for p in cafe.in_order(cafe.people) if p.is_seatable]
    tables = cafe.tables if newcomer is not None else tables_now(cafe, people)
    hosts = hosts_of(cafe, people, tables, newcomer)
    order = [*played, *ahead]
    problem = {
        "name": cafe.id,
        "rounds": len(order),
        "tables": [{"id": t, "host": hosts.get(t)} for t in tables],
        "people": [as_asked(p) for p in people],
        "attr_weights": MIXING,
        "history": [_kept(cafe, s, people, tables) for s in played],
        "announced": [_kept(cafe, s, people, tables) for s in ahead],
        "by_language": [r for r, step in enumerate(order) if step.mixing == "by-language"],
    }
    return SeatingTask(
        problem=problem,
        steps=tuple(s.id for s in ahead),
        tables=tables,
        hosts=hosts,
        all_alike=cafe.plan.host_rule == "everybody-stays",
        home_groups=tuple(
            s.id for s in cafe.plan.agenda if s.kind == "home-group" and s.id not in cafe.begun
        ),
    )


def as_asked(person: Person) -> dict[str, Any]:
    attrs = {"affiliation": person.affiliation, "country": person.country}
    return {
        "id": person.id,
        "langs": list(person.languages),
        "attrs": {name: value.casefold() for name, value in attrs.items() if value},
    }


def _kept(cafe: Cafe, step: Step, people: list[Person], tables: tuple[str, ...]) -> dict[str, str]:
    """The seats of a step: of people still here, or for rounds ahead at tables still there."""
    seats = cafe.seats.get(step.id, Map())
    if step.id in cafe.begun:
        return {p.id: seats[p.id] for p in people if p.id in seats}
    return {person: table for person, table in sorted(seats.items()) if table in tables}


def tables_now(cafe: Cafe, people: list[Person]) -> tuple[str, ...]:
    """Return the tables to seat at; one that was played at stays while it can be filled.

    What is too many is merged into the others at this move: first tables without their host, then
    those where fewest are left.
    """
    wanted = tables_for(cafe.plan, len(people))
    if not cafe.begun or not cafe.tables:
        return wanted
    count = len(wanted)
    if cafe.plan.table_count is None:
        count = max(count, min(len(cafe.tables), len(people) // FEWEST_AT_A_TABLE))
    unused = [t for t in map(str, range(1, count + 1)) if t not in cafe.tables]
    tables = [*cafe.tables, *unused[: max(0, count - len(cafe.tables))]]
    here, last = {p.id for p in people}, last_seats(cafe)
    left = Counter(table for person, table in last.items() if person in here)
    fullest = sorted(
        tables, key=lambda t: (cafe.hosts.get(t) not in here, -left[t], tables.index(t))
    )
    return tuple(t for t in tables if t in fullest[:count])


# ---- what was found, as commands


def announcement(
    cafe: Cafe, task: SeatingTask, found: list[dict[str, str]] | None, repeats: int
) -> AnnounceSeating:
    """found: the seats of the rounds asked for; None leaves them, and seats home groups only."""
    seats: StepSeats = {} if found is None else task.by_step(found)
    tables, hosts = (
        (cafe.tables or task.tables, dict(cafe.hosts))
        if found is None
        else (task.tables, task.hosts)
    )
    for group in task.home_groups:
        seats[group] = _homes(cafe, seats, tables)
    return AnnounceSeating(seats=seats, tables=tuple(tables), hosts=hosts, repeats=repeats)


def seats_for_newcomer(
    cafe: Cafe, task: SeatingTask, person: str, found: list[str]
) -> SeatParticipant:
    """The seats that are missing, in rounds and in home groups."""
    ahead = steps_ahead(cafe)
    rounds: dict[str, str] = task.by_step(found) if found else {}
    own = _first_seat(cafe, {s: {person: t} for s, t in rounds.items()}, person, cafe.tables)
    filled = Counter(t for step in ahead for t in cafe.seats[step].values())
    home = own or _emptiest(cafe.tables, filled)
    wanted = {s: rounds.get(s, home) for s in ahead}
    missing = {s: t for s, t in wanted.items() if person not in cafe.seats[s]}
    return SeatParticipant(person=person, seats=missing)


def steps_ahead(cafe: Cafe) -> list[str]:
    """The steps with announced seats that run or are still to come."""
    return [
        step.id
        for step in cafe.plan.agenda
        if step.kind in SEATED_KINDS
        and step.id in cafe.seats
        and (step.id not in cafe.begun or step.id == cafe.clock.step)
    ]


def wants_seat(cafe: Cafe, person: str, ahead: list[str]) -> bool:
    """Tell whether somebody present lacks a seat in one of the steps `ahead`."""
    known = cafe.people.get(person)
    if known is None or not known.is_seatable or cafe.closed_at is not None:
        return False
    return any(person not in cafe.seats[step] for step in ahead)


def needs_seats(cafe: Cafe, step: str) -> bool:
    """Tell whether somebody must be seated, or a table merged, before a step can begin."""
    planned = cafe.plan.step(step)
    if planned is None or planned.kind not in SEATED_KINDS or step in cafe.begun:
        return False
    if participants_present(cafe) < FEWEST_PEOPLE:
        return False
    here = {person.id for person in cafe.people.values() if person.is_seatable}
    if set(cafe.seats.get(step, Map())) != here:
        return True
    return planned.kind == "round" and seating_task(cafe).tables != cafe.tables


def _homes(cafe: Cafe, planned: StepSeats, tables: tuple[str, ...]) -> dict[str, str]:
    """Everybody's first table, for the step in which the first groups meet again."""
    homes: dict[str, str] = {}
    filled: Counter[str] = Counter()
    for person in cafe.in_order(cafe.people):
        if person.is_seatable:
            home = _first_seat(cafe, planned, person.id, tables) or _emptiest(tables, filled)
            homes[person.id] = home
            filled[home] += 1
    return homes


def _first_seat(cafe: Cafe, planned: StepSeats, person: str, tables: tuple[str, ...]) -> str | None:
    for step in cafe.plan.rounds():
        seats = planned.get(step.id) or dict(cafe.seats.get(step.id, Map()))
        if person in seats and seats[person] in tables:
            return seats[person]
    return None


def _emptiest(tables: tuple[str, ...], filled: Counter[str]) -> str:
    return min(tables, key=lambda table: (filled[table], tables.index(table)))

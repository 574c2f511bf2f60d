"""The café as the planner of seats reads it, and its plan as a command of the café."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from immutables import Map

from wikicafe.cafe.design import Step
from wikicafe.cafe.seating import tables_for
from wikicafe.cafe.state import Cafe, Person, Seats

# Once nobody meets twice, people of one group are spread before people of one country.
MIXING = {"affiliation": 2, "country": 1}


@dataclass(frozen=True, slots=True)
class SeatingTask:
    """What the planner is asked.

    problem: in the JSON form of `rotation.problem`; its `history` are the rounds played, its
    `announced` what was announced for the rounds still to be planned.
    steps: the rounds to be planned, in order. all_alike: plan one, everybody keeps that seat.
    home_groups: seated steps that copy the first round's seats.
    """

    problem: dict[str, Any]
    steps: tuple[str, ...]
    tables: tuple[str, ...]
    hosts: dict[str, str]
    all_alike: bool
    home_groups: tuple[str, ...]


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
    tables = cafe.tables if newcomer is not None else _tables(cafe, len(people))
    hosts = _hosts(cafe, people, tables, newcomer)
    all_alike = cafe.plan.host_rule == "everybody-stays"
    problem = {
        "name": cafe.id,
        "rounds": len(played) + len(ahead),
        "tables": [{"id": t, "host": hosts.get(t)} for t in tables],
        "people": [_shown(p) for p in people],
        "attr_weights": MIXING,
        "history": [_kept(cafe, s, people, tables) for s in played],
        "announced": [_kept(cafe, s, people, tables) for s in ahead],
    }
    return SeatingTask(
        problem=problem,
        steps=tuple(s.id for s in ahead),
        tables=tables,
        hosts=hosts,
        all_alike=all_alike,
        home_groups=tuple(
            s.id for s in cafe.plan.agenda if s.kind == "home-group" and s.id not in cafe.begun
        ),
    )


def _shown(person: Person) -> dict[str, Any]:
    attrs = {"affiliation": person.affiliation, "country": person.country}
    return {
        "id": person.id,
        "langs": list(person.languages),
        "attrs": {name: value.casefold() for name, value in attrs.items() if value},
    }


def _kept(cafe: Cafe, step: Step, people: list[Person], tables: tuple[str, ...]) -> dict[str, str]:
    """The seats of a step, of people still here; for rounds ahead also of tables still there."""
    seats = cafe.seats.get(step.id, Map())
    there = {p.id: seats[p.id] for p in people if p.id in seats}
    if step.id in cafe.begun:
        return there
    return {person: table for person, table in there.items() if table in tables}


def _tables(cafe: Cafe, people: int) -> tuple[str, ...]:
    """Return the tables to seat at; a table that was played at stays while it can be filled."""
    wanted = tables_for(cafe.plan, people)
    if not cafe.begun or cafe.plan.table_count is not None:
        return wanted
    most = max(len(wanted), min(len(cafe.tables), people // 3))
    return tuple(str(n) for n in range(1, most + 1))


def _hosts(
    cafe: Cafe, people: list[Person], tables: tuple[str, ...], newcomer: str | None
) -> dict[str, str]:
    """Return table → host. Hosts stay while they are here; else one who sat there takes over."""
    if cafe.plan.host_rule != "host-stays":
        return {}
    here = {p.id for p in people if p.id != newcomer}
    hosts = {t: h for t, h in cafe.hosts.items() if t in tables and h in here}
    if newcomer is not None:
        return hosts
    free = [p.id for p in people if p.id not in hosts.values()]
    last = _last_seats(cafe)
    for table in tables:
        if table not in hosts and free:
            chosen = next((p for p in free if last.get(p) == table), free[0])
            hosts[table] = chosen
            free.remove(chosen)
    return hosts


def _last_seats(cafe: Cafe) -> Seats:
    begun = [s for s in cafe.plan.rounds() if s.id in cafe.begun]
    return cafe.seats.get(begun[-1].id, Map()) if begun else Map()

"""Why somebody sits where they sit, as codes with parameters; never as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wikicafe.rotation.bounds import bounds
from wikicafe.rotation.languages import speaks_together
from wikicafe.rotation.problem import Person, Problem, Rotation, Seats
from wikicafe.rotation.score import at_tables, count_meetings, score

Params = dict[str, object]


@dataclass(frozen=True, slots=True)
class Reason:
    """code: a word of the message catalogue (`seat-` before it). params: ids and numbers only."""

    code: str
    round: int
    params: Params


def reasons(problem: Problem, rotation: Rotation, person_id: str) -> list[Reason]:
    """Say for one person and each round to come what decided the seat, the weightiest first."""
    person = next(p for p in problem.people if p.id == person_id)
    first = len(problem.history)
    found = []
    for place, seats in enumerate(rotation.seats):
        if person_id in seats:
            before = (*problem.history, *rotation.seats[:place])
            for code, params in reasons_for(problem, rotation, person, place, before):
                found.append(Reason(code, first + place, {"table": seats[person_id], **params}))
    return found


def reasons_for(
    problem: Problem, rotation: Rotation, person: Person, place: int, before: tuple[Seats, ...]
) -> Iterator[tuple[str, Params]]:
    seats = rotation.seats[place]
    table = seats[person.id]
    company = sorted(name for name in at_tables(seats)[table] if name != person.id)
    host = next((t.host for t in problem.tables if t.id == table), None)
    if host == person.id:
        yield "host-stays", {}
    elif person.tables is not None:
        yield "only-these-tables", {"tables": list(person.tables)}
    for group in problem.together:
        if person.id in group and len(group) > 1:
            yield "kept-together", {"people": [name for name in group if name != person.id]}
    yield from language_reasons(problem, rotation, person, place, company)
    yield from meeting_reasons(person, company, host, before)
    yield from equal_reasons(problem, person, company, seats)
    if host != person.id and any(seats.get(person.id) == table for seats in before):
        yield "table-known", {}


def language_reasons(
    problem: Problem, rotation: Rotation, person: Person, place: int, company: list[str]
) -> Iterator[tuple[str, Params]]:
    """Which language the table shares, or who links it; nothing where nobody knows."""
    table = rotation.seats[place][person.id]
    people = {p.id: p for p in problem.people}
    spoken = [frozenset(people[name].langs) for name in company if name in people]
    known = [langs for langs in (*spoken, frozenset(person.langs)) if langs]
    declared = next((t.language for t in problem.tables if t.id == table), None)
    here = [i for i in problem.interpreters if rotation.interpreters[place].get(i.id) == table]
    if not person.langs or len(known) < 2:
        return
    shared = [code for code in person.langs if all(code in langs for langs in known)]
    by_language = len(problem.history) + place in problem.by_language
    if shared and (declared is None or declared in shared):
        code = "round-by-language" if by_language else "shares-language"
        yield code, {"language": declared or shared[0]}
    elif speaks_together(known, [frozenset(i.langs) for i in here], declared):
        yield "interpreter-here", {"interpreters": [i.id for i in here]}
    else:
        yield "no-shared-language", {}


def meeting_reasons(
    person: Person, company: list[str], host: str | None, before: tuple[Seats, ...]
) -> Iterator[tuple[str, Params]]:
    """Whom the person meets for the first time, and whom again."""
    met = {name for seats in before for name in met_in(seats, person.id)}
    again = [name for name in company if name in met]
    fresh = [name for name in company if name not in met]
    if again:
        yield "met-before", {"people": again}
        if fresh:
            yield "some-new-people", {"count": len(fresh)}
    elif host in company and len(fresh) > 1:
        yield "host-and-new-people", {"host": host, "count": len(fresh) - 1}
    elif company:
        yield "all-new-people", {"count": len(company)}


def equal_reasons(
    problem: Problem, person: Person, company: list[str], seats: Seats
) -> Iterator[tuple[str, Params]]:
    """Where the others of the same affiliation, country … sit: elsewhere, or some of them here."""
    people = {p.id: p for p in problem.people}
    for attribute in problem.attr_weights:
        value = person.attrs.get(attribute)
        if value is None:
            continue
        equals = [
            name for name in seats
            if name != person.id and name in people and people[name].attrs.get(attribute) == value
        ]  # fmt: skip
        here = [name for name in company if name in equals]
        if here:
            yield f"same-{attribute}-here", {"people": here}
        elif equals:
            yield f"same-{attribute}-elsewhere", {"count": len(equals)}


def met_in(seats: Seats, person_id: str) -> list[str]:
    table = seats.get(person_id)
    if table is None:
        return []
    return [name for name, place in seats.items() if place == table and name != person_id]


def summary(problem: Problem, rotation: Rotation) -> Params:
    """Say in numbers how good a rotation is, for the facilitator; `costs.py` says why."""
    costs, least = score(problem, rotation), bounds(problem)
    sizes = [len(people) for seats in rotation.seats for people in at_tables(seats).values()]
    meetings = count_meetings(problem, (*problem.history, *rotation.seats))
    return {
        "repeated_meetings": costs.repeated_meetings,
        "repeated_meetings_at_least": least.repeated_meetings,
        "first_meetings": len(meetings),
        "most_meetings_of_a_pair": costs.longest,
        "tables_without_language": costs.language,
        "biggest_table": max(sizes, default=0),
        "smallest_table": min(sizes, default=0),
    }

"""What a rotation costs, counted slowly and plainly; never used inside the search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from wikicafe.rotation.languages import speaks_together
from wikicafe.rotation.problem import Problem, Rotation, Seats, Unseatable
from wikicafe.rotation.rules import groups_of, table_sizes

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """Costs in the order in which they matter; the smaller score is the better rotation.

    hard: broken hard rules. language: tables without a shared working language. repeats: the sum of
    C(m, 2) over pairs meeting m times, visits to the same table likewise where tables are distinct.
    attributes: pairs of equals at a table, weighted. moved: announced seats that changed.
    repeated_meetings: meetings that are not a first one; longest: how often one pair meets at most.
    """

    hard: int = 0
    language: int = 0
    repeats: int = 0
    attributes: int = 0
    preferences: int = 0
    moved: int = 0
    repeated_meetings: int = field(default=0, compare=False)
    revisits: int = field(default=0, compare=False)
    longest: int = field(default=0, compare=False)


def score(problem: Problem, rotation: Rotation) -> Score:
    """Count every cost of a rotation, meetings of history included."""
    meetings = count_meetings(problem, (*problem.history, *rotation.seats))
    visits = count_revisits(problem, (*problem.history, *rotation.seats))
    return Score(
        hard=sum(1 for _ in broken_rules(problem, rotation)),
        language=len(tables_without_language(problem, rotation)),
        repeats=sum(m * (m - 1) // 2 for m in meetings.values()) + visits,
        attributes=sum(equals_at(problem, seats) for seats in rotation.seats),
        preferences=sum(
            problem.prefs.get(person, {}).get(table, 0)
            for seats in rotation.seats
            for person, table in seats.items()
        ),
        moved=sum(
            person in seats and seats[person] != table
            for seats, announced in zip(rotation.seats, problem.announced, strict=False)
            for person, table in announced.items()
        ),
        repeated_meetings=sum(m - 1 for m in meetings.values()),
        revisits=visits,
        longest=max(meetings.values(), default=0),
    )


def at_tables(seats: Seats) -> Mapping[str, list[str]]:
    tables: dict[str, list[str]] = defaultdict(list)
    for person, table in seats.items():
        tables[table].append(person)
    return tables


def who_counts(problem: Problem) -> set[str]:
    return {person.id for person in problem.people if person.mixes}


def tied_pairs(problem: Problem) -> set[frozenset[str]]:
    """Pairs who sit together by rule; meeting each other is no repeat."""
    people = problem.people
    return {
        frozenset((people[a].id, people[b].id))
        for group in groups_of(problem)
        for a, b in combinations(group, 2)
    }


def count_meetings(problem: Problem, rounds: Iterable[Seats]) -> Counter[Pair]:
    """How often each pair meets, among people who are still here, mix, and are not tied."""
    counting, tied = who_counts(problem), tied_pairs(problem)
    meetings: Counter[Pair] = Counter(
        pair
        for seats in rounds
        for people in at_tables(seats).values()
        for pair in combinations(sorted(p for p in people if p in counting), 2)
    )
    for pair in tied:
        a, b = sorted(pair)
        meetings.pop((a, b), None)
    return meetings


def count_revisits(problem: Problem, rounds: Iterable[Seats]) -> int:
    """Sum of visits beyond the first, if each table has its own question; who must stay may."""
    if not problem.distinct_tables:
        return 0
    hosts = {(table.host, table.id) for table in problem.tables}
    free = {p.id for p in problem.people if p.tables is None or len(p.tables) != 1}
    visits = Counter(
        (person, table)
        for seats in rounds
        for person, table in seats.items()
        if person in free and (person, table) not in hosts
    )
    return sum(visits.values()) - len(visits)


def equals_at(problem: Problem, seats: Seats) -> int:
    """Weighted pairs of people with the same attribute at one table, one round."""
    people = {person.id: person for person in problem.people if person.mixes}
    tied = tied_pairs(problem)
    total = 0
    for names in at_tables(seats).values():
        here = [people[name] for name in names if name in people]
        for attribute, weight in problem.attr_weights.items():
            values = Counter(p.attrs.get(attribute) for p in here)
            equals = sum(n * (n - 1) // 2 for value, n in values.items() if value is not None)
            if equals and tied:
                equals -= sum(
                    a.attrs.get(attribute) == b.attrs.get(attribute) is not None
                    for a, b in combinations(here, 2)
                    if frozenset((a.id, b.id)) in tied
                )
            total += weight * equals
    return total


def tables_without_language(problem: Problem, rotation: Rotation) -> list[tuple[int, str]]:
    """(round of the rotation, table) where no working language serves everybody."""
    spoken = {person.id: frozenset(person.langs) for person in problem.people}
    linking = {interpreter.id: frozenset(interpreter.langs) for interpreter in problem.interpreters}
    declared = {table.id: table.language for table in problem.tables}
    return [
        (r, table)
        for r, (seats, places) in enumerate(zip(rotation.seats, rotation.interpreters, strict=True))
        for table, people in at_tables(seats).items()
        if not speaks_together(
            [spoken[p] for p in people if p in spoken],
            [linking[i] for i, at in places.items() if at == table],
            declared.get(table),
        )
    ]


# ---- hard rules


def broken_rules(problem: Problem, rotation: Rotation) -> Iterable[tuple[str, int, str]]:
    """Yield (code, round, person or table) for every broken hard rule."""
    first = len(problem.history)
    if len(rotation.seats) != max(0, problem.rounds - first):
        yield "wrong-number-of-rounds", first, ""
    for r, seats in enumerate(rotation.seats, start=first):
        yield from broken_in_round(problem, r, seats)


def broken_in_round(problem: Problem, r: int, seats: Seats) -> Iterable[tuple[str, int, str]]:
    here = {p.id for p in problem.people if p.first_round <= r <= p.last_round}
    allowed = {p.id: p.tables for p in problem.people}
    yield from (("seated-and-absent", r, name) for name in sorted(here.symmetric_difference(seats)))
    yield from wrong_sizes(problem, r, seats, len(here))
    for person, table in seats.items():
        if (only := allowed.get(person)) is not None and table not in only:
            yield "table-not-allowed", r, person
    for place in problem.tables:
        if place.host in here and seats.get(place.host) != place.id:
            yield "host-not-at-table", r, place.host
    for group in problem.together:
        if len({seats[name] for name in group if name in seats}) > 1:
            yield "group-torn", r, group[0]
    for group in problem.apart:
        for a, b in combinations(sorted(set(group)), 2):
            if a in seats and seats[a] == seats.get(b):
                yield "not-kept-apart", r, a


def wrong_sizes(
    problem: Problem, r: int, seats: Seats, people: int
) -> Iterable[tuple[str, int, str]]:
    taken = Counter(seats.values())
    try:
        least, most = table_sizes(people, problem.tables, r)
        if r in problem.by_language:  # as large as the groups that share a language
            least, most = least * 0 + 1, most * 0 + people
    except Unseatable:
        yield "impossible-sizes", r, ""
        return
    for table, low, high in zip(problem.tables, least, most, strict=True):
        if not low <= taken[table.id] <= high:
            yield "wrong-size", r, table.id

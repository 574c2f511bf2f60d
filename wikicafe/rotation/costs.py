"""Each cost of a rotation beside the least it could be, and why it could not be less.

Per round and for the whole café, as codes with parameters; never as sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import ceil

from wikicafe.rotation.bounds import bounds
from wikicafe.rotation.explain import Params
from wikicafe.rotation.forced import spread
from wikicafe.rotation.problem import Person, Problem, Rotation, Seats, Unseatable
from wikicafe.rotation.rules import table_sizes
from wikicafe.rotation.score import (
    at_tables,
    count_meetings,
    equals_at,
    tables_without_language,
    who_counts,
)


@dataclass(frozen=True, slots=True)
class Cost:
    """kind: repeats, same-affiliation and so on, silent-tables or changed-seats.

    round: counted with history, None for the whole café. why: what keeps it from being less, or
    `nothing-less-found` where counting alone would allow less; empty where it is 0.
    """

    kind: str
    round: int | None
    value: int
    at_least: int
    why: str = ""
    params: Params = field(default_factory=dict)


def costs(problem: Problem, rotation: Rotation) -> list[Cost]:
    """Count what each round and the whole café costs, beside what it must cost.

    Raises Unseatable if the tables cannot hold the people.
    """
    first = len(problem.history)
    rounds = list(repeats_by_round(problem, rotation))
    silent = list(silent_by_round(problem, rotation))
    unheard = sum(cost.value for cost in silent)
    found = [repeats_of_cafe(problem, rotation, rounds, unheard), *rounds]
    for attribute in known_attributes(problem):
        rounds = list(equals_by_round(problem, rotation, attribute))
        found += [added(rounds), *rounds]
    found += [added(silent), *silent] if silent else []
    if problem.announced:
        found.append(changed_seats(problem, rotation))
    return sorted(found, key=lambda cost: (cost.round is not None, cost.round or first))


def known_attributes(problem: Problem) -> list[str]:
    people = problem.people
    return [name for name in problem.attr_weights if any(p.attrs.get(name) for p in people)]


def reasoned(cost: Cost, why: str, **params: object) -> Cost:
    """Say why: the given reason if the cost is as low as can be."""
    if cost.value == 0:
        return cost
    if cost.value > cost.at_least:
        return replace(cost, why="nothing-less-found")
    return replace(cost, why=why, params=dict(params))


def added(rounds: list[Cost]) -> Cost:
    """The same cost over all rounds."""
    value, least = sum(c.value for c in rounds), sum(c.at_least for c in rounds)
    total = Cost(rounds[0].kind, None, value, least)
    reason = next((c for c in rounds if c.why not in ("", "nothing-less-found")), rounds[0])
    return reasoned(total, reason.why, **reason.params)


# ---- meetings that repeat


def repeats_of_cafe(problem: Problem, rotation: Rotation, rounds: list[Cost], silent: int) -> Cost:
    meetings = count_meetings(problem, (*problem.history, *rotation.seats))
    past = count_meetings(problem, problem.history)
    again = sum(m - 1 for m in past.values()) + sum(cost.at_least for cost in rounds)
    forced = bounds(problem)
    # What languages force, they force where every table talks; and sizes differ by language.
    holds = not problem.by_language and silent <= forced.language
    least = max(again, forced.repeated_meetings) if holds else again
    cost = Cost("repeats", None, sum(m - 1 for m in meetings.values()), least)
    if least and least == sum(m - 1 for m in past.values()):
        return reasoned(cost, "met-already", count=least)
    largest = max((len(p) for s in rotation.seats for p in at_tables(s).values()), default=0)
    if least == again or largest > len(problem.tables) > 0:
        return reasoned(cost, "larger-than-number", size=largest, tables=len(problem.tables))
    others = len(who_counts(problem)) - 1
    return reasoned(cost, "few-to-meet", others=others, rounds=problem.rounds)


def repeats_by_round(problem: Problem, rotation: Rotation) -> Iterator[Cost]:
    """Meetings of people who met in a round before; at least by the pigeonhole principle."""
    first = len(problem.history)
    before = list(problem.history)
    for place, seats in enumerate(rotation.seats):
        met = count_meetings(problem, before)
        again = sum(pair in met for pair in count_meetings(problem, [seats]))
        least = max((must_repeat(problem, seats, earlier) for earlier in before), default=0)
        cost = Cost("repeats", first + place, again, least)
        largest = max(map(len, at_tables(seats).values()), default=0)
        tables = len(set(before[-1].values())) if before else 0
        yield reasoned(cost, "larger-than-number", size=largest, tables=tables)
        before.append(seats)


def must_repeat(problem: Problem, seats: Seats, earlier: Seats) -> int:
    """Pairs that must meet again, for a table has more people than there were tables then."""
    if problem.together:
        return 0  # who is tied counts no repeat, and takes one chair of each table
    counting, tables = who_counts(problem), len(set(earlier.values()))
    were = (
        sum(name in earlier and name in counting for name in people)
        for people in at_tables(seats).values()
    )
    return sum(spread(people, tables) for people in were)


# ---- people of one affiliation, country …


def equals_by_round(problem: Problem, rotation: Rotation, attribute: str) -> Iterator[Cost]:
    """Pairs with the same affiliation, country … at one table, each counted once."""
    alone = replace(problem, attr_weights={attribute: 1})
    people = {p.id: p for p in problem.people if p.mixes}
    tied = {name for group in problem.together for name in group}
    tables = len(problem.tables)
    for place, seats in enumerate(rotation.seats):
        groups = Counter(
            value
            for name in seats
            if name in people and name not in tied
            and (value := people[name].attrs.get(attribute)) is not None
        )  # fmt: skip
        least = sum(spread(n, tables) for n in groups.values())
        r = len(problem.history) + place
        cost = Cost(f"same-{attribute}", r, equals_at(alone, seats), least)
        largest = max(groups.values(), default=0)
        yield reasoned(cost, f"more-{attribute}-than-tables", count=largest, tables=tables)


# ---- tables that cannot talk


def silent_by_round(problem: Problem, rotation: Rotation) -> Iterator[Cost]:
    """Tables without a common language; at least those of people whose languages nobody has."""
    if not any(person.langs for person in problem.people):
        return
    silent = Counter(place for place, _ in tables_without_language(problem, rotation))
    for place, seats in enumerate(rotation.seats):
        alone = [p for p in lonely(problem, seats) if problem.tables]
        fullest = max(map(len, at_tables(seats).values()), default=1)
        least = ceil(len(alone) / fullest) if fullest > 1 else 0
        cost = Cost("silent-tables", len(problem.history) + place, silent[place], least)
        yield reasoned(cost, "rare-language", people=[person.id for person in alone])


def lonely(problem: Problem, seats: Seats) -> list[Person]:
    """Those here who share no language with anybody else here, nor with an interpreter."""
    here = [p for p in problem.people if p.id in seats and p.langs]
    speakers = Counter(code for person in here for code in set(person.langs))
    linked = {code for interpreter in problem.interpreters for code in interpreter.langs}
    if len(here) < len(seats):
        return []  # somebody of whom we know no language may understand
    return [p for p in here if all(speakers[c] == 1 and c not in linked for c in p.langs)]


# ---- seats that were announced and changed


def changed_seats(problem: Problem, rotation: Rotation) -> Cost:
    moved = sum(
        seats.get(name, table) != table
        for seats, announced in zip(rotation.seats, problem.announced, strict=False)
        for name, table in announced.items()
    )
    least = sum(
        must_move(problem, len(problem.history) + place, announced)
        for place, announced in enumerate(problem.announced)
    )
    return reasoned(Cost("changed-seats", None, moved, least), "came-and-went", count=least)


def must_move(problem: Problem, r: int, announced: Seats) -> int:
    """Seats of a round that must change: tables too full, too empty, gone, or become one's own."""
    here = [p for p in problem.people if p.first_round <= r <= p.last_round]
    told = [p for p in here if p.id in announced]
    taken = Counter(announced[p.id] for p in told)
    try:
        least, most = table_sizes(len(here), problem.tables, r)
    except Unseatable:
        return 0
    known = {t.id for t in problem.tables}
    over = sum(n for table, n in taken.items() if table not in known)
    under = -(len(here) - len(told))
    for table, low, high in zip(problem.tables, least.tolist(), most.tolist(), strict=True):
        over += max(0, taken[table.id] - high)
        under += max(0, low - taken[table.id])
    hosts = {t.host: t.id for t in problem.tables if t.host}
    own = sum(hosts.get(p.id, announced[p.id]) != announced[p.id] for p in told)
    return 0 if r in problem.by_language else max(over, under, own, 0)

"""Rounds in which each table speaks one language: "together by language now, mixed the next".

Such a round is a problem of its own, in which tables declare a language and people may sit at those
of their language; the other rounds are planned afterwards, as if it had been played already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from wikicafe.rotation.problem import (
    TO_THE_END,
    Person,
    Problem,
    Rotation,
    Seats,
    Table,
    Unseatable,
)
from wikicafe.rotation.rules import groups_of

FEWEST = 3  # people who make a table of their own language; two are an interview
OWN_HOST, ABLE_HOST = 100, 50  # what makes a table fit a language, in people announced there

Solve = Callable[[Problem], Rotation]


def with_language_rounds(problem: Problem, solve: Solve) -> Rotation:
    """Plan the rounds by language first, then the mixed ones around them; in the order of time."""
    first = len(problem.history)
    theirs = [r for r in range(first, problem.rounds) if r in problem.by_language]
    mixed = [r for r in range(first, problem.rounds) if r not in problem.by_language]
    found: dict[int, tuple[Seats, Mapping[str, str]]] = {}
    for r in theirs:
        known = (*problem.history, *(found[earlier][0] for earlier in theirs if earlier < r))
        rotation = solve_by_language(round_alone(problem, r, known), solve)
        found[r] = (rotation.seats[0], rotation.interpreters[0])
    known = (*problem.history, *(found[r][0] for r in theirs))
    rotation = solve(mixed_rounds(problem, mixed, known))
    for r, seats, places in zip(mixed, rotation.seats, rotation.interpreters, strict=True):
        found[r] = (seats, places)
    ahead = range(first, problem.rounds)
    return Rotation(tuple(found[r][0] for r in ahead), tuple(found[r][1] for r in ahead))


def round_alone(problem: Problem, r: int, known: tuple[Seats, ...]) -> Problem:
    """Round r as the only one still to come."""
    here = tuple(
        replace(p, first_round=0, last_round=TO_THE_END)
        for p in problem.people
        if p.first_round <= r <= p.last_round
    )
    place = r - len(problem.history)
    return replace(
        problem,
        rounds=len(known) + 1,
        people=here,
        history=known,
        announced=problem.announced[place : place + 1],
        by_language=(),
    )


def mixed_rounds(problem: Problem, mixed: list[int], known: tuple[Seats, ...]) -> Problem:
    """The other rounds, after all that is known; people come and go as before."""
    first, base = len(problem.history), len(known)
    people = tuple(
        replace(
            person,
            first_round=base + sum(r < person.first_round for r in mixed),
            last_round=base + sum(r <= person.last_round for r in mixed) - 1,
        )
        for person in problem.people
    )
    announced = [problem.announced[r - first] for r in mixed if r - first < len(problem.announced)]
    return replace(
        problem,
        rounds=base + len(mixed),
        people=people,
        history=known,
        announced=tuple(announced),
        by_language=(),
    )


def solve_by_language(alone: Problem, solve: Solve) -> Rotation:
    """One round by language; where capacities or pins forbid it, an ordinary one."""
    choices = languages_chosen(alone)
    spoken = languages_of_tables(alone, choices)
    try:
        return solve(declared(alone, choices, spoken))
    except Unseatable:
        return solve(alone)


def languages_chosen(problem: Problem) -> dict[str, str]:
    """The language in which each person will talk: the first of theirs that fills a table.

    Whoever has none of these languages, or none at all, goes with the largest group.
    """
    open_ = {code for person in problem.people for code in person.langs}
    fewest, most = FEWEST, max(1, len(problem.tables))
    while True:
        chosen = {
            p.id: next((code for code in p.langs if code in open_), "") for p in problem.people
        }
        sizes = Counter(code for code in chosen.values() if code)
        sizes.update(dict.fromkeys(open_, 0))
        smallest = min(sizes, key=lambda code: (sizes[code], code), default="")
        if len(sizes) <= 1 or (sizes[smallest] >= fewest and len(sizes) <= most):
            break
        open_.remove(smallest)
    largest = min(sizes, key=lambda code: (-sizes[code], code), default="")
    chosen = {name: code or largest for name, code in chosen.items()}
    for group in groups_of(problem):
        for i in group:
            chosen[problem.people[i].id] = chosen[problem.people[group[0]].id]
    return chosen


def languages_of_tables(problem: Problem, chosen: Mapping[str, str]) -> dict[str, str]:
    """Table → language: as many tables for each as its people need, where hosts speak it."""
    people = Counter(chosen.values())
    quota = dict.fromkeys(people, 1)
    for _ in range(len(problem.tables) - len(quota)):
        quota[min(quota, key=lambda code: (-people[code] / quota[code], code))] += 1
    langs = {p.id: p.langs for p in problem.people}
    announced = problem.announced[0] if problem.announced else {}
    told = Counter((table, chosen[name]) for name, table in announced.items() if name in chosen)

    def fit(table: Table, code: str) -> int:
        able = OWN_HOST * (chosen.get(table.host or "") == code)
        able += ABLE_HOST * (code in langs.get(table.host or "", ()))
        return able + told[table.id, code]

    spoken: dict[str, str] = {}
    wanted = [(fit(t, code), -k, code) for k, t in enumerate(problem.tables) for code in quota]
    for _, k, code in sorted(wanted, key=lambda one: (-one[0], -one[1], one[2])):
        table = problem.tables[-k].id
        if table not in spoken and quota[code] > 0:
            spoken[table] = code
            quota[code] -= 1
    return spoken


def declared(problem: Problem, chosen: Mapping[str, str], spoken: Mapping[str, str]) -> Problem:
    """The round with languages declared: a host who speaks the own table's stays, others travel."""
    langs = {p.id: p.langs for p in problem.people}
    stays = {t.id: t.host for t in problem.tables if spoken[t.id] in langs.get(t.host or "", ())}
    talks = dict(chosen) | {host: spoken[table] for table, host in stays.items() if host}
    people = Counter(talks.values())
    tables = [t.id for t in problem.tables]
    sizes: dict[str, int] = {}
    for code in set(spoken.values()):
        own = [table for table in tables if spoken[table] == code]
        for place, table in enumerate(own):
            sizes[table] = people[code] // len(own) + (place < people[code] % len(own))
    return replace(
        problem,
        tables=tuple(sized(t, sizes[t.id], spoken[t.id], stays.get(t.id)) for t in problem.tables),
        people=tuple(
            at_tables_of(p, [t for t in tables if spoken[t] == talks[p.id]]) for p in problem.people
        ),
    )


def sized(table: Table, size: int, language: str, host: str | None) -> Table:
    """Raises Unseatable if so many people do not fit."""
    if not table.cap_min <= size <= table.cap_max:
        raise Unseatable("too-few-places", (table.id,))
    # Who talks there without the language (nobody else's filled a table) shall not forbid the rest.
    return replace(table, cap_min=size, cap_max=size, language=language or None, host=host)


def at_tables_of(person: Person, tables: list[str]) -> Person:
    own = person.tables
    return replace(person, tables=tuple(t for t in tables if own is None or t in own))

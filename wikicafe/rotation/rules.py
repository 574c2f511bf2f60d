"""A problem as arrays: who is here when, who may sit where, table sizes; chooses nothing.

Everywhere in this folder a *row* is the seating of one round: one table number per seat holder.
Seat holders are the people in the order of the problem, then *ghosts*, who fill empty chairs so
that every table is full and every move is a swap. The number after the last table means "not here".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from wikicafe.rotation.problem import Problem, Rotation, Table, Unseatable

Ints = NDArray[np.int64]
Costs = NDArray[np.int32]  # sums of a few pairs; half the memory to read
Flags = NDArray[np.bool_]

NOT_YET = -1  # in a row: present, but without a table so far


@dataclass(frozen=True, slots=True)
class Rules:
    """The hard rules of the rounds after history.

    Shapes: present (rounds, holders), least and most (rounds, tables), allowed (rounds, holders,
    tables), stays (holders): those tied to a single table. groups and apart hold indices of people.
    """

    problem: Problem
    people: int
    tables: int
    rounds: int
    present: Flags
    least: Ints
    most: Ints
    allowed: Flags
    stays: Flags
    groups: tuple[tuple[int, ...], ...]
    apart: tuple[tuple[int, int], ...]

    @property
    def holders(self) -> int:
        return int(self.present.shape[1])

    @property
    def nowhere(self) -> int:
        return self.tables


def rules_of(problem: Problem) -> Rules:
    """Turn a problem into arrays.

    Raises Unseatable for what shows without search: too few places or people, a person without any
    table, a group that is torn.
    """
    first = len(problem.history)
    rounds = max(0, problem.rounds - first)
    present = np.array(
        [
            [p.first_round <= r <= p.last_round for p in problem.people]
            for r in range(first, first + rounds)
        ],
        dtype=bool,
    ).reshape(rounds, len(problem.people))
    sizes = [
        table_sizes(int(here.sum()), problem.tables, first + r) for r, here in enumerate(present)
    ]
    shape = (rounds, len(problem.tables))
    least = np.array([low for low, _ in sizes], dtype=np.int64).reshape(shape)
    most = np.array([high for _, high in sizes], dtype=np.int64).reshape(shape)
    ghosts = most.sum(axis=1) - present.sum(axis=1)
    groups = groups_of(problem)
    people_allowed = allowed_tables(problem)
    refuse_the_tableless(problem, people_allowed, present)
    ghost_count = int(ghosts.max(initial=0))
    return Rules(
        problem, len(problem.people), len(problem.tables), rounds,
        with_ghosts(present, ghosts), least, most,
        allowed_in_rounds(problem, people_allowed, groups, present, most > least, ghost_count),
        np.append(people_allowed.sum(axis=1) == 1, np.zeros(ghost_count, dtype=bool)),
        groups, pairs_apart(problem),
    )  # fmt: skip


def table_sizes(
    people: int, tables: Sequence[Table], round_: int | None = None
) -> tuple[Ints, Ints]:
    """Least and most people per table: the water level of a balanced room, within the capacities.

    Raises Unseatable if there are fewer places than people, or fewer people than the tables need.
    """
    low = np.array([table.cap_min for table in tables], dtype=np.int64)
    high = np.array([table.cap_max for table in tables], dtype=np.int64)
    if high.sum() < people:
        raise Unseatable("too-few-places", (), round_)
    if low.sum() > people:
        raise Unseatable("too-few-people", (), round_)
    level = 0
    while np.clip(level, low, high).sum() < people:
        level += 1
    return np.clip(level - 1, low, high), np.clip(level, low, high)


def with_ghosts(present: Flags, ghosts: Ints) -> Flags:
    return np.hstack([present, np.arange(int(ghosts.max(initial=0))) < ghosts[:, None]])


def allowed_tables(problem: Problem) -> Flags:
    """Which person may sit at which table, hosts considered: (people, tables)."""
    numbers = {table.id: k for k, table in enumerate(problem.tables)}
    index = {person.id: i for i, person in enumerate(problem.people)}
    allowed = np.ones((len(problem.people), len(problem.tables)), dtype=bool)
    for i, person in enumerate(problem.people):
        if person.tables is not None:
            allowed[i] = False
            allowed[i, [numbers[name] for name in person.tables if name in numbers]] = True
    for k, table in enumerate(problem.tables):
        if table.host in index:
            allowed[index[table.host]] &= np.arange(len(numbers)) == k
    return allowed


def refuse_the_tableless(problem: Problem, allowed: Flags, present: Flags) -> None:
    for i in np.flatnonzero(present.any(axis=0) & ~allowed.any(axis=1)).tolist():
        raise Unseatable("no-table-allowed", (problem.people[i].id,))


def allowed_in_rounds(
    problem: Problem,
    people_allowed: Flags,
    groups: Sequence[Sequence[int]],
    present: Flags,
    has_spare: Flags,
    ghosts: int,
) -> Flags:
    """Per round: members of a group who are here share tables, a ghost needs a spare chair."""
    people, tables = people_allowed.shape
    allowed = np.zeros((len(present), people + ghosts, tables), dtype=bool)
    for r, here in enumerate(present):
        allowed[r, :people] = people_allowed
        allowed[r, people:] = has_spare[r]
        for group in groups:
            members = [i for i in group if here[i]]
            allowed[r, members] = people_allowed[members].all(axis=0)
            if members and not allowed[r, members[0]].any():
                names = tuple(problem.people[i].id for i in members)
                raise Unseatable("no-table-for-group", names, len(problem.history) + r)
    return allowed


def groups_of(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Those who sit together, merged where groups share a member."""
    index = {person.id: i for i, person in enumerate(problem.people)}
    merged: list[set[int]] = []
    for names in problem.together:
        group = {index[name] for name in names if name in index}
        touching = [other for other in merged if other & group]
        merged = [other for other in merged if not other & group]
        merged.append(group.union(*touching))
    return tuple(tuple(sorted(group)) for group in merged if len(group) > 1)


def pairs_apart(problem: Problem) -> tuple[tuple[int, int], ...]:
    index = {person.id: i for i, person in enumerate(problem.people)}
    pairs = {
        tuple(sorted(pair))
        for names in problem.apart
        for pair in combinations({index[name] for name in names if name in index}, 2)
    }
    return tuple(sorted((a, b) for a, b in pairs))


# ---- between names and rows


def rows_of(rules: Rules, rotation: Rotation) -> Ints:
    """The rotation as rows, ghosts in empty chairs; a present person without a seat is NOT_YET."""
    numbers = {table.id: k for k, table in enumerate(rules.problem.tables)}
    rows = np.where(rules.present, NOT_YET, rules.nowhere)
    for row, seats, present in zip(rows, rotation.seats, rules.present, strict=False):
        for i, person in enumerate(rules.problem.people):
            if present[i]:
                row[i] = numbers.get(seats.get(person.id, ""), NOT_YET)
    for r, row in enumerate(rows):
        place_ghosts(rules, r, row)
    return rows


def place_ghosts(rules: Rules, r: int, row: Ints) -> None:
    """Put the ghosts of round r into the chairs that are still empty."""
    taken = np.bincount(row[: rules.people][row[: rules.people] >= 0], minlength=rules.tables + 1)
    chairs = np.flatnonzero(taken[: rules.tables] < rules.most[r])
    ghosts = rules.people + np.flatnonzero(rules.present[r, rules.people :])
    row[ghosts[: len(chairs)]] = chairs[: len(ghosts)]


def named_places(rules: Rules, places: Mapping[int, int]) -> dict[str, str]:
    """Interpreters and tables by name."""
    problem = rules.problem
    return {problem.interpreters[i].id: problem.tables[k].id for i, k in sorted(places.items())}


def rotation_of(rules: Rules, rows: Ints, interpreters: Sequence[dict[str, str]]) -> Rotation:
    names = [table.id for table in rules.problem.tables]
    people = [person.id for person in rules.problem.people]
    seats = tuple(
        {name: names[k] for name, k in zip(people, row.tolist(), strict=False) if k < len(names)}
        for row in rows
    )
    return Rotation(seats, tuple(interpreters))

"""First rotations, without repeated meetings where arithmetic gives one; improves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np

from wikicafe.rotation.arrays import difference_array
from wikicafe.rotation.greedy import seat_the_rest
from wikicafe.rotation.legal import legal_row
from wikicafe.rotation.rules import NOT_YET, Ints, Rules
from wikicafe.rotation.weights import Weights

STRIDE = 7919  # a prime larger than any café: how far everybody walks where no column says so


def construct(rules: Rules, weights: Weights, chance: Random) -> Iterator[Ints]:
    """Yield legal starting points without end, the most promising first.

    Raises Unseatable if the hard rules of some round contradict each other.
    """
    rows = by_array(rules)
    if rows is not None:
        yield rows
    while True:
        yield by_greed(rules, weights, chance)


def by_greed(rules: Rules, weights: Weights, chance: Random) -> Ints:
    """One person after the other at the cheapest table, round by round."""
    empty = np.where(rules.present, NOT_YET, rules.nowhere)
    return seat_the_rest(rules, weights, empty, chance)


def by_array(rules: Rules) -> Ints | None:
    """Everybody on a line of a difference array, made legal; None where there is no array.

    Someone who is not here in some round leaves an empty chair, so tables may first be uneven.
    """
    if not rules.most.size or rules.problem.history:
        return None
    seats = int(rules.most.max())
    hosts = staying(rules)
    if 2 * len(hosts) > rules.tables:
        lines = difference_array(rules.tables, rules.rounds, seats)
    else:
        hosts, lines = {}, lines_that_walk(rules, seats)
    coming = np.flatnonzero(rules.present[:, : rules.people].any(axis=0)).tolist()
    if lines is None or len(coming) > rules.tables * seats:
        return None
    others = [i for i in similar_together(rules, coming) if i not in set(hosts.values())]
    wanted = seat_on_lines(rules, lines, hosts, others)
    return np.array([legal_row(rules, r, row) for r, row in enumerate(wanted)])


def staying(rules: Rules) -> dict[int, int]:
    """The person who stays at each table, where somebody does: table -> person."""
    hosts: dict[int, int] = {}
    for i in np.flatnonzero(rules.stays[: rules.people]).tolist():
        hosts.setdefault(int(rules.allowed[0, i].argmax()), i)
    return hosts


def lines_that_walk(rules: Rules, seats: int) -> Ints | None:
    """Lines without the column that stays, so that nobody returns; else with it, walking."""
    lines = difference_array(rules.tables, rules.rounds, seats + 1)
    if lines is not None:
        return lines[:, :, 1:]
    lines = difference_array(rules.tables, rules.rounds, seats)
    if lines is None:
        return None
    walked: Ints = (lines + STRIDE * np.arange(rules.rounds)[:, None, None]) % rules.tables
    return walked


def similar_together(rules: Rules, people: list[int]) -> list[int]:
    """Order people so that similar ones follow each other: those of one column never meet.

    Heavy attributes first, of equal ones the coarser; large sets of equals first.
    """
    problem = rules.problem
    sizes: dict[str, dict[str | None, int]] = {name: {} for name in problem.attr_weights}
    for person in problem.people:
        for name, counts in sizes.items():
            value = person.attrs.get(name)
            counts[value] = counts.get(value, 0) + 1
    names = sorted(sizes, key=lambda name: (-problem.attr_weights[name], len(sizes[name]), name))

    def likeness(i: int) -> tuple[tuple[int, str], ...]:
        values = [problem.people[i].attrs.get(name) for name in names]
        return tuple(
            (-sizes[name][value], value or "") for name, value in zip(names, values, strict=True)
        )

    return sorted(people, key=likeness)


def seat_on_lines(rules: Rules, lines: Ints, hosts: dict[int, int], others: list[int]) -> Ints:
    """Hosts on the column that stays, the others column by column; the last lines stay empty."""
    rows = np.full((rules.rounds, rules.holders), rules.nowhere)
    free = [
        (i, j) for j in range(lines.shape[2]) for i in range(rules.tables)
        if not (j == 0 and i in hosts)
    ]  # fmt: skip
    slots = [((i, 0), person) for i, person in hosts.items()]
    for (i, j), person in slots + list(zip(free, others, strict=False)):
        rows[:, person] = lines[:, i, j]
    return np.where(rules.present, rows, rules.nowhere)

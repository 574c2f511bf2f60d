"""First rotations, without repeated meetings where a schedule is known; improves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np

from wikicafe.rotation.alike import lines_for
from wikicafe.rotation.greedy import seat_the_rest
from wikicafe.rotation.legal import legal_row
from wikicafe.rotation.rules import NOT_YET, Ints, Rules
from wikicafe.rotation.schedules import best_lines
from wikicafe.rotation.weights import Weights


def construct(rules: Rules, weights: Weights, chance: Random) -> Iterator[Ints]:
    """Yield legal starting points without end, the most promising first.

    Raises Unseatable if the hard rules of some round contradict each other.
    """
    rows = by_schedule(rules, weights, chance)
    if rows is not None:
        yield rows
    while True:
        yield by_greed(rules, weights, chance)


def by_greed(rules: Rules, weights: Weights, chance: Random) -> Ints:
    """One person after the other at the cheapest table, round by round."""
    empty = np.where(rules.present, NOT_YET, rules.nowhere)
    return seat_the_rest(rules, weights, empty, chance)


def by_schedule(rules: Rules, weights: Weights, chance: Random) -> Ints | None:
    """Everybody on a line of a schedule, made legal; None where we know none for most rounds.

    Someone who is not here in some round leaves an empty chair, so tables may first be uneven.
    """
    if not rules.most.size or rules.problem.history:
        return None
    seats = int(rules.most.max())
    hosts = staying(rules)
    many_stay = 2 * len(hosts) > rules.tables
    lines = best_lines(rules.tables, seats, rules.rounds, many_stay, rules.problem.distinct_tables)
    coming = np.flatnonzero(rules.present[:, : rules.people].any(axis=0)).tolist()
    if lines is None or len(coming) > rules.tables * seats:
        return None
    rows = seated_on(rules, lines, hosts if many_stay else {}, coming)
    if (rows == NOT_YET).any():
        return seat_the_rest(rules, weights, rows, chance)
    return np.array([legal_row(rules, r, row) for r, row in enumerate(rows)])


def staying(rules: Rules) -> dict[int, int]:
    """The person who stays at each table, where somebody does: table -> person."""
    hosts: dict[int, int] = {}
    for i in np.flatnonzero(rules.stays[: rules.people]).tolist():
        hosts.setdefault(int(rules.allowed[0, i].argmax()), i)
    return hosts


def seated_on(rules: Rules, lines: Ints, hosts: dict[int, int], people: list[int]) -> Ints:
    """Hosts on the column that stays, the others where equals do not meet; NOT_YET beyond lines."""
    rounds, tables, columns = lines.shape
    by_columns = lines.swapaxes(1, 2).reshape(rounds, -1)
    taken = {person: table for table, person in hosts.items()}
    others = [i for i in people if i not in taken]
    free = np.setdiff1d(np.arange(tables * columns), list(hosts))[: len(others)]
    rows = np.where(rules.present, NOT_YET, rules.nowhere)
    for i, line in lines_for(rules.problem, by_columns, taken, others, free).items():
        rows[:rounds, i] = by_columns[:, line]
    return np.where(rules.present, rows, rules.nowhere)

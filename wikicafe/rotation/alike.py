"""Which line of a schedule each person takes, so that similar people rarely meet.

Whoever takes which line, nobody meets anybody twice: so equals are kept apart at no cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wikicafe.rotation.problem import Problem
from wikicafe.rotation.rules import Ints

WINDOW = 2_000  # how many of the next free lines somebody chooses from


def lines_for(
    problem: Problem, lines: Ints, taken: Mapping[int, int], people: Sequence[int], free: Ints
) -> dict[int, int]:
    """Return a line for each of the people, and for those who have `taken` one (person -> line).

    One after the other, similar people in a row, takes the line on which it meets fewest equals.
    lines: the table of each line in each round, (rounds, lines). free: a line for each of the
    people, in the order in which lines should fill.
    """
    if not problem.attr_weights:
        return dict(taken) | dict(zip(people, free.tolist(), strict=True))
    values, weights = values_of(problem)
    near = neighbours(lines)
    price = np.zeros((len(weights), lines.shape[1]), dtype=np.int64)  # of each value on each line
    chosen: dict[int, int] = {}

    def sit_down(i: int, line: int) -> None:
        chosen[i] = line
        price[values[i][:, None], near[line]] += weights[values[i]][:, None]

    for i, line in taken.items():
        sit_down(i, line)
    for i in similar_together(values, people):
        costs = price[values[i][:, None], free[:WINDOW]].sum(axis=0)
        at = int(costs.argmin())
        sit_down(i, int(free[at]))
        free = np.delete(free, at)
    return chosen


def values_of(problem: Problem) -> tuple[Ints, Ints]:
    """Attributes as numbers, (people, attributes), and the weight of each number.

    0 stands for what nobody knows, and for all of somebody whose meetings do not count.
    """
    numbers: dict[tuple[str, str], int] = {}
    values = [
        [
            numbers.setdefault((name, value), len(numbers) + 1)
            if person.mixes and (value := person.attrs.get(name)) is not None
            else 0
            for name in sorted(problem.attr_weights)
        ]
        for person in problem.people
    ]
    return np.array(values), np.array([0, *(problem.attr_weights[name] for name, _ in numbers)])


def similar_together(values: Ints, people: Sequence[int]) -> list[int]:
    """Sort by the attribute with fewest values first, large sets of equals first."""
    sizes = np.bincount(values[people].ravel())
    coarse_first = sorted(range(values.shape[1]), key=lambda a: len(np.unique(values[:, a])))

    def likeness(i: int) -> tuple[tuple[int, int], ...]:
        return tuple((-int(sizes[value]), value) for value in values[i, coarse_first].tolist())

    return sorted(people, key=likeness)


def neighbours(lines: Ints) -> Ints:
    """The lines that each line meets, round after round: (lines, meetings)."""
    rounds, count = lines.shape
    tables = np.argsort(lines, axis=1, kind="stable").reshape(rounds, int(lines.max()) + 1, -1)
    near = np.empty((count, rounds, tables.shape[2] - 1), dtype=np.int64)
    for r in range(rounds):
        for k in range(tables.shape[2]):
            near[tables[r, :, k], r] = np.delete(tables[r], k, axis=1)
    return near.reshape(count, -1)

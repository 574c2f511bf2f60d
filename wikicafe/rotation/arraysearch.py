"""Difference arrays that no formula gives us, by depth-first search; knows no people.

Arrays here are lines of equal length over a group of the order of the tables; the differences of
any two lines spread over the group as evenly as can be. Where lines are no longer than the group is
large, that makes all differences distinct. The first line and the first cell of each are 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random

import numpy as np

from wikicafe.rotation.catalogue import ARRAYS
from wikicafe.rotation.fields import subtract
from wikicafe.rotation.rules import Ints

MOST_TRIES, MOST_STEPS = 4, 3_000  # per group; a step takes about ten microseconds
FEW_STEPS = 150  # of a single try, for a quick answer
MOST_CELLS = 300  # a larger array needs more steps, or there is a formula for it
LARGEST_GROUP = 128  # above, shifts and fields serve every café

Array = tuple[Sequence[int], Ints]  # the radices of a group, and lines of its elements


def catalogued(tables: int, few: int, many: int) -> Array | None:
    """Cut an array out of one that took longer to find."""
    for known in ARRAYS.get(tables, ()):
        for lines in (np.array(known), np.array(known).T):
            if lines.shape[0] >= few and lines.shape[1] >= many:
                return usual_group(tables), lines[:few, :many]
    return None


@lru_cache(maxsize=256)
def searched(tables: int, few: int, many: int, tries: int = MOST_TRIES) -> Array | None:
    """Search for a moment; with `many` above the tables, differences are even, not distinct."""
    if tables > LARGEST_GROUP or few * many > MOST_CELLS or is_impossible(tables, few, many):
        return None
    steps = MOST_STEPS if tries > 1 else FEW_STEPS
    for radices in groups_of_order(tables):
        for seed in range(tries):
            lines = depth_first(radices, few, many, Random(seed), steps)
            if lines is not None:
                return radices, lines
    return None


def is_impossible(tables: int, few: int, many: int) -> bool:
    """Three lines over a whole group of order 4k + 2 (Drake 1979, Handbook VI.17.1)."""
    return tables % 4 == 2 and many == tables and few >= 3


def groups_of_order(tables: int) -> Iterator[tuple[int, ...]]:
    """The groups worth trying: the cyclic one, and the one with another small factor."""
    yield (tables,)
    yield from ((p, tables // p) for p in (2, 3) if tables % (p * p) == 0)


def usual_group(tables: int) -> tuple[int, ...]:
    """The group of the arrays in the catalogue: the one least like a cyclic one."""
    return list(groups_of_order(tables))[-1]


def depth_first(
    radices: Sequence[int], few: int, many: int, chance: Random, most_steps: int
) -> Ints | None:
    """Fill line after line with the first number that keeps all differences even."""
    size = int(np.prod(radices))
    numbers = np.arange(size)
    minus = subtract(radices, numbers[:, None], numbers[None, :]).tolist()
    most = -(-many // size)  # a difference may occur so often ...
    scarce = many - (most - 1) * size  # ... but only so many of them
    lines = [[0] * many for _ in range(few)]
    counts = [[[1] + [0] * (size - 1) for _ in range(few)] for _ in range(few)]
    spare = [[scarce - (most == 1)] * few for _ in range(few)]
    cells = [(a, c) for a in range(1, few) for c in range(1, many)]
    choices: list[list[int]] = []
    for _ in range(most_steps):
        if len(choices) == len(cells):
            return np.array(lines)
        a, c = cells[len(choices)]
        options = list(range(size))
        chance.shuffle(options)
        choices.append(options)
        while not place(lines, counts, spare, minus, most, a, c, choices[-1]):
            choices.pop()
            if not choices:
                return None
            a, c = cells[len(choices) - 1]
            take_back(lines, counts, spare, minus, most, a, c)
    return None


def place(
    lines: list[list[int]], counts: list[list[list[int]]], spare: list[list[int]],
    minus: list[list[int]], most: int, a: int, c: int, options: list[int],
) -> bool:  # fmt: skip
    """Put the first option that fits into cell c of line a."""
    above = [line[c] for line in lines[:a]]
    row, left = counts[a], spare[a]
    while options:
        value = options.pop()
        differences = [minus[value][other] for other in above]
        if all(row[b][d] < most - (left[b] <= 0) for b, d in enumerate(differences)):
            for b, d in enumerate(differences):
                row[b][d] += 1
                left[b] -= row[b][d] == most
            lines[a][c] = value
            return True
    return False


def take_back(
    lines: list[list[int]], counts: list[list[list[int]]], spare: list[list[int]],
    minus: list[list[int]], most: int, a: int, c: int,
) -> None:  # fmt: skip
    for b, line in enumerate(lines[:a]):
        d = minus[lines[a][c]][line[c]]
        spare[a][b] += counts[a][b][d] == most
        counts[a][b][d] -= 1

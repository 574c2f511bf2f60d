"""What each two seat holders cost at one table, kept as people meet; knows only pairs."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from wikicafe.rotation.rules import Ints, Rules
from wikicafe.rotation.weights import Weights

APART = 1 << 26  # two who must not share a table; sums of a dozen still fit 32 bits


class Pairs:
    """costs[x, y]: what one more round at the same table would cost x and y.

    Shape (holders + 1, holders + 1); the last row is *nobody*, who pads short tables. mixes: 1 for
    people whose meetings count, 0 for assistants, ghosts and nobody. group: the number of the group
    somebody sits with by rule, or -1; inside a group meetings do not count.
    """

    def __init__(self, rules: Rules, weights: Weights) -> None:
        self.repeat = weights.repeat
        self.mixes = np.zeros(rules.holders + 1, dtype=np.int64)
        self.mixes[: rules.people] = [person.mixes for person in rules.problem.people]
        self.group = np.full(rules.holders + 1, -1)
        for number, group in enumerate(rules.groups):
            self.group[list(group)] = number
        self.tied = len(rules.groups) > 0
        self.costs = np.zeros((rules.holders + 1, rules.holders + 1), dtype=np.int32)
        add_equals(rules, weights, self.costs)
        for people in tables_of_the_past(rules):
            self.meet(np.array([people]), 1)
        for group in rules.groups:
            for a, b in permutations(group, 2):
                self.costs[a, b] = 0
        for a, b in rules.apart:
            self.costs[a, b] = self.costs[b, a] = APART
        ghosts = slice(rules.people, rules.holders)
        self.costs[ghosts, ghosts] = APART
        np.fill_diagonal(self.costs, 0)

    def meet(self, tables: Ints, times: int) -> None:
        """Count the meetings of one round: (tables, seats), padded with nobody. times: 1 or -1."""
        some, others = tables[:, :, None], tables[:, None, :]
        np.add.at(self.costs, (some, others), (times * self.weight(some, others)).astype(np.int32))

    def exchange(self, some: Ints, ours: Ints, others: Ints, theirs: Ints) -> None:
        """Let each of `some` leave the table `ours` to sit at `theirs`, and each of `others` back.

        some, others (swaps); ours, theirs (swaps, seats) as they were. No table occurs twice, so no
        pair does, but for those with nobody, which count nothing.
        """
        stay, found = ours != some[:, None], theirs != others[:, None]
        who = np.concatenate([some, some, others, others]).repeat(ours.shape[1])
        whom = np.concatenate([ours, theirs, theirs, ours]).ravel()
        counts = np.concatenate([-1 * stay, found, -1 * found, stay]).ravel()
        change = (counts * self.weight(who, whom)).astype(np.int32)
        self.costs[who, whom] += change
        self.costs[whom, who] += change

    def weight(self, some: Ints, others: Ints) -> Ints:
        """What a meeting of these two counts once they met before; arrays broadcast."""
        weight: Ints = self.repeat * self.mixes[some] * self.mixes[others] * (some != others)
        if self.tied:
            weight *= (self.group[some] != self.group[others]) | (self.group[some] < 0)
        return weight


def members_of(rules: Rules, r: int, row: Ints) -> Ints:
    """Who sits at each table, short tables padded with nobody: (tables, most)."""
    nobody = rules.holders
    members = np.full((rules.tables, int(rules.most[r].max(initial=0))), nobody)
    order = np.argsort(row[:nobody], kind="stable")
    seated = order[(row[order] >= 0) & (row[order] < rules.tables)]
    places = np.arange(len(seated)) - np.searchsorted(row[seated], row[seated])
    members[row[seated], places] = seated
    return members


def add_equals(rules: Rules, weights: Weights, costs: NDArray[np.int32]) -> None:
    for attribute, weight in rules.problem.attr_weights.items():
        equals: dict[str, list[int]] = {}
        for i, person in enumerate(rules.problem.people):
            value = person.attrs.get(attribute)
            if person.mixes and value is not None:
                equals.setdefault(value, []).append(i)
        for people in equals.values():
            costs[np.ix_(people, people)] += weights.attribute * weight


def tables_of_the_past(rules: Rules) -> list[list[int]]:
    """Who sat together in history, among those who are still here and mix."""
    index = {person.id: i for i, person in enumerate(rules.problem.people) if person.mixes}
    tables: dict[tuple[int, str], list[int]] = {}
    for r, seats in enumerate(rules.problem.history):
        for name, table in seats.items():
            if name in index:
                tables.setdefault((r, table), []).append(index[name])
    return list(tables.values())

"""The lexicographic objective as whole numbers that a search can add up; counts nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from wikicafe.rotation.rules import Costs, Ints, Rules
from wikicafe.rotation.score import Score

Mood = Literal["stable", "remix"]

LANGUAGE = 400  # repeats for one table that cannot talk: more than any swap can save
MOST_FOR_A_REPEAT = 1 << 18  # a pair meeting in all rounds must fit 32 bits, see `pairs.py`


@dataclass(frozen=True, slots=True)
class Weights:
    """One unit of each cost. In the mood "remix" a unit outweighs everything below it in one swap.

    In the mood "stable" a repeat is worth moving two people, attributes are not worth moving
    anybody.
    """

    language: int
    repeat: int
    attribute: int
    preference: int
    moved: int

    def total(self, costs: Score) -> int:
        """Everything but hard rules and languages, which are counted table by table."""
        return (
            self.repeat * costs.repeats
            + self.attribute * costs.attributes
            + self.preference * costs.preferences
            + self.moved * costs.moved
        )


def weights_of(rules: Rules, mood: Mood) -> Weights:
    problem = rules.problem
    wishes = [abs(cost) for wish in problem.prefs.values() for cost in wish.values()]
    equals = 4 * int(rules.most.max(initial=1)) * sum(problem.attr_weights.values())
    preference = 3
    attribute = min(preference * (1 + 4 * max(wishes, default=0)), MOST_FOR_A_REPEAT // 16)
    below = attribute * (1 + equals) + preference * 4 * max(wishes, default=0)
    moved = below if mood == "stable" else 1
    repeat = min(5 * moved if mood == "stable" else below, MOST_FOR_A_REPEAT)
    return Weights(LANGUAGE * repeat, repeat, attribute, preference, 2 * moved)


def past_visits(rules: Rules) -> Ints:
    """How often each holder sat at each table in history: (holders + 1, tables + 1)."""
    visits = np.zeros((rules.holders + 1, rules.tables + 1), dtype=np.int64)
    tables = {table.id: k for k, table in enumerate(rules.problem.tables)}
    index = {person.id: i for i, person in enumerate(rules.problem.people)}
    for seats in rules.problem.history:
        for name, table in seats.items():
            if name in index and table in tables:
                visits[index[name], tables[table]] += 1
    return visits


def place_costs(rules: Rules, weights: Weights) -> Costs | None:
    """What preferences make of each table: (holders + 1, tables + 1); None without any."""
    if not rules.problem.prefs:
        return None
    costs = np.zeros((rules.holders + 1, rules.tables + 1), dtype=np.int32)
    tables = {table.id: k for k, table in enumerate(rules.problem.tables)}
    for i, person in enumerate(rules.problem.people):
        for table, cost in rules.problem.prefs.get(person.id, {}).items():
            if table in tables:
                costs[i, tables[table]] = weights.preference * cost
    return costs

"""The local search: swaps of people between tables of one round; what came in legal stays legal."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from wikicafe.rotation.floor import FORBIDDEN, Floor
from wikicafe.rotation.problem import Rotation
from wikicafe.rotation.rules import (
    NOT_YET,
    Costs,
    Flags,
    Ints,
    Rules,
    named_places,
    rotation_of,
    rows_of,
)
from wikicafe.rotation.weights import Weights

AT_ONCE, SHARE_AT_ONCE = 12, 0.04  # people weighed in one step, at least and of all
SLOPE = 100  # people who lack the language of a silent table count as one more
REST = 2  # looks at each round during which who moved stays put, times 1 to 2
SLOW_MACHINE = 1.3  # guesses are for one slower than ours, so that the clock seldom cuts
FOCUS = 0.5  # share of steps that look at silent tables, and half the rest at repeats only


class Search:
    """Best swaps of costly people at disjoint tables, accepted up to a threshold.

    Swaps of one round at different tables do not touch each other's pairs, so one look at the floor
    serves many of them. Who moved rests (tabu search, Glover 1989). A swap that leaves a table
    silent is made only where all else is equal or `silence` is low.

    cost: what the rows cost in these weights, silent tables left out.
    """

    def __init__(
        self, rules: Rules, weights: Weights, rows: Ints, chance: Generator, cost: int | None
    ) -> None:
        self.rules, self.weights, self.chance = rules, weights, chance
        self.floor = Floor(rules, weights, rows, announced_rows(rules))
        self.clock = 0
        self.at_once = max(AT_ONCE, int(SHARE_AT_ONCE * rules.people))
        self.resting = np.zeros((rules.rounds, rules.holders + 1), dtype=np.int64)
        self.cost = weights.repeat * self.floor.repeats() if cost is None else cost
        self.keep()

    def sit(self, rows: Ints, cost: int | None) -> None:
        """Begin again from these rows; without a cost their repeats are counted."""
        for r in (rows != self.floor.rows).any(axis=1).nonzero()[0].tolist():
            self.floor.reseat(r, rows[r])
        self.cost = self.weights.repeat * self.floor.repeats() if cost is None else cost
        self.resting[:] = self.clock

    def rank(self) -> tuple[int, int]:
        return (self.floor.silent_tables(), self.cost)

    def keep(self) -> None:
        self.best = self.rank()
        self.best_rows = self.floor.rows.copy()

    def return_to_best(self) -> None:
        self.sit(self.best_rows, self.best[1])

    def rotation(self) -> Rotation:
        self.return_to_best()
        places = [named_places(self.rules, chosen) for chosen in self.floor.interpreters()]
        return rotation_of(self.rules, self.best_rows, places)

    def step(self, r: int, heat: float, focus: float = FOCUS) -> bool:
        """Try swaps in one round; False if nobody there has a reason to move, now or later.

        heat: how much a swap may cost, on average. focus: see `people_to_move`.
        """
        self.clock += 1
        own = self.floor.own_costs(r)
        blocked = self.resting[r] > self.clock
        blocked |= self.floor.fixed[r]
        people = self.people_to_move(r, own, ~blocked, focus)
        if not len(people):
            reason = self.weights.repeat if focus == 1 else 1
            return bool((own[~self.floor.fixed[r]] >= reason).any())
        change = self.floor.changes(r, people, own)
        total = change
        if self.floor.talks:
            total = change + self.silence(r, people)
        # the fraction decides between equals
        least = blocked * float(FORBIDDEN // 2) + self.chance.random(len(blocked))
        others = (total + least).argmin(axis=1)
        gains = total[np.arange(len(people)), others]
        gains[blocked[others]] = FORBIDDEN
        heats = heat * self.chance.standard_exponential(len(people))
        chosen = self.at_different_tables(r, people, others, gains, heats)
        if chosen:
            some, them = people[chosen], others[chosen]
            self.swap(r, some, them, change[chosen, them], gains[chosen])
        return True

    def silence(self, r: int, people: Ints) -> Costs:
        """What silence would cost more if each of `people` swapped with each holder."""
        talk, row = self.floor.talks[r], self.floor.rows[r]
        cost: Costs = np.int32(self.weights.language) * talk.silenced(people, row)
        if talk.silent_tables:
            cost += np.int32(self.weights.language // SLOPE) * talk.missing(people, row)
        return cost

    def people_to_move(self, r: int, own: Costs, free: Flags, focus: float) -> Ints:
        """Some of those who may move and have a reason to: silence, a repeat, or any cost."""
        silent = self.floor.in_silent_tables(r)
        mind = self.chance.random()
        if silent is not None and mind < FOCUS:
            reasons = silent & free
        else:
            reasons = (own >= self.weights.repeat if mind < (1 + focus) / 2 else own > 0) & free
        people = reasons.nonzero()[0]
        if not len(people) and focus < 1:
            people = ((own > 0) & free).nonzero()[0]
        if len(people) > self.at_once:
            people = people[self.chance.integers(len(people), size=self.at_once)]
        return people

    def at_different_tables(
        self, r: int, people: Ints, others: Ints, gains: Costs, heats: NDArray[np.float64]
    ) -> list[int]:
        """Which swaps to make: the best first, no table twice, one interpreter at a time."""
        row = self.floor.rows[r]
        willing = (gains <= heats).nonzero()[0]
        order = willing[gains[willing].argsort(kind="stable")]
        if not len(order):
            return []
        some, them = people[order], others[order]
        asking = [False] * len(order)
        if self.floor.talks:
            asking = self.floor.talks[r].asking(some, them, row).tolist()
        taken: set[int] = set()
        asked = False
        chosen = []
        for place, here, there, asks in zip(
            order.tolist(), row[some].tolist(), row[them].tolist(), asking, strict=True
        ):
            if here not in taken and there not in taken and not (asks and asked):
                taken |= {here, there}
                asked |= asks
                chosen.append(place)
        return chosen

    def swap(self, r: int, some: Ints, others: Ints, changes: Costs, gains: Costs) -> None:
        """Make these swaps, or none if two of them rely on the same interpreter."""
        before = self.floor.silent_tables_of(r)
        self.floor.swap(r, some, others)
        expected = round(float((gains - changes).sum()) / self.weights.language)
        if self.floor.silent_tables_of(r) > before + expected:
            self.floor.swap(r, some, others)
            if len(some) > 1:
                self.swap(r, some[:1], others[:1], changes[:1], gains[:1])
            return
        self.cost += int(changes.sum())
        both = np.concatenate([some, others])
        rest = (1 + self.chance.random(len(both))) * REST * self.rules.rounds
        self.resting[r, both] = self.clock + 1 + rest.astype(np.int64)
        if self.rank() < self.best:
            self.keep()

    # ---- groups

    def move_groups(self, r: int) -> None:
        for group in self.rules.groups:
            here = [i for i in group if self.rules.present[r, i]]
            if here and not self.rules.stays[here].any():
                self.move_group(r, here)

    def move_group(self, r: int, group: list[int]) -> None:
        """Let a group change places with as many others of the one table that gains most."""
        if self.floor.own_costs(r)[group].sum() <= 0:
            return
        before, there, total = self.floor.silent_tables_of(r), -1, 0
        done: list[tuple[Ints, Ints]] = []
        for p in group:
            person = np.array([p])
            change = self.floor.changes(r, person, self.floor.own_costs(r))[0]
            change[self.floor.fixed[r]] = FORBIDDEN
            if there >= 0:
                change[self.floor.rows[r] != there] = FORBIDDEN
            q = int(change.argmin())
            if change[q] >= FORBIDDEN // 2:
                break
            there = int(self.floor.rows[r, q])
            total += int(change[q])
            done.append((person, np.array([q])))
            self.floor.swap(r, *done[-1])
        silenced = self.floor.silent_tables_of(r) - before
        if len(done) == len(group) and total + silenced * self.weights.language < 0:
            self.cost += total
            if self.rank() < self.best:
                self.keep()
        else:
            for some, others in reversed(done):
                self.floor.swap(r, some, others)


def price_of_step(rules: Rules) -> float:
    """CPU seconds for one step, guessed from what 80 to 1,000 people took."""
    rows = 0.3e-6 if rules.problem.distinct_tables else 0.2e-6
    return SLOW_MACHINE * (90e-6 + rules.holders * rows)


def announced_rows(rules: Rules) -> Ints | None:
    """The announced table of everybody, -1 where nothing was announced: (rounds, holders + 1)."""
    if not rules.problem.announced:
        return None
    rows = rows_of(rules, Rotation(rules.problem.announced, ()))
    rows[:, rules.people :] = NOT_YET
    return np.append(rows, np.full((rules.rounds, 1), NOT_YET), axis=1)

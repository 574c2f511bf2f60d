"""Better rotations by swapping people between tables; what came in legal goes out legal."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from random import Random

import numpy as np

from wikicafe.rotation.bounds import bounds
from wikicafe.rotation.budget import Budget
from wikicafe.rotation.floor import FORBIDDEN, Floor
from wikicafe.rotation.languages import Languages
from wikicafe.rotation.problem import Rotation
from wikicafe.rotation.rules import NOT_YET, Flags, Ints, Rules, named_places, rotation_of, rows_of
from wikicafe.rotation.score import Score, score
from wikicafe.rotation.weights import Mood, weights_of

Progress = Callable[[float], None]  # told how much of the work is done, 0 to 1

PASSES, LONGEST_PASS = 2, 6000  # times of heating up at least; steps from one to the next at most
HOT, COLD = 0.6, 0.02  # threshold in units of one repeat, at the start and the end of a pass
REST = 6  # swaps in each round during which who moved stays put, times 1 to 2
STRICT = 0.7  # share of a pass after which languages are no longer traded for repeats
LOW, LOWEST = 4, 1  # repeats a silent table counts as: first in a pass, and at least
FOCUS = 0.5  # share of steps that look at repeats and languages only
LOOK_AROUND = 50  # steps between two visits of groups and interpreters, and two looks at the clock


def improve(
    rotation: Rotation,
    rules: Rules,
    seconds: float,
    chance: Random,
    mood: Mood = "remix",
    progress: Progress | None = None,
    budget: Budget | None = None,
) -> Rotation:
    """Swap people between tables until no swap can help or time is over.

    The seconds buy a number of steps that depends on the size of the problem only, so the same
    `chance` and `seconds` give the same rotation wherever the clock does not have to cut them
    short.

    rotation: legal, see `legal.py`. seconds: CPU time to spend; a `budget` may have begun before.
    Returns a rotation at least as good as the given one.
    """
    budget = budget or Budget(seconds)
    given = score(rules.problem, rotation)
    search = Search(rotation, rules, chance, mood, given)
    search.run(int(seconds * steps_per_second(rules)), budget, progress)
    found = search.best_rotation()
    reached = score(rules.problem, found)
    if mood == "stable":
        return found if stable_rank(reached) < stable_rank(given) else rotation
    return found if reached < given else rotation


def steps_per_second(rules: Rules) -> float:
    """Careful guess of the speed of the search, so that the clock seldom cuts it short."""
    spoken = {code for person in rules.problem.people for code in person.langs}
    columns = len(spoken) + len({tuple(i.langs) for i in rules.problem.interpreters})
    return 1 / (150e-6 + rules.holders * (0.15e-6 + 0.02e-6 * columns))


def length_of_a_pass(steps: int) -> int:
    """A whole number of looks around, so that each pass begins with one."""
    return (min(LONGEST_PASS, steps // PASSES) // LOOK_AROUND + 1) * LOOK_AROUND


def stable_rank(costs: Score) -> tuple[int, ...]:
    """A repeat is worth moving two people, but not three."""
    weighed = 5 * costs.repeats + 2 * costs.moved
    return (costs.hard, costs.language, weighed, costs.attributes, costs.preferences)


class Search:
    """Best swap of a costly person, accepted up to a falling threshold; who moved rests."""

    def __init__(
        self, rotation: Rotation, rules: Rules, chance: Random, mood: Mood, given: Score
    ) -> None:
        self.rules, self.chance = rules, chance
        weights = weights_of(rules, mood)
        self.repeat = weights.repeat
        self.weights = weights
        self.announced = announced_rows(rules)
        self.floor = Floor(rules, weights, rows_of(rules, rotation), self.announced)
        least = bounds(rules.problem)
        self.cost = weights.total(given)
        self.target = weights.total(Score(repeats=least.repeats, attributes=least.attributes))
        self.language = [self.floor.language_of_round(r) for r in range(rules.rounds)]
        self.resting = np.zeros((rules.rounds, rules.holders + 1), dtype=np.int64)
        self.keep()

    def rank(self) -> tuple[int, int]:
        return (sum(tables for tables, _ in self.language), self.cost)

    def keep(self) -> None:
        self.best = self.rank()
        self.best_rows = self.floor.rows.copy()
        self.best_interpreters = [dict(places) for places in self.floor.interpreters]

    def best_rotation(self) -> Rotation:
        places = [named_places(self.rules, chosen) for chosen in self.best_interpreters]
        return rotation_of(self.rules, self.best_rows, places)

    def run(self, steps: int, budget: Budget, progress: Progress | None) -> None:
        idle, length = 0, length_of_a_pass(steps)
        for step in range(steps):
            if self.best <= (0, self.target) or idle > 20 * self.rules.rounds:
                break
            if step % LOOK_AROUND == 0:
                if budget.is_over():
                    break
                self.weigh_languages(step % length / length)
                self.look_around(step // LOOK_AROUND % self.rules.rounds)
                if progress is not None:
                    progress(step / steps)
            moved = self.step(step, self.repeat * HOT * (COLD / HOT) ** (step % length / length))
            idle = 0 if moved else idle + 1
        if progress is not None:
            progress(1.0)

    def step(self, step: int, threshold: float) -> bool:
        """Try one swap; False if nobody in this round has a reason to move."""
        silent = [r for r, (tables, _) in enumerate(self.language) if tables]
        if silent and self.chance.random() < FOCUS:
            r = self.chance.choice(silent)
            reasons = self.floor.in_silent_tables(r)
        else:
            r = self.chance.randrange(self.rules.rounds)
            reasons = None
        own = self.floor.own_costs(r)
        p = self.somebody(r, own, reasons, step)
        if p is None:
            return False
        changes = self.floor.swap_changes(r, p, own)
        resting = self.resting[r] > step
        if not self.would_be_best(int(changes.min())):
            changes[resting] = FORBIDDEN
        least = int(changes.min())
        if least < FORBIDDEN and least <= -threshold * log(1 - self.chance.random()):
            q = self.chance.choice(np.flatnonzero(changes == least).tolist())
            self.swap(r, p, q, least)
            rest = step + 1 + int((1 + self.chance.random()) * REST * self.rules.rounds)
            self.resting[r, [p, q]] = rest
        return True

    def would_be_best(self, change: int) -> bool:
        return self.best[0] == 0 and self.cost + change < self.best[1]

    def swap(self, r: int, p: int, q: int, change: int) -> None:
        self.floor.swap(r, p, q)
        self.account(r, change)

    def account(self, r: int, change: int) -> None:
        """Enter a change of cost, of which the language part is kept apart."""
        before = self.language[r]
        self.language[r] = self.floor.language_of_round(r)
        self.cost += change - (self.language[r][1] - before[1])
        if self.rank() < self.best:
            self.keep()

    def somebody(self, r: int, own: Ints, reasons: Flags | None, step: int) -> int | None:
        """Choose one of those who may move and have a reason to: repeats first, then any cost."""
        free = ~self.floor.fixed[r] & (self.resting[r] <= step)
        if reasons is None:
            reasons = own >= self.repeat if self.chance.random() < FOCUS else own > 0
            reasons = reasons | self.floor.in_silent_tables(r) | self.floor.elsewhere_wanted(r)
        people = np.flatnonzero(reasons & free)
        return int(self.chance.choice(people.tolist())) if len(people) else None

    # ---- languages, groups and interpreters

    def weigh_languages(self, done: float) -> None:
        """Trade silent tables for repeats, the dearer the more of them there are; then be strict.

        done: share of the pass that is over. Otherwise few swaps are possible among tables that
        can just talk, and the search is walled in (strategic oscillation, Glover 1977).
        """
        if self.floor.languages is None:
            return
        strict, weight = self.weights.language, self.floor.language_weight
        if done == 0:
            weight = LOW * self.repeat
        elif done >= STRICT and weight < strict:
            self.return_to_best(self.floor.languages)
            weight = strict
        elif weight < strict and self.rank()[0]:
            weight = min(strict - 1, weight * 7 // 5)
        elif weight < strict:
            weight = max(LOWEST * self.repeat, weight * 4 // 5)
        self.floor.language_weight = weight
        self.language = [self.floor.language_of_round(r) for r in range(self.rules.rounds)]

    def return_to_best(self, languages: Languages) -> None:
        rows = self.best_rows[:, : self.rules.holders]
        self.floor = Floor(self.rules, self.weights, rows, self.announced)
        for r, places in enumerate(self.best_interpreters):
            self.floor.set_interpreters(languages, r, dict(places))
        self.cost = self.best[1]
        self.resting[:] = 0

    def look_around(self, r: int) -> None:
        before = self.language[r][1]
        if self.floor.send_interpreters(r):
            self.account(r, self.floor.language_of_round(r)[1] - before)
        for group in self.rules.groups:
            self.move_group(r, [i for i in group if self.rules.present[r, i]])

    def move_group(self, r: int, group: list[int]) -> None:
        """Let a group change places with as many others of the one table that gains most."""
        own = self.floor.own_costs(r)
        if not group or self.rules.stays[group].any() or own[group].sum() <= 0:
            return
        changes = self.floor.swap_changes(r, group[0], own)
        there = int(self.floor.rows[r, int(changes.argmin())])
        done: list[tuple[int, int]] = []
        total = 0
        for p in group:
            changes = self.floor.swap_changes(r, p, self.floor.own_costs(r))
            changes[self.floor.rows[r] != there] = FORBIDDEN
            q = int(changes.argmin())
            if changes[q] >= FORBIDDEN:
                break
            total += int(changes[q])
            self.floor.swap(r, p, q)
            done.append((p, q))
        if len(done) == len(group) and total < 0:
            self.account(r, total)
        else:
            for p, q in reversed(done):
                self.floor.swap(r, p, q)


def announced_rows(rules: Rules) -> Ints | None:
    """The announced table of everybody, -1 where nothing was announced: (rounds, holders + 1)."""
    if not rules.problem.announced:
        return None
    rows = rows_of(rules, Rotation(rules.problem.announced, ()))
    rows[:, rules.people :] = NOT_YET
    return np.append(rows, np.full((rules.rounds, 1), NOT_YET), axis=1)

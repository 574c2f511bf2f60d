"""Three plain ways to seat a café, to measure against: by chance, by annealing, by tabu search.

All three put hosts and people tied to one table where they belong and keep tables level; they know
repeats, equals and revisits, but neither languages nor pairs. What they break is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from random import Random
from time import process_time
from typing import Any

import numpy as np

REPEAT = 1000  # a repeat outweighs the equals at a table
HOT, COLD = 0.7, 0.05  # temperatures of annealing, in repeats
TABU = (10, 20)  # iterations for which a swap is not undone (after Dotú and Van Hentenryck, 2005)
WIDEST = 40_000  # swaps looked at in one iteration; beyond, those of twenty people
NEVER = 10**12  # the cost of a swap that is against the rules
STUCK = 400  # iterations without a better rotation until a round is shuffled


class Hall:
    """Seats as a matrix rounds × people, with the empty chairs of smaller tables as ghosts."""

    def __init__(self, problem: Mapping[str, Any], chance: Random) -> None:
        self.names = [person["id"] for person in problem["people"]]
        self.tables = [table["id"] for table in problem["tables"]]
        self.rounds = int(problem["rounds"])
        self.size = -(-len(self.names) // len(self.tables))
        self.people = self.size * len(self.tables)  # ghosts included
        self.weight = self.weights(problem)
        self.fixed = self.tied(problem)
        self.seats = np.array([self.by_chance(chance) for _ in range(self.rounds)])
        self.distinct = bool(problem.get("distinct_tables"))

    def weights(self, problem: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
        """Whether a meeting of two counts, and how much they have in common."""
        people = problem["people"]
        counts = np.zeros((self.people, self.people), dtype=np.int64)
        mixes = [i for i, person in enumerate(people) if person.get("mixes", True)]
        counts[np.ix_(mixes, mixes)] = 1
        alike = np.zeros_like(counts)
        for attribute, weight in problem.get("attr_weights", {}).items():
            values = [person.get("attrs", {}).get(attribute) for person in people]
            numbers = {value: k for k, value in enumerate(dict.fromkeys(values)) if value}
            code = np.array([numbers.get(value, -1) for value in values])
            same = (code[:, None] == code[None, :]) & (code >= 0)[:, None]
            alike[: len(people), : len(people)] += weight * same
        np.fill_diagonal(counts, 0)
        return counts, alike * counts

    def tied(self, problem: Mapping[str, Any]) -> dict[int, int]:
        index = {name: i for i, name in enumerate(self.names)}
        number = {name: k for k, name in enumerate(self.tables)}
        fixed = {
            index[t["host"]]: number[t["id"]] for t in problem["tables"] if t.get("host") in index
        }
        for person in problem["people"]:
            if person.get("tables") is not None and len(person["tables"]) == 1:
                fixed.setdefault(index[person["id"]], number[person["tables"][0]])
        return fixed

    def by_chance(self, chance: Random) -> np.ndarray:
        """One round: who is tied sits there, ghosts at different tables, the rest anywhere."""
        row = np.full(self.people, -1)
        left = [self.size] * len(self.tables)
        for i, k in self.fixed.items():
            row[i] = k
            left[k] -= 1
        ghosts = range(len(self.names), self.people)
        for i, k in zip(ghosts, chance.sample(range(len(left)), len(ghosts)), strict=True):
            row[i] = k
            left[k] -= 1
        chairs = [k for k, count in enumerate(left) for _ in range(count)]
        chance.shuffle(chairs)
        row[row < 0] = chairs
        return row

    def answer(self, seats: np.ndarray) -> dict[str, Any]:
        return {
            "seats": [
                {name: self.tables[k] for name, k in zip(self.names, row.tolist(), strict=False)}
                for row in seats
            ],
            "interpreters": [{} for _ in range(self.rounds)],
        }

    # ---- costs, for the two searches

    def begin(self) -> None:
        self.met = np.zeros((self.people, self.people), dtype=np.int64)
        self.visits = np.zeros((self.people, len(self.tables)), dtype=np.int64)
        for row in self.seats:
            self.met += row[:, None] == row[None, :]
            self.visits[np.arange(self.people), row] += 1
        self.met *= self.weight[0]
        self.visits[len(self.names) :] = 0
        self.visits[list(self.fixed)] = 0

    def cost(self) -> int:
        total = REPEAT * int((self.met * (self.met - 1) // 2).sum() // 2)
        total += sum(
            int((self.weight[1] * (row[:, None] == row[None, :])).sum() // 2) for row in self.seats
        )
        if self.distinct:
            total += REPEAT * int(np.maximum(self.visits - 1, 0).sum())
        return total

    def dear(self, r: int, people: np.ndarray) -> np.ndarray:
        """What each of some people would cost at each table in round r: (people, tables)."""
        row = self.seats[r]
        here = row[people][:, None] == row[None, :]
        before = self.met[people] - here * self.weight[0][people]  # meetings in other rounds
        with_each = REPEAT * before * self.weight[0][people] + self.weight[1][people]
        one_hot = np.zeros((self.people, len(self.tables)), dtype=np.int64)
        one_hot[np.arange(self.people), row] = 1
        costs = with_each @ one_hot
        if self.distinct:
            visits = self.visits[people].copy()
            visits[np.arange(len(people)), row[people]] -= visits[
                np.arange(len(people)), row[people]
            ].clip(0, 1)
            costs += REPEAT * visits.clip(0, 1)
        return costs

    def gains(self, r: int, some: list[int]) -> np.ndarray:
        """The change of cost if each of some changed places with each other person in round r."""
        row, everybody = self.seats[r], np.arange(self.people)
        costs = self.dear(r, everybody)
        own = costs[everybody, row]
        together = row[some][:, None] == row[None, :]
        before = self.met[some] - together * self.weight[0][some]
        both = REPEAT * before * self.weight[0][some] + self.weight[1][some]
        change = costs[some][:, row] - own[some][:, None] + costs[:, row[some]].T - own - 2 * both
        change[together] = NEVER
        change[:, list(self.fixed)] = NEVER
        self.keep_ghosts_apart(r, some, change)
        return change

    def keep_ghosts_apart(self, r: int, some: list[int], change: np.ndarray) -> None:
        row, real = self.seats[r], len(self.names)
        if real == self.people:
            return
        haunted = np.isin(row, row[real:])
        for place, p in enumerate(some):
            if p >= real:
                change[place, haunted] = NEVER
            elif haunted[p]:
                change[place, real:] = NEVER

    def swap(self, r: int, p: int, q: int) -> None:
        row = self.seats[r]
        for i, j in ((p, row[q]), (q, row[p])):
            old, new = row == row[i], row == j
            for mates, step in ((old, -1), (new, 1)):
                others = np.flatnonzero(mates)
                others = others[(others != p) & (others != q)]
                self.met[i, others] += step * self.weight[0][i, others]
                self.met[others, i] = self.met[i, others]
            if i < len(self.names):
                self.visits[i, row[i]] -= 1
                self.visits[i, j] += 1
        row[p], row[q] = row[q], row[p]


def by_chance(problem: Mapping[str, Any], seconds: float, seed: int) -> dict[str, Any]:
    hall = Hall(problem, Random(seed))
    return hall.answer(hall.seats)


def tabu(problem: Mapping[str, Any], seconds: float, seed: int) -> dict[str, Any]:
    """The best swap of anybody in conflict in one round that is not forbidden, however bad."""
    started, chance = process_time(), Random(seed)
    hall = Hall(problem, chance)
    hall.begin()
    cost = hall.cost()
    best, kept, since, step = cost, hall.seats.copy(), 0, 0
    forbidden = np.zeros((hall.rounds, hall.people, hall.people), dtype=np.int64)
    free = [i for i in range(hall.people) if i not in hall.fixed]
    while process_time() - started < seconds and best > 0:
        step += 1
        r = chance.randrange(hall.rounds)
        if since > STUCK:
            since, cost = 0, cost + shuffle(hall, r, free, chance)
        row = hall.seats[r]
        reasons = REPEAT * (hall.met - hall.weight[0]).clip(0) + hall.weight[1]
        own = (reasons * (row[:, None] == row[None, :])).sum(axis=1)
        some = [i for i in free if own[i]] or free
        some = some if len(some) * hall.people <= WIDEST else chance.sample(some, 20)
        change = hall.gains(r, some)
        open_to = (forbidden[r][some] <= step) | (cost + change < best)
        change = np.where(open_to, change, NEVER)
        least = int(change.min())
        if least >= NEVER:
            continue
        a, q = chance.choice(np.argwhere(change == least).tolist())
        p = some[a]
        hall.swap(r, p, q)
        cost += least
        forbidden[r, p, q] = forbidden[r, q, p] = step + chance.randint(*TABU) * hall.rounds
        since += 1
        if cost < best:
            best, kept, since = cost, hall.seats.copy(), 0
    return hall.answer(kept)


def shuffle(hall: Hall, r: int, free: list[int], chance: Random) -> int:
    """A few swaps by chance in one round; returns what they cost."""
    total = 0
    for p in chance.sample(free, len(free) // 4):
        change = hall.gains(r, [p])[0]
        open_to = np.flatnonzero(change < NEVER).tolist()
        if open_to:
            q = chance.choice(open_to)
            hall.swap(r, p, q)
            total += int(change[q])
    return total


def annealing(problem: Mapping[str, Any], seconds: float, seed: int) -> dict[str, Any]:
    """Swaps by heat bath: all swaps of one person are weighed, one is taken by its chance."""
    started, chance = process_time(), Random(seed)
    hall = Hall(problem, chance)
    hall.begin()
    cost = hall.cost()
    best, kept = cost, hall.seats.copy()
    free = [i for i in range(hall.people) if i not in hall.fixed]
    while (done := (process_time() - started) / seconds) < 1 and best > 0:
        r, p = chance.randrange(hall.rounds), chance.choice(free)
        change = hall.gains(r, [p])[0]
        q = chosen(change, REPEAT * HOT * (COLD / HOT) ** done, chance)
        if q is None:
            continue
        hall.swap(r, p, q)
        cost += int(change[q])
        if cost < best:
            best, kept = cost, hall.seats.copy()
    return hall.answer(kept)


def chosen(change: np.ndarray, heat: float, chance: Random) -> int | None:
    """One of the swaps by heat bath, staying among them."""
    least = min(0, int(change.min()))
    weights = np.exp(-np.minimum((change - least) / heat, 700.0))
    stay = exp(max(-700.0, least / heat)) if heat > 0 else 0.0
    pick = chance.random() * (weights.sum() + stay)
    if pick < stay:
        return None
    q = int(np.searchsorted(np.cumsum(weights), pick - stay))
    return q if q < len(change) and change[q] < NEVER else None

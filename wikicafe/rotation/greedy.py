"""Seats for whoever has none yet, one after the other at the cheapest table; moves nobody."""

from __future__ import annotations

from random import Random

import numpy as np
from numpy.typing import NDArray

from wikicafe.rotation.languages import Languages, languages_of
from wikicafe.rotation.legal import legal_row
from wikicafe.rotation.pairs import Pairs, members_of
from wikicafe.rotation.rules import NOT_YET, Ints, Rules
from wikicafe.rotation.weights import Weights

UNDERSTANDING = 8  # repeats that one person who does not understand counts as
NEVER = 1e15  # the cost of a table somebody may not take
UNUSABLE = -1000  # added to the count of a language which a table cannot use


def seat_the_rest(rules: Rules, weights: Weights, rows: Ints, chance: Random) -> Ints:
    """Return legal rows in which whoever was NOT_YET has a seat.

    Raises Unseatable if the hard rules of some round contradict each other.
    """
    pairs = Pairs(rules, weights)
    languages = languages_of(rules.problem, rules.holders)
    rows = rows.copy()
    rows[:, rules.people :] = rules.nowhere
    for r, row in enumerate(rows):
        pairs.meet(members_within(rules, r, row), 1)
    for r, row in enumerate(rows):
        pairs.meet(members_within(rules, r, row), -1)
        Seating(rules, weights, r, row, pairs, languages).seat_all(chance)
        rows[r] = legal_row(rules, r, row)
        pairs.meet(members_of(rules, r, rows[r]), 1)
    return rows


def members_within(rules: Rules, r: int, row: Ints) -> Ints:
    """Like `members_of`, for a row in which tables may still be fuller than they may be."""
    seated = row[(row >= 0) & (row < rules.tables)]
    fullest = int(np.bincount(seated, minlength=1).max(initial=0))
    members = np.full((rules.tables, max(1, fullest)), rules.holders)
    for k in np.unique(seated).tolist():
        people = np.flatnonzero(row == k)
        members[k, : len(people)] = people
    return members


class Seating:
    """One round being filled: the cost of every table for everybody grows with each guest."""

    def __init__(
        self, rules: Rules, weights: Weights, r: int, row: Ints, pairs: Pairs,
        languages: Languages | None,
    ) -> None:  # fmt: skip
        self.rules, self.weights, self.r, self.row = rules, weights, r, row
        self.pairs, self.languages = pairs, languages
        self.size = np.zeros(rules.tables, dtype=np.int64)
        self.company = np.zeros((rules.tables, rules.holders + 1), dtype=np.int32)
        if languages is not None:
            self.usable = np.where(languages.usable[:, : languages.spoken], 0, UNUSABLE)
            self.fitting = self.usable.copy()
            self.speakers = languages.fits[: rules.people, : languages.spoken].sum(axis=0)
            self.commonest = int(self.speakers.argmax())
        for i in np.flatnonzero(row[: rules.people] >= 0).tolist():
            if row[i] < rules.tables:
                self.arrive(i, int(row[i]))

    def arrive(self, i: int, k: int) -> None:
        self.row[i] = k
        self.size[k] += 1
        self.company[k] += self.pairs.costs[i]
        if self.languages is not None:
            self.fitting[k] += self.languages.fits[i, : self.languages.spoken]

    def seat_all(self, chance: Random) -> None:
        for group in self.queue(chance):
            cost = self.costs(group)
            cheapest = np.flatnonzero(cost == cost.min()).tolist()
            for i in group:
                self.arrive(i, chance.choice(cheapest) if len(group) == 1 else cheapest[0])

    def queue(self, chance: Random) -> list[tuple[int, ...]]:
        """Who waits: the restricted first, then large groups, then those hard to talk to."""
        rules = self.rules
        waiting = np.flatnonzero(self.row[: rules.people] == NOT_YET).tolist()
        groups = [tuple(i for i in g if self.row[i] == NOT_YET) for g in rules.groups]
        grouped = {i for group in groups for i in group}
        singles: list[tuple[int, ...]] = [(i,) for i in waiting if i not in grouped]
        freedom = rules.allowed[self.r].sum(axis=1)
        chance.shuffle(singles)
        return sorted(
            [group for group in groups if group] + singles,
            key=lambda g: (freedom[g[0]] == rules.tables, -len(g), min(map(self.ease, g))),
        )

    def ease(self, i: int) -> tuple[bool, int]:
        """Who lacks the commonest language comes first, then who speaks others beside it."""
        if self.languages is None:
            return (True, 0)
        speaks = self.languages.fits[i, : self.languages.spoken] > 0
        if speaks[self.commonest]:
            return (True, -int(speaks.sum()) if not speaks.all() else 0)
        return (False, int(self.speakers[speaks].max(initial=0)))

    def costs(self, group: tuple[int, ...]) -> NDArray[np.float64]:
        """The cost of each table for this group: (tables)."""
        rules, r = self.rules, self.r
        cost: NDArray[np.float64] = self.company[:, list(group)].sum(axis=1, dtype=np.float64)
        cost[~rules.allowed[r, group[0]]] = NEVER
        cost[self.size + len(group) > self.room()] += NEVER / 100
        if self.languages is not None:
            cost += UNDERSTANDING * self.weights.repeat * self.strangers(self.languages, group)
        return cost

    def room(self) -> Ints:
        """Places per table: its most while some tables may be that full, then its least."""
        least, most = self.rules.least[self.r], self.rules.most[self.r]
        people = int(self.rules.present[self.r, : self.rules.people].sum())
        spare = people - int(np.maximum(least, self.size).sum())
        room: Ints = most if spare > 0 else least
        return room

    def strangers(self, languages: Languages, group: tuple[int, ...]) -> NDArray[np.float64]:
        """How many more people at each table would lack its language.

        Halves keep rare languages together: a *bound* table has somebody without the commonest
        language; whoever can talk there is welcome, and who would bind another table is not.
        """
        fits = languages.fits[list(group), : languages.spoken].sum(axis=0)
        before = self.size - self.fitting.max(axis=1)
        after = self.size + len(group) - (self.fitting + fits).max(axis=1)
        more: NDArray[np.float64] = (after - before).astype(np.float64)
        bound = self.fitting[:, self.commonest] < self.size
        more[bound & (after <= before)] -= 0.5
        if fits[self.commonest] < len(group):
            more[~bound & (self.size > 0)] += 0.25
        return more

"""Starting rounds in which tables can talk: a language for each table first, then the people.

The *mode* of a table is the one column it works in: a language, or an interpreter of some kind.
Who lacks the commonest language is *bound* to tables of few modes; they are spread over as many
tables as interpreters and speakers allow, since the bound meet each other again and again.
"""

from __future__ import annotations

from random import Random

import numpy as np

from wikicafe.rotation.acquaintance import Acquaintance, acquaintance
from wikicafe.rotation.interpreting import Interpreting
from wikicafe.rotation.languages import Languages, bits
from wikicafe.rotation.legal import legal_row
from wikicafe.rotation.mending import mended
from wikicafe.rotation.rules import NOT_YET, Ints, Rules

CHOICE = 12  # speakers compared for a chair
WELL_MIXED = 0.5  # how often groups prefer new faces to a table that needs no interpreter
CROWD = (1, 2, 3, 4)  # how many bound people of one language share a table, by chance


def rows_that_talk(rules: Rules, languages: Languages, chance: Random) -> Ints:
    """Legal rows of all rounds in which (nearly) every table can talk.

    Raises Unseatable if the hard rules of some round contradict each other.
    """
    rows = np.full((rules.rounds, rules.holders + 1), rules.nowhere)
    for r in range(rules.rounds):
        rows[r, :-1] = row_that_talks(rules, languages, r, rows, chance)
    return rows[:, :-1]


def row_that_talks(rules: Rules, languages: Languages, r: int, rows: Ints, chance: Random) -> Ints:
    """Draw one round around the others; a table may stay silent where chance was unkind.

    rows: all rounds, of which the others count; who sits nowhere there meets nobody.
    """
    known = acquaintance(rules, [row for other, row in enumerate(rows) if other != r])
    modes = Modes(rules, languages, r, known, chance)
    modes.seat_the_tied()
    modes.seat_the_bound()
    modes.seat_speakers()
    modes.seat_everybody_else()
    row = legal_row(rules, r, np.array(modes.row))
    better = mended(rules, languages, r, row, chance)
    return row if better is None else better


def price_of_round(rules: Rules) -> float:
    """CPU seconds for drawing one round, guessed from what 80 to 1,000 people took."""
    return 1e-3 + rules.holders * 8e-6 + rules.holders**2 * 25e-9


class Modes:
    """One round being filled. common: the columns that still fit everybody at a table, as bits."""

    def __init__(
        self, rules: Rules, languages: Languages, r: int, known: Acquaintance, chance: Random
    ) -> None:
        self.rules, self.languages, self.r, self.chance = rules, languages, r, chance
        self.known = known
        self.at: list[list[int]] = [[] for _ in range(rules.tables)]
        self.minds = rules.problem.distinct_tables
        self.masks: list[int] = languages.masks.tolist()
        self.lingua = 1 << languages.commonest
        self.spoken = (1 << languages.spoken) - 1
        self.common: list[int] = bits(languages.usable).tolist()
        self.free = {kind: len(those) for kind, those in Interpreting(languages).by_kind.items()}
        self.room: list[int] = rules.most[r].tolist()
        spare = np.flatnonzero(rules.most[r] > rules.least[r]).tolist()
        ghosts = int(rules.present[r, rules.people :].sum())
        for k in chance.sample(spare, min(ghosts, len(spare))):
            self.room[k] -= 1
        here = np.flatnonzero(rules.present[r, : rules.people]).tolist()
        self.row = [rules.nowhere] * rules.holders
        self.waiting = chance.sample(here, len(here))
        for i in here:
            self.row[i] = NOT_YET

    def again(self, i: int, k: int) -> int:
        """How many repeats it would cost to seat somebody at a table."""
        met = self.known.met[i]
        cost = 0
        for j in self.at[k]:
            if j in met:
                cost += met[j]
        return cost + (self.minds and k in self.known.visited[i])

    def sit(self, i: int, k: int) -> None:
        self.row[i] = k
        self.at[k].append(i)
        self.room[k] -= 1
        self.common[k] &= self.masks[i]

    def leave_queue(self) -> None:
        self.waiting = [i for i in self.waiting if self.row[i] == NOT_YET]

    # ---- one kind of guest after the other

    def seat_the_tied(self) -> None:
        """Those who stay, groups, and people who may not sit everywhere."""
        allowed = self.rules.allowed[self.r]
        groups = [[i for i in g if self.row[i] == NOT_YET] for g in self.rules.groups]
        grouped = {i for g in groups for i in g}
        choice = allowed.sum(axis=1).tolist()
        groups += [[i] for i in self.waiting if i not in grouped and choice[i] < self.rules.tables]
        for group in sorted(filter(None, groups), key=lambda g: (choice[g[0]], -len(g))):
            mask = -1
            for i in group:
                mask &= self.masks[i]
            tables = [
                k for k in np.flatnonzero(allowed[group[0]]).tolist() if self.room[k] >= len(group)
            ]
            if len(tables) > 1:
                self.chance.shuffle(tables)
                costs = [sum([self.again(i, k) for i in group]) for k in tables]
                suits = [-self.suits(self.common[k] & mask) for k in tables]
                if self.chance.random() < WELL_MIXED:
                    suits = [-(suit < 0) for suit in suits]
                tables = [min(zip(suits, costs, tables, strict=True), key=lambda one: one[:2])[2]]
            for k in tables:
                for i in group:
                    self.sit(i, k)
                self.call_an_interpreter(k)
        self.leave_queue()

    def call_an_interpreter(self, k: int) -> None:
        """Promise a table one that is still free, if its people share no language."""
        kind = next((j for j, n in self.free.items() if n and self.common[k] & j), 0)
        if kind and not self.common[k] & self.spoken and self.common[k] not in self.free:
            self.common[k] = kind
            self.free[kind] -= 1

    def suits(self, common: int) -> int:
        return 3 * (common & self.lingua > 0) or 2 * (common & self.spoken > 0) or common > 0

    def seat_the_bound(self) -> None:
        """Who lacks the commonest language, rare languages first."""
        speakers = self.languages.fits[: self.rules.people].sum(axis=0).tolist()
        bound: dict[int, list[int]] = {}
        for i in self.waiting:
            spoken = self.masks[i] & self.spoken
            if not spoken & self.lingua and spoken:
                codes = [c for c in range(self.languages.spoken) if spoken >> c & 1]
                bound.setdefault(max(codes, key=lambda c: speakers[c]), []).append(i)
        for code in sorted(bound, key=lambda c: speakers[c]):
            people = bound[code]
            tables = self.tables_for(1 << code, people)
            for i in people:
                open_ = [k for k in tables if self.room[k] and self.common[k] & self.masks[i]]
                if open_:
                    costs = [(self.again(i, k), len(self.at[k])) for k in open_]
                    self.sit(i, open_[costs.index(min(costs))])
        self.leave_queue()

    def tables_for(self, bit: int, people: list[int]) -> list[int]:
        """Tables that will work in this language: those that must, with interpreters, and pure."""
        seats = max(self.room, default=1)
        wanted = -(-len(people) // self.chance.choice(CROWD))
        open_ = [k for k, room in enumerate(self.room) if room]
        self.chance.shuffle(open_)
        must = [
            k
            for k in open_
            if not self.common[k] & self.lingua
            and (self.common[k] & bit or self.interprets(k, people))
        ]
        tables = must[:]
        for kind in self.free:
            for k in open_:
                if len(tables) >= wanted or not self.free[kind]:
                    break
                links = all(self.masks[i] & kind for i in people)
                if (
                    links
                    and k not in tables
                    and self.common[k] & kind
                    and self.common[k] & self.lingua
                ):
                    self.common[k] &= kind
                    self.free[kind] -= 1
                    tables.append(k)
        speakers = sum(self.masks[i] & bit > 0 for i in self.waiting) - seats * len(must)
        pure = max(speakers // seats, not tables)
        for k in open_:
            if len(tables) >= wanted or not pure:
                break
            if k not in tables and self.common[k] & bit:
                self.common[k] &= bit
                tables.append(k)
                pure -= 1
        return tables

    def interprets(self, k: int, people: list[int]) -> bool:
        kind = self.common[k]
        return kind in self.free and all(self.masks[i] & kind for i in people)

    def seat_speakers(self) -> None:
        """Fill tables that cannot use the commonest language, the hardest to fill first."""
        tables = [
            k for k, room in enumerate(self.room) if room and not self.common[k] & self.lingua
        ]
        for k in sorted(tables, key=lambda k: (len(self.able(k)), k)):
            able = self.able(k)
            kind = next((j for j, n in self.free.items() if n and self.common[k] & j), 0)
            if len(able) < self.room[k] and kind and self.common[k] & self.spoken:
                self.common[k] &= kind
                self.free[kind] -= 1
                able = self.able(k)
            while self.room[k] and able:
                costs = [self.again(i, k) for i in able[:CHOICE]]
                i = able.pop(costs.index(min(costs)))
                if self.common[k] & self.masks[i]:
                    self.sit(i, k)
            self.leave_queue()

    def able(self, k: int) -> list[int]:
        """Who could talk at a table, without interpreter where it does not have one yet."""
        columns = self.common[k] & self.spoken or self.common[k]
        return [i for i in self.waiting if self.masks[i] & columns]

    def seat_everybody_else(self) -> None:
        """Whoever is left, most of whom speak the commonest language, sits by chance."""
        chairs = [k for k, room in enumerate(self.room) for _ in range(room)]
        self.chance.shuffle(chairs)
        for i in sorted(self.waiting, key=lambda i: self.masks[i] & self.lingua > 0):
            fitting = (p for p, k in enumerate(chairs) if self.common[k] & self.masks[i])
            place = next(fitting, 0 if chairs else None)
            if place is not None:
                self.sit(i, chairs.pop(place))

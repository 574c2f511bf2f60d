"""The room during the search: who sits where, what any swap would change; decides nothing."""

from __future__ import annotations

import numpy as np

from wikicafe.rotation.languages import (
    Languages,
    languages_of,
    place_interpreters,
    without_interpreters,
)
from wikicafe.rotation.pairs import APART, Pairs, members_of
from wikicafe.rotation.rules import Flags, Ints, Rules
from wikicafe.rotation.weights import Weights, past_visits, place_costs

FORBIDDEN = 1 << 40  # the change of a swap nobody may make


class Floor:
    """All rounds at once, kept consistent by `swap`.

    pairs[x, y]: what it costs x and y to share one more table; for those who share one it includes
    that meeting itself, which `own_costs` takes off again. Rows must be legal and stay so.
    """

    def __init__(self, rules: Rules, weights: Weights, rows: Ints, announced: Ints | None) -> None:
        self.rules, self.weights = rules, weights
        self.pairs = Pairs(rules, weights)
        self.places = place_costs(rules, weights)
        self.announced = announced
        self.languages = languages_of(rules.problem, rules.holders)
        self.visits = past_visits(rules) if rules.problem.distinct_tables else None
        self.revisiting = np.append(~rules.stays, False).astype(np.int64)
        self.revisiting[rules.people :] = 0
        # who never moves by a swap of two
        self.fixed = ~np.append(rules.present, np.zeros((rules.rounds, 1), bool), axis=1)
        self.fixed |= np.append(rules.stays, True) | (self.pairs.group >= 0)
        nowhere = np.full((rules.rounds, 1), rules.nowhere)
        self.rows = np.append(rows, nowhere, axis=1)
        self.members = [members_of(rules, r, self.rows[r]) for r in range(rules.rounds)]
        for r, tables in enumerate(self.members):
            self.pairs.meet(tables, 1)
            self.visit(r, np.arange(rules.people), 1)
        self.language_weight = weights.language  # the search may lower it for a while
        self.interpreters: list[dict[int, int]] = [{} for _ in range(rules.rounds)]
        self.fitting: list[Ints] = []
        if self.languages is not None:
            self.fitting = [self.count_fitting(self.languages, r) for r in range(rules.rounds)]
            for r in range(rules.rounds):
                self.send_interpreters(r)

    # ---- books

    def visit(self, r: int, people: Ints, times: int) -> None:
        if self.visits is not None:
            self.visits[people, self.rows[r, people]] += times

    def count_fitting(self, languages: Languages, r: int) -> Ints:
        counts: Ints = languages.fits[self.members[r]].sum(axis=1)
        return counts

    def send_interpreters(self, r: int) -> bool:
        """Place the interpreters of one round anew; False if there is nothing to place."""
        if self.languages is None:
            return False
        counts = self.count_fitting(self.languages, r)
        places = place_interpreters(self.languages, counts, self.members[r].shape[1])
        self.set_interpreters(self.languages, r, places)
        return bool(places)

    def set_interpreters(self, languages: Languages, r: int, places: dict[int, int]) -> None:
        counts = self.count_fitting(languages, r)
        self.interpreters[r] = places
        self.fitting[r] = counts + without_interpreters(languages)
        for interpreter, k in places.items():
            kind = languages.kinds[interpreter]
            if languages.usable[k, kind]:
                self.fitting[r][k, kind] = counts[k, kind]

    # ---- costs

    def own_costs(self, r: int) -> Ints:
        """What each holder costs at the present table: (holders + 1)."""
        tables = self.members[r]
        together = self.pairs.costs[tables[:, :, None], tables[:, None, :]].sum(
            axis=2, dtype=np.int64
        )
        mixing = self.pairs.mixes[tables]
        mates = mixing.sum(axis=1)[:, None] - 1 - self.partners_at_table(r)[tables]
        costs = np.zeros(self.rules.holders + 1, dtype=np.int64)
        costs[tables] = together - self.weights.repeat * mixing * mates
        return costs

    def partners_at_table(self, r: int) -> Ints:
        """How many mixing partners of the own group share the table: (holders + 1)."""
        counts = np.zeros(self.rules.holders + 1, dtype=np.int64)
        for group in self.rules.groups:
            for a in group:
                counts[a] = sum(
                    int(self.pairs.mixes[b]) for b in group
                    if b != a and self.rows[r, a] == self.rows[r, b]
                )  # fmt: skip
        return counts

    def place_cost(self, r: int, people: Ints, tables: Ints) -> Ints:
        """What the tables themselves cost these people: wishes, moves, visits; arrays broadcast."""
        cost = np.zeros(np.broadcast(people, tables).shape, dtype=np.int64)
        if self.places is not None:
            cost += self.places[people, tables]
        if self.announced is not None:
            told = self.announced[r][people]
            cost += self.weights.moved * ((told >= 0) & (told != tables))
        if self.visits is not None:
            here = tables == self.rows[r, people]
            before = self.visits[people, tables] - here
            cost += self.weights.repeat * self.revisiting[people] * (before > 0)
        return cost

    def language_cost(self, deficit: Ints) -> Ints:
        """Nothing where everybody can talk; each further person who cannot costs a little more."""
        cost: Ints = np.where(deficit > 0, self.language_weight * (3 + deficit) // 4, 0)
        return cost

    def deficits(self, r: int) -> Ints:
        if self.languages is None:
            return np.zeros(self.rules.tables, dtype=np.int64)
        deficits: Ints = self.members[r].shape[1] - self.fitting[r].max(axis=1)
        return deficits

    def language_of_round(self, r: int) -> tuple[int, int]:
        """How many tables cannot talk, and what that costs."""
        deficits = self.deficits(r)
        return int((deficits > 0).sum()), int(self.language_cost(deficits).sum())

    def in_silent_tables(self, r: int) -> Flags:
        """Who sits at a table that cannot talk: (holders + 1)."""
        silent = np.append(self.deficits(r) > 0, False)
        found: Flags = silent[self.rows[r]]
        return found

    def elsewhere_wanted(self, r: int) -> Flags:
        """Whose table itself costs something, whoever sits there: (holders + 1)."""
        wanted: Flags = self.place_cost(r, np.arange(len(self.rows[r])), self.rows[r]) > 0
        return wanted

    def swap_changes(self, r: int, p: int, own: Ints) -> Ints:
        """How the cost changes if p and another holder swap tables in round r: (holders + 1).

        own: `own_costs(r)`. Swaps against the hard rules change by FORBIDDEN.
        """
        row, tables, pairs = self.rows[r], self.members[r], self.pairs.costs
        here = int(row[p])
        theirs = np.append(pairs[p][tables].sum(axis=1, dtype=np.int64), 0)
        ours = pairs[tables[here]].sum(axis=0, dtype=np.int64)
        changes: Ints = theirs[row] + ours - 2 * pairs[p] - own[p] - own
        if self.places is not None or self.announced is not None or self.visits is not None:
            everybody, one, table = np.arange(len(row)), np.array(p), np.array(here)
            changes += self.place_cost(r, one, row) - self.place_cost(r, one, table)
            changes += self.place_cost(r, everybody, table) - self.place_cost(r, everybody, row)
        if self.languages is not None:
            changes += self.language_changes(self.languages, r, p)
        allowed = self.rules.allowed[r]
        may = np.append(allowed[:, here], False)
        may &= np.append(allowed[p], False)[row]
        may &= changes < APART // 2
        changes[~may | self.fixed[r] | (row == here)] = FORBIDDEN
        return changes

    def language_changes(self, languages: Languages, r: int, p: int) -> Ints:
        row, fitting, fits = self.rows[r], self.fitting[r], languages.fits
        here, seats = int(row[p]), self.members[r].shape[1]
        padded = np.vstack([fitting, np.zeros_like(fitting[:1])])
        before = np.append(self.language_cost(self.deficits(r)), 0)
        ours = seats - (fitting[here] - fits[p] + fits).max(axis=1)
        theirs = seats - (padded[row] - fits + fits[p]).max(axis=1)
        after = self.language_cost(ours) + self.language_cost(theirs)
        changes: Ints = after - before[here] - before[row]
        return changes

    # ---- the only move

    def swap(self, r: int, p: int, q: int) -> None:
        """Let p and q change tables in round r."""
        row, tables = self.rows[r], self.members[r]
        here, there = int(row[p]), int(row[q])
        left, found = tables[here][tables[here] != p], tables[there][tables[there] != q]
        self.pairs.change_table(p, left, found)
        self.pairs.change_table(q, found, left)
        both = np.array([p, q])
        self.visit(r, both, -1)
        tables[here][tables[here] == p] = q
        tables[there][tables[there] == q] = p
        row[p], row[q] = there, here
        self.visit(r, both, 1)
        if self.languages is not None:
            difference = self.languages.fits[q] - self.languages.fits[p]
            self.fitting[r][here] += difference
            self.fitting[r][there] -= difference

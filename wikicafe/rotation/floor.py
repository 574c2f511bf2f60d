"""The room during the search: who sits where, what any swap would change; decides nothing."""

from __future__ import annotations

import numpy as np

from wikicafe.rotation.interpreting import Interpreting
from wikicafe.rotation.languages import languages_of
from wikicafe.rotation.pairs import APART, Pairs, members_of
from wikicafe.rotation.rules import Costs, Flags, Ints, Rules
from wikicafe.rotation.talk import Talk
from wikicafe.rotation.weights import Weights, past_visits, place_costs

FORBIDDEN = 1 << 30  # the change of a swap nobody may make


class Floor:
    """All rounds at once, kept consistent by `swap`.

    rows (rounds, holders + 1): everybody's table, must be legal and stays so. members (rounds,
    tables + 1, seats): who sits there, padded with *nobody*, the last holder, who is also all there
    is at the table "nowhere". pairs.costs of two who share a table include that meeting itself,
    which `own_costs` takes off again.
    """

    def __init__(self, rules: Rules, weights: Weights, rows: Ints, announced: Ints | None) -> None:
        self.rules, self.weights, self.announced = rules, weights, announced
        self.pairs = Pairs(rules, weights)
        self.wishes = place_costs(rules, weights)
        nowhere = np.full((rules.rounds, 1), rules.nowhere)
        self.rows = np.append(rows[:, : rules.holders], nowhere, axis=1)
        self.members = [members_with_nowhere(rules, r, row) for r, row in enumerate(self.rows)]
        self.chairs = [chairs_of(members, rules.holders) for members in self.members]
        self.visits = Visits(rules) if rules.problem.distinct_tables else None
        for r, tables in enumerate(self.members):
            self.pairs.meet(tables, 1)
            if self.visits is not None:
                self.visits.count(np.arange(rules.people), self.rows[r, : rules.people], 1)
        # who never moves by a swap of two
        self.fixed = np.append(~rules.present | rules.stays, np.ones((rules.rounds, 1), bool), 1)
        self.fixed |= self.pairs.group >= 0
        self.bound = [
            np.flatnonzero(~self.fixed[r, :-1] & ~rules.allowed[r].all(axis=1))
            for r in range(rules.rounds)
        ]
        self.is_bound = np.zeros_like(self.fixed)
        for r, bound in enumerate(self.bound):
            self.is_bound[r, bound] = True
        self.everybody = np.arange(rules.holders + 1)
        self.partners = [self.partners_present(r) for r in range(rules.rounds)]
        languages = languages_of(rules.problem, rules.holders)
        self.talks: list[Talk] = []
        if languages is not None:
            interpreting = Interpreting(languages)
            self.talks = [Talk(languages, interpreting, members) for members in self.members]

    # ---- what stands

    def partners_present(self, r: int) -> Ints:
        """How many mixing partners of the own group are here: (holders + 1)."""
        counts = np.zeros(self.rules.holders + 1, dtype=np.int64)
        for group in self.rules.groups:
            here = [i for i in group if self.rules.present[r, i]]
            mixing = int(self.pairs.mixes[here].sum())
            counts[here] = mixing - self.pairs.mixes[here]
        return counts

    def silent_tables(self) -> int:
        return sum(talk.silent_tables for talk in self.talks)

    def silent_tables_of(self, r: int) -> int:
        return self.talks[r].silent_tables if self.talks else 0

    def repeats(self) -> int:
        """All repeats and revisits, history included; only where pairs cost nothing else."""
        times = np.where(self.pairs.costs < APART // 2, self.pairs.costs, 0) // self.weights.repeat
        found = int((times * (times - 1)).sum()) // 4
        if self.visits is not None:
            found += int(np.maximum(self.visits.of_person - 1, 0).sum())
        return found

    def in_silent_tables(self, r: int) -> Flags | None:
        """Who sits at a table that cannot talk: (holders + 1); None if all can."""
        if not self.talks or not self.talks[r].silent_tables:
            return None
        found: Flags = self.talks[r].silent[self.rows[r]]
        return found

    def interpreters(self) -> list[dict[int, int]]:
        """Where the interpreters stand in each round: interpreter -> table."""
        if not self.talks:
            return [{} for _ in self.members]
        return [talk.places() for talk in self.talks]

    # ---- costs

    def own_costs(self, r: int) -> Costs:
        """What each holder costs at the present table, languages left out: (holders + 1)."""
        row, tables, costs = self.rows[r], self.members[r], self.pairs.costs
        flat = tables[:, :, None] * len(costs) + tables[:, None, :]
        together = costs.ravel().take(flat).sum(axis=2, dtype=np.int32)
        mixing = self.pairs.mixes[tables]
        mates = mixing.sum(axis=1)[:, None] - 1
        if self.rules.groups:
            mates = mates - self.partners[r][tables]
        own = np.zeros(self.rules.holders + 1, dtype=np.int32)
        own[tables] = together - self.weights.repeat * mixing * mates
        if self.wishes is not None:
            own += self.wishes[self.everybody, row]
        if self.announced is not None:
            told = self.announced[r]
            own += np.int32(self.weights.moved) * ((told >= 0) & (told != row))
        if self.visits is not None:
            own += np.int32(self.weights.repeat) * (self.visits.of_person[self.everybody, row] > 1)
        return own

    def changes(self, r: int, people: Ints, own: Costs) -> Costs:
        """What it changes if each of `people` swaps with each holder in round r, without languages.

        own: `own_costs(r)`. Shape (people, holders + 1). Against the hard rules: FORBIDDEN or more.
        """
        row, tables, costs = self.rows[r], self.members[r], self.pairs.costs
        here = row[people]
        mine = costs[people]
        theirs = mine.take(tables[:, 0], axis=1)
        for seat in range(1, tables.shape[1]):
            theirs += mine.take(tables[:, seat], axis=1)
        self.add_places(r, people, here, theirs)
        change: Costs = theirs.take(row, axis=1)
        ours = tables[here]
        for seat in range(tables.shape[1]):
            change += costs.take(ours[:, seat], axis=0)
        mine *= 2
        change -= mine
        change -= own
        change -= own[people][:, None]
        self.add_places_of_others(r, here, change)
        change[np.arange(len(people))[:, None], ours] = FORBIDDEN
        self.forbid(r, people, here, change)
        return change

    def add_places(self, r: int, people: Ints, here: Ints, theirs: Costs) -> None:
        """What the tables themselves would cost these people: (people, tables + 1)."""
        if self.wishes is not None:
            theirs += self.wishes[people]
        if self.announced is not None:
            told = self.announced[r][people]
            cost = np.int32(self.weights.moved) * (told >= 0)
            theirs += cost[:, None]
            theirs[np.arange(len(people)), told] -= cost
        if self.visits is not None:
            theirs += np.int32(self.weights.repeat) * (self.visits.of_person[people] > 0)

    def add_places_of_others(self, r: int, here: Ints, change: Costs) -> None:
        """What the table of each of the people would cost everybody else: (people, holders + 1)."""
        if self.wishes is not None:
            change += self.wishes.T[here]
        if self.announced is not None:
            told = self.announced[r]
            change += np.int32(self.weights.moved) * ((told >= 0) & (told != here[:, None]))
        if self.visits is not None:
            change += np.int32(self.weights.repeat) * (self.visits.of_table[here] > 0)

    def forbid(self, r: int, people: Ints, here: Ints, change: Costs) -> None:
        bound = self.bound[r]
        if not len(bound):
            return
        allowed = self.rules.allowed[r]
        change[:, bound] += np.int32(FORBIDDEN // 2) * ~allowed[bound][:, here].T
        for place in np.flatnonzero(self.is_bound[r][people]).tolist():
            change[place] += (
                np.int32(FORBIDDEN // 2) * ~np.append(allowed[people[place]], False)[self.rows[r]]
            )

    # ---- the only move

    def swap(self, r: int, some: Ints, others: Ints) -> None:
        """Let each of `some` change tables with the one of `others`; no table occurs twice."""
        row, tables, chairs = self.rows[r], self.members[r], self.chairs[r]
        here, there = row[some], row[others]
        ours, theirs = tables[here], tables[there]
        self.pairs.exchange(some, ours, others, theirs)
        both = np.concatenate([some, others])
        if self.visits is not None:
            self.visits.count(both, row[both], -1)
        chairs[some], chairs[others] = chairs[others], chairs[some]
        tables.ravel()[chairs[both]] = both
        row[some], row[others] = there, here
        if self.visits is not None:
            self.visits.count(both, row[both], 1)
        if self.talks:
            self.talks[r].look_again(np.concatenate([here, there]).tolist())

    def reseat(self, r: int, row: Ints) -> None:
        """Seat one round anew: (holders + 1), legal."""
        here = self.everybody[: self.rules.people]
        for times in (-1, 1):
            self.pairs.meet(self.members[r], times)
            if self.visits is not None:
                self.visits.count(here, self.rows[r, here], times)
            if times < 0:
                self.rows[r] = row
                self.members[r][:] = members_with_nowhere(self.rules, r, row)
        self.chairs[r] = chairs_of(self.members[r], self.rules.holders)
        if self.talks:
            self.talks[r].look_again(range(self.rules.tables))


class Visits:
    """How often each holder sits at each table, history included, where a second time counts."""

    def __init__(self, rules: Rules) -> None:
        self.counts = np.append(~rules.stays, False)
        self.counts[rules.people :] = False
        past = past_visits(rules).astype(np.int32) * self.counts[:, None]
        self.of_person = past  # (holders + 1, tables + 1)
        self.of_table = np.ascontiguousarray(past.T)

    def count(self, people: Ints, tables: Ints, times: int) -> None:
        here = times * self.counts[people]
        self.of_person[people, tables] += here
        self.of_table[tables, people] += here


def members_with_nowhere(rules: Rules, r: int, row: Ints) -> Ints:
    members = members_of(rules, r, row)
    return np.vstack([members, np.full((1, members.shape[1]), rules.holders)])


def chairs_of(members: Ints, nobody: int) -> Ints:
    """The place of each holder in the raveled members: (holders + 1)."""
    chairs = np.zeros(nobody + 1, dtype=np.int64)
    chairs[members.ravel()] = np.arange(members.size)
    return chairs

"""One round with tables that cannot talk, and the rings of people whose change would mend one.

All rings are weighed at once: arc (p, q) says what it costs that p takes the chair of q.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wikicafe.rotation.languages import Languages
from wikicafe.rotation.rules import Flags, Ints, Rules

Costs = NDArray[np.float64]

# A ring is there to mend a table: few shall notice. Repeats are traded for moves by the search.
REPEAT, MOVE = 5.0, 6.0
NO_WAY = np.inf
MOST_LIKELY = 150  # people weighed for the first and for the last place of a ring

# What it costs, and people of whom each takes the chair of the next, the last that of the first.
Ring = tuple[float, list[int]]
NO_RING: Ring = (NO_WAY, [])


def turned(row: Ints, ring: list[int]) -> Ints:
    """The row after each in the ring has taken the chair of the next."""
    new = row.copy()
    new[ring] = row[[*ring[1:], ring[0]]]
    return new


def at_table(rules: Rules, row: Ints) -> Ints:
    """1 where somebody sits: (holders, tables)."""
    at: Ints = (row[:, None] == np.arange(rules.tables)).astype(np.int64)
    return at


def likely(costs: Costs) -> Ints:
    """Those whom it costs least, of all whom it may cost anything."""
    found = np.flatnonzero(costs < NO_WAY)
    if len(found) <= MOST_LIKELY:
        return found
    order: Ints = np.sort(found[np.argsort(costs[found], kind="stable")[:MOST_LIKELY]])
    return order


@dataclass(frozen=True, slots=True)
class Room:
    """One round: who sits where, who lacks the language of the table, and who may move.

    lacking (tables): people who do not understand. counts (tables, columns): who fits. usable, too.
    been (holders, tables): visits in other rounds, where each table has its own question.
    """

    rules: Rules
    languages: Languages
    r: int
    row: Ints
    been: Ints
    size: Ints
    counts: Ints
    usable: Flags
    lacking: Ints

    @staticmethod
    def now(
        rules: Rules,
        languages: Languages,
        r: int,
        row: Ints,
        standing: Mapping[str, str],
        been: Ints,
    ) -> Room:
        usable = languages.usable.copy()
        usable[:, languages.spoken :] = False
        numbers = {table.id: k for k, table in enumerate(rules.problem.tables)}
        for kind, interpreter in zip(languages.kinds, rules.problem.interpreters, strict=True):
            if kind < 0:
                continue
            where = standing.get(interpreter.id)
            at = slice(None) if where is None else numbers[where]  # who is idle may go anywhere
            usable[at, kind] |= languages.usable[at, kind]
        hot = at_table(rules, row).T
        counts = hot @ languages.fits[: rules.holders]
        size = hot.sum(axis=1)
        lacking = np.where(usable, size[:, None] - counts, size[:, None]).min(axis=1)
        return Room(rules, languages, r, row, been, size, counts, usable, lacking)

    def freeing_an_interpreter(
        self, met: Ints, told: Ints, standing: Mapping[str, str]
    ) -> Ints | None:
        """The row after the cheapest rings that make one table able to talk without its interpreter,
        who then helps a table that cannot; None if there are none.
        """
        names = [interpreter.id for interpreter in self.rules.problem.interpreters]
        kinds = dict(zip(names, self.languages.kinds, strict=True))
        best: tuple[float, Ints | None] = (NO_WAY, None)
        for k in np.flatnonzero(self.lacking > 0).tolist():
            for name in sorted(standing):
                c = kinds[name]
                if self.languages.usable[k, c] and self.counts[k, c] == self.size[k]:
                    moved = {**standing, name: self.rules.problem.tables[k].id}
                    paid, row = self.without_help(met, told, moved)
                    best = (paid, row) if paid < best[0] else best
        return best[1]

    def without_help(
        self, met: Ints, told: Ints, standing: Mapping[str, str]
    ) -> tuple[float, Ints]:
        """Mend the table that cannot talk any more with interpreters standing like this."""
        room, paid = self.standing(self.row, standing), 0.0
        lame = np.flatnonzero((room.lacking > 0) & (self.lacking == 0))
        for _ in range(int(room.lacking[lame].sum()) if len(lame) == 1 else 0):
            cost, ring = room.cheapest_ring(met, told, lame)
            if not ring:
                return NO_WAY, self.row
            room, paid = room.standing(turned(room.row, ring), standing), paid + cost
        is_mended = (room.lacking > 0).sum() < (self.lacking > 0).sum()
        return (paid, room.row) if is_mended else (NO_WAY, self.row)

    def standing(self, row: Ints, standing: Mapping[str, str]) -> Room:
        return Room.now(self.rules, self.languages, self.r, row, standing, self.been)

    def cheapest_ring(self, met: Ints, told: Ints, silent: Ints | None = None) -> Ring:
        """Let one more person at one of these tables understand, by default any that cannot talk."""
        silent = np.flatnonzero(self.lacking > 0) if silent is None else silent
        if not len(silent):
            return NO_RING
        cost, after = self.costs(met, told), self.lacking_after()
        at = np.where(self.row < self.rules.tables, self.row, 0)
        open_ = np.where(after <= self.lacking[at], cost, NO_WAY)
        best = NO_RING
        for k in silent.tolist():
            members = np.flatnonzero(self.row == k)
            arcs = open_.copy()
            arcs[:, members] = NO_WAY
            for x in members.tolist():
                arcs[:, x] = np.where(after[:, x] < self.lacking[k], cost[:, x], NO_WAY)
                best = min(best, self.ring_through(x, arcs))
                arcs[:, x] = NO_WAY
        return best

    def ring_through(self, x: int, arcs: Costs) -> Ring:
        """The cheapest ring of two or three people, of four only where there is none."""
        home, away = arcs[:, x], arcs[x]
        first, last = likely(away), likely(home)
        if not len(first) or not len(last):
            return NO_RING
        two = away + home
        y = int(two.argmin())
        by = away[first, None] + arcs[np.ix_(first, last)] + home[last]
        i, j = divmod(int(by.argmin()), len(last))
        if two[y] <= by[i, j] and two[y] < NO_WAY:
            return float(two[y]), [x, y]
        if by[i, j] < NO_WAY:
            return float(by[i, j]), [x, int(first[i]), int(last[j])]
        return self.ring_of_four(x, first, last, arcs)

    def ring_of_four(self, x: int, first: Ints, last: Ints, arcs: Costs) -> Ring:
        there = arcs[x, first][:, None] + arcs[first]
        via = first[there.argmin(axis=0)]
        far = there.min(axis=0)[:, None] + arcs[:, last] + arcs[last, x]
        i, j = divmod(int(far.argmin()), len(last))
        ring = [x, int(via[i]), i, int(last[j])]
        is_apart = len({int(self.row[p]) for p in ring}) == len(ring)
        return (float(far[i, j]), ring) if is_apart and far[i, j] < NO_WAY else NO_RING

    def costs(self, met: Ints, told: Ints) -> Costs:
        """What it costs that p takes the chair of q, where the hard rules let them."""
        rules, row = self.rules, self.row
        at = np.where(row < rules.tables, row, 0)
        # p with those at the table of q; whole numbers, but only floats are multiplied fast
        company = met.astype(np.float32) @ at_table(rules, row).astype(np.float32)
        known = (company + self.been)[:, at]
        own = np.diagonal(known)[:, None]
        moved = (told >= 0)[:, None] * (
            (at[None, :] != told[:, None]) * 1 - (at != told)[:, None] * 1
        )
        cost: Costs = REPEAT * (known - met - own) + MOVE * moved
        free = self.free()
        ghosts = np.arange(rules.holders) >= rules.people
        haunted = np.zeros(rules.tables, dtype=bool)
        haunted[row[ghosts & (row < rules.tables)]] = True
        cost[~(free[:, None] & free)] = NO_WAY
        cost[~rules.allowed[self.r][:, at]] = NO_WAY
        cost[at[:, None] == at] = NO_WAY
        cost[ghosts[:, None] & haunted[at][None, :] & ~ghosts[None, :]] = NO_WAY
        return cost

    def free(self) -> Flags:
        """Who is here and tied to nobody and to no single table."""
        free: Flags = self.rules.present[self.r] & ~self.rules.stays
        tied = [i for group in self.rules.groups for i in group]
        free[[*tied, *(i for pair in self.rules.apart for i in pair)]] = False
        return free

    def lacking_after(self) -> Ints:
        """How many would not understand at the table of q, had p the chair of q."""
        fits, rules = self.languages.fits[: self.rules.holders], self.rules
        kinds, of = np.unique(fits, axis=0, return_inverse=True)
        at = np.where(self.row < rules.tables, self.row, 0)
        least = np.full((len(kinds), rules.holders), 10**6)
        for c in range(fits.shape[1]):
            left = self.size[at] - self.counts[at, c] + fits[:, c]
            value = np.where(self.usable[at, c], left[None, :] - kinds[:, c][:, None], 10**6)
            least = np.minimum(least, value)
        after: Ints = least[of.reshape(-1)]
        return after

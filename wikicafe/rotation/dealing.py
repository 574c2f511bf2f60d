"""A working language for each table of one round, dealt so that everybody finds a chair.

Each table has one column to work in, its *mode*; people sit by augmenting paths. Who finds no chair
shows which tables must change their mode; one after the other is tried, and rests (tabu search).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import numpy as np

from wikicafe.rotation.budget import Budget
from wikicafe.rotation.languages import Languages, bits
from wikicafe.rotation.rules import Flags, Ints, Rules
from wikicafe.rotation.talk import Talk

TRIALS = 12  # changes of mode tried for one more table that talks
FEW_TRIALS = 3
SECONDS_PER_PAIR = 20e-9  # of CPU for one trial, guessed from what 80 and 250 people took
CHOICE = 6  # changes compared in one trial
REST = 6  # trials during which a changed mode stays
ANY = -1  # the mode of a table that is given up: anybody may sit there

Alike = tuple[int, int]  # people as they matter here: mask of columns, mask of tables allowed


class Deal:
    """The mode of each table, and how many people of each kind sit there.

    at: for each table. waiting: who has no chair. free: idle interpreters by column. options: the
    columns a table may use and whoever stays there fits. accepts: kind -> mask of tables.
    """

    def __init__(self, rules: Rules, languages: Languages, r: int, row: Ints, talk: Talk) -> None:
        self.speakers: list[int] = languages.fits[: rules.people].sum(axis=0).tolist()
        self.spoken = languages.spoken
        self.price = SECONDS_PER_PAIR * rules.holders**2
        self.free = Counter(kind for kind in languages.kinds if kind >= 0)
        masks: list[int] = languages.masks.tolist()
        self.at: list[Counter[Alike]] = [Counter() for _ in range(rules.tables)]
        staying = [-1] * rules.tables
        self.room: list[int] = rules.most[r].tolist()
        number, places = places_of(rules.allowed[r])
        for i in np.flatnonzero(rules.present[r]).tolist():
            k = int(row[i])
            self.room[k] -= 1
            if places[number[i]] == 1 << k:
                staying[k] &= masks[i]
            else:
                self.at[k][masks[i], places[number[i]]] += 1
        self.accepts = {kind: kind[1] for here in self.at for kind in here}
        self.options = [
            [c for c in range(len(self.speakers)) if (usable & mask) >> c & 1]
            for usable, mask in zip(bits(languages.usable).tolist(), staying, strict=True)
        ]
        self.waiting: list[Alike] = []
        self.modes = [ANY] * rules.tables
        silent = [k for k in talk.wants if k not in talk.matched]
        for k in sorted(range(rules.tables), key=lambda k: (self.room[k] < 0, k)):
            common = talk.matched.get(k) or talk.language_of[k]
            for mask, _ in self.at[k]:
                common &= mask
            fitting = [c for c in self.options[k] if common >> c & 1]
            if fitting:
                self.work_in(k, max(fitting, key=lambda c: self.speakers[c]))
            elif k not in silent and self.can_talk(k):
                self.work_in(k, self.best_mode(k))
            for kind in list(self.at[k].elements())[: max(0, -self.room[k])]:
                self.at[k] = self.at[k] - Counter([kind])
                self.room[k] += 1
                self.waiting.append(kind)
        self.seat_the_waiting()

    def silent_tables(self) -> int:
        return len(self.given_up()) if not self.waiting else len(self.modes)

    def copy(self) -> Deal:
        other = object.__new__(Deal)
        other.__dict__.update(self.__dict__)
        other.free, other.accepts = self.free.copy(), dict(self.accepts)
        other.at = self.at[:]  # the counters are never changed, only replaced
        other.room, other.modes, other.waiting = self.room[:], self.modes[:], self.waiting[:]
        return other

    def given_up(self) -> list[int]:
        return [k for k, mode in enumerate(self.modes) if mode == ANY]

    def chairs(self, languages: Languages) -> Flags:
        """Who may sit where in these modes: (holders, tables)."""
        fits = languages.fits[:-1] > 0
        found: Flags = np.ones((len(fits), len(self.modes)), dtype=bool)
        for k, mode in enumerate(self.modes):
            if mode != ANY:
                found[:, k] = fits[:, mode]
        return found

    def work_in(self, k: int, mode: int) -> None:
        """Let a table work in this mode; who does not fit has to leave."""
        for column, more in ((self.modes[k], 1), (mode, -1)):
            if column >= self.spoken:
                self.free[column] += more
        self.modes[k] = mode
        for kind in self.accepts:
            if kind[1] >> k & 1:
                fits = mode == ANY or kind[0] >> mode & 1
                self.accepts[kind] = self.accepts[kind] & ~(1 << k) | fits << k
        here = self.at[k]
        self.at[k] = Counter({kind: n for kind, n in here.items() if self.accepts[kind] >> k & 1})
        leaving = list((here - self.at[k]).elements())
        self.room[k] += len(leaving)
        self.waiting += leaving

    # ---- one more table

    def let_talk(self, k: int, chance: Random, budget: Budget | None) -> bool:
        """Give a table a mode, and others another one, until everybody has a chair again."""
        trials = FEW_TRIALS if budget is None else TRIALS
        resting = {k: trials}
        if self.can_talk(k):
            self.work_in(k, self.best_mode(k))
        elif self.options[k]:
            self.change(k, chance.choice(self.options[k]))
        if self.modes[k] == ANY:
            return False
        reached = self.seat_the_waiting()
        for trial in range(trials):
            if not self.waiting:
                return True
            if budget is not None and not budget.affords(self.price):
                return False
            changes = list(self.changes(reached, resting, trial))
            best: tuple[int, int, Deal, int, int] | None = None
            for j, c in chance.sample(changes, min(CHOICE, len(changes))):
                other = self.copy()
                leaving = other.change(j, c)
                competing = other.seat_the_waiting()
                if best is None or (len(other.waiting), leaving) < best[:2]:
                    best = (len(other.waiting), leaving, other, competing, j)
                if not other.waiting:
                    break
            if best is None:
                return False
            *_, other, reached, j = best
            self.__dict__.update(other.__dict__)
            resting[j] = trial + 1 + REST
        return not self.waiting

    def can_talk(self, k: int) -> bool:
        return any(c < self.spoken or self.free[c] > 0 for c in self.options[k])

    def best_mode(self, k: int) -> int:
        """The column of most people at a table, without another interpreter unless one is idle."""
        open_ = [c for c in self.options[k] if c < self.spoken or self.free[c] > 0]
        return max(open_, key=lambda c: (self.fitting(k, c), self.speakers[c]))

    def fitting(self, k: int, c: int) -> int:
        return sum(number for (mask, _), number in self.at[k].items() if mask >> c & 1)

    def changes(
        self, reached: int, resting: dict[int, int], trial: int
    ) -> Iterator[tuple[int, int]]:
        """Tables and columns which would let in somebody of those who compete for chairs."""
        kinds = {kind for k, here in enumerate(self.at) if reached >> k & 1 for kind in here}
        kinds.update(self.waiting)
        for k, options in enumerate(self.options):
            if self.modes[k] == ANY or resting.get(k, 0) > trial:
                continue
            come = [
                kind[0] for kind in kinds if kind[1] >> k & 1 and not self.accepts[kind] >> k & 1
            ]
            for c in options:
                if c != self.modes[k] and any(mask >> c & 1 for mask in come):
                    yield k, c

    def change(self, k: int, c: int) -> int:
        """Change one mode, and that of a table whose interpreter is needed; how many must leave."""
        before = len(self.waiting)
        if c >= self.spoken and not self.free[c]:
            lenders = [
                j for j, mode in enumerate(self.modes)
                if mode == c and any(o < self.spoken for o in self.options[j])
            ]  # fmt: skip
            if not lenders:
                return 0
            modes = [self.best_mode(j) for j in lenders]
            fits = [self.fitting(j, o) for j, o in zip(lenders, modes, strict=True)]
            place = fits.index(max(fits))
            self.work_in(lenders[place], modes[place])
        self.work_in(k, c)
        return len(self.waiting) - before

    def seat_the_waiting(self) -> int:
        """Seat whoever can be; a mask of the tables for whose chairs the others compete."""
        reached, waiting, self.waiting = 0, self.waiting, []
        lost: set[Alike] = set()
        for kind in waiting:
            tables = 0 if kind in lost else self.seat(kind)
            if kind in lost or tables:
                lost.add(kind)
                self.waiting.append(kind)
            reached |= max(tables, 0)
        return reached

    def seat(self, kind: Alike) -> int:
        """Seat somebody by the shortest chain of moves: 0, or where it ends without a chair."""
        left: dict[Alike, int] = {kind: ANY}  # the table somebody of the kind would leave
        came: dict[int, Alike] = {}  # who would come to a table
        queue, reached = [kind], 0
        for one in queue:
            tables = self.accepts[one] & ~reached
            reached |= tables
            while tables:
                k = (tables & -tables).bit_length() - 1
                tables &= tables - 1
                came[k] = one
                if self.room[k]:
                    self.room[k] -= 1
                    while k != ANY:
                        one = came[k]
                        self.at[k] = self.at[k] + Counter([one])
                        k = left[one]
                        if k != ANY:
                            self.at[k] = self.at[k] - Counter([one])
                    return 0
                for other in self.at[k]:
                    if other not in left:
                        left[other] = k
                        queue.append(other)
        return reached or -1


def places_of(allowed: np.ndarray) -> tuple[list[int], list[int]]:
    """Return for each person the number of a set of tables, and the sets as masks.

    Few sets are different, and there may be thousands of people: rows are compared as bytes.
    """
    numbers: dict[bytes, int] = {}
    masks: list[int] = []
    each = []
    for row, packed in zip(allowed, np.packbits(allowed, axis=1), strict=True):
        number = numbers.setdefault(packed.tobytes(), len(numbers))
        if number == len(masks):
            masks.append(sum(1 << k for k in np.flatnonzero(row).tolist()))
        each.append(number)
    return each, masks

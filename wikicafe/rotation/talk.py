"""Which tables can talk while people swap, and where the interpreters stand; decides nothing."""

from __future__ import annotations

import numpy as np

from wikicafe.rotation.interpreting import Interpreting
from wikicafe.rotation.languages import EVERYTHING, Languages, bits
from wikicafe.rotation.rules import Costs, Flags, Ints


class Talk:
    """One round: the languages that are left at each table, kept as people come and go.

    without (holders + 1): the columns that fit everybody at the table but this person. usable
    (tables + 1): the columns the table may use now, an idle interpreter stands at every table.
    silent (tables + 1): tables that cannot talk. wants: the kinds of interpreter that would help
    each table that cannot talk by itself.
    """

    def __init__(self, languages: Languages, interpreting: Interpreting, members: Ints) -> None:
        self.masks, self.fits = languages.masks, languages.fits
        self.interpreting, self.members = interpreting, members
        spoken = (1 << languages.spoken) - 1
        allowed = np.append(bits(languages.usable), EVERYTHING)
        self.languages = allowed & spoken
        self.kinds = allowed & interpreting.kinds
        self.language_of = self.languages.tolist()
        self.kinds_of = self.kinds.tolist()
        self.without = np.full(len(self.masks), EVERYTHING)
        self.usable = allowed
        self.silent = np.zeros(len(allowed), dtype=bool)
        self.wants: dict[int, int] = {}
        self.matched: dict[int, int] = {}
        self.look_again(range(len(members) - 1))
        self.send_interpreters()

    @property
    def silent_tables(self) -> int:
        return sum(k not in self.matched for k in self.wants)

    def look_again(self, tables: range | list[int]) -> None:
        """Company has changed at these tables."""
        places = list(tables)
        seated = self.members[places]
        left = all_but_one(self.masks[seated])
        self.without[seated] = left
        self.without[-1] = EVERYTHING
        before = dict(self.wants)
        for k, common in zip(places, (left[:, 0] & self.masks[seated[:, 0]]).tolist(), strict=True):
            if common & self.language_of[k]:
                self.wants.pop(k, None)
            else:
                self.wants[k] = common & self.kinds_of[k]
        if before != self.wants:
            self.send_interpreters()

    def send_interpreters(self) -> None:
        self.matched = self.interpreting.matching({k: v for k, v in self.wants.items() if v})
        self.usable = self.languages | (
            self.kinds & self.interpreting.idle(list(self.matched.values()))
        )
        self.silent[:] = False
        for k in self.wants:
            self.usable[k] |= self.matched.get(k, 0)
            self.silent[k] = k not in self.matched

    def places(self) -> dict[int, int]:
        return self.interpreting.places(self.matched)

    def silenced(self, people: Ints, row: Ints) -> Costs:
        """How many more tables cannot talk if each of `people` swaps with each holder.

        Shape (people, holders + 1); row: the tables of all holders in this round.
        """
        here = row[people]
        ours = (self.without[people] & self.usable[here])[:, None] & self.masks
        theirs = (self.without & self.usable[row]) & self.masks[people][:, None]
        more: Costs = (ours == 0).astype(np.int32)
        more += theirs == 0
        more -= self.silent[row]
        more -= self.silent[here][:, None]
        return more

    def missing(self, people: Ints, row: Ints) -> Costs:
        """How many more people at the silent tables of `people` lack its best language after swaps.

        Shape as `silenced`; 0 for people whose table talks. A slope towards tables that can talk.
        """
        more = np.zeros((len(people), len(row)), dtype=np.int32)
        for place in self.silent[row[people]].nonzero()[0].tolist():
            p, k = people[place], row[people[place]]
            columns = [c for c in range(self.fits.shape[1]) if int(self.usable[k]) >> c & 1]
            counts = self.fits[np.ix_(self.members[k], columns)].sum(axis=0)
            after = (counts - self.fits[p, columns] + self.fits[:, columns]).max(axis=1, initial=0)
            more[place] = counts.max(initial=0) - after
        return more

    def asking(self, people: Ints, others: Ints, row: Ints) -> Flags:
        """Which of these swaps ask for one more interpreter than before."""
        here, there = row[people], row[others]
        need: Flags = (self.without[people] & self.masks[others] & self.languages[here]) == 0
        need |= (self.without[others] & self.masks[people] & self.languages[there]) == 0
        return need


def all_but_one(masks: Ints) -> Ints:
    """For each place of a row, the bitwise and of all other places."""
    before, after = np.full_like(masks, EVERYTHING), np.full_like(masks, EVERYTHING)
    before[:, 1:] = np.bitwise_and.accumulate(masks, axis=1)[:, :-1]
    after[:, :-1] = np.bitwise_and.accumulate(masks[:, ::-1], axis=1)[:, -2::-1]
    both: Ints = before & after
    return both

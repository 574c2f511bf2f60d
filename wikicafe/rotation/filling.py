"""Everybody seated, every table between its least and most; no cost is weighed here.

Chains are augmenting paths of a bipartite matching. A matching that fills the least chairs and one
that seats everybody can always be joined into one doing both (Mendelsohn and Dulmage, 1958), so
first the tables ask, then the people, and the answer is exact.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from wikicafe.rotation.problem import Unseatable
from wikicafe.rotation.rules import Ints, Rules


def fill(rules: Rules, r: int, wanted: Ints, fixed: Mapping[int, int]) -> dict[int, int]:
    """Return a table for everybody present in round r; who is `fixed` stays there.

    People keep the wanted table where that is possible.
    Raises Unseatable, naming the people who compete for too few chairs.
    """
    room = Room(rules, r, fixed)
    for i in room.waiting.copy():
        room.sit_down(i, int(wanted[i]))
    for k in range(rules.tables):
        while len(room.at[k]) < room.least[k]:
            room.call_somebody_to(k)
    for i in sorted(room.waiting):
        room.find_a_chair_for(i)
    return dict(fixed) | {i: k for k, people in enumerate(room.at) for i in people}


class Room:
    """One round while it fills: who sits where, who waits."""

    def __init__(self, rules: Rules, r: int, fixed: Mapping[int, int]) -> None:
        self.rules, self.r = rules, r
        self.least, self.most = rules.least[r].tolist(), rules.most[r].tolist()
        for k in fixed.values():
            self.least[k] -= 1
            self.most[k] -= 1
        self.at: list[set[int]] = [set() for _ in range(rules.tables)]
        here = rules.present[r, : rules.people].nonzero()[0].tolist()
        # a dict, since a set would make the order of seating depend on its history
        self.waiting: dict[int, None] = {i: None for i in here if i not in fixed}
        self.allowed = rules.allowed[r].tolist()

    def sit_down(self, i: int, k: int) -> None:
        if 0 <= k < len(self.at) and self.allowed[i][k] and len(self.at[k]) < self.most[k]:
            self.at[k].add(i)
            del self.waiting[i]

    def call_somebody_to(self, k: int) -> None:
        """Fill one chair of a table below its least, by the shortest chain of moves."""
        came: dict[int, tuple[int, int]] = {}  # table -> (person leaving it, table gone to)
        queue, seen = deque([k]), {k}
        while queue:
            j = queue.popleft()
            for i in self.waiting:
                if self.allowed[i][j]:
                    del self.waiting[i]
                    return self.move_along(i, j, came)
            for other, people in enumerate(self.at):
                willing = (
                    sorted(i for i in people if self.allowed[i][j]) if other not in seen else ()
                )
                if willing:
                    came[other] = (willing[0], j)
                    if len(people) > self.least[other]:
                        people.remove(willing[0])
                        return self.move_along(willing[0], j, came)
                    seen.add(other)
                    queue.append(other)
        raise self.contradiction({i for j in seen for i in self.at[j]}, k)

    def move_along(self, i: int, k: int, came: Mapping[int, tuple[int, int]]) -> None:
        self.at[k].add(i)
        while k in came:
            i, nearer = came[k]
            self.at[k].remove(i)
            self.at[nearer].add(i)
            k = nearer

    def find_a_chair_for(self, newcomer: int) -> None:
        """Seat somebody who waits, by the shortest chain of moves to a free chair."""
        came: dict[int, tuple[int, int | None]] = {}  # table -> (person arriving, table left)
        queue: deque[tuple[int, int | None]] = deque([(newcomer, None)])
        while queue:
            i, left = queue.popleft()
            for k, allowed in enumerate(self.allowed[i]):
                if not allowed or k in came:
                    continue
                came[k] = (i, left)
                if len(self.at[k]) < self.most[k]:
                    del self.waiting[newcomer]
                    return self.shift_back(k, came)
                queue.extend((y, k) for y in sorted(self.at[k]))
        raise self.contradiction({newcomer} | {i for k in came for i in self.at[k]}, None)

    def shift_back(self, k: int, came: Mapping[int, tuple[int, int | None]]) -> None:
        to: int | None = k
        while to is not None:
            i, left = came[to]
            if left is not None:
                self.at[left].remove(i)
            self.at[to].add(i)
            to = left

    def contradiction(self, people: set[int], k: int | None) -> Unseatable:
        problem = self.rules.problem
        names = tuple(problem.people[i].id for i in sorted(people))
        if k is not None:
            return Unseatable("table-stays-empty", (problem.tables[k].id, *names), self.round)
        return Unseatable("too-many-for-their-tables", names, self.round)

    @property
    def round(self) -> int:
        return self.r + len(self.rules.problem.history)

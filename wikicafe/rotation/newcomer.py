"""A seat for somebody who has just come, at once and without moving anybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from wikicafe.rotation.languages import speaks_together
from wikicafe.rotation.problem import Person, Problem, Rotation, Seats, Table, Unseatable
from wikicafe.rotation.rules import table_sizes


def seat_newcomer(
    problem: Problem, rotation_so_far: Rotation, person: Person, from_round: int
) -> dict[int, str]:
    """Find a table in every round from `from_round` on for somebody who has just come.

    The smallest fitting table that shares a language: languages first, then balance, then no
    repeated meetings; capacities, keep-apart and allowed tables always. A host comes to the own
    table, a member of a group to the group.

    rotation_so_far: the rounds after problem.history. from_round: counted with history.
    Returns {round: table id} for the rounds in which the person is present.
    Raises Unseatable if no table has a chair left that the person may take.
    """
    first = len(problem.history)
    newcomer = Newcomer(problem, person, rotation_so_far)
    start = max(from_round, first, person.first_round)
    end = min(first + len(rotation_so_far.seats), person.last_round + 1)
    return {r: newcomer.take_a_seat(r, r - first) for r in range(start, end)}


class Newcomer:
    """One person and whom they have met, which grows with every seat they take."""

    def __init__(self, problem: Problem, person: Person, rotation: Rotation) -> None:
        self.problem, self.person, self.rotation = problem, person, rotation
        self.people = {p.id: p for p in problem.people} | {person.id: person}
        self.group = named_with(person.id, problem.together)
        self.foes = named_with(person.id, problem.apart)
        self.met: Counter[str] = Counter()
        self.visited: Counter[str] = Counter()
        for seats in problem.history:
            if person.id in seats:
                self.remember(seats[person.id], company(seats, person.id))

    def remember(self, table: str, tables: dict[str, list[str]]) -> None:
        self.visited[table] += 1
        self.met.update(name for name in tables[table] if self.counts(name))

    def counts(self, name: str) -> bool:
        other = self.people.get(name)
        return other is not None and other.mixes and self.person.mixes and name not in self.group

    def take_a_seat(self, r: int, place: int) -> str:
        tables = company(self.rotation.seats[place], self.person.id)
        level = self.water_level(sum(map(len, tables.values())) + 1, r)
        links = self.links(place)
        choice = self.tables_to_choose(tables)
        if not choice:
            raise Unseatable("no-place", (self.person.id,), r)
        best = min(choice, key=lambda table: self.cost(table, tables, level, links))
        self.remember(best.id, tables)
        return best.id

    def water_level(self, people: int, r: int) -> dict[str, int]:
        """How full each table should be at most."""
        try:
            _, most = table_sizes(people, self.problem.tables, r)
        except Unseatable as wrong:
            if wrong.code == "too-few-places":
                raise
            return {table.id: table.cap_min for table in self.problem.tables}
        return {t.id: int(size) for t, size in zip(self.problem.tables, most, strict=True)}

    def links(self, place: int) -> dict[str, list[frozenset[str]]]:
        """The languages of the interpreters at each table."""
        spoken = {i.id: frozenset(i.langs) for i in self.problem.interpreters}
        links: dict[str, list[frozenset[str]]] = defaultdict(list)
        for interpreter, table in self.rotation.interpreters[place].items():
            if interpreter in spoken:
                links[table].append(spoken[interpreter])
        return links

    def tables_to_choose(self, tables: dict[str, list[str]]) -> list[Table]:
        """Tables with a chair that no hard rule keeps the person from."""
        hosted = {t.id for t in self.problem.tables if t.host == self.person.id}
        grouped = {table for table, names in tables.items() if self.group & set(names)}
        return [
            table
            for table in self.problem.tables
            if len(tables[table.id]) < table.cap_max
            and (not hosted or table.id in hosted)
            and (not grouped or {table.id} == grouped)
            and (self.person.tables is None or table.id in self.person.tables)
            and not self.foes & set(tables[table.id])
        ]

    def cost(
        self,
        table: Table,
        tables: dict[str, list[str]],
        level: dict[str, int],
        links: dict[str, list[frozenset[str]]],
    ) -> tuple[int, ...]:
        here = [self.people[name] for name in tables[table.id] if name in self.people]
        repeats = sum(self.met[name] for name in tables[table.id])
        if self.problem.distinct_tables:
            repeats += self.visited[table.id] > 0
        return (
            not speaks_together(
                [frozenset(p.langs) for p in (*here, self.person)], links[table.id], table.language
            ),
            len(tables[table.id]) >= level[table.id],
            repeats,
            len(tables[table.id]),
            self.equals(here),
            self.problem.prefs.get(self.person.id, {}).get(table.id, 0),
        )

    def equals(self, here: Iterable[Person]) -> int:
        return sum(
            weight
            for other in here
            for name, weight in self.problem.attr_weights.items()
            if other.attrs.get(name) is not None
            and other.attrs.get(name) == self.person.attrs.get(name)
        )


def company(seats: Seats, without: str) -> dict[str, list[str]]:
    """Who sits at each table, one person left out; an empty list for any other table."""
    tables: dict[str, list[str]] = defaultdict(list)
    for name, table in seats.items():
        if name != without:
            tables[table].append(name)
    return tables


def named_with(name: str, groups: Iterable[Iterable[str]]) -> set[str]:
    return {other for group in map(set, groups) if name in group for other in group} - {name}

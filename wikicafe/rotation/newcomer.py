"""A seat for somebody who has just come, at once and without moving anybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wikicafe.rotation.languages import speaks_together
from wikicafe.rotation.problem import Person, Problem, Rotation, Seats, Table, Unseatable
from wikicafe.rotation.rules import table_sizes
from wikicafe.rotation.tracks import Track, tracks_left

DECIDING = 4  # costs by which a track is compared: language twice, balance, repeats
NO_WAY = (10**9,) * DECIDING
MOST_TRACKS = 50  # looked at for one person, who waits at the door

# Who sits at each table, how full each may be, and the languages of its interpreters.
Hall = tuple[dict[str, list[str]], dict[str, int], dict[str, list[frozenset[str]]]]


def seat_newcomer(
    problem: Problem, rotation_so_far: Rotation, person: Person, from_round: int
) -> dict[int, str]:
    """Find a table in every round from `from_round` on for somebody who has just come.

    The smallest fitting table that shares a language: languages first, then balance, then no
    repeated meetings; capacities, keep-apart and allowed tables always. A host comes to the own
    table, a member of a group to the group. The seats of somebody who left are taken over as they
    are, if they are as good as the best chairs found round by round: they fit the rotation.

    rotation_so_far: the rounds after problem.history. from_round: counted with history.
    Returns {round: table id} for the rounds in which the person is present.
    Raises Unseatable if no table has a chair left that the person may take.
    """
    first = len(problem.history)
    start = max(from_round, first, person.first_round)
    end = min(first + len(rotation_so_far.seats), person.last_round + 1)
    rounds = range(start, end)
    tracks = tracks_left(problem, [rotation_so_far.seats[r - first] for r in rounds])
    present = {p.id for p in problem.people}
    still = Rotation(
        tuple({n: t for n, t in seats.items() if n in present} for seats in rotation_so_far.seats),
        rotation_so_far.interpreters,
    )
    newcomer = Newcomer(problem, person, still)
    halls = {r: newcomer.hall(r, r - first) for r in rounds}
    ways = [newcomer.find_seats(halls)]
    ways += [newcomer.follow(track, halls) for track in sorted(set(tracks))[:MOST_TRACKS]]
    best = min(ways, key=lambda way: (way.paid, way is ways[0]))
    return dict(zip(rounds, best.seats, strict=True))


@dataclass(slots=True)
class Way:
    """Seats being found, round by round: whom one has met by then, and what it cost."""

    met: Counter[str]
    visited: Counter[str]
    seats: list[str] = field(default_factory=list)
    paid: tuple[int, ...] = (0,) * DECIDING


class Newcomer:
    """One person, and what every table would cost them."""

    def __init__(self, problem: Problem, person: Person, rotation: Rotation) -> None:
        self.problem, self.person, self.rotation = problem, person, rotation
        self.people = {p.id: p for p in problem.people} | {person.id: person}
        self.tables = {table.id: table for table in problem.tables}
        self.hosted = {t.id for t in problem.tables if t.host == person.id}
        self.group = named_with(person.id, problem.together)
        self.foes = named_with(person.id, problem.apart)
        self.known = Way(Counter(), Counter())
        for seats in problem.history:
            if person.id in seats:
                self.remember(self.known, seats[person.id], company(seats, person.id))

    def find_seats(self, halls: Mapping[int, Hall]) -> Way:
        """Take the cheapest chair in each round.

        Raises Unseatable if there is none.
        """
        way = Way(self.known.met.copy(), self.known.visited.copy())
        for r, hall in halls.items():
            choice = [table for table in self.problem.tables if self.may_take(table, hall)]
            if not choice:
                raise Unseatable("no-place", (self.person.id,), r)
            costs = [self.cost(way, table, hall, r) for table in choice]
            cheapest = min(range(len(choice)), key=costs.__getitem__)
            self.sit(way, choice[cheapest].id, costs[cheapest], hall)
        return way

    def follow(self, track: Track, halls: Mapping[int, Hall]) -> Way:
        """Take the chairs of somebody who left; it costs NO_WAY if one of them is not free."""
        way = Way(self.known.met.copy(), self.known.visited.copy())
        for (r, hall), table in zip(halls.items(), track, strict=True):
            place = self.tables[table]
            if not self.may_take(place, hall):
                way.paid = NO_WAY
                return way
            self.sit(way, table, self.cost(way, place, hall, r), hall)
        return way

    def hall(self, r: int, place: int) -> Hall:
        tables = company(self.rotation.seats[place], self.person.id)
        return tables, self.water_level(sum(map(len, tables.values())) + 1, r), self.links(place)

    def sit(self, way: Way, table: str, cost: tuple[int, ...], hall: Hall) -> None:
        way.seats.append(table)
        way.paid = tuple(a + b for a, b in zip(way.paid, cost[:DECIDING], strict=True))
        self.remember(way, table, hall[0])

    def remember(self, way: Way, table: str, tables: Mapping[str, list[str]]) -> None:
        way.visited[table] += 1
        way.met.update(name for name in tables.get(table, ()) if self.counts(name))

    def counts(self, name: str) -> bool:
        other = self.people.get(name)
        return other is not None and other.mixes and self.person.mixes and name not in self.group

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

    def may_take(self, table: Table, hall: Hall) -> bool:
        """Say whether the table has a chair that no hard rule keeps the person from."""
        tables = hall[0]
        here = tables.get(table.id, ())
        return (
            len(here) < table.cap_max
            and (not self.hosted or table.id in self.hosted)
            and (self.person.tables is None or table.id in self.person.tables)
            and not self.foes.intersection(here)
            and (not self.group or self.where_group_sits(tables) in (set(), {table.id}))
        )

    def where_group_sits(self, tables: Mapping[str, list[str]]) -> set[str]:
        return {table for table, names in tables.items() if self.group & set(names)}

    def cost(self, way: Way, table: Table, hall: Hall, r: int) -> tuple[int, ...]:
        tables, level, links = hall
        names = tables.get(table.id, ())
        here = [self.people[name] for name in names if name in self.people]
        repeats = sum(way.met[name] for name in names)
        if self.problem.distinct_tables:
            repeats += way.visited[table.id] > 0
        return (
            not speaks_together(
                [frozenset(p.langs) for p in (*here, self.person)],
                links.get(table.id, ()), table.language,
            ),
            self.distance(here) if r in self.problem.by_language else 0,
            len(names) >= level[table.id],
            repeats,
            len(names),
            self.equals(here),
            self.problem.prefs.get(self.person.id, {}).get(table.id, 0),
        )  # fmt: skip

    def distance(self, here: Iterable[Person]) -> int:
        """How far down the own languages the first is that everybody here has."""
        known = [p.langs for p in here if p.langs]
        shared = (k for k, code in enumerate(self.person.langs) if all(code in n for n in known))
        return next(shared, len(self.person.langs))

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

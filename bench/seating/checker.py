"""Checks a rotation against its problem, plainly and slowly; shares nothing with what is checked.

Reads the JSON of `wikicafe seat` as it is. Nothing here may import wikicafe: two counts that agree
are worth something only if they were written twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

Seats = Mapping[str, str]  # person -> table, one round
TO_THE_END = 10**6


@dataclass(frozen=True)
class Costs:
    """What a rotation costs, in the order in which it matters.

    hard: broken hard rules, in words. language: tables where no language serves everybody.
    convex: the sum of C(m, 2) over pairs meeting m times; again: the sum of m - 1.
    revisits: visits beyond the first where each table has its own question.
    attributes: weighted pairs of equals. preferences, moved: as the problem says.
    """

    hard: list[str] = field(default_factory=list)
    language: int = 0
    convex: int = 0
    again: int = 0
    revisits: int = 0
    attributes: int = 0
    preferences: int = 0
    moved: int = 0
    longest: int = 0

    @property
    def repeats(self) -> int:
        return self.convex + self.revisits

    @property
    def rank(self) -> tuple[int, ...]:
        """Smaller is better."""
        return (
            len(self.hard), self.language, self.repeats, self.attributes,
            self.preferences, self.moved,
        )  # fmt: skip


def check(problem: Mapping[str, Any], answer: Mapping[str, Any]) -> Costs:
    """Count every cost of `answer` ({seats: [...], interpreters: [...]}) to `problem`."""
    past, to_come = list(problem.get("history", ())), list(answer["seats"])
    interpreters = list(answer.get("interpreters", ()))
    hard = [] if len(past) + len(to_come) == problem["rounds"] else ["wrong number of rounds"]
    language = attributes = 0
    for number, seats in enumerate(to_come):
        places = interpreters[number] if number < len(interpreters) else {}
        hard += broken(problem, len(past) + number, seats)
        language += tables_without_language(problem, seats, places)
        attributes += equals(problem, seats)
    times = meetings(problem, past + to_come)
    return Costs(
        hard=hard,
        language=language,
        convex=sum(m * (m - 1) // 2 for m in times.values()),
        again=sum(m - 1 for m in times.values()),
        revisits=revisits(problem, past + to_come),
        attributes=attributes,
        preferences=preferences(problem, to_come),
        moved=moved(problem, to_come),
        longest=max(times.values(), default=0),
    )


def broken(problem: Mapping[str, Any], number: int, seats: Seats) -> Iterable[str]:
    here = {p["id"] for p in problem["people"] if first(p) <= number <= last(p)}
    when = f"round {number + 1}"
    yield from (f"{when}: {name} has no seat" for name in sorted(here - set(seats)))
    yield from (f"{when}: {name} is seated, but absent" for name in sorted(set(seats) - here))
    taken = Counter(seats.values())
    known = {table["id"] for table in problem["tables"]}
    yield from (f"{when}: there is no table {name}" for name in sorted(set(taken) - known))
    for table, (least, most) in zip(problem["tables"], sizes(problem, len(here)), strict=True):
        if not least <= taken[table["id"]] <= most:
            yield f"{when}: {taken[table['id']]} at {table['id']}, not {least} to {most}"
        if table.get("host") in here and seats.get(table["host"]) != table["id"]:
            yield f"{when}: the host of {table['id']} is elsewhere"
    for person in problem["people"]:
        only = person.get("tables")
        if only is not None and seats.get(person["id"], only and only[0]) not in only:
            yield f"{when}: {person['id']} may not sit there"
    for group in problem.get("together", ()):
        if len({seats[name] for name in group if name in seats}) > 1:
            yield f"{when}: {' and '.join(group)} are parted"
    for group in problem.get("apart", ()):
        for a, b in combinations(group, 2):
            if a in seats and seats[a] == seats.get(b):
                yield f"{when}: {a} and {b} are not apart"


def first(person: Mapping[str, Any]) -> int:
    return int(person.get("first_round", 0))


def last(person: Mapping[str, Any]) -> int:
    return int(person.get("last_round", TO_THE_END))


def sizes(problem: Mapping[str, Any], people: int) -> list[tuple[int, int]]:
    """Least and most people at each table: as level as the capacities allow."""
    caps = [(t.get("cap_min", 1), t.get("cap_max", 99)) for t in problem["tables"]]

    def at(level: int) -> list[int]:
        return [max(low, min(high, level)) for low, high in caps]

    level = next((n for n in range(people + 1) if sum(at(n)) >= people), people)
    return list(zip(at(level - 1), at(level), strict=True))


def tables_without_language(
    problem: Mapping[str, Any], seats: Seats, places: Mapping[str, str]
) -> int:
    """A table is served if all speak one language, or an interpreter links whoever does not."""
    spoken = {p["id"]: set(p.get("langs", ())) for p in problem["people"]}
    linking = {i["id"]: set(i["langs"]) for i in problem.get("interpreters", ())}
    people, helpers = at_tables(seats), at_tables(places)
    silent = 0
    for table in problem["tables"]:
        here = [spoken[p] for p in people.get(table["id"], ()) if spoken.get(p)]
        links = [linking[i] for i in helpers.get(table["id"], ())]
        declared = table.get("language")
        choice = {declared} if declared else set().union(*here)
        silent += bool(here) and not any(
            all(
                language in mine or any(language in link and link & mine for link in links)
                for mine in here
            )
            for language in choice
        )
    return silent


def least_silent(problem: Mapping[str, Any]) -> int:
    """Tables that stay silent whatever one does: for people for whom no table can be found.

    Somebody needs a language that they speak or can be linked to, and a table full of others of
    whom the same is true. Counts a table for as many of those as fit at one.
    """
    links = [set(i["langs"]) for i in problem.get("interpreters", ())]
    declared = [table.get("language") for table in problem["tables"]]
    silent = 0
    for number in range(len(problem.get("history", ())), problem["rounds"]):
        here = [set(p.get("langs", ())) for p in problem["people"] if first(p) <= number <= last(p)]
        mine = sizes(problem, len(here))
        least, most = min(low for low, _ in mine), max(high for _, high in mine)
        choice = set(declared) - {None} if None not in declared else set().union(*here, *links)
        served = {
            language: [
                not s or language in s or any(language in i and i & s for i in links) for s in here
            ]
            for language in choice
        }
        open_to = [flags for flags in served.values() if sum(flags) >= least]
        lost = sum(bool(s) and not any(f[k] for f in open_to) for k, s in enumerate(here))
        silent += -(-lost // most)
    return silent


def at_tables(seats: Seats) -> dict[str, list[str]]:
    tables: dict[str, list[str]] = defaultdict(list)
    for name, table in seats.items():
        tables[table].append(name)
    return tables


def tied(problem: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Pairs who sit together by rule, also by way of a third: their meetings do not count."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.get(name, name) != name:
            name = leader[name]
        return name

    here = {p["id"] for p in problem["people"]}
    for group in problem.get("together", ()):
        names = [name for name in group if name in here]
        for name in names[1:]:
            leader[find(name)] = find(names[0])
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted({n for group in problem.get("together", ()) for n in group} & here):
        groups[find(name)].append(name)
    return {pair for names in groups.values() for pair in combinations(names, 2)}


def meetings(problem: Mapping[str, Any], rounds: Iterable[Seats]) -> Counter[tuple[str, str]]:
    counting = {p["id"] for p in problem["people"] if p.get("mixes", True)}
    times: Counter[tuple[str, str]] = Counter()
    for seats in rounds:
        for names in at_tables(seats).values():
            times.update(combinations(sorted(n for n in names if n in counting), 2))
    for pair in tied(problem):
        times.pop(pair, None)
    return times


def revisits(problem: Mapping[str, Any], rounds: Iterable[Seats]) -> int:
    if not problem.get("distinct_tables"):
        return 0
    hosts = {(table.get("host"), table["id"]) for table in problem["tables"]}
    free = {p["id"] for p in problem["people"] if p.get("tables") is None or len(p["tables"]) != 1}
    visits = Counter(visit for seats in rounds for visit in seats.items())
    return sum(n - 1 for visit, n in visits.items() if visit not in hosts and visit[0] in free)


def equals(problem: Mapping[str, Any], seats: Seats) -> int:
    people = {p["id"]: p for p in problem["people"] if p.get("mixes", True)}
    by_rule = tied(problem)
    total = 0
    for attribute, weight in problem.get("attr_weights", {}).items():
        alike: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, table in seats.items():
            value = people[name].get("attrs", {}).get(attribute) if name in people else None
            if value is not None:
                alike[table, value].append(name)
        for names in alike.values():
            total += weight * sum(p not in by_rule for p in combinations(sorted(names), 2))
    return total


def preferences(problem: Mapping[str, Any], rounds: Iterable[Seats]) -> int:
    wishes = problem.get("prefs", {})
    return sum(wishes.get(p, {}).get(table, 0) for seats in rounds for p, table in seats.items())


def moved(problem: Mapping[str, Any], rounds: Iterable[Seats]) -> int:
    return sum(
        person in seats and seats[person] != table
        for seats, announced in zip(rounds, problem.get("announced", ()), strict=False)
        for person, table in announced.items()
    )

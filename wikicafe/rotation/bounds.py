"""What no rotation can undercut, by counting alone; shown to facilitators as "cannot be fewer"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import comb

from wikicafe.rotation.forced import (
    forced_by_languages,
    forced_by_pins,
    silent_by_force,
    spread,
)
from wikicafe.rotation.problem import Problem
from wikicafe.rotation.rules import Ints, groups_of, table_sizes
from wikicafe.rotation.score import count_meetings, who_counts


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least possible repeats (convex, as in Score), repeated meetings and attribute pairs.

    language: least possible tables without a language; the bound on repeats holds among rotations
    that reach it.
    """

    repeats: int
    repeated_meetings: int
    attributes: int
    language: int = 0


def bounds(problem: Problem) -> Bounds:
    """Compute the lower bounds of a problem.

    Raises Unseatable if the tables cannot hold the people.
    """
    sizes = [balanced_sizes(problem, r) for r in range(len(problem.history), problem.rounds)]
    past = count_meetings(problem, problem.history)
    silent = silent_by_force(problem)
    convex = max(
        sum(m * (m - 1) // 2 for m in past.values()),
        by_degree(problem, sizes),
        by_pigeonhole(problem, sizes),
        forced_by_pins(problem) + (0 if silent else forced_by_languages(problem)),
    )
    # A pair meeting m times counts C(m, 2) <= (m - 1) rounds / 2.
    repeated = -(-2 * convex // problem.rounds) if problem.rounds > 1 else 0
    repeated = max(repeated, sum(m - 1 for m in past.values()))
    return Bounds(convex, repeated, by_attributes(problem, sizes), silent)


def balanced_sizes(problem: Problem, r: int) -> tuple[int, Ints, Ints]:
    people = sum(p.first_round <= r <= p.last_round for p in problem.people)
    least, most = table_sizes(people, problem.tables, r)
    if r in problem.by_language:  # tables are as large as the groups that share a language
        return (0, least * 0 + 1, most * 0 + 1)
    return (people, most if most.sum() == people else least, most)


def present(problem: Problem, r: int) -> Iterable[str]:
    return (p.id for p in problem.people if p.first_round <= r <= p.last_round)


def by_degree(problem: Problem, sizes: list[tuple[int, Ints, Ints]]) -> int:
    """Each person has so many encounters with so many others; hosts never meet hosts."""
    counting = who_counts(problem)
    hosts = {table.host for table in problem.tables} & counting
    slack = len(problem.people) - len(counting) + sum(len(g) for g in groups_of(problem))
    encounters = past_encounters(problem, counting)
    for r, (_, least, _) in enumerate(sizes, start=len(problem.history)):
        for name in present(problem, r):
            encounters[name] += max(0, int(least.min()) - 1 - slack)
    never = 0 if problem.history else len(hosts) - 1  # who hosts now may have met a host before
    double = sum(
        spread(encounters[name], len(counting) - 1 - (never if name in hosts else 0))
        for name in counting
    )
    return -(-double // 2)


def past_encounters(problem: Problem, counting: set[str]) -> Counter[str]:
    encounters: Counter[str] = Counter()
    for (a, b), times in count_meetings(problem, problem.history).items():
        encounters[a] += times
        encounters[b] += times
    return encounters


def by_pigeonhole(problem: Problem, sizes: list[tuple[int, Ints, Ints]]) -> int:
    """A table larger than the number of tables holds two who shared a table in any other round."""
    everybody = len(who_counts(problem)) == len(problem.people) and not problem.together
    steady = all(people == len(problem.people) for people, _, _ in sizes)
    if problem.history or not sizes or not everybody or not steady:
        return 0
    tables = len(problem.tables)
    per_pair = sum(spread(int(size), tables) for size in sizes[0][1])
    return per_pair * comb(problem.rounds, 2)


def by_attributes(problem: Problem, sizes: list[tuple[int, Ints, Ints]]) -> int:
    """Equals spread over all tables as evenly as can be in each round; tied people left out."""
    tied = {i for group in groups_of(problem) for i in group}
    loose = [p for i, p in enumerate(problem.people) if p.mixes and i not in tied]
    total = 0
    for r, _ in enumerate(sizes, start=len(problem.history)):
        here = [p for p in loose if p.first_round <= r <= p.last_round]
        for attribute, weight in problem.attr_weights.items():
            equals = Counter(p.attrs.get(attribute) for p in here)
            total += weight * sum(
                spread(n, len(problem.tables)) for value, n in equals.items() if value is not None
            )
    return total

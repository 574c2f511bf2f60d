"""What `live` and `web` are handed to seat people with: the functions of `rotation`, in the café's
own words.

Here the rooms meet, which may not import each other: problems as JSON, seats as dicts.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from wikicafe import rotation
from wikicafe.rotation import Problem, Rotation, Unseatable
from wikicafe.rotation.costs import costs
from wikicafe.rotation.preflight import contradiction
from wikicafe.rotation.reading import problem_from_values
from wikicafe.rotation.schedules import longest_without_repeats

PLANNING_S = (0.2, 6.0)  # seconds of CPU, least and most: the facilitator waits
REPLANNING_S = (0.2, 3.0)  # a round is about to begin and everybody waits
PLANNING_EACH, REPLANNING_EACH = 0.0018, 0.0014  # seconds for each person
FORESEEN = 16  # rounds; no café has more
SEED = 2017  # the same people in the same order get the same seats


def plan(asked: dict[str, Any]) -> tuple[list[dict[str, str]], int]:
    """Return the seats of each round after history, and all meetings beyond the first.

    Raises Unseatable (with `code`, `names` and `rules`).
    """
    problem = _read(asked)
    seconds = _within(PLANNING_S, PLANNING_EACH * len(problem.people))
    try:
        return _said(problem, rotation.plan(problem, seconds, SEED))
    except Unseatable as refused:
        raise contradiction(problem, refused) from refused


def replan(asked: dict[str, Any]) -> tuple[list[dict[str, str]], int]:
    """The same, staying close to what was announced."""
    problem = _read(asked)
    seconds = _within(REPLANNING_S, REPLANNING_EACH * len(problem.people))
    try:
        return _said(problem, rotation.replan(problem, seconds, SEED))
    except Unseatable as refused:
        raise contradiction(problem, refused) from refused


def seat_newcomer(asked: dict[str, Any], person: str) -> list[str]:
    """Return a table in each round after history for one person; nobody else is moved."""
    problem = _read(asked)
    newcomer = next(one for one in problem.people if one.id == person)
    so_far = Rotation(problem.announced, tuple({} for _ in problem.announced))
    first = len(problem.history)
    found = rotation.seat_newcomer(problem, so_far, newcomer, first)
    return [found[number] for number in sorted(found)]


def why(asked: dict[str, Any], seats: list[dict[str, str]], person: str) -> list[dict[str, Any]]:
    """Say for each round why somebody sits where they sit: [{code, round, params}]."""
    problem, found = _read(asked), _seated(seats)
    return [asdict(reason) for reason in rotation.reasons(problem, found, person)]


def what_it_costs(asked: dict[str, Any], seats: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Say what is not as one would wish, beside the least it could be, and why:
    [{kind, round, value, at_least, why, params}]."""
    return [asdict(cost) for cost in costs(_read(asked), _seated(seats))]


@lru_cache(maxsize=512)
def outlook(people: int, tables: int, rounds: int, hosts: bool) -> dict[str, Any]:
    """Say of a café only planned how long nobody meets twice, and how often they must, then.

    Returns {without_repeats: rounds, sizes: [smallest, largest], repeats_at_least}.
    """
    tables = min(tables, people)
    asked = Problem(
        name="",
        rounds=rounds,
        tables=tuple(rotation.Table(str(k), host=str(k) if hosts else None) for k in range(tables)),
        people=tuple(rotation.Person(str(i)) for i in range(people)),
    )
    look = max(rounds, FORESEEN)
    longest = longest_without_repeats(people, tables, hosts, look)
    least = rotation.bounds(asked).repeated_meetings if rounds > longest else 0
    return {
        "people": people,
        "tables": tables,
        "sizes": [people // tables, -(-people // tables)],
        "rounds": rounds,
        "without_repeats": longest,
        "or_more": longest >= look,
        "repeats_at_least": least,
    }


def _within(limits: tuple[float, float], seconds: float) -> float:
    return max(limits[0], min(limits[1], seconds))


def _read(asked: dict[str, Any]) -> Problem:
    return problem_from_values(asked)


def _seated(seats: list[dict[str, str]]) -> Rotation:
    return Rotation(tuple(seats), tuple({} for _ in seats))


def _said(problem: Problem, found: Rotation) -> tuple[list[dict[str, str]], int]:
    return [dict(seats) for seats in found.seats], rotation.score(problem, found).repeated_meetings

"""What `live` is handed to seat people with: the functions of `rotation`, in the café's own words.

Here the two rooms meet, which may not import each other: problems as JSON, seats as dicts.
"""

from __future__ import annotations

import json
from typing import Any

from wikicafe import rotation
from wikicafe.rotation import Problem, Rotation

PLANNING_S = 0.8  # seconds of CPU; more is hardly ever better, and the facilitator waits
REPLANNING_S = 0.4  # a round is about to begin and everybody waits
SEED = 2017  # the same people in the same order get the same seats


def plan(asked: dict[str, Any]) -> tuple[list[dict[str, str]], int]:
    """Return the seats of each round after history, and all meetings beyond the first.

    Raises Unseatable (with `code` and `names`).
    """
    problem = _read(asked)
    return _said(problem, rotation.plan(problem, PLANNING_S, SEED))


def replan(asked: dict[str, Any]) -> tuple[list[dict[str, str]], int]:
    """The same, staying close to what was announced."""
    problem = _read(asked)
    return _said(problem, rotation.replan(problem, REPLANNING_S, SEED))


def seat_newcomer(asked: dict[str, Any], person: str) -> list[str]:
    """Return a table in each round after history for one person; nobody else is moved."""
    problem = _read(asked)
    newcomer = next(one for one in problem.people if one.id == person)
    so_far = Rotation(problem.announced, tuple({} for _ in problem.announced))
    first = len(problem.history)
    found = rotation.seat_newcomer(problem, so_far, newcomer, first)
    return [found[number] for number in sorted(found)]


def _read(asked: dict[str, Any]) -> Problem:
    return rotation.problem_from_json(json.dumps(asked))


def _said(problem: Problem, found: Rotation) -> tuple[list[dict[str, str]], int]:
    return [dict(seats) for seats in found.seats], rotation.score(problem, found).repeated_meetings

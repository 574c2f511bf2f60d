"""Costs are counted as the independent checker counts them; no bound is above what is possible."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from types import SimpleNamespace
from typing import Any

import pytest

from tests.rotation.gatherings import SHARED, gathering, instance
from wikicafe.rotation import Problem, Rotation, Score, bounds, plan, problem_from_json, score
from wikicafe.rotation.bounds import spread

SAMPLES = (
    "hosts-36p-6t-4r",
    "plain-40p-5t-4r",
    "attr-80p-16t-3r",
    "lang-80p-16t-3r",
    "full-80p-16t-4r",
)


@pytest.fixture(scope="module")
def checker() -> Any:
    tools = SHARED / "tools"
    if not tools.exists():
        pytest.skip(f"no independent checker here: {tools} is missing")
    sys.path.insert(0, str(tools))
    try:
        import model
        import verify_rotation
    finally:
        sys.path.remove(str(tools))
    return SimpleNamespace(
        problem=model.Problem, plan=model.Plan, evaluate=verify_rotation.evaluate
    )


def checked(checker: Any, problem: Problem, rotation: Rotation) -> tuple[int, ...]:
    lists = [list(seats) for seats in (rotation.seats, rotation.interpreters)]
    known = {k: v for k, v in asdict(problem).items() if k != "by_language"}  # to the checker
    found = checker.evaluate(checker.problem.from_json(json.dumps(known)), checker.plan(*lists))
    return (
        found["hard"], found["lang"], found["convex"] + found["revisits"], found["attr"],
        found["pref"], found["moved"], found["excess"], found["revisits"], found["maxmeet"],
    )  # fmt: skip


def counted(costs: Score) -> tuple[int, ...]:
    return tuple(asdict(costs).values())


@pytest.mark.parametrize("name", SAMPLES)
def test_the_score_is_that_of_the_independent_checker(name: str, checker: Any) -> None:
    problem = problem_from_json(instance(name))
    rotation = plan(problem, 0.1, seed=1)
    again = replace(
        problem, history=rotation.seats[:1], announced=rotation.seats[2:],
        prefs={problem.people[0].id: {problem.tables[0].id: 3}},
    )  # fmt: skip
    for about, seats in (
        (problem, rotation),
        (again, plan(again, 0.05, seed=2)),
        (again, rotation),
    ):
        assert counted(score(about, seats)) == checked(checker, about, seats)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_rotation_is_below_its_bounds(name: str) -> None:
    problem = problem_from_json(instance(name))
    costs, least = score(problem, plan(problem, 0.2, seed=1)), bounds(problem)
    assert costs.hard == 0
    assert costs.repeats >= least.repeats
    assert costs.repeated_meetings >= least.repeated_meetings
    assert costs.attributes >= least.attributes


def test_a_level_outweighs_everything_below_it() -> None:
    assert Score(language=1) > Score(repeats=1000, attributes=1000)
    assert Score(repeats=1) > Score(attributes=1000, preferences=1000, moved=1000)
    assert Score(repeated_meetings=5) == Score()


def test_equal_numbers_spread_best() -> None:
    assert [spread(total, 3) for total in (0, 3, 4, 6, 7)] == [0, 0, 1, 3, 5]


def test_a_table_of_more_people_than_tables_must_repeat() -> None:
    problem = gathering(6, 2, 2)
    assert bounds(problem).repeats == 2
    assert score(problem, plan(problem, 0.05, seed=1)).repeats == 2


def test_four_people_at_two_tables_must_repeat_in_the_fourth_round() -> None:
    problem = gathering(4, 2, 4)
    assert bounds(problem).repeats == 2  # each meets three others in four rounds
    assert score(problem, plan(problem, 0.05, seed=1)).repeats == 2

"""Three counts of the same rotation agree: ours, the plain checker of the bench, the shared one."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.seating.checker import check
from bench.seating.families import all_problems
from tests.rotation.gatherings import SHARED
from wikicafe.rotation import Problem, Rotation, bounds, plan, problem_from_json, score

Counted = dict[str, int]

INSTANCES = sorted((SHARED / "seating" / "instances").glob("*.json"))
LARGE = 30_000  # bytes of JSON, more than a hundred people: counting plainly takes its time
OWN = [p for p in all_problems(seed=3) if len(p["people"]) <= 120 and "sgp" not in p["name"]]


@pytest.mark.parametrize("given", OWN, ids=lambda problem: problem["name"])
def test_our_count_is_that_of_the_checker(given: dict[str, Any]) -> None:
    problem = problem_from_json(json.dumps(given))
    for about, rotation in variations(problem):
        assert ours(about, rotation) == plainly(about, rotation)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=[pytest.mark.slow] * (path.stat().st_size > LARGE))
        for path in INSTANCES
    ]
    or [pytest.param(SHARED / "seating" / "instances", id="none")],
)
def test_our_count_is_that_of_the_shared_checker(path: Path) -> None:
    if not path.is_file():
        pytest.skip(f"the shared instances are not here: {path}")
    shared, problem = shared_checker(), problem_from_json(path.read_text("utf-8"))
    least = bounds(problem)
    for about, rotation in variations(problem)[: 1 if len(problem.people) > 2000 else None]:
        count = ours(about, rotation)
        assert count == plainly(about, rotation) == shared(about, rotation)
        if about is problem and not count["hard"]:
            assert count["repeats"] >= least.repeats
            assert count["attributes"] >= least.attributes


def variations(problem: Problem) -> list[tuple[Problem, Rotation]]:
    """A good rotation, the same as an announcement after a round, and one full of mistakes."""
    rotation = plan(problem, 0.05, seed=1)
    later = replace(
        problem, history=rotation.seats[:1], announced=rotation.seats[2:],
        prefs={problem.people[0].id: {problem.tables[0].id: 3}},
    )  # fmt: skip
    rest = Rotation(rotation.seats[1:], rotation.interpreters[1:])
    return [(problem, rotation), (later, rest), (later, spoilt(problem, rest))]


def spoilt(problem: Problem, rotation: Rotation) -> Rotation:
    """Some people changed seats with somebody, whatever the rules say; interpreters stay away."""
    chance, rounds = Random(1), []
    for seats in rotation.seats:
        changed, names = dict(seats), list(seats)
        for _ in range(1 + len(names) // 10):
            a, b = chance.sample(names, 2)
            changed[a], changed[b] = changed[b], changed[a]
        rounds.append(changed)
    return Rotation(tuple(rounds), tuple({} for _ in rounds))


def ours(problem: Problem, rotation: Rotation) -> Counted:
    costs = asdict(score(problem, rotation))
    return {name: costs[name] for name in COUNTED}


def plainly(problem: Problem, rotation: Rotation) -> Counted:
    costs = check(asdict(problem), asdict(rotation))
    return {
        "hard": len(costs.hard), "language": costs.language, "repeats": costs.repeats,
        "attributes": costs.attributes, "preferences": costs.preferences, "moved": costs.moved,
        "repeated_meetings": costs.again, "revisits": costs.revisits, "longest": costs.longest,
    }  # fmt: skip


def shared_checker() -> Any:
    tools = SHARED / "tools"
    if not tools.exists():
        pytest.skip(f"the shared checker is not here: {tools}")
    sys.path.insert(0, str(tools))
    try:
        import model
        import verify_rotation
    finally:
        sys.path.remove(str(tools))

    def count(problem: Problem, rotation: Rotation) -> Counted:
        known = model.Problem.__dataclass_fields__
        given = {name: value for name, value in asdict(problem).items() if name in known}
        found = verify_rotation.evaluate(
            model.Problem.from_json(json.dumps(given)),
            model.Plan(list(rotation.seats), list(rotation.interpreters)),
        )
        return {
            "hard": found["hard"], "language": found["lang"],
            "repeats": found["convex"] + found["revisits"], "attributes": found["attr"],
            "preferences": found["pref"], "moved": found["moved"],
            "repeated_meetings": found["excess"], "revisits": found["revisits"],
            "longest": found["maxmeet"],
        }  # fmt: skip

    return count


COUNTED = (
    "hard", "language", "repeats", "attributes", "preferences", "moved", "repeated_meetings",
    "revisits", "longest",
)  # fmt: skip

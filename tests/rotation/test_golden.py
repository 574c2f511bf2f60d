"""Small cafés whose best seating is known: written in `golden/`, each with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest

from bench.seating.checker import Costs, broken, check, first, last, tables_without_language
from wikicafe.rotation import plan, problem_from_json, replan, rotation_to_json, score

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))
MOST_WAYS = 6000  # seatings of all rounds; more of them take longer to try than a second

golden = pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)


@golden
def test_the_best_seating_is_found(path: Path) -> None:
    best, problem = read(path)
    ours = problem_from_json(json.dumps(problem))
    rotation = replan(ours, 0.3, seed=1) if ours.announced else plan(ours, 0.3, seed=1)
    found = check(problem, json.loads(rotation_to_json(rotation)))
    assert found.hard == []
    assert {name: getattr(found, name) for name in best} == best
    assert {name: getattr(score(ours, rotation), name) for name in best} == best


@golden
def test_trying_everything_finds_nothing_better(path: Path) -> None:
    best, problem = read(path)
    found = min(every_seating(problem), key=lambda costs: costs.rank, default=None)
    if found is None:
        pytest.skip(f"more than {MOST_WAYS} seatings: its reason is the proof")
    assert {name: getattr(found, name) for name in best} == best


def read(path: Path) -> tuple[dict[str, int], dict[str, Any]]:
    known = json.loads(path.read_text("utf-8"))
    return {"language": 0} | known["optimum"], known["problem"]


def every_seating(problem: dict[str, Any]) -> Iterator[Costs]:
    """The costs of every legal rotation, interpreters at their best; none if there are too many."""
    to_come = range(len(problem.get("history", ())), problem["rounds"])
    if len(problem["tables"]) ** len(problem["people"]) > MOST_WAYS:
        return
    ways = [
        [(seats, served(problem, seats)) for seats in legal_rounds(problem, number)]
        for number in to_come
    ]
    if prod(map(len, ways)) > MOST_WAYS:
        return
    for rounds in product(*ways):
        seats, places = zip(*rounds, strict=True)
        yield check(problem, {"seats": seats, "interpreters": places})


def legal_rounds(problem: dict[str, Any], number: int) -> list[dict[str, str]]:
    tables = [table["id"] for table in problem["tables"]]
    here = [p["id"] for p in problem["people"] if first(p) <= number <= last(p)]
    rounds = (dict(zip(here, row, strict=True)) for row in product(tables, repeat=len(here)))
    return [seats for seats in rounds if not list(broken(problem, number, seats))]


def served(problem: dict[str, Any], seats: dict[str, str]) -> dict[str, str]:
    names = [interpreter["id"] for interpreter in problem.get("interpreters", ())]
    tables = [table["id"] for table in problem["tables"]]
    places = [dict(zip(names, row, strict=True)) for row in product(tables, repeat=len(names))]
    return min(places, key=lambda place: tables_without_language(problem, seats, place))

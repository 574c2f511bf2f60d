"""`wikicafe seat` prints a rotation, or says in one sentence why there is none."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from wikicafe.commands.seat import seat


def run(folder: Path, problem: Any, *more: str) -> Result:
    path = folder / "problem.json"
    path.write_text(problem if isinstance(problem, str) else json.dumps(problem), "utf-8")
    return CliRunner().invoke(seat, [str(path), "--seconds", "0.05", *more])


def gathering(people: int, tables: int, places: int) -> dict[str, Any]:
    return {
        "name": "evening",
        "rounds": 2,
        "tables": [{"id": str(n), "cap_max": places} for n in range(tables)],
        "people": [{"id": f"p{n}"} for n in range(people)],
    }


def test_everybody_is_seated_in_every_round(tmp_path: Path) -> None:
    result = run(tmp_path, gathering(people=9, tables=3, places=3))
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert [len(seats) for seats in answer["rotation"]["seats"]] == [9, 9]
    assert answer["score"]["hard"] == 0


def test_the_same_seed_seats_the_same_way(tmp_path: Path) -> None:
    once, again = (
        json.loads(run(tmp_path, gathering(9, 3, 3), "--seed", "5").stdout)["rotation"]
        for _ in range(2)
    )
    assert once == again


def test_a_bad_problem_ends_with_2_and_one_sentence(tmp_path: Path) -> None:
    result = run(tmp_path, "{")
    assert result.exit_code == 2
    assert (
        result.stderr.startswith("wikicafe: This is not JSON") and "Traceback" not in result.stderr
    )


def test_too_few_places_end_with_3_and_one_sentence(tmp_path: Path) -> None:
    result = run(tmp_path, gathering(people=9, tables=2, places=3))
    assert result.exit_code == 3
    assert "cannot be seated" in result.stderr and result.stdout == ""


def test_rules_that_contradict_each_other_are_said_in_words(tmp_path: Path) -> None:
    problem = gathering(people=9, tables=3, places=3) | {
        "together": [["p1", "p2"], ["p2", "p3"], ["p7", "p8"]],
        "apart": [["p4", "p5"], ["p1", "p3"]],
    }
    result = run(tmp_path, problem)
    assert result.exit_code == 3
    lines = result.stderr.splitlines()[-4:]
    assert lines == [
        "These rules contradict each other in round 1. "
        "Without any one of them everybody could be seated:",
        "- p1, p2 sit together.",
        "- p2, p3 sit together.",
        "- p1, p3 sit apart.",
    ]


def test_each_cost_stands_beside_the_least_possible(tmp_path: Path) -> None:
    answer = json.loads(run(tmp_path, gathering(people=9, tables=3, places=3)).stdout)
    repeats = answer["costs"][0]
    assert (repeats["kind"], repeats["value"], repeats["at_least"]) == ("repeats", 0, 0)
    assert answer["cpu_seconds"] >= 0


def test_without_seconds_a_problem_gets_what_so_many_people_deserve(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(gathering(people=9, tables=3, places=3)), "utf-8")
    result = CliRunner().invoke(seat, [str(path)])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["score"]["repeats"] == 0

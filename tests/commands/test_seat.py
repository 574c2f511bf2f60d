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

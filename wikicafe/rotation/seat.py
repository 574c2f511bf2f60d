"""The answer of `wikicafe seat PROBLEM.json`: text in, values for JSON out; reads no files."""

from __future__ import annotations

from dataclasses import asdict

from wikicafe.rotation.bounds import bounds
from wikicafe.rotation.budget import Budget
from wikicafe.rotation.improve import Progress
from wikicafe.rotation.planning import plan, replan
from wikicafe.rotation.reading import problem_from_json, rotation_as_lists
from wikicafe.rotation.score import score


def seat_command(
    text: str, seconds: float, seed: int, progress: Progress | None = None
) -> dict[str, object]:
    """Seat the problem in `text`; announced rounds are re-planned with few changes.

    Returns {"rotation": {seats, interpreters}, "score", "bounds", "cpu_seconds"}.
    Raises BadProblem and Unseatable.
    """
    budget = Budget(seconds)
    problem = problem_from_json(text)
    solve = replan if problem.announced else plan
    rotation = solve(problem, seconds, seed, progress)
    return {
        "rotation": rotation_as_lists(rotation),
        "score": asdict(score(problem, rotation)),
        "bounds": asdict(bounds(problem)),
        "cpu_seconds": round(budget.spent(), 3),
    }

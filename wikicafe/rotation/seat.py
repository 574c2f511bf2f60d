"""The answer of `wikicafe seat PROBLEM.json`: text in, values for JSON out; reads no files."""

from __future__ import annotations

from dataclasses import asdict

from wikicafe.rotation.bounds import bounds
from wikicafe.rotation.budget import Budget, seconds_for
from wikicafe.rotation.costs import costs
from wikicafe.rotation.improve import Progress
from wikicafe.rotation.planning import plan
from wikicafe.rotation.preflight import contradiction
from wikicafe.rotation.problem import Unseatable
from wikicafe.rotation.reading import problem_from_json, rotation_as_lists
from wikicafe.rotation.replanning import replan
from wikicafe.rotation.score import score


def seat_command(
    text: str, seconds: float | None, seed: int, progress: Progress | None = None
) -> dict[str, object]:
    """Seat the problem in `text`; announced rounds are re-planned with few changes.

    seconds: of CPU for the search; None for what so many people deserve.
    Returns {"rotation": {seats, interpreters}, "score", "costs", "bounds", "cpu_seconds"}.
    Raises BadProblem, and Unseatable with the rules that contradict each other.
    """
    clock = Budget(0)
    problem = problem_from_json(text)
    seconds = seconds or seconds_for(len(problem.people))
    solve = replan if problem.announced else plan
    try:
        rotation = solve(problem, seconds, seed, progress)
    except Unseatable as refused:
        raise contradiction(problem, refused) from refused
    cpu_seconds = round(clock.spent(), 3)
    return {
        "rotation": rotation_as_lists(rotation),
        "score": asdict(score(problem, rotation)),
        "costs": [asdict(cost) for cost in costs(problem, rotation)],
        "bounds": asdict(bounds(problem)),
        "cpu_seconds": cpu_seconds,
    }

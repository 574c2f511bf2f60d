"""Solves one problem with one solver, in a process of its own, and prints what it found.

    python -m bench.seating.solve SOLVER PROBLEM.json SECONDS SEED

Prints one line of JSON: seats, interpreters, cpu (seconds from having read the problem to having
the rotation; the interpreter's own start and imports are left out, for everybody alike).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time
from typing import Any

Answer = dict[str, Any]


def main() -> None:
    solver, path, seconds, seed = sys.argv[1:]
    text = Path(path).read_text("utf-8")
    solve = SOLVERS[solver]()
    started = process_time()
    answer = solve(text, float(seconds), int(seed))
    cpu = process_time() - started
    sys.stdout.write(json.dumps({"cpu": cpu} | (answer or {})) + "\n")


def ours() -> Callable[[str, float, int], Answer]:
    from wikicafe.rotation import plan, problem_from_json, rotation_to_json

    def solve(text: str, seconds: float, seed: int) -> Answer:
        rotation = plan(problem_from_json(text), seconds, seed)
        return json.loads(rotation_to_json(rotation))

    return solve


def peer(module: str, name: str) -> Callable[[], Callable[[str, float, int], Answer]]:
    def ready() -> Callable[[str, float, int], Answer]:
        solve = getattr(__import__(f"bench.seating.{module}", fromlist=[name]), name)
        return lambda text, seconds, seed: solve(json.loads(text), seconds, seed)

    return ready


SOLVERS: Mapping[str, Callable[[], Callable[[str, float, int], Answer]]] = {
    "ours": ours,
    "chance": peer("baselines", "by_chance"),
    "tabu": peer("baselines", "tabu"),
    "annealing": peer("baselines", "annealing"),
    "cpsat": peer("cpsat", "constraints"),
}

if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()

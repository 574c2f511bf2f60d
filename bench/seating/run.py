"""Runs every solver on every problem, one core each, in turn, and writes down what came out.

make bench-seating                                    all of it, and the table in the docs
python -m bench.seating.run --quick                   ours alone, once, to the terminal
python -m bench.seating.run --only lang full --solvers ours annealing
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Queue
from typing import Any

from bench.seating.checker import check, least_silent
from bench.seating.families import family_of, read_problems
from bench.seating.table import in_a_line, write_tables
from wikicafe.rotation import bounds, problem_from_json

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PLACE = ROOT / ".make" / "bench-seating"  # what is installed for measuring, and the results
RESULTS = PLACE / "results.jsonl"
SHARED = ROOT.parent / "shared" / "seating" / "instances"

# CPU seconds we allow ourselves, by people: the figures of the house.
OUR_SECONDS = ((100, 0.2), (300, 0.5), (1500, 2.0), (10**6, 6.0))
LONGER = 5  # the second try of ours, to see what more time would bring: times as long
PEER_SECONDS, CPSAT_SECONDS = 2.0, 10.0
LONGEST = 120  # seconds of wall time after which a solver without a limit of its own is stopped


@dataclass(frozen=True)
class Solver:
    """largest: people beyond which it is not tried; exact: only tables that are all full."""

    name: str
    seconds: float | None = None  # None: ours, by the number of people
    largest: int = 10**6
    plain: bool = False
    exact: bool = False
    seeds: int = 1


SOLVERS = {
    s.name: s
    for s in (
        Solver("ours", seeds=3),
        Solver("ours-longer", largest=300),
        Solver("chance", 0.0),
        Solver("annealing", PEER_SECONDS, largest=1500),
        Solver("tabu", PEER_SECONDS, largest=1500),
        Solver("cpsat", CPSAT_SECONDS, largest=64),
        Solver("good-enough-golfers", 0.0, largest=100, plain=True, exact=True),
        Solver("unique-grouping", 0.0, largest=50, plain=True, exact=True),
        Solver("socialgolfer.js", PEER_SECONDS, largest=50, plain=True, exact=True),
    )
}
NODE = {"good-enough-golfers", "unique-grouping", "socialgolfer.js"}
PLAIN = {"plain", "sgp", "crowded"}


@dataclass(frozen=True)
class Job:
    problem: dict[str, Any]
    solver: Solver
    seed: int
    least: dict[str, int]


def main() -> None:
    given = arguments()
    folder = given.instances or (SHARED if SHARED.is_dir() else None)
    problems = read_problems(folder, given.seed, given.only)
    sys.stderr.write(f"{len(problems)} problems from {folder or 'our own families'}\n")
    names = ["ours"] if given.quick else given.solvers or [n for n in SOLVERS if is_here(n)]
    kept = [r for r in read_results() if given.add and r["solver"] not in names]
    results = list(kept)
    PLACE.mkdir(parents=True, exist_ok=True)
    with (Path(os.devnull) if given.quick else RESULTS).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(result) + "\n" for result in kept)
        for result in run(list(jobs(problems, names, given)), given.jobs):
            results.append(result)
            sys.stdout.write(in_a_line(result) + "\n")
            file.write(json.dumps(result) + "\n")
            sys.stdout.flush()
            file.flush()
    if given.write:
        write_tables(results, ROOT / "docs" / "benchmarks.md", missing=[
            n for n in SOLVERS if not is_here(n)
        ], own=folder is None)  # fmt: skip


def read_results() -> list[dict[str, Any]]:
    """What the last run found; nothing if there was none."""
    if not RESULTS.exists():
        return []
    return [json.loads(line) for line in RESULTS.read_text("utf-8").splitlines()]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    folder = os.environ.get("SEATING_INSTANCES")
    parser.add_argument("--instances", type=Path, default=Path(folder) if folder else None)
    parser.add_argument("--seed", type=int, default=1, help="of our own problems")
    parser.add_argument("--only", nargs="*", default=(), help="how the names begin")
    parser.add_argument("--solvers", nargs="*", choices=SOLVERS)
    parser.add_argument("--seeds", type=int, help="tries of ours")
    parser.add_argument("--jobs", type=int, default=1, help="solvers at a time, a core each")
    parser.add_argument("--quick", action="store_true", help="ours alone, once")
    parser.add_argument("--add", action="store_true", help="keep what other solvers found before")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


def jobs(
    problems: Iterable[dict[str, Any]], names: Iterable[str], given: argparse.Namespace
) -> Iterator[Job]:
    """One problem after the other, and for each one solver after the other."""
    for problem in problems:
        least = asdict(bounds(problem_from_json(json.dumps(problem))))
        least["silent"] = least_silent(problem)
        for solver in (SOLVERS[name] for name in names):
            if fits(solver, problem):
                seeds = 1 if given.quick else (given.seeds or solver.seeds)
                for seed in range(1, 1 + (seeds if solver.name == "ours" else solver.seeds)):
                    yield Job(problem, solver, seed, least)


def fits(solver: Solver, problem: dict[str, Any]) -> bool:
    people, tables = len(problem["people"]), len(problem["tables"])
    if people > solver.largest or (solver.exact and people % tables):
        return False
    return not solver.plain or family_of(problem["name"]) in PLAIN


def is_here(name: str) -> bool:
    """Whether a peer was installed; see `install`."""
    if name in NODE:
        return (PLACE / "node_modules" / name / "package.json").exists()
    return name != "cpsat" or (PLACE / "venv" / "bin" / "python").exists()


def seconds_for(solver: Solver, people: int) -> float:
    if solver.seconds is not None:
        return solver.seconds
    ours = next(seconds for most, seconds in OUR_SECONDS if people <= most)
    return ours * (LONGER if solver.name == "ours-longer" else 1)


def run(todo: list[Job], at_once: int) -> Iterator[dict[str, Any]]:
    cores: Queue[int] = Queue()
    for core in itertools.islice(sorted(os.sched_getaffinity(0)), at_once):
        cores.put(core)
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(lambda job: run_on_a_core(job, cores), todo)


def run_on_a_core(job: Job, cores: Queue[int]) -> dict[str, Any]:
    core = cores.get()
    try:
        return result_of(job, core)
    finally:
        cores.put(core)


def result_of(job: Job, core: int) -> dict[str, Any]:
    problem, people = job.problem, len(job.problem["people"])
    result = {
        "problem": problem["name"], "family": family_of(problem["name"]), "people": people,
        "tables": len(problem["tables"]), "rounds": problem["rounds"],
        "solver": job.solver.name, "seed": job.seed, "least": job.least,
        "allowed": seconds_for(job.solver, people),
        "known_zero": bool(problem.get("meta", {}).get("known_zero")),
    }  # fmt: skip
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(problem, file)
        file.flush()
        pinned = ["taskset", "-c", str(core)] if shutil.which("taskset") else []
        command = [*pinned, *command_for(job, file.name, result["allowed"])]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=LONGEST, cwd=ROOT,
                env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return result | {"failed": f"stopped after {LONGEST} s"}
    if done.returncode:
        return result | {"failed": done.stderr.strip().splitlines()[-1:] or ["?"]}
    answer = json.loads(done.stdout.splitlines()[-1])
    result["cpu"] = answer["cpu"]
    if "rounds" in answer:
        answer = as_seats(problem, answer["rounds"])
    if not answer.get("seats"):
        return result | {"failed": "no rotation in time"}
    costs = check(problem, answer)
    return result | {
        "hard": len(costs.hard), "language": costs.language, "convex": costs.convex,
        "again": costs.again, "revisits": costs.revisits, "attributes": costs.attributes,
        "longest": costs.longest,
    }  # fmt: skip


def command_for(job: Job, file: str, seconds: float) -> list[str]:
    name = job.solver.name.removesuffix("-longer")
    if name in NODE:
        return ["node", str(HERE / "peers" / f"{name}.mjs"), file, str(seconds), str(job.seed)]
    python = PLACE / "venv" / "bin" / "python" if name == "cpsat" else Path(sys.executable)
    return [
        str(python), "-m", "bench.seating.solve", name, file, str(seconds), str(job.seed),
    ]  # fmt: skip


def as_seats(problem: dict[str, Any], rounds: list[list[list[int]]]) -> dict[str, Any]:
    """Groups of numbers, as peers answer, become people at tables; the first group, first table."""
    people = [person["id"] for person in problem["people"]]
    tables = [table["id"] for table in problem["tables"]]
    seats = [
        {people[i]: table for group, table in zip(groups, tables, strict=True) for i in group}
        for groups in rounds
    ]
    return {"seats": seats, "interpreters": [{} for _ in rounds]}


if __name__ == "__main__":
    main()

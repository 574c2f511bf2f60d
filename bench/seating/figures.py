"""Prints each figure we hold ourselves to, what we reach, and whether that is enough.

python -m bench.seating.figures            all of it, some minutes on one core
python -m bench.seating.figures zero cpu   the parts named
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from statistics import median
from typing import Any

from bench.seating.checker import least_silent
from bench.seating.families import named, peopled, plain, read_problems
from bench.seating.run import (
    ROOT,
    SHARED,
    SOLVERS,
    Job,
    read_results,
    result_of,
    seconds_for,
)
from bench.seating.table import middle, rank, repeats
from wikicafe.rotation import bounds, problem_from_json

Line = tuple[str, str, bool | None]  # figure, reached, enough; None: only told

ODD = [(77, 16, 4), (83, 17, 4), (243, 50, 4), (261, 50, 4), (1013, 203, 5), (4987, 1000, 5)]
EVEN = [(80, 16, 6), (250, 50, 4), (1000, 200, 5), (5000, 1000, 5)]
GOLFERS = ["7-4-9", "8-3-11", "8-4-9", "10-5-10", "7-7-8", "9-9-10"]
STRETCH = {"8-4-10": 16, "9-4-11": 20, "10-4-13": None}  # repeats that were reached before
SEARCHED = 5.0  # seconds for a golfer case: a figure without a limit of time
# What was reached before, to be beaten: Σ C(m, 2) and revisits, Σ (m − 1), equals.
BEFORE = {
    "lang-80p-16t-3r": (3, 2, 232), "lang-250p-50t-4r": (19, 15, 519),
    "langdecl-250p-50t-4r": (19, 11, 478), "full-80p-16t-4r": (34, 24, 310),
    "full-250p-50t-4r": (39, 22, 636),
}  # fmt: skip
HOSTS_36 = 7
SEEDS = (1, 2, 3)
REPLAN_SECONDS, LATE_SECONDS, MORE_MOVES = 0.5, 0.05, 1.2


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    short = 0
    for name in wanted:
        for figure, reached, enough in PARTS[name]():
            word = {True: "ok", False: "NOT", None: ""}[enough]
            short += enough is False
            sys.stdout.write(f"{word:4} {figure:46} {reached}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{short} figures are not reached\n")


def ours(problem: dict[str, Any], seconds: float | None = None, seed: int = 1) -> dict[str, Any]:
    """One run in a process of its own, counted by the checker."""
    least = asdict(bounds(problem_from_json(json.dumps(problem))))
    least["silent"] = least_silent(problem)
    solver = SOLVERS["ours"]
    if seconds is not None:
        solver = type(solver)("ours", seconds)
    return result_of(Job(problem, solver, seed, least), core=0)


def zero_repeats() -> Iterator[Line]:
    """No repeats where none are needed, with and without hosts, and full golfer tables."""
    for hosts in (False, True):
        for n, t, r in EVEN + ODD:
            name = named("hosts" if hosts else "plain", n, t, r)
            got = ours(plain(name, n, t, r, hosts=hosts, distinct=hosts))
            yield (f"{name}: 0 repeats", told(got), good(got, 0))
    for case in GOLFERS:
        got = ours(golfers(case), SEARCHED)
        yield (f"golfers {case}: 0 repeats", told(got), good(got, 0))
    for case, before in STRETCH.items():
        got = ours(golfers(case), SEARCHED)
        yield (f"golfers {case}: stretch, {before} before", told(got), None)
    for problem in given():
        if problem.get("meta", {}).get("known_zero") and problem["name"][4:] not in STRETCH:
            got = ours(problem, SEARCHED)
            if repeats(got) or got["hard"]:
                yield (f"{problem['name']}: 0 repeats are known", told(got), False)
    got = [ours(find("hosts-36p-6t-4r"), seed=seed) for seed in SEEDS]
    worst = max(repeats(g) for g in got)
    yield (f"hosts 36 × 6 × 4: at most {HOSTS_36}", f"{worst} at worst of 3", worst <= HOSTS_36)


def golfers(case: str) -> dict[str, Any]:
    groups, size, rounds = map(int, case.split("-"))
    return plain(f"sgp-{case}", groups * size, groups, rounds)


def cpu_by_size() -> Iterator[Line]:
    """CPU seconds with affiliations, languages, hosts and pins; also no broken rule, no silence."""
    sizes = {80: (16, 4), 250: (50, 4), 1000: (200, 5), 5000: (1000, 5)}
    for n, (t, r) in sizes.items():
        for family in ("attr", "lang", "full"):
            problem = peopled(family, n, t, r, seed=5)
            results = [ours(problem, seed=seed) for seed in SEEDS[: 1 if n > 1000 else 3]]
            limit = seconds_for(SOLVERS["ours"], n)
            failed = [g["failed"] for g in results if "failed" in g]
            if failed:
                yield (f"{family} {n}: {limit} s", str(failed[0]), False)
                continue
            cpu = median(g["cpu"] for g in results)
            wrong = max(g["hard"] + g["language"] - g["least"]["silent"] for g in results)
            yield (
                f"{family} {n}: {limit} s, no rule broken, no silence",
                f"{cpu:.2f} s, {wrong} wrong; {told(middle(results))}",
                cpu <= limit * 1.02 and wrong == 0,
            )


def better_than_before() -> Iterator[Line]:
    """Equals at the bound where only they bind; language families better than was reached before."""
    for problem in given():
        if problem["name"].startswith("attr"):
            got = [
                ours(problem, seed=s) for s in SEEDS[: 1 if len(problem["people"]) > 1500 else 3]
            ]
            worst = max(got, key=rank)
            bound = worst["least"]["attributes"]
            enough = good(worst, 0) and worst["attributes"] == bound
            yield (f"{problem['name']}: equals at the bound", told(worst), enough)
    for name, (before, again, equals) in BEFORE.items():
        got = middle([ours(find(name), seed=seed) for seed in SEEDS])
        fewer = (repeats(got), got["attributes"]) < (before, equals) and (
            got["again"], got["attributes"]
        ) < (again, equals)  # fmt: skip
        enough = got["hard"] == got["language"] == 0 and fewer
        yield (f"{name}: < {before} ({again}), {equals}", told(got), enough)


def never_worse() -> Iterator[Line]:
    """No peer better in repeats at equal hard rules, in the last run of the bench."""
    results = read_results()
    if not results:
        yield ("never worse than a peer", "no run of the bench yet", None)
        return
    groups: dict[str, list[dict[str, Any]]] = {}
    for result in results:
        if "failed" not in result:
            groups.setdefault(result["problem"], []).append(result)
    lost = []
    for name, group in groups.items():
        mine = [r for r in group if r["solver"] == "ours"]
        others = [r for r in group if not r["solver"].startswith("ours")]
        if mine and others:
            best, peer = middle(mine), min(others, key=rank)
            if rank(peer)[:3] < rank(best)[:3]:
                lost.append(f"{name} ({peer['solver']} {repeats(peer)}, ours {repeats(best)})")
    yield (f"never worse than a peer on {len(groups)} problems", "; ".join(lost) or "-", not lost)
    broken = [
        r["problem"]
        for group in groups.values()
        for r in group
        if r["solver"] == "ours" and r["hard"]
    ]
    yield ("0 hard violations anywhere", ", ".join(broken) or "-", not broken)


def in_the_hall() -> Iterator[Line]:
    """250 people, a tenth leaves and a tenth arrives; who comes late is seated at once."""
    families = ("plain", "hosts", "attr", "lang", "langdecl", "full")
    for problem in (p for p in given() if len(p["people"]) == 250):
        if problem["name"].split("-")[0] not in families:
            continue
        runs = [apart("replanned", problem, REPLAN_SECONDS * 0.9, seed) for seed in SEEDS]
        cpu, moved = median(r["cpu"] for r in runs), sum(r["ours-moved"] for r in runs)
        wrong = max(r["ours-hard"] + r["ours-language"] for r in runs)
        reached = f"{cpu:.2f} s, {moved} moved, {wrong} wrong, repeats {[r['ours-repeats'] for r in runs]}"
        enough = cpu <= REPLAN_SECONDS and wrong == 0
        if "theirs-moved" in runs[0]:
            theirs = sum(r["theirs-moved"] for r in runs)
            reached += f"; before: {theirs} moved, repeats {[r['theirs-repeats'] for r in runs]}"
            enough = enough and moved <= MORE_MOVES * theirs
        yield (f"replan {problem['name']}: {REPLAN_SECONDS} s, ≤ 1.2 × the moves", reached, enough)
    for name in ("full-250p-50t-4r", "full-1000p-200t-5r"):
        got = apart("late_comers", find(name), 20, 1)
        reached = f"{1000 * got['longest']:.0f} ms, {got['hard']} broken"
        enough = got["longest"] <= LATE_SECONDS and got["hard"] == 0
        yield (f"late-comers of {name}: 50 ms each", reached, enough)


def apart(function: str, problem: dict[str, Any], *args: Any) -> dict[str, Any]:
    """Call a function of the hall in a process of its own."""
    code = (
        "import sys, json; from bench.seating import hall;"
        f"print(json.dumps(hall.{function}(sys.stdin.read(), *{args!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(problem), capture_output=True, text=True,
        cwd=ROOT, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def given() -> list[dict[str, Any]]:
    return read_problems(SHARED if SHARED.is_dir() else None, seed=1)


def find(name: str) -> dict[str, Any]:
    """The problem of this name, or where it is not given one of ours of the same size."""
    return next(p for p in given() if p["name"] in (name, f"{name}-s1"))


def good(result: Mapping[str, Any], most: int) -> bool:
    return "failed" not in result and result["hard"] == 0 and repeats(result) <= most


def told(result: Mapping[str, Any]) -> str:
    if "failed" in result:
        return str(result["failed"])
    wrong = f", {result['hard']} broken" if result["hard"] else ""
    wrong += f", {result['language']} silent" if result["language"] else ""
    return (
        f"{repeats(result)} ({result['again']}) repeats, equals {result['attributes']} /"
        f" {result['least']['attributes']}, {result['cpu']:.2f} s{wrong}"
    )


PARTS: Mapping[str, Callable[[], Iterator[Line]]] = {
    "zero": zero_repeats,
    "cpu": cpu_by_size,
    "before": better_than_before,
    "hall": in_the_hall,
    "peers": never_worse,
}

if __name__ == "__main__":
    main()

"""The café as a constraint model for OR-tools CP-SAT, as its handbook would write it.

Knows hosts, allowed tables, pairs, repeats, revisits; leaves languages and equals out.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from bench.seating.checker import sizes

LONGEST = 100  # seconds of wall time, after which it stops anyway


def constraints(problem: Mapping[str, Any], seconds: float, seed: int) -> dict[str, Any] | None:
    """Minimise Σ (m - 1) over pairs; None if no seating was found in time."""
    from ortools.sat.python import cp_model

    people = [p["id"] for p in problem["people"]]
    tables = [t["id"] for t in problem["tables"]]
    rounds = range(problem["rounds"])
    model = cp_model.CpModel()
    at = {
        (r, p, t): model.new_bool_var(f"{r} {p} {t}")
        for r in rounds
        for p in people
        for t in tables
    }
    for r in rounds:
        for p in people:
            model.add_exactly_one(at[r, p, t] for t in tables)
        for t, (least, most) in zip(tables, sizes(problem, len(people)), strict=True):
            model.add_linear_constraint(sum(at[r, p, t] for p in people), least, most)
    keep_rules(model, problem, at)
    excess = []
    mixing = [p["id"] for p in problem["people"] if p.get("mixes", True)]
    for a, b in combinations(mixing, 2):
        together = []
        for r in rounds:
            meet = model.new_bool_var("")
            together.append(meet)
            for t in tables:
                model.add_bool_or(at[r, a, t].Not(), at[r, b, t].Not(), meet)
        more = model.new_int_var(0, problem["rounds"], "")
        model.add(more >= sum(together) - 1)
        excess.append(more)
    if problem.get("distinct_tables"):
        excess += revisits(model, problem, at)
    model.minimize(sum(excess))
    solver = cp_model.CpSolver()
    # Its clock is the wall's; its deterministic time is about a CPU second, however busy the machine.
    solver.parameters.max_deterministic_time = seconds
    solver.parameters.max_time_in_seconds = LONGEST
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    seats = [
        {p: next(t for t in tables if solver.value(at[r, p, t])) for p in people} for r in rounds
    ]
    return {"seats": seats, "interpreters": [{} for _ in rounds]}


def keep_rules(model: Any, problem: Mapping[str, Any], at: Mapping[Any, Any]) -> None:
    names = [t["id"] for t in problem["tables"]]
    for r in range(problem["rounds"]):
        for table in problem["tables"]:
            if table.get("host"):
                model.add(at[r, table["host"], table["id"]] == 1)
        for person in problem["people"]:
            if person.get("tables") is not None:
                model.add(sum(at[r, person["id"], t] for t in person["tables"]) == 1)
        for group in problem.get("together", ()):
            for other in group[1:]:
                for t in names:
                    model.add(at[r, group[0], t] == at[r, other, t])
        for group in problem.get("apart", ()):
            for a, b in combinations(group, 2):
                for t in names:
                    model.add_bool_or(at[r, a, t].Not(), at[r, b, t].Not())


def revisits(model: Any, problem: Mapping[str, Any], at: Mapping[Any, Any]) -> list[Any]:
    hosts = {table.get("host") for table in problem["tables"]}
    more = []
    for person in problem["people"]:
        if person["id"] in hosts or len(person.get("tables") or (0, 0)) == 1:
            continue
        for table in problem["tables"]:
            again = model.new_int_var(0, problem["rounds"], "")
            visits = sum(at[r, person["id"], table["id"]] for r in range(problem["rounds"]))
            model.add(again >= visits - 1)
            more.append(again)
    return more

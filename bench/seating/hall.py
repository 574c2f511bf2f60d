"""What happens in a café that is running: a tenth leaves, a tenth arrives, somebody comes late."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from wikicafe.rotation import (
    Person,
    Problem,
    Rotation,
    Score,
    new_hosts,
    plan,
    problem_from_json,
    replan,
    score,
    seat_newcomer,
)

PROTOTYPES = Path(__file__).parents[3] / "shared" / "prototypes"
PLAYED, CHANGING = 2, 0.1  # rounds played before, and the share that leaves and that arrives


def after_the_break(problem: Problem, rotation: Rotation, seed: int) -> Problem:
    """Two rounds were played; some left, as many came; whoever hosts in place of a host stays."""
    chance = Random(seed)
    count = round(len(problem.people) * CHANGING)
    left = {p.id for p in chance.sample(problem.people, count)}
    come = [
        Person(f"new-{k}", p.langs, p.attrs, first_round=PLAYED)
        for k, p in enumerate(chance.sample(problem.people, count))
    ]
    later = replace(
        problem,
        people=(*(p for p in problem.people if p.id not in left), *come),
        history=rotation.seats[:PLAYED],
        announced=rotation.seats[PLAYED:],
        together=tuple(g for g in problem.together if not left & set(g)),
        apart=tuple(g for g in problem.apart if not left & set(g)),
    )
    hosts = new_hosts(later)
    return replace(
        later,
        tables=tuple(
            replace(t, host=hosts.get(t.id, t.host if t.host not in left else None))
            for t in later.tables
        ),
    )


def replanned(text: str, seconds: float, seed: int) -> dict[str, Any]:
    """Plan, let a tenth change, plan again; beside the prototype where that lies beside us."""
    problem = problem_from_json(text)
    later = after_the_break(problem, plan(problem, 2.0, seed), seed)
    started = process_time()
    ours = replan(later, seconds, seed)
    found = {"cpu": process_time() - started} | costs("ours", score(later, ours))
    theirs = prototype(later, seed)
    return found | (costs("theirs", score(later, theirs)) if theirs else {})


def costs(whose: str, reached: Score) -> dict[str, int]:
    return {
        f"{whose}-{name}": getattr(reached, name)
        for name in ("hard", "language", "repeats", "moved")
    }


def prototype(problem: Problem, seed: int) -> Rotation | None:
    """What the sketch that came before this code makes of the same problem; None where it is not."""
    if not (PROTOTYPES / "rotation" / "online.py").exists():
        return None
    sys.path.insert(0, str(PROTOTYPES))
    try:
        from rotation import model, online  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(PROTOTYPES))
    known = model.Problem.__dataclass_fields__
    given = {name: value for name, value in asdict(problem).items() if name in known}
    found = online.replan(model.Problem.from_json(json.dumps(given)), seed=seed)
    places = found.interpreters or [{} for _ in found.seats]
    return Rotation(tuple(found.seats), tuple(places))


def late_comers(text: str, count: int, seed: int) -> dict[str, Any]:
    """Seat some people one after the other; the longest any of them waited, in CPU seconds."""
    problem, chance, waits = problem_from_json(text), Random(seed), []
    rotation = plan(problem, 1.0, seed)
    for k in range(count):
        like = chance.choice(problem.people)
        person = Person(f"late-{k}", like.langs, like.attrs)
        started = process_time()
        seats = seat_newcomer(problem, rotation, person, 0)
        waits.append(process_time() - started)
        problem = replace(problem, people=(*problem.people, person))
        rotation = Rotation(
            tuple(
                {**now, person.id: seats[r]} if r in seats else now
                for r, now in enumerate(rotation.seats)
            ),
            rotation.interpreters,
        )
    return {"longest": max(waits), "hard": score(problem, rotation).hard}

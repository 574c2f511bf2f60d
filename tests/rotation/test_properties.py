"""Laws that hold for every café: more time never hurts, names do not matter, the past is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.seating.families import named, peopled, plain
from wikicafe.rotation import Problem, Rotation, bounds, plan, problem_from_json, replan, score
from wikicafe.rotation.budget import Budget

pytestmark = pytest.mark.slow

SIZES = [(12, 4, 3), (15, 5, 4), (20, 4, 3), (23, 5, 3), (30, 6, 3), (36, 6, 4)]

cafes = st.builds(
    lambda family, size, seed: cafe(family, *size, seed),
    st.sampled_from(["plain", "hosts", "distinct", "attr", "lang", "langdecl"]),
    st.sampled_from(SIZES),
    st.integers(0, 10**6),
)


def cafe(family: str, people: int, tables: int, rounds: int, seed: int) -> Problem:
    """A problem of one of the families the bench measures, small enough for a test."""
    if family in ("plain", "hosts", "distinct"):
        given = plain(
            named(family, people, tables, rounds), people, tables, rounds,
            hosts=family == "hosts", distinct=family != "plain",
        )  # fmt: skip
    else:
        given = peopled(family, people, tables, rounds, seed)
    return problem_from_json(json.dumps(given))


@settings(max_examples=15, deadline=None)
@given(cafes, st.integers(1, 5))
def test_more_time_is_never_worse(problem: Problem, seed: int) -> None:
    with no_hurry():
        quick, slow = (score(problem, plan(problem, seconds, seed)) for seconds in (0.02, 0.1))
    assert slow <= quick


@settings(max_examples=15, deadline=None)
@given(cafes)
def test_no_rotation_breaks_a_rule_or_undercuts_a_bound(problem: Problem) -> None:
    costs, least = score(problem, plan(problem, 0.05, seed=1)), bounds(problem)
    assert costs.hard == 0
    assert costs.repeats >= least.repeats
    assert costs.repeated_meetings >= least.repeated_meetings
    assert costs.attributes >= least.attributes


@settings(max_examples=15, deadline=None)
@given(cafes, st.randoms(use_true_random=False))
def test_other_names_give_the_same_seats(problem: Problem, chance: Random) -> None:
    names = new_names([p.id for p in problem.people], chance)
    places = new_names([t.id for t in problem.tables], chance)
    with no_hurry():
        rotation = plan(problem, 0.05, seed=1)
        again = plan(with_names(problem, names, places), 0.05, seed=1)
    renamed = tuple({names[p]: places[t] for p, t in seats.items()} for seats in rotation.seats)
    assert again.seats == renamed


@settings(max_examples=15, deadline=None)
@given(cafes)
def test_what_was_played_stays_and_counts(problem: Problem) -> None:
    rotation = plan(problem, 0.05, seed=1)
    later = replace(problem, history=rotation.seats[:1])
    rest = plan(later, 0.05, seed=1)
    assert len(rest.seats) == problem.rounds - 1
    whole = Rotation((*later.history, *rest.seats), (rotation.interpreters[0], *rest.interpreters))
    assert score(later, rest).repeats == score(problem, whole).repeats


@settings(max_examples=15, deadline=None)
@given(cafes)
def test_nobody_moves_while_nothing_happens(problem: Problem) -> None:
    rotation = plan(problem, 0.3, seed=1)
    costs = score(problem, rotation)
    announced = replace(problem, history=rotation.seats[:1], announced=rotation.seats[1:])
    again = score(announced, replan(announced, 0.1, seed=1))
    least = bounds(problem)
    if (costs.language, costs.repeats) == (0, least.repeats):
        assert again.moved == 0
    assert (again.hard, again.language) <= (costs.hard, costs.language)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_seed_gives_the_same_seats(seed: int) -> None:
    problem = cafe("lang", 30, 6, 3, seed)
    with no_hurry():
        assert plan(problem, 0.1, seed) == plan(problem, 0.1, seed)


@contextmanager
def no_hurry() -> Iterator[None]:
    """The search takes the steps that its seconds buy; on a busy machine the clock cuts it short."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Budget, "is_over", lambda self: False)
        yield


def new_names(names: list[str], chance: Random) -> dict[str, str]:
    """Each name another one, in an order that has nothing to do with the old."""
    fresh = [f"n{k:04}" for k in range(len(names))]
    chance.shuffle(fresh)
    return dict(zip(names, fresh, strict=True))


def with_names(problem: Problem, names: dict[str, str], places: dict[str, str]) -> Problem:
    return replace(
        problem,
        people=tuple(replace(p, id=names[p.id]) for p in problem.people),
        tables=tuple(
            replace(t, id=places[t.id], host=names[t.host] if t.host else None)
            for t in problem.tables
        ),
    )

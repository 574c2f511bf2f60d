"""Hard rules hold in every rotation, and are refused exactly where they contradict each other."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rotation.gatherings import gathering
from wikicafe.rotation import Person, Problem, Rotation, Table, Unseatable, plan, replan, score

ROOMS = ("a", "b", "c")


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """Up to six people and three tables, with every kind of hard rule."""
    rooms = ROOMS[: draw(st.integers(1, 3))]
    names = [f"p{i}" for i in range(draw(st.integers(1, 6)))]
    people = tuple(
        Person(
            name,
            langs=tuple(draw(st.sets(st.sampled_from(["en", "es"])))),
            tables=draw(
                st.none() | st.lists(st.sampled_from(rooms), min_size=1, unique=True).map(tuple)
            ),
            mixes=draw(st.booleans()),
            first_round=draw(st.integers(0, 1)),
        )
        for name in names
    )
    hosts = draw(st.lists(st.sampled_from([None, *names]), min_size=3, max_size=3))
    tables = tuple(
        Table(room, cap_min=draw(st.integers(0, 2)), cap_max=draw(st.integers(2, 4)), host=host)
        for room, host in zip(rooms, hosts, strict=False)
    )
    pairs = st.lists(
        st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True).map(tuple), max_size=2
    )
    tied = pairs if len(names) > 1 else st.just([])
    return Problem(
        "small", 2, tables, people,
        together=tuple(draw(tied)), apart=tuple(draw(tied)), distinct_tables=draw(st.booleans()),
    )  # fmt: skip


def a_legal_round_exists(problem: Problem, r: int) -> bool:
    here = [p.id for p in problem.people if p.first_round <= r]
    alone = replace(problem, rounds=1, people=tuple(
        replace(p, first_round=0) for p in problem.people if p.id in here
    ), together=tuple(tuple(n for n in g if n in here) for g in problem.together),
    apart=tuple(g for g in problem.apart if set(g) <= set(here)))  # fmt: skip
    tables = [table.id for table in problem.tables]
    return any(
        score(alone, Rotation((dict(zip(here, seats, strict=True)),), ({},))).hard == 0
        for seats in product(tables, repeat=len(here))
    )


@settings(max_examples=60, deadline=None)
@given(small_problems())
def test_a_rotation_is_legal_or_refused_rightly(problem: Problem) -> None:
    try:
        rotation = plan(problem, 0.005, seed=1)
    except Unseatable:
        assert not all(a_legal_round_exists(problem, r) for r in range(problem.rounds))
    else:
        assert score(problem, rotation).hard == 0


@settings(max_examples=60, deadline=None)
@given(small_problems(), st.lists(st.sampled_from(ROOMS), min_size=6, max_size=6))
def test_whatever_was_announced_the_new_seats_are_legal(problem: Problem, said: list[str]) -> None:
    announced = {p.id: room for p, room in zip(problem.people, said, strict=False)}
    problem = replace(problem, announced=(announced, announced))
    try:
        rotation = replan(problem, 0.005, seed=1)
    except Unseatable:
        assert not all(a_legal_round_exists(problem, r) for r in range(problem.rounds))
    else:
        assert score(problem, rotation).hard == 0


def refusal(problem: Problem) -> Unseatable:
    with pytest.raises(Unseatable) as refused:
        plan(problem, 0.05, seed=1)
    return refused.value


def test_more_people_than_places_are_refused() -> None:
    problem = gathering(9, 2, 1)
    tables = tuple(replace(table, cap_max=4) for table in problem.tables)
    assert refusal(replace(problem, tables=tables)).code == "too-few-places"


def test_fewer_people_than_the_tables_need_are_refused() -> None:
    assert refusal(gathering(3, 4, 1)).code == "too-few-people"


def test_a_host_who_may_not_sit_at_the_own_table_is_named() -> None:
    problem = gathering(8, 2, 1, hosts=True)
    elsewhere = replace(problem.people[0], tables=("table-001",))
    refused = refusal(replace(problem, people=(elsewhere, *problem.people[1:])))
    assert (refused.code, refused.names) == ("no-table-allowed", ("person-0000",))


def test_two_who_must_sit_together_and_apart_are_named() -> None:
    pair = ("person-0001", "person-0002")
    refused = refusal(replace(gathering(8, 2, 1), together=(pair,), apart=(pair,)))
    assert (refused.code, refused.names, refused.round) == ("together-and-apart", pair, 0)


def test_too_many_for_one_table_are_named() -> None:
    problem = gathering(6, 2, 1)
    pinned = tuple(replace(p, tables=("table-000",)) for p in problem.people[:4])
    refused = refusal(replace(problem, people=(*pinned, *problem.people[4:])))
    assert refused.code in ("too-many-for-their-tables", "table-stays-empty")
    assert {p.id for p in pinned} <= set(refused.names)


def test_a_group_larger_than_every_table_is_named() -> None:
    group = ("person-0000", "person-0001", "person-0002", "person-0003")
    refused = refusal(replace(gathering(6, 2, 1), together=(group,)))
    assert (refused.code, refused.names) == ("group-too-large", group)

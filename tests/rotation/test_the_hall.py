"""A café that runs: people come late, people leave, a host goes home, and nobody meets twice."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from time import process_time

import pytest

from tests.rotation.gatherings import gathering, play_a_round
from wikicafe.rotation import (
    Person,
    Problem,
    Rotation,
    Unseatable,
    new_hosts,
    plan,
    replan,
    score,
    seat_newcomer,
)


def come_late(problem: Problem, rotation: Rotation, name: str, r: int) -> tuple[Problem, Rotation]:
    """Somebody enters while round r runs and is seated at once, nobody else moves."""
    person = Person(name, first_round=r)
    started = process_time()
    seat = seat_newcomer(problem, rotation, person, r)
    assert process_time() - started < 0.05
    seats = tuple({**round_, name: seat[r + k]} for k, round_ in enumerate(rotation.seats))
    return replace(problem, people=(*problem.people, person)), replace(rotation, seats=seats)


def leave(problem: Problem, names: list[str], r: int) -> Problem:
    """People go home after round r."""
    people = tuple(replace(p, last_round=r) if p.id in names else p for p in problem.people)
    return replace(problem, people=people)


def appoint(problem: Problem) -> Problem:
    """Where a host has gone, somebody of that table stays."""
    hosts = new_hosts(problem)
    tables = tuple(replace(t, host=hosts.get(t.id, t.host)) for t in problem.tables)
    return replace(problem, tables=tables)


@pytest.mark.parametrize("seed", range(10))
def test_nobody_meets_twice_though_twelve_come_late_and_five_leave(seed: int) -> None:
    chance = Random(seed)
    problem = gathering(68, 16, 5, hosts=True)
    rotation = plan(problem, 0.3, seed)
    for r in range(5):
        for i in range(6 * r - 6, 6 * r) if r in (1, 2) else ():
            problem, rotation = come_late(problem, rotation, f"late-{i:02}", r)
        problem, rotation = play_a_round(problem, rotation)
        if r in (1, 2):
            guests = [p.id for p in problem.people[16:] if p.last_round > r]
            hosts = [table.host or "" for table in problem.tables]
            gone = chance.sample(guests, 2) + (chance.sample(hosts, 1) if r == 2 else [])
            problem = leave(problem, gone, r)
            if seed % 2:  # otherwise a table goes on without a host
                problem = appoint(problem)
        problem = replace(problem, announced=rotation.seats)
        rotation = replan(problem, 0.3, seed)
        costs = score(problem, rotation)
        assert (costs.hard, costs.repeats) == (0, 0)
        assert costs.moved <= 16
    assert score(problem, rotation).longest == 1


def test_replanning_without_a_change_changes_nothing() -> None:
    problem = gathering(60, 12, 4)
    rotation = plan(problem, 0.5, seed=1)
    problem, rotation = play_a_round(problem, rotation)
    assert replan(replace(problem, announced=rotation.seats), 0.2, seed=2).seats == rotation.seats


def test_a_newcomer_sits_at_the_smallest_table() -> None:
    problem = gathering(11, 3, 1)
    rotation = plan(problem, 0.05, seed=1)
    sizes = [list(rotation.seats[0].values()).count(table.id) for table in problem.tables]
    table = seat_newcomer(problem, rotation, Person("new"), 0)[0]
    assert table == problem.tables[sizes.index(min(sizes))].id


def test_a_newcomer_sits_where_the_own_language_is_spoken() -> None:
    problem = gathering(10, 2, 1)
    people = tuple(
        replace(p, langs=("es",) if i < 5 else ("en",)) for i, p in enumerate(problem.people)
    )
    problem = replace(problem, people=people)
    seats = {p.id: f"table-00{i // 5}" for i, p in enumerate(people)}
    rotation = Rotation((seats,), ({},))
    assert seat_newcomer(problem, rotation, Person("ana", langs=("es",)), 0) == {0: "table-000"}
    assert seat_newcomer(problem, rotation, Person("ben", langs=("en",)), 0) == {0: "table-001"}


def test_a_newcomer_never_overfills_a_table() -> None:
    problem = gathering(8, 2, 1)
    problem = replace(problem, tables=tuple(replace(t, cap_max=4) for t in problem.tables))
    with pytest.raises(Unseatable) as refused:
        seat_newcomer(problem, plan(problem, 0.05, seed=1), Person("new"), 0)
    assert refused.value.code == "too-few-places"


def test_a_newcomer_is_kept_apart_from_whom_they_must_avoid() -> None:
    problem = replace(gathering(8, 2, 3), apart=(("new", "person-0000"),))
    rotation = plan(problem, 0.05, seed=1)
    seat = seat_newcomer(problem, rotation, Person("new"), 1)
    assert sorted(seat) == [1, 2]
    assert all(rotation.seats[r]["person-0000"] != table for r, table in seat.items())


def test_a_host_who_comes_late_sits_at_the_own_table() -> None:
    problem = gathering(12, 3, 2, hosts=True)
    problem = replace(problem, people=problem.people[1:])
    seat = seat_newcomer(problem, plan(problem, 0.05, seed=1), Person("person-0000"), 1)
    assert seat == {1: "table-000"}


def test_whoever_sat_at_the_table_last_may_become_its_host() -> None:
    problem = gathering(12, 3, 3, hosts=True)
    problem, _ = play_a_round(problem, plan(problem, 0.05, seed=1))
    (chosen,) = new_hosts(leave(problem, ["person-0001"], 0)).items()
    assert chosen[0] == "table-001"
    assert problem.history[0][chosen[1]] == "table-001"


def test_a_table_that_was_closed_is_left_by_all() -> None:
    problem = gathering(20, 5, 3)
    problem, rotation = play_a_round(problem, plan(problem, 0.1, seed=1))
    problem = replace(problem, tables=problem.tables[:4], announced=rotation.seats)
    rotation = replan(problem, 0.2, seed=1)
    assert score(problem, rotation).hard == 0
    assert "table-004" not in {table for seats in rotation.seats for table in seats.values()}


def test_remixing_minds_no_move() -> None:
    problem = gathering(16, 4, 2)
    same = {p.id: f"table-{i // 4:03}" for i, p in enumerate(problem.people)}
    problem = replace(problem, history=(same,), announced=(same,))
    rotation = replan(problem, 0.3, seed=1, mood="remix")
    assert score(problem, rotation).repeats == 0


def test_a_repeat_is_worth_moving_two_people() -> None:
    problem = gathering(25, 5, 2)
    first = {p.id: f"table-{i // 5:03}" for i, p in enumerate(problem.people)}
    second = {p.id: f"table-{i % 5:03}" for i, p in enumerate(problem.people)}
    second |= {"person-0000": "table-001", "person-0006": "table-000"}
    problem = replace(problem, history=(first,), announced=(second,))
    rotation = replan(problem, 0.2, seed=1)
    costs = score(problem, rotation)
    assert (costs.repeats, costs.moved) == (0, 2)

"""Whole rotations: nobody meets twice where that is possible, and quickly."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from tests.rotation.gatherings import gathering, tables_of
from wikicafe.rotation import Interpreter, Person, Problem, Table, plan, score


@pytest.mark.parametrize("hosts", [False, True])
@pytest.mark.parametrize(
    ("people", "tables", "rounds"),
    [(80, 16, 5), (80, 16, 6), (77, 16, 5), (83, 16, 5), (58, 12, 4), (68, 16, 5), (30, 6, 3)],
)
def test_nobody_meets_twice(people: int, tables: int, rounds: int, hosts: bool) -> None:
    problem = gathering(people, tables, rounds, hosts)
    started = process_time()
    costs = score(problem, plan(problem, 0.5, seed=1))
    assert (costs.hard, costs.repeats) == (0, 0)
    assert process_time() - started <= 0.5


@pytest.mark.parametrize(("people", "tables", "rounds"), [(60, 12, 5), (96, 12, 4), (84, 14, 5)])
def test_nobody_meets_twice_where_only_the_search_helps(
    people: int, tables: int, rounds: int
) -> None:
    problem = gathering(people, tables, rounds)
    assert score(problem, plan(problem, 2.0, seed=1)).repeats == 0


def test_a_thousand_people_are_seated_in_seconds() -> None:
    problem = gathering(1000, 200, 5, hosts=True)
    started = process_time()
    assert score(problem, plan(problem, 3.0, seed=1)).repeats == 0
    assert process_time() - started < 3


def test_a_host_stays_at_the_own_table() -> None:
    problem = gathering(80, 16, 5, hosts=True)
    rotation = plan(problem, 0.2, seed=3)
    for seats in rotation.seats:
        assert all(seats[table.host or ""] == table.id for table in problem.tables)


def test_the_same_seed_gives_the_same_rotation() -> None:
    problem = gathering(36, 6, 4, hosts=True)
    assert plan(problem, 0.1, seed=7) == plan(problem, 0.1, seed=7)


def test_the_name_of_a_person_does_not_matter() -> None:
    problem = gathering(77, 16, 5)
    renamed = replace(problem, people=tuple(replace(p, id=p.id[::-1]) for p in problem.people))
    assert score(problem, plan(problem, 0.2, 1)) == score(renamed, plan(renamed, 0.2, 1))


def test_who_comes_later_or_leaves_early_sits_only_when_here() -> None:
    problem = gathering(20, 4, 3)
    late, early = (
        replace(problem.people[0], first_round=1),
        replace(problem.people[1], last_round=1),
    )
    problem = replace(problem, people=(late, early, *problem.people[2:]))
    rotation = plan(problem, 0.1, seed=1)
    assert [late.id in seats for seats in rotation.seats] == [False, True, True]
    assert [early.id in seats for seats in rotation.seats] == [True, True, False]
    assert score(problem, rotation).hard == 0


def test_people_who_are_alike_do_not_sit_together() -> None:
    problem = gathering(80, 16, 3)
    people = tuple(
        replace(p, attrs={"affiliation": f"group-{i % 20}"}) for i, p in enumerate(problem.people)
    )
    problem = replace(problem, people=people, attr_weights={"affiliation": 1})
    costs = score(problem, plan(problem, 0.3, seed=1))
    assert (costs.repeats, costs.attributes) == (0, 0)


def test_tables_share_a_language() -> None:
    problem = gathering(20, 4, 2)
    people = tuple(
        replace(p, langs=("es",) if i < 10 else ("en",)) for i, p in enumerate(problem.people)
    )
    problem = replace(problem, people=people)
    assert score(problem, plan(problem, 0.2, seed=1)).language == 0


def test_an_interpreter_links_those_who_share_no_language() -> None:
    problem = gathering(10, 2, 1)
    people = tuple(
        replace(p, langs=("es",) if i < 2 else ("en",)) for i, p in enumerate(problem.people)
    )
    problem = replace(problem, people=people, interpreters=(Interpreter("ana", ("en", "es")),))
    rotation = plan(problem, 0.2, seed=1)
    assert score(problem, rotation).language == 0
    (table,) = rotation.interpreters[0].values()
    assert {people[0].id, people[1].id} & tables_of(rotation, 0)[table]


def test_people_without_language_data_constrain_nobody() -> None:
    problem = gathering(10, 2, 2)
    people = (replace(problem.people[0], langs=("ar",)), *problem.people[1:])
    assert score(problem, plan(replace(problem, people=people), 0.1, seed=1)).language == 0


def test_a_group_that_is_kept_together_meets_others_once() -> None:
    problem = gathering(40, 8, 3)
    pair = (problem.people[0].id, problem.people[1].id)
    problem = replace(problem, together=(pair,), apart=((pair[0], problem.people[2].id),))
    rotation = plan(problem, 0.5, seed=1)
    costs = score(problem, rotation)
    assert (costs.hard, costs.repeats) == (0, 0)


def test_nobody_visits_a_table_twice_where_tables_are_distinct() -> None:
    problem = replace(gathering(45, 9, 4), distinct_tables=True)
    costs = score(problem, plan(problem, 0.3, seed=1))
    assert (costs.repeats, costs.revisits) == (0, 0)


def test_preferences_count_only_among_equally_good_seatings() -> None:
    problem = gathering(16, 4, 2)
    wishes = {problem.people[0].id: {"table-000": 5, "table-001": 5, "table-002": 5}}
    problem = replace(problem, prefs=wishes)
    costs = score(problem, plan(problem, 0.3, seed=1))
    assert (costs.repeats, costs.preferences) == (0, 0)


def test_meetings_of_history_are_not_repeated() -> None:
    problem = gathering(25, 5, 3)
    together = {p.id: f"table-{i // 5:03}" for i, p in enumerate(problem.people)}
    problem = replace(problem, history=(together,))
    rotation = plan(problem, 1.0, seed=1)
    assert len(rotation.seats) == 2
    assert score(problem, rotation).repeats == 0


def test_a_finished_cafe_has_nothing_left_to_seat() -> None:
    problem = gathering(4, 1, 1)
    seats = {p.id: "table-000" for p in problem.people}
    assert plan(replace(problem, history=(seats,)), 0.1, seed=1).seats == ()


def test_progress_grows_to_one() -> None:
    told: list[float] = []
    plan(gathering(36, 6, 4, hosts=True), 0.1, seed=1, progress=told.append)
    assert told == sorted(told) and told[-1] == 1


def test_five_thousand_people_do_not_fill_the_memory() -> None:
    problem = gathering(5000, 1000, 5)
    started = process_time()
    assert score(problem, plan(problem, 5.0, seed=1)).repeats == 0
    assert process_time() - started < 30


def test_one_table_takes_everybody() -> None:
    people = tuple(Person(name) for name in ("ada", "bo"))
    problem = Problem("two", 2, (Table("only"),), people)
    assert plan(problem, 0.05, seed=1).seats == ({"ada": "only", "bo": "only"},) * 2


def test_an_empty_cafe_is_seated_at_once() -> None:
    assert plan(Problem("nobody", 2, (), ()), 0.05, seed=1).seats == ({}, {})

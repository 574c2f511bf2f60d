"""The first rotation is free of repeats wherever a schedule is known, before any search."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.rotation.gatherings import gathering, instance
from wikicafe.rotation import Person, Problem, Rotation, Score, problem_from_json, score
from wikicafe.rotation.construct import by_schedule
from wikicafe.rotation.rules import rotation_of, rules_of
from wikicafe.rotation.weights import weights_of

# (people, tables, rounds)
SIZES = [
    (20, 5, 4), (24, 6, 4), (28, 7, 5), (30, 6, 4), (33, 7, 4), (36, 6, 3), (45, 9, 4), (48, 8, 5),
    (58, 12, 5), (64, 8, 4), (77, 16, 4), (80, 16, 6), (83, 17, 4), (84, 12, 6), (90, 15, 6),
    (100, 10, 4), (120, 12, 4), (150, 25, 5), (243, 50, 4), (250, 50, 4), (261, 50, 4),
    (1013, 203, 5),
]  # fmt: skip
WITH_HOSTS = [
    (30, 6, 3), (60, 10, 5), (77, 16, 4), (80, 16, 6), (96, 12, 4), (243, 50, 4), (1000, 200, 5),
]  # fmt: skip


def constructed(problem: Problem) -> Score:
    rules = rules_of(problem)
    rows = by_schedule(rules, weights_of(rules, "remix"), Random(1))
    assert rows is not None
    return score(problem, rotation_of(rules, rows, [{} for _ in rows]))


@pytest.mark.parametrize(("people", "tables", "rounds"), SIZES)
def test_nobody_meets_anybody_twice(people: int, tables: int, rounds: int) -> None:
    assert constructed(gathering(people, tables, rounds)) == Score()


@pytest.mark.parametrize(("people", "tables", "rounds"), WITH_HOSTS)
def test_with_hosts_who_stay_nobody_meets_anybody_twice(
    people: int, tables: int, rounds: int
) -> None:
    problem = gathering(people, tables, rounds, hosts=True)
    assert constructed(replace(problem, distinct_tables=True)) == Score()


@pytest.mark.parametrize(("people", "tables", "rounds"), [(45, 9, 4), (80, 16, 4), (250, 50, 4)])
def test_where_each_table_has_its_question_nobody_returns(
    people: int, tables: int, rounds: int
) -> None:
    problem = replace(gathering(people, tables, rounds), distinct_tables=True)
    assert constructed(problem) == Score()


def test_people_of_one_affiliation_do_not_meet_if_they_are_as_many_as_tables() -> None:
    people = tuple(Person(f"p{i}", attrs={"affiliation": f"a{i % 5}"}) for i in range(80))
    problem = replace(gathering(80, 16, 5), people=people, attr_weights={"affiliation": 1})
    assert constructed(problem) == Score()


def test_people_whose_attributes_nobody_knows_are_not_alike() -> None:
    people = tuple(Person(f"p{i}", attrs={"affiliation": None}) for i in range(80))
    problem = replace(gathering(80, 16, 5), people=people, attr_weights={"affiliation": 1})
    assert constructed(problem) == Score()


def test_rounds_beyond_the_longest_schedule_are_filled_person_by_person() -> None:
    problem = gathering(30, 6, 8)
    found = constructed(problem)
    assert found.hard == 0
    assert 0 < found.repeats < 80


@pytest.mark.parametrize("hosts", [False, True])
@pytest.mark.parametrize(("people", "tables"), [(6, 1), (1, 1), (2, 2), (7, 2), (3, 3), (13, 3)])
def test_the_smallest_gatherings_are_seated_too(people: int, tables: int, hosts: bool) -> None:
    assert constructed(gathering(people, tables, 3, hosts)).hard == 0


def test_a_rotation_with_history_does_not_start_from_a_schedule() -> None:
    problem = gathering(20, 5, 3)
    rules = rules_of(problem)
    rows = by_schedule(rules, weights_of(rules, "remix"), Random(1))
    assert rows is not None
    played: Rotation = rotation_of(rules, rows, [{} for _ in rows])
    later = rules_of(replace(problem, history=played.seats[:1]))
    assert by_schedule(later, weights_of(later, "remix"), Random(1)) is None


@pytest.mark.parametrize(
    "name",
    ["plain-5000p-1000t-5r", "hosts-80p-16t-4r", "distinct-250p-50t-4r", "sgp-9-4-11",
     "sgp-10-4-13", "sgp-10-3-14", "sgp-7-7-8"],
)  # fmt: skip
def test_shared_instances_with_a_known_schedule_have_no_repeats(name: str) -> None:
    assert constructed(problem_from_json(instance(name))) == Score()

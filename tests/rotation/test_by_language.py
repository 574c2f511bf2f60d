"""Together by language in one round, mixed in the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rotation.gatherings import gathering, play_a_round, tables_of
from wikicafe.rotation import Person, Problem, Rotation, plan, replan, score, seat_newcomer

SPOKEN = (("en",), ("es", "en"), ("fr", "es"), ("en", "fr"), ("es",))


def many_tongues(people: int, tables: int, rounds: int, hosts: bool = False) -> Problem:
    problem = gathering(people, tables, rounds, hosts)
    return replace(
        problem,
        people=tuple(replace(p, langs=SPOKEN[i % 5]) for i, p in enumerate(problem.people)),
    )


def shared(problem: Problem, rotation: Rotation, round_: int) -> list[set[str]]:
    """The languages everybody has, table by table."""
    langs = {p.id: set(p.langs) for p in problem.people}
    tables = tables_of(rotation, round_).values()
    return [set.intersection(*(langs[name] for name in names)) for names in tables]


@pytest.mark.parametrize("hosts", [False, True])
def test_each_table_shares_a_language_in_the_round_by_language(hosts: bool) -> None:
    problem = replace(many_tongues(60, 12, 3, hosts), by_language=(1,))
    rotation = plan(problem, 0.3, seed=1)
    assert all(shared(problem, rotation, 1))
    costs = score(problem, rotation)
    assert costs.hard == 0


def test_most_people_talk_in_their_own_language_then() -> None:
    problem = replace(many_tongues(60, 12, 1), by_language=(0,))
    rotation = plan(problem, 0.2, seed=1)
    own = {p.id: p.langs[0] for p in problem.people}
    common = shared(problem, rotation, 0)
    at = tables_of(rotation, 0).values()
    glad = sum(own[n] in langs for names, langs in zip(at, common, strict=True) for n in names)
    assert glad == 60


def test_whoever_met_by_language_does_not_meet_again_when_mixed() -> None:
    problem = replace(gathering(60, 12, 3), by_language=(0,))
    people = tuple(
        replace(p, langs=("en", "es") if i % 2 else ("es", "en"))
        for i, p in enumerate(problem.people)
    )
    problem = replace(problem, people=people)
    rotation = plan(problem, 0.3, seed=1)
    assert len(rotation.seats) == 3
    assert score(problem, rotation).repeats == 0


def test_a_language_too_few_speak_makes_no_table_of_its_own() -> None:
    problem = gathering(10, 2, 1)
    people = tuple(replace(p, langs=("fi", "en") if i < 2 else ("en",))
                   for i, p in enumerate(problem.people))  # fmt: skip
    problem = replace(problem, people=people, by_language=(0,))
    rotation = plan(problem, 0.1, seed=1)
    assert sorted(map(len, tables_of(rotation, 0).values())) == [5, 5]


def test_planning_again_keeps_the_round_by_language_as_it_was_announced() -> None:
    problem = replace(many_tongues(60, 12, 3, hosts=True), by_language=(2,))
    problem, rotation = play_a_round(problem, plan(problem, 0.3, seed=1))
    problem = replace(problem, announced=rotation.seats)
    assert score(problem, replan(problem, 0.3, seed=1)).moved == 0


def test_people_who_come_and_go_have_seats_in_their_rounds_only() -> None:
    problem = replace(many_tongues(30, 6, 4), by_language=(1, 3))
    late = Person("late", ("es",), first_round=2)
    people = (*problem.people[:-1], replace(problem.people[-1], last_round=1), late)
    problem = replace(problem, people=people)
    rotation = plan(problem, 0.3, seed=1)
    assert [("late" in seats) for seats in rotation.seats] == [False, False, True, True]
    assert score(problem, rotation).hard == 0


def test_a_newcomer_sits_where_the_first_language_is_spoken() -> None:
    problem = replace(many_tongues(60, 12, 1), by_language=(0,))
    rotation = plan(problem, 0.2, seed=1)
    table = seat_newcomer(problem, rotation, Person("ana", ("fr", "en", "es")), 0)[0]
    names = tables_of(rotation, 0)[table]
    assert all("fr" in p.langs for p in problem.people if p.id in names)

"""Tables that cannot talk any more are mended with the fewest moves."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.rotation.gatherings import gathering, play_a_round
from wikicafe.rotation import Interpreter, Person, Problem, Rotation, plan, replan, score
from wikicafe.rotation.budget import Budget
from wikicafe.rotation.exchanges import let_tables_talk
from wikicafe.rotation.rules import rules_of

SPOKEN = (("en",), ("en", "es"), ("es",), ("en", "fr"), ("en",), ("fr", "es"))


def two_tables(*langs: str) -> tuple[Problem, Rotation]:
    """The first half sits at the first table, the others at the second."""
    half = len(langs) // 2
    problem = gathering(len(langs), 2, 1)
    people = tuple(
        replace(p, langs=tuple(spoken.split()))
        for p, spoken in zip(problem.people, langs, strict=True)
    )
    seats = {p.id: f"table-00{i // half}" for i, p in enumerate(people)}
    return replace(problem, people=people, announced=(seats,)), Rotation((seats,), ({},))


def test_two_people_change_chairs_and_both_tables_talk() -> None:
    problem, seated = two_tables("en", "en", "es", "es", "es", "en")
    found = let_tables_talk(rules_of(problem), seated, Budget(1.0))
    costs = score(problem, found)
    assert (costs.hard, costs.language, costs.moved) == (0, 0, 2)


def test_where_all_tables_talk_nobody_moves() -> None:
    problem, seated = two_tables("en", "en", "en es", "es", "es", "es")
    assert let_tables_talk(rules_of(problem), seated, Budget(1.0)) == seated


def test_whoever_is_bound_to_a_table_stays_there() -> None:
    problem, seated = two_tables("en", "en", "es", "es", "es", "en")
    pinned = replace(problem.people[2], tables=("table-000",))
    problem = replace(problem, people=(*problem.people[:2], pinned, *problem.people[3:]))
    found = let_tables_talk(rules_of(problem), seated, Budget(1.0))
    assert found.seats[0][pinned.id] == "table-000"
    assert score(problem, found).hard == 0


def test_what_cannot_be_mended_stays_as_it_is() -> None:
    problem, seated = two_tables("en", "en", "eu", "es", "es", "fr")
    found = let_tables_talk(rules_of(problem), seated, Budget(1.0))
    assert score(problem, found).hard == 0
    assert score(problem, found).language <= score(problem, seated).language


@pytest.mark.parametrize("seed", range(4))
def test_after_a_tenth_left_and_a_tenth_came_every_table_talks_and_few_moved(seed: int) -> None:
    chance = Random(seed)
    problem = gathering(60, 12, 4, hosts=True)
    people = tuple(replace(p, langs=SPOKEN[i % 6]) for i, p in enumerate(problem.people))
    interpreters = tuple(Interpreter(f"i{k}", ("en", "es", "fr")) for k in range(3))
    problem = replace(problem, people=people, interpreters=interpreters)
    problem, rotation = play_a_round(problem, plan(problem, 0.3, seed=1))
    gone = set(chance.sample([p.id for p in people[12:]], 6))
    came = tuple(Person(f"new-{k}", chance.choice(SPOKEN), first_round=1) for k in range(6))
    people = tuple(p for p in people if p.id not in gone) + came
    problem = replace(problem, people=people, announced=rotation.seats)
    costs = score(problem, replan(problem, 0.3, seed=1))
    assert (costs.hard, costs.language) == (0, 0)
    assert costs.moved <= 30


def test_a_newcomer_takes_over_the_seats_of_somebody_who_left() -> None:
    problem = gathering(20, 5, 4)
    problem, rotation = play_a_round(problem, plan(problem, 0.1, seed=1))
    people = (*problem.people[1:], Person("new", first_round=1))
    problem = replace(problem, people=people, announced=rotation.seats)
    found = replan(problem, 0.1, seed=1)
    left = [seats["person-0000"] for seats in rotation.seats]
    assert [seats["new"] for seats in found.seats] == left
    assert score(problem, found).moved == 0

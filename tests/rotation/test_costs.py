"""Each cost beside the least it could be, and why it could not be less."""

from __future__ import annotations

from dataclasses import replace

from tests.rotation.gatherings import gathering, play_a_round
from wikicafe.rotation import Problem, Rotation, plan, replan, score
from wikicafe.rotation.costs import Cost, costs


def cost(problem: Problem, rotation: Rotation, kind: str, round_: int | None = None) -> Cost:
    (found,) = (c for c in costs(problem, rotation) if (c.kind, c.round) == (kind, round_))
    return found


def with_affiliations(problem: Problem, *sizes: int) -> Problem:
    named = [f"group-{g}" for g, size in enumerate(sizes) for _ in range(size)]
    people = tuple(
        replace(p, attrs={"affiliation": named[i] if i < len(named) else None})
        for i, p in enumerate(problem.people)
    )
    return replace(problem, people=people, attr_weights={"affiliation": 2})


def test_where_nothing_repeats_no_reason_is_needed() -> None:
    problem = gathering(20, 5, 3)
    found = cost(problem, plan(problem, 0.1, seed=1), "repeats")
    assert (found.value, found.at_least, found.why) == (0, 0, "")


def test_what_counting_alone_forces_says_so() -> None:
    problem = gathering(9, 3, 6)
    rotation = plan(problem, 0.3, seed=1)
    found = cost(problem, rotation, "repeats")
    assert found.value >= found.at_least > 0
    assert found.why == ("few-to-meet" if found.value == found.at_least else "nothing-less-found")


def test_tables_larger_than_their_number_must_repeat() -> None:
    problem = gathering(40, 5, 2)
    rotation = plan(problem, 0.3, seed=1)
    found = cost(problem, rotation, "repeats", 1)
    assert (found.value, found.at_least) == (15, 15)
    assert (found.why, found.params) == ("larger-than-number", {"size": 8, "tables": 5})


def test_an_affiliation_larger_than_the_tables_meets_itself() -> None:
    problem = with_affiliations(gathering(20, 5, 2), 7, 4)
    found = cost(problem, plan(problem, 0.2, seed=1), "same-affiliation", 0)
    assert (found.value, found.at_least, found.why) == (2, 2, "more-affiliation-than-tables")
    assert found.params == {"count": 7, "tables": 5}


def test_whoever_shares_no_language_with_anybody_leaves_one_table_silent() -> None:
    problem = gathering(10, 2, 2)
    people = tuple(replace(p, langs=("eu",) if i == 3 else ("en",))
                   for i, p in enumerate(problem.people))  # fmt: skip
    problem = replace(problem, people=people)
    rotation = plan(problem, 0.1, seed=1)
    found = cost(problem, rotation, "silent-tables")
    assert (found.value, found.at_least, found.why) == (2, 2, "rare-language")
    assert found.params == {"people": ["person-0003"]}


def test_no_cost_is_below_what_it_must_be() -> None:
    for people, tables, rounds in ((12, 3, 4), (17, 4, 3), (30, 6, 4), (50, 5, 3)):
        problem = with_affiliations(gathering(people, tables, rounds), 5, 4, 3)
        rotation = plan(problem, 0.1, seed=1)
        assert all(found.value >= found.at_least for found in costs(problem, rotation))


def test_of_the_changed_seats_those_are_told_that_had_to_change() -> None:
    problem = gathering(20, 5, 3)
    problem, rotation = play_a_round(problem, plan(problem, 0.1, seed=1))
    problem = replace(problem, tables=problem.tables[:4], announced=rotation.seats)
    again = replan(problem, 0.2, seed=1)
    found = cost(problem, again, "changed-seats")
    assert found.value == score(problem, again).moved
    assert found.at_least == 8

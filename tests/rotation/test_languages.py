"""Tables that talk: which interpreter goes where, and rounds drawn so that everybody understands."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np

from tests.rotation.gatherings import gathering
from wikicafe.rotation import Interpreter, Problem, bounds, plan, score
from wikicafe.rotation.interpreting import Interpreting
from wikicafe.rotation.languages import bits, languages_of
from wikicafe.rotation.legal import is_legal
from wikicafe.rotation.modes import rows_that_talk
from wikicafe.rotation.rules import rules_of
from wikicafe.rotation.talk import all_but_one


def bilingual(people: int, tables: int, rounds: int, spanish: int, both: int) -> Problem:
    """Some speak Spanish only, some both, everybody else English."""
    problem = gathering(people, tables, rounds)
    spoken = [("es",)] * spanish + [("en", "es")] * both + [("en",)] * (people - spanish - both)
    return replace(
        problem,
        people=tuple(
            replace(p, langs=langs) for p, langs in zip(problem.people, spoken, strict=True)
        ),
    )


def test_an_interpreter_is_given_up_for_a_table_that_has_no_other() -> None:
    problem = replace(
        bilingual(10, 2, 1, 3, 2),
        interpreters=(Interpreter("ines", ("en", "es")), Interpreter("fred", ("en", "fr"))),
    )
    languages = languages_of(problem, 10)
    assert languages is not None
    ines, fred = (1 << kind for kind in languages.kinds)
    interpreting = Interpreting(languages)
    assert interpreting.matching({0: ines | fred, 1: ines}) == {0: fred, 1: ines}
    assert interpreting.places({0: fred, 1: ines}) == {1: 0, 0: 1}
    assert len(interpreting.matching({0: ines, 1: ines})) == 1


def test_what_all_but_one_have_in_common() -> None:
    masks = np.array([[0b011, 0b010, 0b110]])
    assert all_but_one(masks).tolist() == [[0b010, 0b010, 0b010]]
    assert bits(np.array([[True, False, True]])).tolist() == [0b101]


def test_a_round_is_drawn_so_that_every_table_talks() -> None:
    problem = bilingual(40, 8, 4, 6, 12)
    rules = rules_of(problem)
    languages = languages_of(problem, rules.holders)
    assert languages is not None
    rows = rows_that_talk(rules, languages, Random(1))
    for r, row in enumerate(rows):
        assert is_legal(rules, r, row)
        for table in range(8):
            assert bits(languages.fits[:-1][row == table].all(axis=0)[None])[0]


def test_an_interpreter_lets_the_only_spanish_speaker_mix() -> None:
    problem = replace(bilingual(20, 5, 3, 1, 0), interpreters=(Interpreter("ines", ("en", "es")),))
    costs = score(problem, plan(problem, 0.2, seed=1))
    assert (costs.hard, costs.language, costs.repeats) == (0, 0, 0)


def test_somebody_whom_nobody_understands_makes_one_table_silent_in_each_round() -> None:
    problem = bilingual(20, 4, 3, 1, 0)
    assert bounds(problem).language == 3
    assert score(problem, plan(problem, 0.1, seed=1)).language == 3


def test_those_who_fill_one_table_only_meet_again_and_again() -> None:
    problem = bilingual(20, 4, 3, 2, 4)  # two Spanish speakers with three of the four, three times
    assert bounds(problem).repeats == 3 + 2 * 6
    costs = score(problem, plan(problem, 0.2, seed=1))
    assert (costs.language, costs.repeats >= 15) == (0, True)


def test_two_who_are_tied_to_one_table_meet_in_every_round() -> None:
    problem = gathering(20, 5, 3)
    pinned = tuple(replace(p, tables=("table-000",)) for p in problem.people[:2])
    problem = replace(problem, people=(*pinned, *problem.people[2:]))
    assert bounds(problem).repeats == 3
    assert score(problem, plan(problem, 0.2, seed=1)).repeats == 3
    together = replace(problem, together=(tuple(p.id for p in pinned),))
    assert bounds(together).repeats == 0


def test_more_seconds_continue_the_same_search() -> None:
    problem = bilingual(30, 6, 3, 5, 8)
    costs = [score(problem, plan(problem, seconds, seed=1)) for seconds in (0.03, 0.1, 0.3)]
    assert costs == sorted(costs, reverse=True)

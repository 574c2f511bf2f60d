"""Rounds in which tables cannot talk, and others near them in which they can."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from tests.rotation.gatherings import gathering
from wikicafe.rotation import Interpreter, Problem
from wikicafe.rotation.budget import Budget
from wikicafe.rotation.floor import members_with_nowhere
from wikicafe.rotation.interpreting import Interpreting
from wikicafe.rotation.languages import Languages, languages_of
from wikicafe.rotation.legal import is_legal, legal_row
from wikicafe.rotation.mending import least_silent, mended
from wikicafe.rotation.rules import Ints, Rules, rules_of
from wikicafe.rotation.talk import Talk

ENOUGH = 10.0


def multilingual(seed: int, only: tuple[str, ...] = ("es", "fr")) -> Problem:
    """60 people with 12 hosts, of whom every third speaks French; a few guests lack English."""
    problem = gathering(60, 12, 1, hosts=True)
    hosts = {table.host for table in problem.tables}
    chance = Random(seed)
    people = []
    for number, person in enumerate(problem.people):
        langs: tuple[str, ...] = ("en", "fr") if number % 3 == 0 else ("en",)
        if person.id not in hosts and number % 8 == 1:
            langs = (chance.choice(only),)
        people.append(replace(person, langs=langs))
    interpreters = tuple(Interpreter(f"i{n}", ("en", "es")) for n in range(3))
    return replace(problem, people=tuple(people), interpreters=interpreters)


def by_chance(rules: Rules, chance: Random) -> Ints:
    wanted = [chance.randrange(rules.tables) for _ in range(rules.holders)]
    return legal_row(rules, 0, np.where(rules.present[0], np.array(wanted), rules.nowhere))


def silent(rules: Rules, languages: Languages, row: Ints) -> int:
    members = members_with_nowhere(rules, 0, row)
    return Talk(languages, Interpreting(languages), members).silent_tables


@pytest.mark.parametrize("seed", range(8))
def test_all_tables_can_talk_after_a_round_by_chance(seed: int) -> None:
    problem = multilingual(seed)
    guests = [p.id for p in problem.people if p.langs in (("es",), ("fr",))]
    problem = replace(problem, together=((guests[0], guests[1]),), apart=((guests[2], guests[3]),))
    rules = rules_of(problem)
    languages = languages_of(problem, rules.holders)
    assert languages is not None
    row = by_chance(rules, Random(seed))
    better = mended(rules, languages, 0, row, Random(seed), Budget(ENOUGH))
    assert silent(rules, languages, row) == 0 or better is not None
    if better is not None:
        assert is_legal(rules, 0, better)
        # two who sit together may have no language in common, and then their table stays silent
        spoken = [set(p.langs) for p in problem.people if p.id in problem.together[0]]
        assert silent(rules, languages, better) <= (spoken[0] != spoken[1])


def test_a_language_nobody_shares_leaves_one_table_silent_and_no_more() -> None:
    problem = multilingual(1)
    lonely = next(n for n, p in enumerate(problem.people) if p.langs in (("es",), ("fr",)))
    people = list(problem.people)
    people[lonely] = replace(people[lonely], langs=("zh",))
    rules = rules_of(replace(problem, people=tuple(people)))
    languages = languages_of(rules.problem, rules.holders)
    assert languages is not None
    assert least_silent(rules, languages, 0) == 1
    row = by_chance(rules, Random(1))
    better = mended(rules, languages, 0, row, Random(1), Budget(ENOUGH))
    assert better is not None
    assert silent(rules, languages, better) == 1


def test_a_round_in_which_everybody_understands_is_left_alone() -> None:
    problem = multilingual(2)
    rules = rules_of(problem)
    languages = languages_of(problem, rules.holders)
    assert languages is not None
    better = mended(rules, languages, 0, by_chance(rules, Random(2)), Random(2), Budget(ENOUGH))
    assert better is not None
    assert mended(rules, languages, 0, better, Random(2), Budget(ENOUGH)) is None

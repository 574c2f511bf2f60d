"""Nobody can be seated: the smallest set of rules that contradict each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rotation.gatherings import gathering
from wikicafe.rotation import Problem, Rule, Unseatable, plan
from wikicafe.rotation.preflight import (
    contradiction,
    is_possible,
    of_round,
    rules_in,
)

P = [f"person-{i:04}" for i in range(20)]
T = [f"table-{k:03}" for k in range(8)]


def refused(problem: Problem) -> Unseatable:
    with pytest.raises(Unseatable) as said:
        plan(problem, 0.05, seed=1)
    return contradiction(problem, said.value)


def pinned(problem: Problem, pins: dict[str, tuple[str, ...]]) -> Problem:
    people = tuple(replace(p, tables=pins.get(p.id)) for p in problem.people)
    return replace(problem, people=people)


def test_together_and_apart_contradict_through_a_third() -> None:
    problem = replace(
        gathering(16, 4, 2), together=((P[1], P[2]), (P[2], P[3]), (P[8], P[9])),
        apart=((P[5], P[6]), (P[1], P[3])),
    )  # fmt: skip
    said = refused(problem)
    assert said.code == "rules-contradict"
    assert [(rule.kind, rule.people) for rule in said.rules] == [
        ("together", (P[1], P[2])),
        ("together", (P[2], P[3])),
        ("apart", (P[1], P[3])),
    ]
    assert said.names == (P[1], P[2], P[3])


def test_two_who_sit_together_but_may_share_no_table() -> None:
    problem = pinned(gathering(16, 4, 1), {P[1]: (T[0],), P[2]: (T[1],), P[9]: (T[3],)})
    said = refused(replace(problem, together=((P[1], P[2]),)))
    assert [rule.kind for rule in said.rules] == ["only-tables", "only-tables", "together"]


def test_too_many_at_one_table_name_the_even_tables_too() -> None:
    problem = pinned(gathering(16, 4, 1), dict.fromkeys(P[:7], (T[1],)))
    said = refused(problem)
    assert [rule.kind for rule in said.rules] == ["only-tables"] * 5 + ["even-tables"]
    assert said.rules[-1] == Rule("even-tables", tables=tuple(T[:4]), number=16)


def test_more_foes_than_tables_are_one_rule() -> None:
    said = refused(replace(gathering(16, 4, 1), apart=(tuple(P[:5]),)))
    assert [(rule.kind, len(rule.people)) for rule in said.rules] == [("apart", 5)]


def test_too_few_places_are_said_as_they_are() -> None:
    problem = gathering(16, 4, 1)
    problem = replace(problem, tables=tuple(replace(t, cap_max=3) for t in problem.tables))
    said = refused(problem)
    assert (said.code, [rule.kind for rule in said.rules]) == ("too-few-places", ["even-tables"])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from(P[:8]), min_size=2, max_size=4), max_size=3),
    st.lists(st.sets(st.sampled_from(P[:8]), min_size=2, max_size=3), max_size=4),
    st.dictionaries(st.sampled_from(P[:8]), st.sets(st.sampled_from(T[:3]), min_size=1)),
)
def test_without_any_one_of_the_rules_everybody_could_be_seated(
    together: list[set[str]], apart: list[set[str]], pins: dict[str, set[str]]
) -> None:
    problem = replace(
        gathering(9, 3, 1), together=tuple(tuple(sorted(g)) for g in together),
        apart=tuple(tuple(sorted(g)) for g in apart),
    )  # fmt: skip
    problem = pinned(problem, {name: tuple(sorted(tables)) for name, tables in pins.items()})
    try:
        plan(problem, 0.01, seed=1)
    except Unseatable as refusal:
        said = contradiction(problem, refusal)
        core = [rule for rule in said.rules if rule.kind != "even-tables"]
        alone = of_round(problem, 0)
        assert core
        assert set(core) <= set(rules_in(alone))
        assert not is_possible(alone, core)
        assert all(is_possible(alone, [r for r in core if r != rule]) for rule in core)

"""Cafés made around a seating that is then hidden: whatever their rules, they can be seated."""

from __future__ import annotations

import json
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.seating.checker import check, first, last, sizes
from wikicafe.rotation import plan, problem_from_json, rotation_to_json

pytestmark = pytest.mark.slow

Problem = dict[str, Any]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.integers(12, 60), st.integers(1, 4))
def test_what_can_be_seated_is_seated_by_all_rules(seed: int, people: int, rounds: int) -> None:
    problem, hidden = planted(Random(seed), people, rounds)
    assert check(problem, {"seats": hidden}).hard == []
    found = plan(problem_from_json(json.dumps(problem)), 0.05, seed=1)
    assert check(problem, json.loads(rotation_to_json(found))).hard == []


def planted(chance: Random, people: int, rounds: int) -> tuple[Problem, list[dict[str, str]]]:
    """A problem with hosts, pins, groups, foes, coming and going, and a seating that obeys them."""
    tables = [{"id": f"t{k}"} for k in range(chance.randint(2, people // 4))]
    for table in chance.sample(tables, len(tables) // 3):
        table["cap_max"] = chance.randint(2, 6)
    guests: list[Problem] = [{"id": f"p{i}"} for i in range(people)]
    for guest in chance.sample(guests, people // 10):
        guest |= chance.choice([{"first_round": 1}, {"last_round": max(0, rounds - 2)}])
    problem = {"name": "planted", "rounds": rounds, "tables": tables, "people": guests}
    stay = {guest["id"]: table["id"] for guest, table in staying(problem, chance)}
    hidden = [one_round(problem, r, stay, chance) for r in range(rounds)]
    for table in tables:
        whose = [name for name, place in stay.items() if place == table["id"]]
        if whose and chance.random() < 0.7:
            table["host"] = whose[0]
    bind(problem, hidden, chance)
    return problem, hidden


def staying(problem: Problem, chance: Random) -> list[tuple[Problem, Problem]]:
    """One person each for some tables, there in all rounds."""
    tables = chance.sample(problem["tables"], len(problem["tables"]) // 2)
    able = [g for g in problem["people"] if first(g) == 0 and last(g) >= problem["rounds"]]
    return list(zip(able, tables, strict=False))


def one_round(
    problem: Problem, number: int, stay: dict[str, str], chance: Random
) -> dict[str, str]:
    here = [g["id"] for g in problem["people"] if first(g) <= number <= last(g)]
    room = sizes(problem, len(here))
    taken = [low for low, _ in room]
    while sum(taken) < len(here):
        k = chance.choice([k for k, (_, high) in enumerate(room) if taken[k] < high])
        taken[k] += 1
    names = [table["id"] for table in problem["tables"]]
    chairs = [name for name, count in zip(names, taken, strict=True) for _ in range(count)]
    seats = {name: stay[name] for name in here if name in stay}
    for place in seats.values():
        chairs.remove(place)
    chance.shuffle(chairs)
    rest = [name for name in here if name not in seats]
    return seats | dict(zip(rest, chairs, strict=True))


def bind(problem: Problem, hidden: list[dict[str, str]], chance: Random) -> None:
    """Make rules of what happens to be true of the hidden seating."""
    tables = [table["id"] for table in problem["tables"]]
    for guest in chance.sample(problem["people"], len(problem["people"]) // 5):
        mine = {seats[guest["id"]] for seats in hidden if guest["id"] in seats}
        more = chance.sample(tables, chance.randint(0, len(tables) // 2))
        guest["tables"] = sorted(mine | set(more) or {tables[0]})
    names = [guest["id"] for guest in problem["people"]]
    pairs = list(combinations(names, 2))
    chance.shuffle(pairs)
    always = [p for p in pairs if all(len({s.get(n) for n in p} - {None}) < 2 for s in hidden)]
    never = [
        p for p in pairs if all(s.get(p[0]) is None or s.get(p[0]) != s.get(p[1]) for s in hidden)
    ]
    problem["together"] = [list(pair) for pair in always[: len(names) // 12]]
    problem["apart"] = [list(pair) for pair in never[: len(names) // 3]]

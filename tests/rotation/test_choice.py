"""Breakouts of one's own choice: near the top of everybody's wishes, and never too full."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wikicafe.rotation.choice import Breakout, choose, nearest
from wikicafe.rotation.problem import Unseatable

THREE = (
    Breakout("maps", 1, 2, ("data",)),
    Breakout("sources", 1, 2, ("data", "text")),
    Breakout("meetups", 1, 3, ("people",)),
)


def test_whoever_can_have_the_first_wish_has_it() -> None:
    found = choose(THREE, {"ama": ("maps",), "bo": ("sources",), "chen": ("meetups",)})
    assert found.seats == {"ama": "maps", "bo": "sources", "chen": "meetups"}
    assert found.ranks[0] == 3


def test_no_breakout_is_fuller_than_its_chairs() -> None:
    found = choose(THREE, {f"p{n}": ("maps", "sources") for n in range(6)})
    assert Counter(found.seats.values()) == {"maps": 2, "sources": 2, "meetups": 2}


def test_fewer_chairs_than_people_are_refused() -> None:
    with pytest.raises(Unseatable) as refused:
        choose(THREE, {f"p{n}": ("maps",) for n in range(8)})
    assert refused.value.code == "too-few-places"


def test_the_two_nearest_alternatives_have_a_free_chair_and_follow_the_wishes() -> None:
    breakouts = [Breakout(b.id, 0, b.most, b.tags) for b in (*THREE, Breakout("games"))]
    found = choose(breakouts, {"ama": ("maps", "games"), "bo": ("maps",)})
    assert found.seats["ama"] == "maps"
    assert found.alternatives["ama"] == ("games", "sources")


def test_without_a_second_wish_what_is_about_the_same_comes_first() -> None:
    assert nearest(THREE, {"maps": 2}, ("maps",), "maps") == ("sources", "meetups")
    assert nearest(THREE, {"maps": 2, "sources": 2}, ("maps",), "maps") == ("meetups",)


def test_a_breakout_that_nobody_wishes_does_not_take_place() -> None:
    wishes = {f"p{n}": ("meetups", "maps") for n in range(3)}
    found = choose(tuple(Breakout(b.id, 2, 9, b.tags) for b in THREE), wishes)
    assert set(found.seats.values()) == {"meetups"}
    assert found.closed == ("maps", "sources")


def test_a_third_choice_hurts_more_than_two_second_ones() -> None:
    breakouts = [Breakout(name, 0, 1) for name in "abc"]
    found = choose(breakouts, {"x": ("a", "b", "c"), "y": ("a", "b", "c"), "z": ("b", "a", "c")})
    assert found.ranks == (2, 0, 1, 0) or found.ranks == (1, 1, 1, 0)
    found = choose(breakouts, {"x": ("a", "b", "c"), "y": ("a", "c", "b"), "z": ("b", "c", "a")})
    assert found.ranks[2] == 0


def test_who_wishes_nothing_leaves_the_chairs_to_others() -> None:
    found = choose(THREE[:2], {"any": (), "ama": ("maps",), "bo": ("maps",)})
    assert found.seats == {"any": "sources", "ama": "maps", "bo": "maps"}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(2, 3), st.integers(0, 10**6))
def test_no_other_assignment_is_fairer(people: int, count: int, seed: int) -> None:
    chance = Random(seed)
    names = [f"b{k}" for k in range(count)]
    breakouts = [Breakout(name, 0, chance.randint(2, 4)) for name in names]
    wishes = {f"p{n}": tuple(chance.sample(names, count)) for n in range(people)}
    if sum(b.most for b in breakouts) < people:
        return

    def squares(seats: dict[str, str]) -> int:
        return sum(wishes[p].index(b) ** 2 for p, b in seats.items())

    least = min(
        squares(dict(zip(wishes, way, strict=True)))
        for way in product(names, repeat=people)
        if all(way.count(b.id) <= b.most for b in breakouts)
    )
    assert squares(dict(choose(breakouts, wishes).seats)) == least


def test_a_thousand_people_choose_among_forty_breakouts() -> None:
    chance = Random(5)
    breakouts = [Breakout(f"b{k:02}", 5, 28) for k in range(40)]
    names = [b.id for b in breakouts]
    wishes = {f"p{n:04}": tuple(chance.sample(names[:20] * 2 + names, 3)) for n in range(1000)}
    found = choose(breakouts, wishes)
    held = Counter(found.seats.values())
    assert all(b.least <= held[b.id] <= b.most for b in breakouts if b.id not in found.closed)
    assert found.ranks[0] > 700

"""Schedules are free of repeats for as many rounds as anybody knows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from wikicafe.rotation import longest_without_repeats
from wikicafe.rotation.designs import (
    DESIGNS,
    Round,
    orthogonal_squares,
    quadruples_on_three_layers,
    round_robin,
    triples_on_three_layers,
    triples_on_two_layers,
)
from wikicafe.rotation.rules import Ints
from wikicafe.rotation.schedules import best_lines, schedule

Design = Callable[[int, int], list[Round] | None]

# (tables, seats, rounds): what is known of the social golfer problem, but 8-4-10
GOLFERS = [
    (3, 3, 4), (4, 3, 4), (4, 4, 5), (5, 3, 7), (5, 4, 5), (5, 5, 6), (6, 3, 8), (6, 4, 7),
    (6, 5, 6), (6, 6, 3), (7, 3, 10), (7, 4, 9), (7, 5, 7), (7, 6, 7), (7, 7, 8), (8, 3, 11),
    (8, 4, 9), (8, 5, 8), (8, 6, 8), (8, 7, 8), (8, 8, 9), (9, 3, 13), (9, 4, 11), (9, 5, 9),
    (9, 8, 9), (9, 9, 10), (10, 3, 14), (10, 4, 13), (10, 5, 10), (10, 6, 8), (10, 7, 8),
    (10, 8, 8), (10, 9, 5), (10, 10, 4),
]  # fmt: skip
# (design, tables, seats): sizes with fields of several kinds
FORMULAS = [
    (round_robin, 8, 2), (triples_on_three_layers, 7, 3), (triples_on_three_layers, 25, 3),
    (triples_on_two_layers, 5, 3), (triples_on_two_layers, 17, 3),
    (quadruples_on_three_layers, 4, 4), (quadruples_on_three_layers, 7, 4),
    (quadruples_on_three_layers, 10, 4), (quadruples_on_three_layers, 19, 4),
]  # fmt: skip


def meetings(lines: Ints) -> Ints:
    """How often each two lines meet."""
    rows = lines.reshape(len(lines), -1)
    met: Ints = (rows[:, :, None] == rows[:, None, :]).sum(axis=0)
    np.fill_diagonal(met, 0)
    return met


def repeats(lines: Ints) -> int:
    met = meetings(lines)
    return int((met * (met - 1)).sum()) // 4


@pytest.mark.parametrize(("tables", "seats", "rounds"), GOLFERS)
def test_golfers_play_as_many_weeks_as_is_known(tables: int, seats: int, rounds: int) -> None:
    lines = schedule(tables, seats, rounds)
    assert lines is not None and lines.shape == (rounds, tables, seats)
    assert meetings(lines).max() == 1
    for row in lines:
        assert np.bincount(row.ravel(), minlength=tables).tolist() == [seats] * tables


@pytest.mark.parametrize(("design", "tables", "seats"), FORMULAS)
def test_in_a_perfect_design_everybody_meets_everybody_once(
    design: Design, tables: int, seats: int
) -> None:
    rounds = design(tables, seats)
    assert rounds is not None
    met = [frozenset(pair) for round_ in rounds for t in round_ for pair in combinations(t, 2)]
    points = tables * seats
    assert len(met) == len(set(met)) == points * (points - 1) // 2
    for round_ in rounds:
        assert sorted(point for table in round_ for point in table) == list(range(points))


@pytest.mark.parametrize("order", [10, 28])
def test_two_orthogonal_squares_give_four_rounds_in_which_each_two_tables_share_one(
    order: int,
) -> None:
    rounds = orthogonal_squares(order, order)
    assert rounds is not None and len(rounds) == 4
    for one, other in combinations(rounds, 2):
        assert all(len({*a} & {*b}) == 1 for a in one for b in other)


def test_a_design_answers_none_where_its_condition_does_not_hold() -> None:
    assert [design(11, 7) for design in DESIGNS] == [None] * len(DESIGNS)


def test_nobody_can_meet_more_people_than_there_are() -> None:
    assert schedule(4, 4, 6) is None


def test_two_rounds_of_large_tables_share_as_few_people_as_can_be() -> None:
    for tables, seats, rounds in [(5, 8, 4), (5, 10, 5), (6, 10, 4)]:
        lines = best_lines(tables, seats, rounds, hosts=False, walk=False)
        assert lines is not None
        more = seats - tables
        assert repeats(lines) == tables * more * rounds * (rounds - 1) // 2


@pytest.mark.parametrize(
    ("tables", "seats", "rounds", "hosts", "most"), [(6, 6, 4, False, 2), (6, 6, 4, True, 6),
                                                      (8, 4, 10, False, 10), (11, 3, 16, False, 16),
                                                      (12, 4, 15, False, 30)],
)  # fmt: skip
def test_where_no_design_is_known_few_meet_again(
    tables: int, seats: int, rounds: int, hosts: bool, most: int
) -> None:
    lines = best_lines(tables, seats, rounds, hosts, walk=False)
    assert lines is not None and len(lines) == rounds
    assert repeats(lines) <= most


def test_hosts_of_six_tables_stay_and_nobody_returns_to_them() -> None:
    lines = best_lines(6, 6, 4, hosts=True, walk=True)
    assert lines is not None
    assert (lines[:, :, 0] == np.arange(6)).all()
    others = lines[:, :, 1:].reshape(4, -1).T.tolist()
    assert all(len(set(tables)) == 4 for tables in others)


@pytest.mark.parametrize(
    ("people", "tables", "hosts", "rounds"),
    [(80, 16, False, 16), (80, 16, True, 16), (77, 16, False, 16), (36, 6, True, 2),
     (28, 7, False, 9), (1000, 200, False, 24), (1000, 200, True, 24), (40, 5, False, 1),
     (6, 1, False, 1), (0, 4, False, 0)],
)  # fmt: skip
def test_the_screen_can_say_for_how_many_rounds_nobody_meets_again(
    people: int, tables: int, hosts: bool, rounds: int
) -> None:
    assert longest_without_repeats(people, tables, hosts) == rounds

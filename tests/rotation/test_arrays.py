"""Difference arrays keep everybody from meeting twice, and the host's column at its tables."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

from wikicafe.rotation.arrays import balanced_array, difference_array, products, shifts
from wikicafe.rotation.arraysearch import catalogued, depth_first, searched
from wikicafe.rotation.fields import (
    add,
    digits_of_field,
    multiply,
    powers_of_x,
    prime_powers,
    subtract,
)
from wikicafe.rotation.rules import Ints

# (tables, rounds, columns)
SHIFTED = [(10, 5, 5), (15, 5, 5), (18, 6, 6), (1, 1, 1), (1000, 5, 5), (13, 13, 13)]
MULTIPLIED = [(16, 16, 16), (16, 6, 5), (9, 9, 9), (27, 4, 6), (20, 20, 4), (12, 3, 12)]
SEARCHED = [(6, 4, 5), (6, 5, 5), (10, 4, 8), (12, 4, 10), (14, 6, 7), (12, 5, 5), (24, 6, 9)]
CATALOGUED = [(10, 9, 5), (10, 8, 8), (12, 12, 6), (15, 15, 5), (14, 7, 9), (18, 16, 5)]
EXISTING = [*SHIFTED, *MULTIPLIED, *SEARCHED, *CATALOGUED]


@pytest.mark.parametrize(("tables", "rounds", "columns"), EXISTING)
def test_two_people_share_a_table_at_most_once(tables: int, rounds: int, columns: int) -> None:
    seats = difference_array(tables, rounds, columns)
    assert seats is not None
    for one, other in combinations(range(columns), 2):
        differences = seats[:, 0, one] * tables + seats[:, :, other].T
        assert all(len(set(row.tolist())) == rounds for row in differences)


@pytest.mark.parametrize(("tables", "rounds", "columns"), EXISTING)
def test_tables_are_full_and_the_first_column_stays(tables: int, rounds: int, columns: int) -> None:
    seats = difference_array(tables, rounds, columns)
    assert seats is not None
    for round_ in seats:
        assert np.bincount(round_.ravel(), minlength=tables).tolist() == [columns] * tables
        assert round_[:, 0].tolist() == list(range(tables))


@pytest.mark.parametrize("sizes", SHIFTED)
def test_shifts_need_no_search(sizes: tuple[int, int, int]) -> None:
    assert shifts(sizes[0], *sorted(sizes[1:])) is not None


@pytest.mark.parametrize("sizes", MULTIPLIED)
def test_products_of_fields_need_no_search(sizes: tuple[int, int, int]) -> None:
    assert products(sizes[0], *sorted(sizes[1:])) is not None


@pytest.mark.parametrize("sizes", CATALOGUED)
def test_the_hardest_arrays_are_in_the_catalogue(sizes: tuple[int, int, int]) -> None:
    assert catalogued(sizes[0], *sorted(sizes[1:])) is not None


def test_more_rounds_than_tables_have_no_array() -> None:
    assert difference_array(6, 7, 3) is None


def test_three_rounds_of_ten_tables_of_ten_have_no_array_and_are_not_searched_for() -> None:
    assert searched(10, 3, 10) is None


def test_the_same_seed_finds_the_same_array() -> None:
    one, other = (depth_first((10,), 5, 6, Random(4), 5_000) for _ in range(2))
    assert one is not None and other is not None
    assert one.tolist() == other.tolist()


@pytest.mark.parametrize(("tables", "rounds", "columns"), [(5, 4, 8), (6, 4, 10), (4, 3, 5)])
def test_a_balanced_array_spreads_each_table_evenly_over_the_next_round(
    tables: int, rounds: int, columns: int
) -> None:
    seats = balanced_array(tables, rounds, columns)
    assert seats is not None
    for one, other in combinations(seats.reshape(rounds, -1), 2):
        shared = np.bincount(one * tables + other, minlength=tables**2)
        assert set(shared.tolist()) <= {columns // tables, -(-columns // tables)}


@pytest.mark.parametrize(("p", "q"), [(2, 2), (2, 16), (3, 27), (5, 25), (13, 13), (2, 128)])
def test_the_powers_of_one_element_are_the_whole_field(p: int, q: int) -> None:
    assert sorted(powers_of_x(p, q)) == list(range(1, q))


@pytest.mark.parametrize(("p", "q"), [(2, 8), (3, 9), (7, 7)])
def test_multiplying_distributes_over_adding(p: int, q: int) -> None:
    a, b, c = (axis.ravel() for axis in np.meshgrid(*[np.arange(q)] * 3))
    digits = digits_of_field(p, q)

    def times(x: Ints, y: Ints) -> Ints:
        return multiply(p, q, x, y)

    assert (times(a, add(digits, b, c)) == add(digits, times(a, b), times(a, c))).all()


def test_subtracting_undoes_adding() -> None:
    a, b = np.divmod(np.arange(144), 12)
    assert (subtract((2, 6), add((2, 6), a, b), b) == a).all()


def test_a_number_is_the_product_of_its_prime_powers() -> None:
    assert prime_powers(720) == [(16, 2), (9, 3), (5, 5)]
    assert prime_powers(1009) == [(1009, 1009)]

"""Difference arrays keep everybody from meeting twice, and the host's column at its tables."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from wikicafe.rotation.arrays import difference_array, powers_of_x, prime_powers

EXISTING = [
    (16, 16, 16),
    (16, 6, 5),
    (10, 5, 5),
    (9, 9, 9),
    (27, 4, 6),
    (15, 5, 5),
    (18, 6, 6),
    (1, 1, 1),
]


@pytest.mark.parametrize(("tables", "rounds", "columns"), EXISTING)
def test_two_people_share_a_table_at_most_once(tables: int, rounds: int, columns: int) -> None:
    seats = difference_array(tables, rounds, columns)
    assert seats is not None
    met: set[tuple[int, int]] = set()
    for row in seats.reshape(rounds, -1):
        for table in range(tables):
            for pair in combinations(np.flatnonzero(row == table).tolist(), 2):
                assert pair not in met
                met.add(pair)


@pytest.mark.parametrize(("tables", "rounds", "columns"), EXISTING)
def test_tables_are_full_and_the_first_column_stays(tables: int, rounds: int, columns: int) -> None:
    seats = difference_array(tables, rounds, columns)
    assert seats is not None
    for round_ in seats:
        assert np.bincount(round_.ravel(), minlength=tables).tolist() == [columns] * tables
        assert round_[:, 0].tolist() == list(range(tables))


def test_more_rounds_than_tables_have_no_array() -> None:
    assert difference_array(6, 7, 3) is None


@pytest.mark.parametrize(("p", "q"), [(2, 2), (2, 16), (3, 27), (5, 25), (13, 13), (2, 128)])
def test_the_powers_of_one_element_are_the_whole_field(p: int, q: int) -> None:
    assert sorted(powers_of_x(p, q)) == list(range(1, q))


def test_a_number_is_the_product_of_its_prime_powers() -> None:
    assert prime_powers(720) == [(16, 2), (9, 3), (5, 5)]

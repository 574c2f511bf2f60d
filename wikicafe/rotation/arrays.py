"""Difference arrays: rounds in which nobody meets anybody twice, by arithmetic; knows no people.

Person (i, j), i among the tables, j among the columns, sits in round r at table i + f(r, j),
counted in an abelian group as large as the number of tables. Two people meet at most once exactly
if for any two columns the differences f(r, j) - f(r, j') are distinct over the rounds; people of
one column never meet. The condition is the same with rounds and columns exchanged. Column 0 stays
at its table, so it holds the hosts (Colbourn and Dinitz, Handbook of Combinatorial Designs, 2007,
chapter VI.17).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, prod

import numpy as np

from wikicafe.rotation.arraysearch import MOST_TRIES, Array, catalogued, searched
from wikicafe.rotation.fields import add, digits_of_field, multiply, prime_powers
from wikicafe.rotation.rules import Ints


def difference_array(
    tables: int, rounds: int, columns: int, tries: int = MOST_TRIES
) -> Ints | None:
    """Return the table of person (i, j) in each round as (rounds, tables, columns), or None.

    tries: how long to search if there is no formula, 0 for not at all. None says that we know no
    array, not that none exists.
    """
    few, many = sorted((rounds, columns))
    if few > 1 and many > tables:
        return None
    array = (
        shifts(tables, few, many)
        or products(tables, few, many)
        or catalogued(tables, few, many)
        or (searched(tables, few, many, tries) if tries else None)
    )
    if array is None:
        return None
    radices, f = array
    return developed(tables, radices, f if f.shape == (rounds, columns) else f.T)


def balanced_array(tables: int, rounds: int, columns: int) -> Ints | None:
    """Tables larger than their number: two tables of two rounds share as few people as can be."""
    array = searched(tables, rounds, columns)
    return None if array is None else developed(tables, *array)


def developed(tables: int, radices: Sequence[int], f: Ints) -> Ints:
    return add(radices, np.arange(tables)[None, :, None], f[:, None, :])


def shifts(tables: int, few: int, many: int) -> Array | None:
    """f(r, j) = r j modulo the tables, where no r is so near to a divisor that it comes round."""
    if any(many > tables // gcd(tables, d) for d in range(1, few)):
        return None
    r, j = np.ogrid[:few, :many]
    return (tables,), r * j % tables


def products(tables: int, few: int, many: int) -> Array | None:
    """f(r, j) = r j in a product of fields GF(q), each q a prime power dividing the tables.

    Two elements r of all fields at once differ in each field if there are at most min(q) of them
    (MacNeish, Euler's squares, Annals of Mathematics 23, 1922).
    """
    parts = [(q, p) for q, p in prime_powers(tables) if q >= few]
    if prod(q for q, _ in parts) < many or tables > 10**5:
        return None
    r, j = np.arange(few)[:, None], np.arange(many)[None, :]
    f, place = np.zeros((few, many), dtype=np.int64), 1
    radices: list[int] = []
    for q, p in parts:
        f += multiply(p, q, r, j // place % q) * place
        radices += digits_of_field(p, q)
        place *= q
    return (*radices, tables // place), f

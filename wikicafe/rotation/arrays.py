"""Difference arrays: rounds in which nobody meets anybody twice, by arithmetic; knows no people.

Person (i, j), i among the tables, j among the columns, sits in round r at table i + f(r, j),
counted in an abelian group as large as the number of tables. Two people meet at most once exactly
if for any two columns the differences f(r, j) - f(r, j') are distinct over the rounds; people of
one column never meet. Column 0 stays at its table, so it holds the hosts (Colbourn and Dinitz,
Handbook of Combinatorial Designs, 2007, chapter VI.17).
"""

from __future__ import annotations

from math import gcd

import numpy as np

from wikicafe.rotation.rules import Ints


def difference_array(tables: int, rounds: int, columns: int) -> Ints | None:
    """Return the table of person (i, j) in each round as (rounds, tables, columns), or None.

    None says that neither shifts nor fields give one, not that none exists.
    """
    return (
        shifts(tables, rounds, columns)
        if shifts_work(tables, rounds, columns)
        else field_lines(tables, rounds, columns)
    )


def shifts_work(tables: int, rounds: int, columns: int) -> bool:
    return tables > 0 and all(rounds <= tables // gcd(tables, d) for d in range(1, columns))


def shifts(tables: int, rounds: int, columns: int) -> Ints:
    """f(r, j) = r j modulo the number of tables."""
    r, i, j = np.ogrid[:rounds, :tables, :columns]
    seats: Ints = (i + r * j) % tables
    return seats


def field_lines(tables: int, rounds: int, columns: int) -> Ints | None:
    """f(r, j) = r j in GF(q), for the largest prime power q that divides the number of tables."""
    q, p = max(prime_powers(tables), default=(1, 1))
    if q < max(rounds, columns, 2) or tables > 10**5:
        return None
    products = field_products(p, q, rounds, columns)
    i = np.arange(tables)
    inner = add_by_digits(p, q, (i % q)[None, :, None], products[:, None, :])
    seats: Ints = (i - i % q)[None, :, None] + inner
    return seats


def prime_powers(number: int) -> list[tuple[int, int]]:
    """Prime powers whose product is the number, each with its prime: 80 gives (16, 2), (5, 5)."""
    found, p = [], 2
    while number > 1:
        q = 1
        while number % p == 0:
            number //= p
            q *= p
        if q > 1:
            found.append((q, p))
        p += 1
    return found


def field_products(p: int, q: int, rounds: int, columns: int) -> Ints:
    """r times j in GF(q), elements written as numbers in base p: (rounds, columns)."""
    powers = powers_of_x(p, q)
    logarithm = {element: e for e, element in enumerate(powers)}
    return np.array(
        [[powers[(logarithm[r] + logarithm[j]) % (q - 1)] if r and j else 0 for j in range(columns)]
         for r in range(rounds)],
        dtype=np.int64,
    ).reshape(rounds, columns)  # fmt: skip


def powers_of_x(p: int, q: int) -> list[int]:
    """All non-zero elements of GF(q) as powers of one of them."""
    # In a prime field x is a number and its reduction is p; else x is the polynomial "10" in base p
    # and we look for a reduction under which its powers run through everything (a primitive one).
    for candidate in range(1, q):
        powers = [1]
        while len(powers) < q - 1:
            powers.append(
                powers[-1] * candidate % p if p == q else times_x(p, q, powers[-1], candidate)
            )
            if powers[-1] in (0, 1):
                break
        if len(set(powers)) == q - 1 and 0 not in powers:
            return powers
    raise ArithmeticError(f"GF({q}) has no generator, so {q} is no power of {p}.")


def times_x(p: int, q: int, element: int, reduction: int) -> int:
    """Multiply a polynomial by x, where x to the degree of the field equals `reduction`."""
    overflow, rest = divmod(element * p, q)
    return add_digits(p, q, rest, *[reduction] * overflow)


def add_digits(p: int, q: int, *numbers: int) -> int:
    total = np.zeros(1, dtype=np.int64)
    for number in numbers:
        total = add_by_digits(p, q, total, np.array([number]))
    return int(total[0])


def add_by_digits(p: int, q: int, a: Ints, b: Ints) -> Ints:
    """Add elements of GF(q), which are numbers in base p, digit by digit without carrying."""
    total, place = np.zeros(np.broadcast(a, b).shape, dtype=np.int64), 1
    while place < q:
        total += (a // place + b // place) % p * place
        place *= p
    return total

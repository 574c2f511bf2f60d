"""Finite fields and abelian groups whose elements are plain numbers; knows no tables.

An element of a group is a number in mixed radix: its digits add up without carrying, the lowest
first. The field GF(q), q a power of p, has q elements with digits below p.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from wikicafe.rotation.rules import Ints


def add(radices: Sequence[int], a: Ints, b: Ints) -> Ints:
    """Add elements of the product of cyclic groups of these orders, lowest digit first."""
    total, place = np.zeros(np.broadcast(a, b).shape, dtype=np.int64), 1
    for radix in radices:
        total += (a // place + b // place) % radix * place
        place *= radix
    return total


def subtract(radices: Sequence[int], a: Ints, b: Ints) -> Ints:
    total, place = np.zeros(np.broadcast(a, b).shape, dtype=np.int64), 1
    for radix in radices:
        total += (a // place - b // place) % radix * place
        place *= radix
    return total


def prime_powers(number: int) -> list[tuple[int, int]]:
    """Prime powers whose product is the number, each with its prime: 80 gives (16, 2), (5, 5)."""
    found, p = [], 2
    while number > 1:
        p = p if p * p <= number else number
        q = 1
        while number % p == 0:
            number //= p
            q *= p
        if q > 1:
            found.append((q, p))
        p += 1
    return found


def digits_of_field(p: int, q: int) -> list[int]:
    """The radices in which the elements of GF(q) add up: 8 gives 2, 2, 2."""
    return [p] if q == p else [p, *digits_of_field(p, q // p)]


@lru_cache(maxsize=64)
def powers_of_x(p: int, q: int) -> tuple[int, ...]:
    """All non-zero elements of GF(q) as powers of one of them, from its zeroth."""
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
            return tuple(powers)
    raise ArithmeticError(f"GF({q}) has no generator, so {q} is no power of {p}.")


def times_x(p: int, q: int, element: int, reduction: int) -> int:
    """Multiply a polynomial by x, where x to the degree of the field equals `reduction`."""
    overflow, rest = divmod(element * p, q)
    total, place = 0, 1
    while place < q:
        total += (rest // place + overflow * (reduction // place)) % p * place
        place *= p
    return total


class Field:
    """GF(q) by the powers of one element, for whoever needs single elements."""

    def __init__(self, p: int, q: int) -> None:
        self.q, self.radices, self.powers = q, digits_of_field(p, q), powers_of_x(p, q)

    def power(self, exponent: int) -> int:
        return self.powers[exponent % (self.q - 1)]

    def logarithm(self, element: int) -> int:
        """Raises ValueError for 0."""
        return self.powers.index(element)

    def plus(self, a: int, b: int) -> int:
        return int(add(self.radices, np.array(a), np.array(b)))

    def minus(self, a: int, b: int) -> int:
        return int(subtract(self.radices, np.array(a), np.array(b)))

    def is_square(self, element: int) -> bool:
        """Say whether a non-zero element is a square; q is odd."""
        return self.logarithm(element) % 2 == 0


def field_of(q: int) -> Field | None:
    """GF(q), or None if q is no prime power."""
    powers = prime_powers(q)
    return Field(powers[0][1], q) if len(powers) == 1 else None


def multiply(p: int, q: int, a: Ints, b: Ints) -> Ints:
    """Multiply elements of GF(q)."""
    powers = np.array(powers_of_x(p, q), dtype=np.int64)
    logarithm = np.zeros(q, dtype=np.int64)
    logarithm[powers] = np.arange(q - 1)
    product: Ints = powers[(logarithm[a] + logarithm[b]) % (q - 1)]
    return np.where((a == 0) | (b == 0), 0, product)

"""Known designs in which as many rounds as can be pass without repeats; knows no people.

Each design is a function of (tables, seats) with its source and condition, and answers None where
the condition does not hold. A round is a list of tables, a table a list of points, a point a number
from 0; those in layers are x + q y, x a number below q. The Handbook is Colbourn and Dinitz,
Handbook of Combinatorial Designs, 2007.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

import numpy as np

from wikicafe.rotation.catalogue import (
    NEAR_STARTERS,
    SQUARES_OF_SIX,
    SQUARES_OF_SIX_WITH_HOSTS,
    STARTERS,
    Starters,
)
from wikicafe.rotation.fields import add, field_of

Round = list[list[int]]


def round_robin(tables: int, seats: int) -> list[Round] | None:
    """Everybody meets everybody two by two: the circle method (Handbook VI.51)."""
    if seats != 2:
        return None
    n = 2 * tables - 1
    return [
        [[n, r], *([(r + k) % n, (r - k) % n] for k in range(1, tables))] for r in range(n)
    ]  # fmt: skip


def triples_on_three_layers(tables: int, seats: int) -> list[Round] | None:
    """3q points, q = 6t + 1 a prime power (Ray-Chaudhuri and Wilson 1971, Handbook II.2.8)."""
    t, rest = divmod(tables - 1, 6)
    field = field_of(tables) if seats == 3 and t and not rest else None
    if field is None:
        return None
    q, x = field.q, field.power

    def across(i: int) -> list[int]:
        return [x(i), q + x(i + 2 * t), 2 * q + x(i + 4 * t)]

    base = [[0, q, 2 * q]]
    base += [[q * j + x(i + s * t) for s in (0, 2, 4)] for i in range(t) for j in range(3)]
    base += [across(i + s * t) for i in range(t) for s in (1, 3, 5)]
    rounds = list(developed(field.radices, base, 3))
    for i in (i + s * t for i in range(t) for s in (0, 2, 4)):
        # a triple with one point in each layer, moved by all elements, is a round by itself
        rounds.append([table for [table] in developed(field.radices, [across(i)], 3)])
    return rounds


def triples_on_two_layers(tables: int, seats: int) -> list[Round] | None:
    """2q + 1 points, q = 6t + 1 a prime power (Ray-Chaudhuri and Wilson 1971, Handbook II.2.8)."""
    t, rest = divmod(tables - 1, 4)
    field = field_of(6 * t + 1) if seats == 3 and t and not rest else None
    if field is None:
        return None
    q, x = field.q, field.power
    middle = next(m for m in range(q) if field.plus(x(m), x(m)) == field.plus(x(t), 1))
    base = [[2 * q, 0, q]]
    base += [[x(i + s * t), x(i + s * t + t), q + x(i + s * t + middle)]
             for i in range(t) for s in (0, 2, 4)]  # fmt: skip
    base += [[q + x(i + s * t + middle) for s in (1, 3, 5)] for i in range(t)]
    return list(developed(field.radices, base, 2))


def quadruples_on_three_layers(tables: int, seats: int) -> list[Round] | None:
    """12u + 4 points, q = 4u + 1 a prime power (Bose 1939, Handbook II.7.4)."""
    u, rest = divmod(tables - 1, 3)
    field = field_of(4 * u + 1) if seats == 4 and u and not rest else None
    if field is None:
        return None
    q, x = field.q, field.power
    a = next(
        a for a in range(1, 2 * u, 2)
        if field.is_square(field.plus(x(a), 1)) != field.is_square(field.minus(x(a), 1))
    )  # fmt: skip
    base = [[3 * q, 0, q, 2 * q]]
    base += [
        [q * j + x(i), q * j + x(i + 2 * u), q * k + x(i + a), q * k + x(i + a + 2 * u)]
        for i in range(0, 2 * u, 2) for j, k in ((0, 1), (1, 2), (2, 0))
    ]  # fmt: skip
    return list(developed(field.radices, base, 3))


def orthogonal_squares(tables: int, seats: int) -> list[Round] | None:
    """Four rounds at 3m + 1 tables as large, q = 2m + 1 a prime power of the form 4k + 3, from two
    orthogonal Latin squares: 10, 16, 28, 34, ... (Bose, Shrikhande and Parker 1960, Handbook
    III.3.5).
    """
    m, rest = divmod(tables - 1, 3)
    field = field_of(2 * m + 1) if seats == tables and not rest and m > 1 and m % 2 else None
    if field is None:
        return None
    q, x = field.q, field.power
    a = next(
        a for a in range(1, q - 1)
        if field.is_square(x(a)) == field.is_square(field.minus(x(a), 1))
    )  # fmt: skip
    words = [[w] * 4 for w in range(q)]
    words += [
        [q + v, q + w, q + (v + w) % m, q + (v + 2 * w) % m] for v in range(m) for w in range(m)
    ]
    for c in range(m):
        for element in range(q):
            moved = [field.plus(digit, element) for digit in (0, x(2 * c + a), x(2 * c))]
            words += [[*moved[k:], q + c, *moved[:k]] for k in range(4)]
    return [
        [[point for point, word in enumerate(words) if word[r] == table] for table in range(tables)]
        for r in range(4)
    ]


def from_starters(tables: int, seats: int) -> list[Round] | None:
    """Base rounds found by search, moved around a cycle, see `catalogue`."""
    return started(STARTERS, tables, seats)


def with_few_repeats(tables: int, seats: int) -> list[Round] | None:
    """The nearest we know where no design is known, or none exists: not free of repeats."""
    if tables == seats == 6:
        return [seated(row) for row in SQUARES_OF_SIX]
    return started(NEAR_STARTERS, tables, seats)


def with_few_repeats_and_hosts(tables: int, seats: int) -> list[Round] | None:
    """The same where the first points stay, each at its table."""
    if tables == seats == 6:
        return [seated(row) for row in SQUARES_OF_SIX_WITH_HOSTS]
    return None


def started(starters: Starters, tables: int, seats: int) -> list[Round] | None:
    if (tables, seats) not in starters:
        return None
    order, texts = starters[tables, seats]
    bases = [[[int(x) for x in table.split()] for table in text.split("|")] for text in texts]
    layers = tables * seats // order
    return [round_ for base in bases for round_ in developed((order,), base, layers)]


def seated(row: str) -> Round:
    """A digit is the table of one point."""
    return [[x for x, at in enumerate(row) if at == table] for table in sorted(set(row))]


def developed(radices: Sequence[int], base: Round, layers: int) -> Iterator[Round]:
    """Add each element of a group to a base round; points beyond the layers stay."""
    points, order = np.array(base), prod(radices)
    layer, x = np.divmod(points, order)
    for element in range(order):
        moved = add(radices, x, np.array(element)) + order * layer
        yield np.where(layer < layers, moved, points).tolist()


DESIGNS = (
    round_robin,
    triples_on_three_layers,
    triples_on_two_layers,
    quadruples_on_three_layers,
    orthogonal_squares,
    from_starters,
)

"""Rounds without repeated meetings for so many tables as large; knows no people and no rules.

*Lines* are what a schedule is made of: line (i, j), i below the tables, j below the seats of each,
is at table lines[r, i, j] in round r. Whoever takes a line meets nobody twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from wikicafe.rotation.arrays import balanced_array, difference_array
from wikicafe.rotation.arraysearch import MOST_TRIES
from wikicafe.rotation.designs import (
    DESIGNS,
    Round,
    with_few_repeats,
    with_few_repeats_and_hosts,
)
from wikicafe.rotation.rules import Ints

STRIDE = 7919  # a prime larger than any café: how far everybody walks where no column says so
MOST_ROUNDS = 24  # how far `longest_without_repeats` looks; no café has more


def schedule(tables: int, seats: int, rounds: int, tries: int = MOST_TRIES) -> Ints | None:
    """Return lines as (rounds, tables, seats), or None if we know none without repeats."""
    return next((lines for lines in ways(tables, seats, rounds, tries) if lines is not None), None)


def ways(tables: int, seats: int, rounds: int, tries: int) -> Iterator[Ints | None]:
    """Formulas first; a search that may fail takes longer."""
    if rounds * (seats - 1) > tables * seats - 1:
        return
    yield difference_array(tables, rounds, seats, tries=0)
    for design in DESIGNS:
        yield lines_of(design(tables, seats), tables, seats, rounds)
    yield then_by_columns(tables, seats, rounds, tries=0)
    if tries:
        yield difference_array(tables, rounds, seats, tries)
        yield then_by_columns(tables, seats, rounds, tries)


def lines_of(design: list[Round] | None, tables: int, seats: int, rounds: int) -> Ints | None:
    """Points one after the other take the lines column by column."""
    if design is None or len(design) < rounds:
        return None
    at = np.empty((rounds, tables * seats), dtype=np.int64)
    for row, round_ in zip(at, design, strict=False):
        row[np.array(round_)] = np.arange(tables)[:, None]
    return at.reshape(rounds, seats, tables).swapaxes(1, 2)


def then_by_columns(tables: int, seats: int, rounds: int, tries: int) -> Ints | None:
    """First a difference array, in which people of one column never meet; then they meet.

    Over GF(q) this builds all lines of affine space (Handbook VII.2): 9 tables of 3 for 13 rounds.
    """
    if tables % seats or seats == 1:
        return None
    inner = tables // seats
    for more in range(1, rounds):
        last = schedule(inner, seats, more, tries)
        if last is None:
            return None
        first = difference_array(tables, rounds - more, seats, tries)
        if first is not None:
            among = last.reshape(more, tables, 1) + inner * np.arange(seats)
            return np.concatenate([first, among])
    return None


def best_lines(tables: int, seats: int, rounds: int, hosts: bool, walk: bool) -> Ints | None:
    """Lines for as many of the rounds as we can seat well, or None if that is not even two.

    hosts: the first column stays at its table. walk: nobody returns to a table, as far as we know.
    Tables larger than their number cannot do without repeats; then these are the fewest.
    """
    if seats > tables and rounds > 1:
        return crowded(tables, seats, rounds, hosts)
    if hosts:
        lines = difference_array(tables, rounds, seats)
        near = with_few_repeats_and_hosts
    else:
        lines = walking(tables, seats, rounds, MOST_TRIES if walk else 0)
        if lines is None:
            lines = renumbered(schedule(tables, seats, rounds))
        near = with_few_repeats
    if lines is None:
        lines = lines_of(near(tables, seats), tables, seats, rounds)
    if lines is None and rounds > 2:
        shorter = longest(tables, seats, hosts, rounds - 1)
        return best_lines(tables, seats, shorter, hosts, walk) if shorter > 1 else None
    return lines


def walking(tables: int, seats: int, rounds: int, tries: int) -> Ints | None:
    """Lines that never return to a table: all but the column that stays."""
    lines = difference_array(tables, rounds, seats + 1, tries)
    return None if lines is None else lines[:, :, 1:]


def renumbered(lines: Ints | None) -> Ints | None:
    """Count tables from elsewhere in each round, so that a column that stays walks too."""
    if lines is None:
        return None
    rounds, tables, _ = lines.shape
    shifted: Ints = (lines + STRIDE * np.arange(rounds)[:, None, None]) % tables
    return shifted


def crowded(tables: int, seats: int, rounds: int, hosts: bool) -> Ints | None:
    """Tables larger than their number: pairs that meet in each round, and nobody else twice.

    Any two tables of two rounds share seats / tables people or the whole number next to it, which
    is the fewest. Where there is no schedule for square tables, the repeats fall on more pairs.
    """
    square = difference_array(tables, rounds, tables)
    if square is None and not hosts:
        square = schedule(tables, tables, rounds)
    if square is None:
        return balanced_array(tables, rounds, seats)
    columns = np.arange(seats)
    # a twin of the column that stays would stay as well
    twins = np.where(columns < tables, columns, 1 + (columns - 1) % max(1, tables - 1))
    return square[:, :, twins if hosts and tables > 1 else columns % tables]


def longest_without_repeats(
    people: int, tables: int, hosts: bool, at_most: int = MOST_ROUNDS
) -> int:
    """Say for how many rounds we can seat people so that nobody meets anybody twice.

    hosts: whether somebody stays at each table. What a quick search does not find is left out, so
    a rotation may go on without repeats for longer.
    """
    if people < 1 or tables < 1:
        return 0
    return longest(tables, -(-people // tables), hosts, min(at_most, MOST_ROUNDS))


@lru_cache(maxsize=1024)
def longest(tables: int, seats: int, hosts: bool, at_most: int) -> int:
    """What formulas give; beyond, fewer rounds are cut out of more, so few searches are enough."""
    source = lines_with_hosts if hosts else schedule
    rounds = 0
    while rounds < at_most and source(tables, seats, rounds + 1, 0) is not None:
        rounds += 1
    most = at_most if seats == 1 else min(at_most, (tables * seats - 1) // (seats - 1))
    while rounds < most:
        middle = (rounds + most + 1) // 2
        if source(tables, seats, middle, 1) is None:
            most = middle - 1
        else:
            rounds = middle
    return rounds


def lines_with_hosts(tables: int, seats: int, rounds: int, tries: int) -> Ints | None:
    return difference_array(tables, rounds, seats, tries)

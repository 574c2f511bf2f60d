"""Tables that cannot talk are mended with the fewest moves: two, three or four people change chairs
in a ring (`rings.py`), so that one more person understands and nobody less.
"""

from __future__ import annotations

import numpy as np

from wikicafe.rotation.budget import Budget
from wikicafe.rotation.languages import languages_of
from wikicafe.rotation.planning import with_interpreters
from wikicafe.rotation.problem import Rotation
from wikicafe.rotation.rings import Room, at_table, turned
from wikicafe.rotation.rules import NOT_YET, Ints, Rules, rows_of
from wikicafe.rotation.weights import past_visits

MOST_HOLDERS = 1_500  # arcs are a square matrix, and everybody waits for the next round
MOST_RINGS = 60  # in one round
SECONDS_PER_ARC = 150e-9  # of CPU, measured with 80 to 1,000 people


def let_tables_talk(rules: Rules, rotation: Rotation, budget: Budget) -> Rotation:
    """Return a rotation in which as many tables can talk as rings can mend, others unchanged.

    rotation: legal, see `legal.py`; it stays so. budget: what a ring costs is taken from it.
    """
    languages = languages_of(rules.problem, rules.holders)
    if languages is None or rules.holders > MOST_HOLDERS:
        return rotation
    rows = rows_of(rules, rotation)
    told = announced_rows(rules)
    met = meetings(rules, rows)
    past, distinct = visits(rules), int(rules.problem.distinct_tables)
    for r in range(rules.rounds):
        for _ in range(MOST_RINGS):
            if not budget.affords(SECONDS_PER_ARC * rules.holders**2):
                return rotation
            been = past + sum(
                at_table(rules, row) * distinct for k, row in enumerate(rows) if k != r
            )
            room = Room.now(rules, languages, r, rows[r], rotation.interpreters[r], been)
            known = met - together(rules, rows[r])
            ring = room.cheapest_ring(known, told[r])[1]
            row = (
                turned(rows[r], ring)
                if ring
                else room.freeing_an_interpreter(known, told[r], rotation.interpreters[r])
            )
            if row is None:
                break
            rows[r], met = row, known + together(rules, row)
            rotation = with_interpreters(rules, rows)
    return rotation


def announced_rows(rules: Rules) -> Ints:
    rows = rows_of(rules, Rotation(rules.problem.announced, ()))
    rows[:, rules.people :] = NOT_YET
    return rows


def together(rules: Rules, row: Ints) -> Ints:
    """1 for each two who sit at one table and whose meetings count."""
    counts = np.zeros(rules.holders, dtype=bool)
    counts[: rules.people] = [person.mixes for person in rules.problem.people]
    counts &= (row >= 0) & (row < rules.tables)
    same: Ints = ((row[:, None] == row) & counts[:, None] & counts).astype(np.int64)
    np.fill_diagonal(same, 0)
    return same


def visits(rules: Rules) -> Ints:
    """How often each sat at each table in rounds played, if that counts: (holders, tables)."""
    been = np.zeros((rules.holders, rules.tables), dtype=np.int64)
    if rules.problem.distinct_tables:
        been += past_visits(rules)[: rules.holders, : rules.tables]
    return been


def meetings(rules: Rules, rows: Ints) -> Ints:
    """How often each two meet, in rounds played and to come; those tied to each other never."""
    index = {person.id: i for i, person in enumerate(rules.problem.people)}
    met = np.zeros((rules.holders, rules.holders), dtype=np.int64)
    for seats in rules.problem.history:
        numbers: dict[str, int] = {}
        row = np.full(rules.holders, rules.nowhere)
        for name, table in seats.items():
            if name in index:
                row[index[name]] = numbers.setdefault(table, len(numbers))
        row[row >= rules.nowhere] = NOT_YET
        met += together(rules, row)
    for row in rows:
        met += together(rules, row)
    return met

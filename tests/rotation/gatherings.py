"""Gatherings to seat, and the way to the shared instances."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wikicafe.rotation import Person, Problem, Rotation, Table

SHARED = Path(__file__).parents[3] / "shared"


def gathering(people: int, tables: int, rounds: int, hosts: bool = False) -> Problem:
    """A plain café; with hosts, person k stays at table k."""
    return Problem(
        name=f"{people} people at {tables} tables",
        rounds=rounds,
        tables=tuple(
            Table(f"table-{k:03}", host=f"person-{k:04}" if hosts else None) for k in range(tables)
        ),
        people=tuple(Person(f"person-{i:04}") for i in range(people)),
    )


def instance(name: str) -> str:
    """The text of a shared instance; skips the test, saying so, where it is not there."""
    path = SHARED / "seating" / "instances" / f"{name}.json"
    if not path.exists():
        pytest.skip(f"no shared instances here: {path} is missing")
    return path.read_text()


def play_a_round(problem: Problem, rotation: Rotation) -> tuple[Problem, Rotation]:
    """The first round to come becomes history."""
    played = replace(problem, history=(*problem.history, rotation.seats[0]))
    return played, Rotation(rotation.seats[1:], rotation.interpreters[1:])


def tables_of(rotation: Rotation, round_: int) -> dict[str, set[str]]:
    tables: dict[str, set[str]] = {}
    for name, table in rotation.seats[round_].items():
        tables.setdefault(table, set()).add(name)
    return tables

"""The seats so far as the one reads them who explains them: what was announced, nothing to plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from immutables import Map

from wikicafe.cafe.planning import MIXING, Problem, as_asked
from wikicafe.cafe.state import Cafe


@dataclass(frozen=True, slots=True)
class Seated:
    """problem: a café of the rounds with seats. steps: their ids. seats: person → table, each."""

    problem: Problem
    steps: tuple[str, ...]
    seats: list[dict[str, str]]


def seated_rounds(cafe: Cafe) -> Seated:
    """Return all rounds that have seats, with everybody who has one in any of them."""
    rounds = [s for s in cafe.plan.rounds() if s.id in cafe.seats]
    seats = [dict(cafe.seats.get(step.id, Map())) for step in rounds]
    tables = sorted({*cafe.tables, *(t for row in seats for t in row.values())}, key=by_number)
    problem = {
        "name": cafe.id,
        "rounds": len(rounds),
        "tables": [{"id": t, "host": _host(cafe, t, seats)} for t in tables],
        "people": [
            as_asked(person) | _stay(person.id, seats)
            for person in cafe.in_order(cafe.people)
            if any(person.id in row for row in seats)
        ],
        "attr_weights": MIXING,
        "by_language": [r for r, step in enumerate(rounds) if step.mixing == "by-language"],
    }
    return Seated(problem, tuple(step.id for step in rounds), seats)


def _host(cafe: Cafe, table: str, seats: list[dict[str, str]]) -> str | None:
    """The host, if they have sat at the table at all."""
    host = cafe.hosts.get(table)
    return host if any(row.get(host or "") == table for row in seats) else None


def _stay(person: str, seats: list[dict[str, str]]) -> dict[str, Any]:
    has_seat = [r for r, row in enumerate(seats) if person in row]
    return {"first_round": has_seat[0], "last_round": has_seat[-1]}


def by_number(table: str) -> tuple[int, str]:
    return (int(table) if table.isdigit() else 0, table)

"""The planner as the live part knows it: the café's own task in, seats out."""

from __future__ import annotations

import pytest

from tests.cast import CafeInTests, running_cafe
from wikicafe import seats
from wikicafe.cafe.planning import seating_task
from wikicafe.rotation import Unseatable


def test_everybody_gets_a_seat_in_every_round() -> None:
    task = seating_task(CafeInTests().facilitated().join("ama", "bo", "chen", "dmitri").cafe)
    planned, repeats = seats.plan(task.problem)
    assert len(planned) == len(task.steps)
    assert all(set(seated) == {"ama", "bo", "chen", "dmitri"} for seated in planned)
    assert repeats >= 0


def test_planning_again_keeps_to_the_rounds_ahead() -> None:
    task = seating_task(running_cafe().cafe)
    planned, _ = seats.replan(task.problem)
    assert len(planned) == len(task.steps)


def test_who_comes_late_gets_a_table_in_each_round_left() -> None:
    cafe = running_cafe().join("ines")
    task = seating_task(cafe.cafe, newcomer="ines")
    found = seats.seat_newcomer(task.problem, "ines")
    assert len(found) == len(task.steps)
    assert set(found) <= set(task.tables)


def test_what_cannot_be_seated_has_a_code() -> None:
    task = seating_task(CafeInTests().join("ama", "bo", "chen").cafe)
    tables = [{**table, "cap_max": 1} for table in task.problem["tables"]]
    with pytest.raises(Unseatable) as said:
        seats.plan({**task.problem, "tables": tables})
    assert said.value.code

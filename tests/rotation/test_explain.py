"""Why somebody sits where they sit, in codes the catalogue can turn into sentences."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from tests.rotation.gatherings import gathering, tables_of
from wikicafe.rotation import Interpreter, Problem, Rotation, plan, reasons, summary


def codes(problem: Problem, rotation: Rotation, name: str) -> list[list[str]]:
    found = reasons(problem, rotation, name)
    rounds = range(len(problem.history), problem.rounds)
    return [[reason.code for reason in found if reason.round == r] for r in rounds]


def test_a_host_stays_and_meets_new_people() -> None:
    problem = gathering(20, 5, 2, hosts=True)
    rotation = plan(problem, 0.1, seed=1)
    assert codes(problem, rotation, "person-0000") == [["host-stays", "all-new-people"]] * 2


def test_who_meets_somebody_again_is_told_whom() -> None:
    problem = gathering(4, 2, 2)
    seats = {"person-0000": "table-000", "person-0001": "table-000"}
    rotation = Rotation((seats, seats), ({}, {}))
    again, known = reasons(problem, rotation, "person-0000")[-2:]
    assert (again.code, again.round, known.code) == ("met-before", 1, "table-known")
    assert again.params == {"table": "table-000", "people": ["person-0001"]}


def test_a_shared_language_and_an_interpreter_are_named() -> None:
    problem = gathering(10, 2, 1)
    people = tuple(
        replace(p, langs=("es",) if i < 2 else ("en",)) for i, p in enumerate(problem.people)
    )
    problem = replace(problem, people=people, interpreters=(Interpreter("ana", ("en", "es")),))
    rotation = plan(problem, 0.2, seed=1)
    linked = next(iter(rotation.interpreters[0].values()))
    for table, names in tables_of(rotation, 0).items():
        expected = "interpreter-here" if table == linked else "shares-language"
        assert codes(problem, rotation, min(names)) == [[expected, "all-new-people"]]


def test_reasons_and_summary_can_be_sent() -> None:
    problem = gathering(21, 4, 3)
    rotation = plan(problem, 0.1, seed=1)
    json.dumps([asdict(reason) for reason in reasons(problem, rotation, "person-0003")])
    told = summary(problem, rotation)
    assert json.loads(json.dumps(told)) == told
    assert (told["biggest_table"], told["smallest_table"]) == (6, 5)

"""A problem is read strictly, and what is wrong with it is said in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rotation.gatherings import instance
from wikicafe.rotation import (
    BadProblem,
    Rotation,
    problem_from_json,
    rotation_to_json,
    seat_command,
)

SMALL: dict[str, Any] = {
    "name": "small",
    "rounds": 2,
    "tables": [{"id": "a", "host": "p0"}, {"id": "b"}],
    "people": [{"id": f"p{i}", "langs": ["en"]} for i in range(6)],
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rounds": "two"}, "The field rounds of the problem must be a whole number from 0."),
        ({"rounds": True}, "The field rounds of the problem must be a whole number from 0."),
        ({"rounds": 10**6}, "The field rounds must be between history and 100."),
        ({"colour": "red"}, "The problem has a field nobody knows: colour."),
        ({"tables": [{"cap_max": 3}]}, "Entry 1 of tables lacks the field id."),
        ({"tables": ["a"]}, "Entry 1 of tables must be an object with fields."),
        ({"tables": [{"id": "a", "host": "zoe"}]},
         "Table a has the host zoe, but there is no such person."),
        ({"tables": [{"id": "a", "cap_min": 9, "cap_max": 3}]},
         "Table a has a cap_min above its cap_max."),
        ({"people": [{"id": "x"}, {"id": "x"}]}, "There are two entries for the person x."),
        ({"people": [{"id": "x", "langs": "en"}]},
         "The field langs of entry 1 of people must be a list of texts."),
        ({"together": [["p0", "zoe"]]},
         "The field together names zoe, but there is no such person."),
        ({"prefs": {"p0": {"q": 1}}}, "The wishes of p0 name q, but there is no such table."),
        ({"attr_weights": {"role": -1}},
         "The field attr_weights of the problem must be an object of whole numbers from 0 to 100."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadProblem) as refused:
        problem_from_json(json.dumps(SMALL | change))
    assert str(refused.value) == sentence


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, "null"])
def test_what_is_no_problem_is_refused(text: str) -> None:
    with pytest.raises(BadProblem):
        problem_from_json(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from([*SMALL, "history", "prefs", "apart", "meta", "interpreters"]), JSON)
def test_any_value_is_read_or_refused(field: str, value: object) -> None:
    try:
        problem_from_json(json.dumps(SMALL | {field: value}))
        said = "Nothing is wrong."
    except BadProblem as refused:
        said = str(refused)
    assert said.endswith(".")


def test_history_may_name_people_who_have_left() -> None:
    problem = problem_from_json(json.dumps(SMALL | {"history": [{"gone": "a", "p0": "a"}]}))
    assert problem.history == ({"gone": "a", "p0": "a"},)


def test_a_shared_instance_is_read_whole() -> None:
    problem = problem_from_json(instance("full-80p-16t-4r"))
    assert (len(problem.people), len(problem.tables), problem.rounds) == (80, 16, 4)
    assert problem.interpreters[0].langs and problem.together and problem.distinct_tables


def test_a_rotation_is_written_as_lists_of_rounds() -> None:
    rotation = Rotation(({"ñandú": "a"},), ({},))
    assert rotation_to_json(rotation) == '{"seats":[{"ñandú":"a"}],"interpreters":[{}]}'


def test_the_command_answers_with_rotation_score_bounds_and_time() -> None:
    answer = seat_command(json.dumps(SMALL), 0.1, 1, None)
    assert json.loads(json.dumps(answer)) == answer
    assert list(answer) == ["rotation", "score", "costs", "bounds", "cpu_seconds"]


def test_the_command_keeps_to_announced_seats() -> None:
    said = [{f"p{i}": "ab"[i % 2] for i in range(6)}, {f"p{i}": "aabbab"[i] for i in range(6)}]
    answer: Any = seat_command(json.dumps(SMALL | {"announced": said}), 0.1, 1)
    assert answer["rotation"]["seats"] == said

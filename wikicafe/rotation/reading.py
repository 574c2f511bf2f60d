"""JSON to Problem, Rotation to JSON; what is not exactly the format is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from wikicafe.rotation.problem import BadProblem, Interpreter, Person, Problem, Rotation, Table

MOST_ROUNDS = 100  # more is a slip of the keyboard, and would only fill the memory
MOST_PEOPLE = 10_000  # meetings are a square matrix: 400 MB at this size

Made = TypeVar("Made")


def problem_from_json(text: str) -> Problem:
    """Read a problem strictly.

    Raises BadProblem with one sentence if the text is not JSON, a field is missing, unknown or of
    the wrong type, or a person or table is named who does not exist. History and announced seats
    may name people who have left and tables that were closed.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise BadProblem(f"This is not JSON: {wrong}.") from wrong
    return problem_from_values(raw)


def problem_from_values(raw: object) -> Problem:
    """The same for JSON that was read already."""
    given = checked(raw, PROBLEM, "the problem")
    tables = tuple(read_all(given, "tables", TABLE, Table))
    people = tuple(read_all(given, "people", PERSON, Person))
    interpreters = tuple(read_all(given, "interpreters", INTERPRETER, Interpreter))
    rest: dict[str, Any] = {name: as_tuple(value) for name, value in given.items()}
    for name in ("together", "apart"):
        rest[name] = tuple(map(tuple, given.get(name, ())))
    rest |= {"tables": tables, "people": people, "interpreters": interpreters}
    problem = Problem(**rest)
    check_sense(problem)
    return problem


def rotation_to_json(rotation: Rotation) -> str:
    """Write a rotation the way the checker and `wikicafe seat` read it."""
    return json.dumps(rotation_as_lists(rotation), ensure_ascii=False, separators=(",", ":"))


def rotation_as_lists(rotation: Rotation) -> dict[str, list[dict[str, str]]]:
    return {
        "seats": [dict(seats) for seats in rotation.seats],
        "interpreters": [dict(places) for places in rotation.interpreters],
    }


def checked(raw: object, fields: Mapping[str, Field], what: str) -> dict[str, Any]:
    """Return the fields of one JSON object, or say which one is wrong."""
    if not isinstance(raw, dict):
        raise BadProblem(f"{what.capitalize()} must be an object with fields.")
    for name in raw:
        if name not in fields:
            raise BadProblem(f"{what.capitalize()} has a field nobody knows: {name}.")
    for name, (needed, fits, words) in fields.items():
        if needed and name not in raw:
            raise BadProblem(f"{what.capitalize()} lacks the field {name}.")
        if name in raw and not fits(raw[name]):
            raise BadProblem(f"The field {name} of {what} must be {words}.")
    return raw


def read_all(
    given: Mapping[str, Any], name: str, fields: Mapping[str, Field], make: Callable[..., Made]
) -> Iterable[Made]:
    for place, raw in enumerate(given.get(name, ())):
        record = checked(raw, fields, f"entry {place + 1} of {name}")
        yield make(**{key: as_tuple(value) for key, value in record.items()})


def as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


# ---- what makes sense together


def check_sense(problem: Problem) -> None:
    tables = unique((table.id for table in problem.tables), "table")
    people = unique((person.id for person in problem.people), "person")
    unique((interpreter.id for interpreter in problem.interpreters), "interpreter")
    for table in problem.tables:
        if table.cap_min > table.cap_max:
            raise BadProblem(f"Table {table.id} has a cap_min above its cap_max.")
        if table.host is not None:
            known(table.host, people, f"Table {table.id} has the host", "person")
    for person in problem.people:
        for name in person.tables or ():
            known(name, tables, f"Person {person.id} is allowed at", "table")
    for field, groups in (("together", problem.together), ("apart", problem.apart)):
        for name in (name for group in groups for name in group):
            known(name, people, f"The field {field} names", "person")
    for name, wishes in problem.prefs.items():
        known(name, people, "The field prefs names", "person")
        for table_id in wishes:
            known(table_id, tables, f"The wishes of {name} name", "table")
    if not len(problem.history) <= problem.rounds <= MOST_ROUNDS:
        raise BadProblem(f"The field rounds must be between history and {MOST_ROUNDS}.")
    if len(problem.people) > MOST_PEOPLE:
        raise BadProblem(f"There are more than {MOST_PEOPLE} people.")


def unique(names: Iterable[str], kind: str) -> set[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadProblem(f"There are two entries for the {kind} {name}.")
        seen.add(name)
    return seen


def known(name: str, names: set[str], words: str, kind: str) -> None:
    if name not in names:
        raise BadProblem(f"{words} {name}, but there is no such {kind}.")


# ---- what one value may be


def is_text(value: object) -> bool:
    return isinstance(value, str)


def is_text_or_null(value: object) -> bool:
    return value is None or isinstance(value, str)


def is_flag(value: object) -> bool:
    return isinstance(value, bool)


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**9


def is_counts(value: object) -> bool:
    return isinstance(value, list) and all(map(is_count, value))


def is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= 1000


def is_list(value: object) -> bool:
    return isinstance(value, list)


def is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


def is_texts_or_null(value: object) -> bool:
    return value is None or is_texts(value)


def is_groups(value: object) -> bool:
    return isinstance(value, list) and all(map(is_texts, value))


def is_object(value: object) -> bool:
    return isinstance(value, dict)


def is_attrs(value: object) -> bool:
    return isinstance(value, dict) and all(map(is_text_or_null, value.values()))


def is_weights(value: object) -> bool:
    return isinstance(value, dict) and all(is_count(x) and x <= 100 for x in value.values())


def is_rounds(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(seats, dict) and all(map(is_text, seats.values())) for seats in value
    )


def is_prefs(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(wishes, dict) and all(map(is_whole, wishes.values()))
        for wishes in value.values()
    )


Field = tuple[bool, Callable[[Any], bool], str]  # needed, test, words for the sentence

TEXTS = "a list of texts"
COUNT = "a whole number from 0"

TABLE: Mapping[str, Field] = {
    "id": (True, is_text, "a text"),
    "cap_min": (False, is_count, COUNT),
    "cap_max": (False, is_count, COUNT),
    "language": (False, is_text_or_null, "a text or null"),
    "host": (False, is_text_or_null, "a text or null"),
    "tags": (False, is_texts, TEXTS),
}
PERSON: Mapping[str, Field] = {
    "id": (True, is_text, "a text"),
    "langs": (False, is_texts, TEXTS),
    "attrs": (False, is_attrs, "an object of texts"),
    "tables": (False, is_texts_or_null, "a list of texts or null"),
    "mixes": (False, is_flag, "true or false"),
    "first_round": (False, is_count, COUNT),
    "last_round": (False, is_count, COUNT),
}
INTERPRETER: Mapping[str, Field] = {
    "id": (True, is_text, "a text"),
    "langs": (True, is_texts, TEXTS),
}
PROBLEM: Mapping[str, Field] = {
    "name": (True, is_text, "a text"),
    "rounds": (True, is_count, COUNT),
    "tables": (True, is_list, "a list"),
    "people": (True, is_list, "a list"),
    "interpreters": (False, is_list, "a list"),
    "together": (False, is_groups, "a list of lists of texts"),
    "apart": (False, is_groups, "a list of lists of texts"),
    "attr_weights": (False, is_weights, "an object of whole numbers from 0 to 100"),
    "distinct_tables": (False, is_flag, "true or false"),
    "history": (False, is_rounds, "a list of objects person: table"),
    "announced": (False, is_rounds, "a list of objects person: table"),
    "by_language": (False, is_counts, "a list of whole numbers from 0"),
    "prefs": (False, is_prefs, "an object person: {table: whole number from -1000 to 1000}"),
    "meta": (False, is_object, "an object"),
}

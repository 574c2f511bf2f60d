"""The words of seating: what is asked (Problem), what is answered (Rotation); solves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Seats = Mapping[str, str]  # person -> table, one round

TO_THE_END = 10**6  # last_round of somebody who stays until the café closes


class BadProblem(Exception):
    """A problem that cannot be read; the message is one sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule as people would say it.

    kind: a word of the message catalogue. people and tables: whom it binds. number: places, or None.
    """

    kind: str
    people: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    number: int | None = None


class Unseatable(Exception):
    """No seating obeys the hard rules.

    code: a word of the message catalogue, such as `too-few-places`.
    names: the people and tables concerned, in a fixed order.
    round: the round in which it shows, counted from 0 and including history; None for every round.
    rules: a smallest set of rules that contradict each other, see `preflight.py`.
    """

    def __init__(
        self,
        code: str,
        names: tuple[str, ...] = (),
        round: int | None = None,
        rules: tuple[Rule, ...] = (),
    ) -> None:
        super().__init__(code, names, round, rules)
        self.code = code
        self.names = names
        self.round = round
        self.rules = rules


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    cap_min: int = 1
    cap_max: int = 99
    language: str | None = None  # the declared working language
    host: str | None = None  # the person who stays
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """langs: empty when nobody knows, such a person never constrains a table.
    tables: the only tables this person may sit at; None for all.
    mixes: False for an assistant, whose meetings do not count.
    """

    id: str
    langs: tuple[str, ...] = ()
    attrs: Mapping[str, str | None] = field(default_factory=dict)
    tables: tuple[str, ...] | None = None
    mixes: bool = True
    first_round: int = 0
    last_round: int = TO_THE_END


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Takes no seat and meets nobody; links people who share a language with them."""

    id: str
    langs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One café to seat; the field names are those of the JSON format, see docs and `reading.py`.

    rounds: all rounds, those of `history` included.
    history: rounds already played. It may name people who have left since.
    announced: what people were told about the rounds after history, in order.
    by_language: rounds, counted with history, in which each table speaks one language.
    Names in tables, together and apart that are not among `people` have left and are ignored.
    """

    name: str
    rounds: int
    tables: tuple[Table, ...]
    people: tuple[Person, ...]
    interpreters: tuple[Interpreter, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    attr_weights: Mapping[str, int] = field(default_factory=dict)
    distinct_tables: bool = False
    history: tuple[Seats, ...] = ()
    announced: tuple[Seats, ...] = ()
    by_language: tuple[int, ...] = ()
    prefs: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rotation:
    """The rounds after history, in order: who sits where, and which interpreter stands where."""

    seats: tuple[Seats, ...]
    interpreters: tuple[Mapping[str, str], ...]

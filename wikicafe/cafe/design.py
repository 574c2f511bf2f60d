"""The design of a café: what the facilitator planned, before and apart from what happens.

Shapes only; what may be planned is decided in `agenda.py`.
"""

from __future__ import annotations

import msgspec

STEP_KINDS = ("plenary", "round", "break", "home-group", "harvest")
SEATED_KINDS = ("round", "home-group")  # everybody has a place at a table
FEWEST_AT_A_TABLE = 3  # two is an interview; below this tables are merged at the next move
MIXINGS = ("mixed", "by-language")  # who sits together in a round
HOST_RULES = ("host-stays", "nobody-stays", "everybody-stays")


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a design."""


class Reading(Shape, frozen=True):
    title: str
    url: str = ""


class Question(Shape, frozen=True):
    id: str
    text: str
    lang: str = "en"


class Step(Shape, frozen=True):
    """One part of the agenda. length_s: planned seconds. question: its id, for rounds.

    mixing: mixed, or by-language (each table of this round speaks one language).
    """

    id: str
    kind: str
    length_s: int
    title: str = ""
    question: str | None = None
    mixing: str = "mixed"


class Design(Shape, frozen=True):
    """Everything that can be planned, copied and reused. No names of participants.

    table_count: fixed number of tables, or None: as many as `table_size` people need.
    capacity: most people who may join, None: no limit.
    grace_s: seconds after which a seat is free whose phone went silent; None: never.
    approve_notes: a facilitator sees every note before others do.
    retention_days: after the end names and groups are erased; None: kept until somebody erases.
    """

    title: str
    purpose: str = ""
    guiding_question: str = ""
    readings: tuple[Reading, ...] = ()
    languages: tuple[str, ...] = ("en",)
    questions: tuple[Question, ...] = ()
    agenda: tuple[Step, ...] = ()
    table_count: int | None = None
    table_size: int = 5
    host_rule: str = "host-stays"
    capacity: int | None = None
    grace_s: int | None = 120
    licence: str = "CC BY-SA 4.0"
    friendly_space_url: str = ""
    place: str = ""
    date: str = ""
    organisers: str = ""
    approve_notes: bool = False
    retention_days: int | None = 30

    def step(self, step: str | None) -> Step | None:
        return next((s for s in self.agenda if s.id == step), None)

    def question(self, question: str | None) -> Question | None:
        return next((q for q in self.questions if q.id == question), None)

    def rounds(self) -> tuple[Step, ...]:
        return tuple(s for s in self.agenda if s.kind == "round")

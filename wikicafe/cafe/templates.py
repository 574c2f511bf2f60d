"""Designs one can start from. Texts are message keys; the edge puts the reader's words in.

Stockholm 2017: five seatings of 15, 25, 20, 15 and 20 minutes over three questions, then home
groups and harvest, as held at the Wikimedia Diversity Conference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from wikicafe.cafe.design import Design, Question, Step

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Template:
    """title, description: message keys."""

    id: str
    title: str
    description: str
    design: Design


def _agenda(*parts: tuple[str, int, str, str | None]) -> tuple[Step, ...]:
    return tuple(
        Step(id=f"s{n}", kind=kind, length_s=minutes * MINUTE, title=title, question=question)
        for n, (kind, minutes, title, question) in enumerate(parts, start=1)
    )


def _questions(*keys: str) -> tuple[Question, ...]:
    return tuple(Question(id=f"Q{n}", text=key) for n, key in enumerate(keys, start=1))


STOCKHOLM = Design(
    title="",
    guiding_question="template-stockholm-guiding",
    questions=_questions("template-stockholm-q1", "template-stockholm-q2", "template-stockholm-q3"),
    agenda=_agenda(
        ("plenary", 20, "template-welcome", None),
        ("round", 15, "", "Q1"),
        ("round", 25, "", "Q1"),
        ("round", 20, "", "Q2"),
        ("break", 15, "", None),
        ("round", 15, "", "Q3"),
        ("round", 20, "", "Q3"),
        ("home-group", 30, "", None),
        ("harvest", 30, "", None),
    ),
    table_size=5,
)

CLASSIC = Design(
    title="",
    guiding_question="",
    questions=_questions("template-classic-q1", "template-classic-q2", "template-classic-q3"),
    agenda=_agenda(
        ("plenary", 10, "template-welcome", None),
        ("round", 20, "", "Q1"),
        ("round", 20, "", "Q2"),
        ("round", 20, "", "Q3"),
        ("harvest", 20, "", None),
    ),
    table_size=4,
)

EMPTY = Design(
    title="",
    questions=_questions("template-empty-q1"),
    agenda=_agenda(("round", 20, "", "Q1"), ("harvest", 20, "", None)),
)

TEMPLATES = (
    Template("stockholm", "template-stockholm", "template-stockholm-about", STOCKHOLM),
    Template("classic", "template-classic", "template-classic-about", CLASSIC),
    Template("empty", "template-empty", "template-empty-about", EMPTY),
)


def worded(design: Design, speak: Callable[[str], str], lang: str) -> Design:
    """Return the design with message keys spoken. speak: the catalogue in one language."""

    def said(key: str) -> str:
        return speak(key) if key.startswith("template-") else key

    return msgspec.structs.replace(
        design,
        guiding_question=said(design.guiding_question),
        languages=(lang,),
        questions=tuple(
            msgspec.structs.replace(q, text=said(q.text), lang=lang) for q in design.questions
        ),
        agenda=tuple(msgspec.structs.replace(s, title=said(s.title)) for s in design.agenda),
    )

"""The plan of a café: opening it with a design, and amending the design while it lives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from wikicafe.cafe import texts
from wikicafe.cafe.design import FEWEST_AT_A_TABLE, HOST_RULES, MIXINGS, STEP_KINDS, Design, Reading
from wikicafe.cafe.messages import (
    Asking,
    Command,
    Decision,
    Event,
    Guarded,
    Refused,
    Stamp,
    Telling,
)
from wikicafe.cafe.state import Cafe

LONGEST_STEP = 24 * 3600  # seconds
MOST_STEPS = 60
MOST_TABLES = 2_000
MOST_AT_A_TABLE = 50
MOST_PEOPLE = 20_000
LONGEST_RETENTION = 3_650  # days


class OpenCafe(Command, frozen=True):
    design: Design
    code: str


class AmendDesign(Command, frozen=True):
    design: Design


class CafeOpened(Event, frozen=True):
    design: Design
    code: str


class DesignAmended(Event, frozen=True):
    REGISTER: ClassVar[str | None] = "design"
    design: Design


def open_cafe(cafe: Cafe, command: OpenCafe, asking: Asking) -> list[Event] | Refused:
    if cafe.design is not None:
        return Refused("cafe-exists")
    design = sound(command.design)
    if isinstance(design, Refused):
        return design
    return [CafeOpened(design=design, code=command.code)]


def amend_design(cafe: Cafe, command: AmendDesign, asking: Asking) -> Decision | Refused:
    design = sound(command.design)
    if isinstance(design, Refused):
        return design
    for step in cafe.plan.agenda:
        amended = design.step(step.id)
        if step.id in cafe.begun and (
            amended is None or (amended.kind, amended.question) != (step.kind, step.question)
        ):
            return Refused("step-already-begun", (step.title or step.id,))
    if design == cafe.plan:
        return Decision()
    # A step that begins at this moment may be one that is being taken away: then look again.
    timer = cafe.revisions.get("timer", 0)
    return Decision((DesignAmended(design=design),), (Guarded("timer", timer, timer),))


def sound(design: Design) -> Design | Refused:
    """Return the design with cleaned texts, or why it makes no sense."""
    title = texts.line(design.title, texts.LONGEST_LINE)
    if isinstance(title, Refused):
        return Refused("title-missing") if title.code == "text-missing" else title
    return _wrong_agenda(design) or _wrong_numbers(design) or _tidied(design, title)


def _wrong_agenda(design: Design) -> Refused | None:
    known = {q.id for q in design.questions}
    if len(known) != len(design.questions) or "" in known:
        return Refused("question-twice")
    if len({s.id for s in design.agenda}) != len(design.agenda):
        return Refused("step-twice")
    if len(design.agenda) > MOST_STEPS:
        return Refused("too-many-steps", (MOST_STEPS,))
    for step in design.agenda:
        if step.kind not in STEP_KINDS:
            return Refused("unknown-kind", (step.kind,))
        if not 1 <= step.length_s <= LONGEST_STEP:
            return Refused("step-length", (step.title or step.id,))
        if step.mixing not in MIXINGS:
            return Refused("unknown-kind", (step.mixing,))
        if step.question is not None and step.question not in known:
            return Refused("unknown-question", (step.question,))
    return None


def _wrong_numbers(design: Design) -> Refused | None:
    if design.table_count is not None and not 1 <= design.table_count <= MOST_TABLES:
        return Refused("table-count", (MOST_TABLES,))
    if not FEWEST_AT_A_TABLE <= design.table_size <= MOST_AT_A_TABLE:
        return Refused("table-size", (FEWEST_AT_A_TABLE, MOST_AT_A_TABLE))
    if design.capacity is not None and not 1 <= design.capacity <= MOST_PEOPLE:
        return Refused("capacity", (MOST_PEOPLE,))
    if design.grace_s is not None and not 0 <= design.grace_s <= 24 * 3600:
        return Refused("grace")
    days = design.retention_days
    if days is not None and not 1 <= days <= LONGEST_RETENTION:
        return Refused("retention", (LONGEST_RETENTION,))
    if design.host_rule not in HOST_RULES:
        return Refused("unknown-kind", (design.host_rule,))
    addresses = [reading.url for reading in design.readings] + [design.friendly_space_url]
    return next((Refused("bad-address", (a,)) for a in addresses if not _is_web_address(a)), None)


def _is_web_address(address: str) -> bool:
    """A link that may stand in a page: empty, http or https. Never javascript:."""
    if address == "":
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _tidied(design: Design, title: str) -> Design:
    return msgspec.structs.replace(
        design,
        title=title,
        purpose=texts.cleaned(design.purpose),
        guiding_question=texts.one_line(design.guiding_question),
        questions=tuple(
            msgspec.structs.replace(q, text=texts.one_line(q.text), lang=texts.language(q.lang))
            for q in design.questions
        ),
        agenda=tuple(
            msgspec.structs.replace(s, title=texts.one_line(s.title)) for s in design.agenda
        ),
        readings=tuple(
            Reading(title=texts.one_line(r.title) or r.url, url=r.url)
            for r in design.readings
            if r.title.strip() or r.url
        ),
        languages=tuple(dict.fromkeys(texts.language(tag) for tag in design.languages)) or ("en",),
    )


def cafe_opened(cafe: Cafe, event: CafeOpened, stamp: Stamp) -> Cafe:
    return replace(cafe, design=event.design, code=event.code, opened_at=stamp.at)


def design_amended(cafe: Cafe, event: DesignAmended, stamp: Stamp) -> Cafe:
    return replace(cafe, design=event.design)


def tell_nobody(cafe: Cafe, event: Event, stamp: Stamp) -> Iterable[Telling]:
    """Nobody listens yet when a café is opened."""
    return ()


def tell_all(cafe: Cafe, event: Event, stamp: Stamp) -> Iterable[Telling]:
    """Every screen asks for its view again: a plan changes seldom, and much at once."""
    return [Telling(c, {}) for c in ("participants", "panel", "board", "projector")]


DECIDE = {OpenCafe: open_cafe, AmendDesign: amend_design}
EVOLVE = {CafeOpened: cafe_opened, DesignAmended: design_amended}
AUDIENCE = {CafeOpened: tell_nobody, DesignAmended: tell_all}

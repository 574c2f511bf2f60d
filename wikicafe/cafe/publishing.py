"""The outcome: a statement in the group's own words, and the one deliberate act of publishing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from msgspec.structs import replace

from wikicafe.cafe import texts
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.moderation import NoteHidden
from wikicafe.cafe.notes import NoteWithdrawn
from wikicafe.cafe.privacy import NoteErased, NoteWithheld, PersonalPartErased, PersonErased
from wikicafe.cafe.simulated import SimulatedRemoved
from wikicafe.cafe.state import Cafe, Statement

# What is taken back goes from the published outcome at once; what is added waits for the next time.
TAKEN_BACK = (
    NoteWithdrawn,
    NoteHidden,
    NoteWithheld,
    NoteErased,
    PersonErased,
    PersonalPartErased,
    SimulatedRemoved,
)


class WriteStatement(Command, frozen=True):
    """The whole text as it shall read."""

    text: str
    lang: str = "en"


class PublishOutcome(Command, frozen=True):
    pass


class RetractOutcome(Command, frozen=True):
    pass


class StatementWritten(Event, frozen=True):
    REGISTER: ClassVar[str | None] = "statement"
    text: str
    lang: str


class OutcomePublished(Event, frozen=True):
    """From here on everybody may read the outcome as it stood at this event."""

    REGISTER: ClassVar[str | None] = "outcome"


class OutcomeRetracted(Event, frozen=True):
    REGISTER: ClassVar[str | None] = "outcome"


def write_statement(cafe: Cafe, command: WriteStatement, asking: Asking) -> list[Event] | Refused:
    text, lang = texts.cleaned(command.text), texts.language(command.lang)
    if len(text) > texts.LONGEST_STATEMENT:
        return Refused("text-too-long", (texts.LONGEST_STATEMENT, len(text)))
    if cafe.statement == Statement(text, lang):
        return []
    return [StatementWritten(text=text, lang=lang)]


def publish_outcome(cafe: Cafe, command: PublishOutcome, asking: Asking) -> list[Event] | Refused:
    """Publish, or publish anew what changed since; pressing twice is pressing once."""
    if not any(note.is_public for note in cafe.notes.values()):
        return Refused("nothing-to-publish")
    return [] if cafe.published_seq == cafe.seq else [OutcomePublished()]


def retract_outcome(cafe: Cafe, command: RetractOutcome, asking: Asking) -> list[Event] | Refused:
    return [] if cafe.published_at is None else [OutcomeRetracted()]


def statement_written(cafe: Cafe, event: StatementWritten, stamp: Stamp) -> Cafe:
    return replace(cafe, statement=Statement(text=event.text, lang=event.lang))


def outcome_published(cafe: Cafe, event: OutcomePublished, stamp: Stamp) -> Cafe:
    return replace(cafe, published_at=stamp.at, published_seq=stamp.seq)


def outcome_retracted(cafe: Cafe, event: OutcomeRetracted, stamp: Stamp) -> Cafe:
    return replace(cafe, published_at=None, published_seq=None)


def tell_staff(cafe: Cafe, event: StatementWritten, stamp: Stamp) -> Iterable[Telling]:
    """Board and panel: the new view.statement."""
    payload = {"text": event.text, "lang": event.lang}
    return [Telling("board", payload), Telling("panel", payload)]


def tell_all(cafe: Cafe, event: Event, stamp: Stamp) -> Iterable[Telling]:
    """Everybody: the new value of view.cafe.published."""
    payload = {"published": cafe.published_at is not None}
    return [Telling(c, payload) for c in ("participants", "panel", "board", "projector")]


DECIDE = {
    WriteStatement: write_statement,
    PublishOutcome: publish_outcome,
    RetractOutcome: retract_outcome,
}
EVOLVE = {
    StatementWritten: statement_written,
    OutcomePublished: outcome_published,
    OutcomeRetracted: outcome_retracted,
}
AUDIENCE = {
    StatementWritten: tell_staff,
    OutcomePublished: tell_all,
    OutcomeRetracted: tell_all,
}

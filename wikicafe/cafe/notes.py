"""Notes: one short thought each, on the sheet of a table; written, amended, withdrawn."""

from __future__ import annotations

from typing import ClassVar

from immutables import Map
from msgspec.structs import replace

from wikicafe.cafe import texts
from wikicafe.cafe.design import SEATED_KINDS
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp
from wikicafe.cafe.seating import table_of
from wikicafe.cafe.sheets import changed, sheet_of, shown, tell_readers
from wikicafe.cafe.state import Cafe, Note

__all__ = ("sheet_of", "shown", "tell_readers")
NOTE_KINDS = ("blocker", "solution", "next-step", "open-question", "insight")


class WriteNote(Command, frozen=True):
    """A note for the sheet of a table. Its id is the command's cid.

    table None: where the writer sits. kind None: left open. for_table: a scribe writes for all.
    for_publication False: for the people here, not for the outcome.
    """

    step: str
    text: str
    lang: str = "und"
    table: str | None = None
    kind: str | None = None
    for_table: bool = False
    for_publication: bool = True


class AmendNote(Command, frozen=True):
    note: str
    text: str
    lang: str = "und"
    kind: str | None = None


class WithdrawNote(Command, frozen=True):
    note: str


class NoteWritten(Event, frozen=True):
    """waits: others see it when a facilitator has approved it."""

    PERSONAL: ClassVar[tuple[str, ...]] = ("text",)
    note: str
    step: str
    table: str
    question: str
    lang: str
    text: str = ""
    kind: str | None = None
    for_table: bool = False
    late: bool = False
    waits: bool = False
    for_publication: bool = True


class NoteAmended(Event, frozen=True):
    """waits: as it reads now it was approved by nobody."""

    PERSONAL: ClassVar[tuple[str, ...]] = ("text",)
    note: str
    lang: str
    text: str = ""
    kind: str | None = None
    waits: bool = False


class NoteWithdrawn(Event, frozen=True):
    note: str


def write_note(cafe: Cafe, command: WriteNote, asking: Asking) -> list[Event] | Refused:
    if asking.cid in cafe.notes:
        return Refused("not-allowed")  # somebody else's; one's own is answered by the log
    step = cafe.plan.step(command.step)
    if step is None or step.kind not in SEATED_KINDS:
        return Refused("no-sheet-here")
    if step.id not in cafe.begun:
        return Refused("step-not-begun")
    text = _worded(command.text, command.kind)
    if isinstance(text, Refused):
        return text
    table = command.table or table_of(cafe, asking.actor, step.id)
    if table is None or not _may_write_at(cafe, asking.actor, step.id, table):
        return Refused("not-at-this-table")
    return [
        NoteWritten(
            note=asking.cid,
            step=step.id,
            table=table,
            question=step.question or "",
            lang=texts.language(command.lang),
            text=text,
            kind=command.kind,
            for_table=command.for_table and _writes_for(cafe, asking.actor, step.id, table),
            late=cafe.clock.step != step.id,
            waits=_needs_approval(cafe, asking.actor),
            for_publication=command.for_publication,
        )
    ]


def amend_note(cafe: Cafe, command: AmendNote, asking: Asking) -> list[Event] | Refused:
    note = cafe.notes.get(command.note)
    if note is None:
        return Refused("no-such-note")
    if not note.stands:
        return Refused("note-withdrawn")
    text = _worded(command.text, command.kind)
    if isinstance(text, Refused):
        return text
    lang = texts.language(command.lang)
    if (note.text, note.lang, note.kind) == (text, lang, command.kind):
        return []
    waits = _needs_approval(cafe, asking.actor)
    return [NoteAmended(note=note.id, lang=lang, text=text, kind=command.kind, waits=waits)]


def withdraw_note(cafe: Cafe, command: WithdrawNote, asking: Asking) -> list[Event] | Refused:
    note = cafe.notes.get(command.note)
    if note is None:
        return Refused("no-such-note")
    return [NoteWithdrawn(note=note.id)] if note.stands else []


def _needs_approval(cafe: Cafe, person: str) -> bool:
    return cafe.plan.approve_notes and "facilitator" not in cafe.people[person].roles


def _worded(text: str, kind: str | None) -> str | Refused:
    if kind is not None and kind not in NOTE_KINDS:
        return Refused("unknown-kind", (kind,))
    return texts.note_text(text)


def _may_write_at(cafe: Cafe, person: str, step: str, table: str) -> bool:
    """Whether this seat was ever theirs: whoever wrote offline may have been moved since.

    Even the table may be gone. Facilitators write at any there is.
    """
    if table in cafe.visited.get(step, Map()).get(person, frozenset()):
        return True
    return table in cafe.tables and "facilitator" in cafe.people[person].roles


def _writes_for(cafe: Cafe, person: str, step: str, table: str) -> bool:
    return cafe.scribes.get((step, table)) == person or "facilitator" in cafe.people[person].roles


def note_written(cafe: Cafe, event: NoteWritten, stamp: Stamp) -> Cafe:
    author = cafe.people.get(stamp.actor)
    # Decided a moment before: the writer was simulated and is gone, or another took this id.
    if author is None or event.note in cafe.notes:
        return cafe
    if author.why_away == "erased":  # this text goes as well
        return replace(cafe, erased_seq=stamp.seq)
    note = Note(
        id=event.note,
        number=cafe.notes_written + 1,
        author=stamp.actor,
        step=event.step,
        table=event.table,
        question=event.question,
        text=event.text,
        lang=event.lang,
        kind=event.kind,
        for_table=event.for_table,
        late=event.late,
        simulated=author.simulated,
        written_at=stamp.at,
        waits=event.waits,
        for_publication=event.for_publication,
    )
    sheet = (event.table, event.question)
    return replace(
        cafe,
        notes=cafe.notes.set(note.id, note),
        notes_written=note.number,
        sheets=cafe.sheets.set(sheet, (*cafe.sheets.get(sheet, ()), note.id)),
    )


def note_amended(cafe: Cafe, event: NoteAmended, stamp: Stamp) -> Cafe:
    note = cafe.notes[event.note]
    if note.erased:  # a moment before: this text goes as well
        return replace(cafe, erased_seq=stamp.seq)
    return changed(
        cafe,
        note.id,
        text=event.text,
        lang=event.lang,
        kind=event.kind,
        waits=note.waits or event.waits,
    )


def note_withdrawn(cafe: Cafe, event: NoteWithdrawn, stamp: Stamp) -> Cafe:
    return changed(cafe, event.note, withdrawn=True)


DECIDE = {WriteNote: write_note, AmendNote: amend_note, WithdrawNote: withdraw_note}
EVOLVE = {NoteWritten: note_written, NoteAmended: note_amended, NoteWithdrawn: note_withdrawn}
AUDIENCE = {
    NoteWritten: tell_readers,
    NoteAmended: tell_readers,
    NoteWithdrawn: tell_readers,
}

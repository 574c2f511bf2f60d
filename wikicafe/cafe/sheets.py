"""Sheets: which notes lie on one, what is shown of a note, and who is told when it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from wikicafe.cafe.messages import Stamp, Telling
from wikicafe.cafe.state import Cafe, Note


def sheet_of(cafe: Cafe, table: str, question: str, reader: str = "") -> list[Note]:
    """Return the notes of one table on one question, oldest first, as far as others may see them.

    reader: who sees their own notes even while these are held back.
    """
    notes = (cafe.notes[n] for n in cafe.sheets.get((table, question), ()))
    return [note for note in notes if note.is_shown or (note.stands and note.author == reader)]


def shown(cafe: Cafe, note: Note) -> dict[str, Any]:
    """A note as every screen gets it: without its author. What is unusual is said beside."""
    seen: dict[str, Any] = {
        "id": note.id,
        "number": note.number,
        "step": note.step,
        "table": note.table,
        "question": note.question,
        "text": note.text,
        "lang": note.lang,
        "kind": note.kind,
        "late": note.late,
        "for_table": note.for_table,
        "simulated": note.simulated,
        "theme": cafe.placed.get(note.id),
    }
    if note.waits:
        seen["waits"] = True
    if note.hidden_because is not None:
        seen["hidden_because"] = note.hidden_because
    if not note.for_publication:
        seen["for_publication"] = False
    return seen


def changed(cafe: Cafe, note: str, **changes: Any) -> Cafe:
    """Return the café with this note's fields replaced."""
    return replace(cafe, notes=cafe.notes.set(note, replace(cafe.notes[note], **changes)))


def tell_readers(cafe: Cafe, event: Any, stamp: Stamp) -> Iterable[Telling]:
    """About one note, to everybody who may have had it: the note as it is, or that it is gone.

    Where it lies now: the table, panel, board and projector. Held back: its writer and the panel.
    """
    return about(cafe, cafe.notes[event.note])


def about(cafe: Cafe, note: Note) -> Iterator[Telling]:
    gone = {"id": note.id, "table": note.table, "question": note.question, "step": note.step}
    whole = shown(cafe, note) if note.stands else gone
    seen = whole if note.is_shown else gone
    # A late note reaches the people who have that sheet before them now, if it is the same one.
    running = cafe.plan.step(cafe.clock.step)
    step = running.id if running and (running.question or "") == note.question else note.step
    yield Telling(f"table:{step}:{note.table}", seen)
    yield Telling("panel", whole)
    yield Telling("board", seen)
    yield Telling("projector", seen if note.for_publication else gone)
    if note.is_held:
        # After its table: they are told that it is gone, and so is its writer.
        yield Telling(f"person:{note.author}", whole)

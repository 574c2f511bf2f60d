"""Moderation: facilitators approve, hide and show notes, and mute people, with a reason that is kept.

Who wrote a note stays unsaid: its writer is muted by the note.
"""

from __future__ import annotations

from typing import ClassVar

from wikicafe.cafe import participants, sheets, texts
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp
from wikicafe.cafe.state import Cafe

LONGEST_REASON = 300  # characters


class HideNote(Command, frozen=True):
    """Take a note from everybody's eyes but its writer's and the facilitators'."""

    note: str
    reason: str = ""


class ShowNote(Command, frozen=True):
    """Let everybody see a note that was hidden or waits for approval."""

    note: str


class MutePerson(Command, frozen=True):
    """Let somebody write no more. person or note: who, or what they wrote."""

    reason: str
    person: str | None = None
    note: str | None = None


class UnmutePerson(Command, frozen=True):
    person: str


class NoteHidden(Event, frozen=True):
    PERSONAL: ClassVar[tuple[str, ...]] = ("reason",)
    note: str
    reason: str = ""


class NoteShown(Event, frozen=True):
    note: str


class PersonMuted(Event, frozen=True):
    PERSONAL: ClassVar[tuple[str, ...]] = ("reason",)
    person: str
    reason: str = ""


class PersonUnmuted(Event, frozen=True):
    person: str


def hide_note(cafe: Cafe, command: HideNote, asking: Asking) -> list[Event] | Refused:
    note = cafe.notes.get(command.note)
    if note is None:
        return Refused("no-such-note")
    reason = texts.one_line(command.reason)[:LONGEST_REASON]
    if not note.stands or note.hidden_because == reason:
        return []
    return [NoteHidden(note=note.id, reason=reason)]


def show_note(cafe: Cafe, command: ShowNote, asking: Asking) -> list[Event] | Refused:
    note = cafe.notes.get(command.note)
    if note is None:
        return Refused("no-such-note")
    return [NoteShown(note=note.id)] if note.is_held else []


def mute_person(cafe: Cafe, command: MutePerson, asking: Asking) -> list[Event] | Refused:
    note = cafe.notes.get(command.note or "")
    if command.note is not None and note is None:
        return Refused("no-such-note")
    person = cafe.people.get(note.author if note is not None else command.person or "")
    if person is None:
        return Refused("no-such-person")
    reason = texts.line(command.reason, LONGEST_REASON)
    if isinstance(reason, Refused):
        return Refused("reason-missing") if reason.code == "text-missing" else reason
    if person.muted_because is not None:
        return []
    return [PersonMuted(person=person.id, reason=reason)]


def unmute_person(cafe: Cafe, command: UnmutePerson, asking: Asking) -> list[Event] | Refused:
    person = cafe.people.get(command.person)
    if person is None:
        return Refused("no-such-person")
    return [] if person.muted_because is None else [PersonUnmuted(person=person.id)]


def note_hidden(cafe: Cafe, event: NoteHidden, stamp: Stamp) -> Cafe:
    return sheets.changed(cafe, event.note, hidden_because=event.reason)


def note_shown(cafe: Cafe, event: NoteShown, stamp: Stamp) -> Cafe:
    return sheets.changed(cafe, event.note, hidden_because=None, waits=False)


def person_muted(cafe: Cafe, event: PersonMuted, stamp: Stamp) -> Cafe:
    return participants.changed(cafe, event.person, muted_because=event.reason)


def person_unmuted(cafe: Cafe, event: PersonUnmuted, stamp: Stamp) -> Cafe:
    return participants.changed(cafe, event.person, muted_because=None)


DECIDE = {
    HideNote: hide_note,
    ShowNote: show_note,
    MutePerson: mute_person,
    UnmutePerson: unmute_person,
}
EVOLVE = {
    NoteHidden: note_hidden,
    NoteShown: note_shown,
    PersonMuted: person_muted,
    PersonUnmuted: person_unmuted,
}
AUDIENCE = {
    NoteHidden: sheets.tell_readers,
    NoteShown: sheets.tell_readers,
    PersonMuted: participants.tell_about_one,
    PersonUnmuted: participants.tell_about_one,
}

"""Privacy: what is kept back from publication, and what is erased for good, by whom it concerns.

An event says that something shall be gone and the café forgets it at once; the bytes in the log are
overwritten right after, by `live/retention.py`, which asks here for their places.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from immutables import Map
from msgspec.structs import replace

from wikicafe.cafe import participants, sheets
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.notes import NoteWritten
from wikicafe.cafe.state import Cafe, Note

DAY = 24 * 3600 * 1000  # ms
NEVER_BEGUN = 365 * DAY  # after which a café nobody held is over, too


class WithholdNote(Command, frozen=True):
    """Keep one's own note out of what is published."""

    note: str


class ReleaseNote(Command, frozen=True):
    note: str


class EraseNote(Command, frozen=True):
    note: str


class ErasePerson(Command, frozen=True):
    """Erase who somebody is, who thereby leaves. notes: and all they wrote."""

    person: str
    notes: bool = False


class ErasePersonalPart(Command, frozen=True):
    """The time after which names are kept no longer is over."""


class NoteWithheld(Event, frozen=True):
    note: str


class NoteReleased(Event, frozen=True):
    note: str


class NoteErased(Event, frozen=True):
    note: str


class PersonErased(Event, frozen=True):
    person: str
    notes: bool = False


class PersonalPartErased(Event, frozen=True):
    """countries: how many people came from, told while it could still be counted."""

    countries: int | None = None


def withhold_note(cafe: Cafe, command: WithholdNote, asking: Asking) -> list[Event] | Refused:
    note = _standing(cafe, command.note)
    if isinstance(note, Refused):
        return note
    return [NoteWithheld(note=note.id)] if note.for_publication else []


def release_note(cafe: Cafe, command: ReleaseNote, asking: Asking) -> list[Event] | Refused:
    note = _standing(cafe, command.note)
    if isinstance(note, Refused):
        return note
    return [] if note.for_publication else [NoteReleased(note=note.id)]


def erase_note(cafe: Cafe, command: EraseNote, asking: Asking) -> list[Event] | Refused:
    note = cafe.notes.get(command.note)
    if note is None:
        return Refused("no-such-note")
    return [] if note.erased else [NoteErased(note=note.id)]


def erase_person(cafe: Cafe, command: ErasePerson, asking: Asking) -> list[Event] | Refused:
    person = cafe.people.get(command.person)
    if person is None:
        return Refused("no-such-person")
    if participants.facilitators(cafe) == {person.id} and cafe.closed_at is None:
        return Refused("last-facilitator")
    left = command.notes and any(
        n.author == person.id and not n.erased for n in cafe.notes.values()
    )
    if person.why_away == "erased" and not left:
        return []
    return [PersonErased(person=person.id, notes=command.notes)]


def erase_personal_part(
    cafe: Cafe, command: ErasePersonalPart, asking: Asking
) -> list[Event] | Refused:
    due = erasure_due_at(cafe)
    if due is None or asking.at < due:
        return []
    told = {p.country for p in cafe.people.values() if p.country and not p.simulated}
    return [PersonalPartErased(countries=len(told) or cafe.countries_then)]


def erasure_due_at(cafe: Cafe) -> int | None:
    """Return when the personal part is to be erased (ms since 1970), or None: there is none."""
    if cafe.plan.retention_days is None or not any(map(_is_personal, cafe.people.values())):
        return None
    if cafe.closed_at is not None:
        end = cafe.closed_at
    elif cafe.begun:
        end = max(*cafe.begun.values(), *cafe.ended.values(), cafe.published_at or 0)
    else:  # opened long before the day: whoever came shall find their names
        end = max(person.joined_at for person in cafe.people.values()) + NEVER_BEGUN
    return end + cafe.plan.retention_days * DAY


def _is_personal(person: Any) -> bool:
    return bool(person.name or person.affiliation or person.country)


def _standing(cafe: Cafe, note: str) -> Note | Refused:
    found = cafe.notes.get(note)
    if found is None:
        return Refused("no-such-note")
    return found if found.stands else Refused("note-withdrawn")


def note_withheld(cafe: Cafe, event: NoteWithheld, stamp: Stamp) -> Cafe:
    return sheets.changed(cafe, event.note, for_publication=False)


def note_released(cafe: Cafe, event: NoteReleased, stamp: Stamp) -> Cafe:
    return sheets.changed(cafe, event.note, for_publication=True)


def note_erased(cafe: Cafe, event: NoteErased, stamp: Stamp) -> Cafe:
    return replace(_forgotten(cafe, {event.note}), erased_seq=stamp.seq)


def person_erased(cafe: Cafe, event: PersonErased, stamp: Stamp) -> Cafe:
    cafe = participants.changed(
        cafe,
        event.person,
        **NAMELESS,
        muted_because=None,
        present=False,
        why_away="erased",
    )
    if event.notes:
        cafe = _forgotten(cafe, {n.id for n in cafe.notes.values() if n.author == event.person})
    return replace(cafe, erased_seq=stamp.seq)


def personal_part_erased(cafe: Cafe, event: PersonalPartErased, stamp: Stamp) -> Cafe:
    people = Map({p.id: replace(p, **NAMELESS) for p in cafe.people.values()})
    return replace(cafe, people=people, countries_then=event.countries, erased_seq=stamp.seq)


NAMELESS: dict[str, Any] = {"name": "", "affiliation": "", "country": ""}


def _forgotten(cafe: Cafe, notes: set[str]) -> Cafe:
    for note in notes & set(cafe.notes):
        reason = "" if cafe.notes[note].hidden_because is not None else None
        cafe = sheets.changed(cafe, note, text="", erased=True, hidden_because=reason)
    return cafe


def places_to_erase(happened: Iterable[tuple[object, Stamp]]) -> list[int]:
    """Return where the log holds texts that shall be gone, from all events of a café in order."""
    events = [(event, stamp) for event, stamp in happened if isinstance(event, Event)]
    people: dict[str, int] = {}  # → since when
    writers: set[str] = set()
    notes: set[str] = set()
    author: dict[str, str] = {}  # of each note
    nameless_up_to = 0
    for event, stamp in events:
        if isinstance(event, NoteWritten):
            author.setdefault(event.note, stamp.actor)
        elif isinstance(event, NoteErased):
            notes.add(event.note)
        elif isinstance(event, PersonErased):
            people.setdefault(event.person, stamp.seq)
            if event.notes:
                writers.add(event.person)
        elif isinstance(event, PersonalPartErased):
            nameless_up_to = stamp.seq

    def is_gone(event: Event, stamp: Stamp) -> bool:
        note, person = getattr(event, "note", None), getattr(event, "person", None)
        if note is not None:
            about_people = "text" not in event.PERSONAL  # a reason, that is
            return (
                note in notes
                or not writers.isdisjoint((stamp.actor, author.get(note, "")))
                or people.get(stamp.actor, stamp.seq) < stamp.seq  # decided a moment before
                or (about_people and stamp.seq <= nameless_up_to)
            )
        return person in people or stamp.seq <= nameless_up_to

    return [stamp.seq for event, stamp in events if event.PERSONAL and is_gone(event, stamp)]


def tell_all(cafe: Cafe, event: Event, stamp: Stamp) -> Iterable[Telling]:
    """Every screen asks for its view again: names are in all of them."""
    return [Telling(c, {}) for c in ("participants", "panel", "board", "projector")]


DECIDE = {
    WithholdNote: withhold_note,
    ReleaseNote: release_note,
    EraseNote: erase_note,
    ErasePerson: erase_person,
    ErasePersonalPart: erase_personal_part,
}
EVOLVE = {
    NoteWithheld: note_withheld,
    NoteReleased: note_released,
    NoteErased: note_erased,
    PersonErased: person_erased,
    PersonalPartErased: personal_part_erased,
}
AUDIENCE = {
    NoteWithheld: sheets.tell_readers,
    NoteReleased: sheets.tell_readers,
    NoteErased: sheets.tell_readers,
    PersonErased: tell_all,
    PersonalPartErased: tell_all,
}

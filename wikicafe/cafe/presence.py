"""Who is here: leaving, being away for too long, being removed, coming back."""

from __future__ import annotations

from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp
from wikicafe.cafe.participants import changed, facilitators, tell_about_one
from wikicafe.cafe.state import Cafe


class LeaveCafe(Command, frozen=True):
    pass


class MarkAway(Command, frozen=True):
    """The grace after the last connection is over."""

    person: str


class RemoveParticipant(Command, frozen=True):
    person: str


class ReturnToCafe(Command, frozen=True):
    pass


class ParticipantLeft(Event, frozen=True):
    """why: left (by own wish), away (silent longer than the grace), removed."""

    person: str
    why: str


class ParticipantReturned(Event, frozen=True):
    person: str


def leave_cafe(cafe: Cafe, command: LeaveCafe, asking: Asking) -> list[Event] | Refused:
    return _leaving(cafe, asking.actor, "left")


def mark_away(cafe: Cafe, command: MarkAway, asking: Asking) -> list[Event] | Refused:
    return _leaving(cafe, command.person, "away")


def remove_participant(
    cafe: Cafe, command: RemoveParticipant, asking: Asking
) -> list[Event] | Refused:
    person = cafe.people.get(command.person)
    if person is None:
        return Refused("no-such-person")
    if person.is_out:
        return []
    if facilitators(cafe) == {command.person}:
        return Refused("last-facilitator")
    return [ParticipantLeft(person=command.person, why="removed")]


def return_to_cafe(cafe: Cafe, command: ReturnToCafe, asking: Asking) -> list[Event] | Refused:
    person = cafe.people[asking.actor]
    return [] if person.present else [ParticipantReturned(person=person.id)]


def _leaving(cafe: Cafe, person: str, why: str) -> list[Event] | Refused:
    known = cafe.people.get(person)
    if known is None:
        return Refused("no-such-person")
    return [ParticipantLeft(person=person, why=why)] if known.present else []


def participant_left(cafe: Cafe, event: ParticipantLeft, stamp: Stamp) -> Cafe:
    if event.why == "removed" and facilitators(cafe) == {event.person}:
        return cafe  # two removed each other at the same moment: the first one stays
    return changed(cafe, event.person, present=False, why_away=event.why)


def participant_returned(cafe: Cafe, event: ParticipantReturned, stamp: Stamp) -> Cafe:
    return changed(cafe, event.person, present=True, why_away=None)


DECIDE = {
    LeaveCafe: leave_cafe,
    MarkAway: mark_away,
    RemoveParticipant: remove_participant,
    ReturnToCafe: return_to_cafe,
}
EVOLVE = {ParticipantLeft: participant_left, ParticipantReturned: participant_returned}
AUDIENCE = dict.fromkeys(EVOLVE, tell_about_one)

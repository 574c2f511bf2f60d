"""Who may ask for what, in one table: command → roles, whose thing it must be, how far the café is.

Asked once, in `live/submit`. What may be *seen* is the business of `projections.py` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wikicafe.cafe.access import RenewLinks, RevokeDevices
from wikicafe.cafe.agenda import AmendDesign, OpenCafe
from wikicafe.cafe.doors import CloseCafe, CloseDoors, OpenDoors
from wikicafe.cafe.findings import (
    AmendFinding,
    LinkSolution,
    MarkFinding,
    UnlinkSolution,
    WithdrawFinding,
)
from wikicafe.cafe.messages import Asking, Command, Refused
from wikicafe.cafe.moderation import HideNote, MutePerson, ShowNote, UnmutePerson
from wikicafe.cafe.notes import AmendNote, WithdrawNote, WriteNote
from wikicafe.cafe.participants import AmendProfile, JoinCafe
from wikicafe.cafe.polls import CastVote, CloseVote, OpenVote
from wikicafe.cafe.presence import LeaveCafe, MarkAway, RemoveParticipant, ReturnToCafe
from wikicafe.cafe.privacy import (
    EraseNote,
    ErasePerson,
    ErasePersonalPart,
    ReleaseNote,
    WithholdNote,
)
from wikicafe.cafe.publishing import PublishOutcome, RetractOutcome, WriteStatement
from wikicafe.cafe.roles import GrantRole, RevokeRole, TakeRole
from wikicafe.cafe.scribes import NameScribe
from wikicafe.cafe.seating import AnnounceSeating, MoveParticipant, SeatParticipant, table_of
from wikicafe.cafe.simulated import RemoveSimulated
from wikicafe.cafe.state import Cafe, Person
from wikicafe.cafe.steps import BeginStep, EndStep, MoveEnd, PauseStep, ResumeStep
from wikicafe.cafe.themes import DissolveTheme, OpenTheme, PlaceNotes, RenameTheme

Owns = Callable[[Cafe, Any, Asking], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """roles: one of these is needed. own: or else this must hold, for any member of the café.

    after_closing: whether it may still be asked when the café is closed.
    """

    roles: frozenset[str] = frozenset()
    own: Owns | None = None
    after_closing: bool = False


def _own_note(cafe: Cafe, command: Any, asking: Asking) -> bool:
    note = cafe.notes.get(command.note)
    return note is None or note.author == asking.actor  # an unknown note is refused as such


def _own_table(cafe: Cafe, command: NameScribe, asking: Asking) -> bool:
    return table_of(cafe, asking.actor, command.step) == command.table


def _oneself(cafe: Cafe, command: ErasePerson, asking: Asking) -> bool:
    return command.person == asking.actor


def _anybody(cafe: Cafe, command: Command, asking: Asking) -> bool:
    return True


HOUSE = Rule(frozenset({"house"}))
NEWCOMER = Rule(frozenset({"newcomer"}))
SYSTEM = Rule(frozenset({"system"}))
FACILITATOR = Rule(frozenset({"facilitator"}))
STEERING = Rule(frozenset({"facilitator", "system"}))
HARVESTERS = Rule(frozenset({"facilitator", "synthesiser"}))
PUBLISHER = Rule(frozenset({"facilitator"}), after_closing=True)
MEMBER = Rule(own=_anybody)
ONE_S_OWN_NOTE = Rule(own=_own_note)
WRITER = Rule(own=_own_note, after_closing=True)

RULES: dict[type[Command], Rule] = {
    OpenCafe: HOUSE,
    AmendDesign: FACILITATOR,
    CloseDoors: FACILITATOR,
    OpenDoors: FACILITATOR,
    CloseCafe: FACILITATOR,
    JoinCafe: NEWCOMER,
    TakeRole: NEWCOMER,
    AmendProfile: MEMBER,
    LeaveCafe: MEMBER,
    MarkAway: SYSTEM,
    RemoveParticipant: FACILITATOR,
    ReturnToCafe: MEMBER,
    GrantRole: FACILITATOR,
    RevokeRole: FACILITATOR,
    AnnounceSeating: STEERING,
    SeatParticipant: STEERING,
    MoveParticipant: FACILITATOR,
    NameScribe: Rule(frozenset({"facilitator"}), own=_own_table),
    BeginStep: FACILITATOR,
    PauseStep: FACILITATOR,
    ResumeStep: FACILITATOR,
    MoveEnd: FACILITATOR,
    EndStep: STEERING,
    WriteNote: MEMBER,
    AmendNote: ONE_S_OWN_NOTE,
    WithdrawNote: Rule(frozenset({"facilitator"}), own=_own_note),
    OpenTheme: HARVESTERS,
    RenameTheme: HARVESTERS,
    DissolveTheme: HARVESTERS,
    PlaceNotes: HARVESTERS,
    MarkFinding: HARVESTERS,
    AmendFinding: HARVESTERS,
    WithdrawFinding: HARVESTERS,
    LinkSolution: HARVESTERS,
    UnlinkSolution: HARVESTERS,
    OpenVote: FACILITATOR,
    CastVote: MEMBER,
    CloseVote: FACILITATOR,
    WriteStatement: HARVESTERS,
    PublishOutcome: PUBLISHER,
    RetractOutcome: PUBLISHER,
    RemoveSimulated: FACILITATOR,
    HideNote: PUBLISHER,
    ShowNote: PUBLISHER,
    MutePerson: PUBLISHER,
    UnmutePerson: PUBLISHER,
    WithholdNote: WRITER,
    ReleaseNote: WRITER,
    EraseNote: Rule(frozenset({"facilitator"}), own=_own_note, after_closing=True),
    ErasePerson: Rule(frozenset({"facilitator"}), own=_oneself, after_closing=True),
    ErasePersonalPart: Rule(frozenset({"system"}), after_closing=True),
    RenewLinks: PUBLISHER,
    RevokeDevices: PUBLISHER,
}

# What a muted person may not do: whatever puts words before others.
SPEAKING = frozenset(
    {
        WriteNote,
        AmendNote,
        AmendProfile,
        OpenTheme,
        RenameTheme,
        MarkFinding,
        AmendFinding,
        WriteStatement,
    }
)
# What a credential alone may be worth; roles in the café are the café's to give.
CREDENTIALS = frozenset({"newcomer", "system", "house"})


def may(cafe: Cafe, command: Command, asking: Asking) -> Refused | None:
    """Return None if this may be asked, else why not."""
    rule = RULES[type(command)]
    if cafe.closed_at is not None and not rule.after_closing:
        return Refused("cafe-closed")
    person = cafe.people.get(asking.actor)
    if person is not None and person.muted_because is not None and type(command) in SPEAKING:
        return Refused("muted", (person.muted_because,))
    if rule.roles & roles_of(cafe, asking):
        return None
    member = is_member(cafe, asking.actor)
    if rule.own is not None and member and rule.own(cafe, command, asking):
        return None
    return refused_out(person) or Refused("not-allowed")


def refused_out(person: Person | None) -> Refused | None:
    """Return why somebody is not let in any more, or None."""
    if person is None or not person.is_out:
        return None
    return Refused("erased" if person.why_away == "erased" else "removed")


def roles_of(cafe: Cafe, asking: Asking) -> frozenset[str]:
    """Return what the café knows of the person; of strangers, what their credential says."""
    person = cafe.people.get(asking.actor)
    if person is None:
        return asking.roles & CREDENTIALS
    if person.is_out:
        return frozenset()
    # "newcomer" stays, so that a key or a code can be used by somebody who is inside already.
    return person.roles | (asking.roles & {"newcomer"})


def is_member(cafe: Cafe, person: str) -> bool:
    """Say whether somebody takes part; whose only role was taken away does not."""
    known = cafe.people.get(person)
    return known is not None and not known.is_out and bool(known.roles)

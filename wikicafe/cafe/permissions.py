"""Who may ask for what, in one table: command → roles, whose thing it must be, how far the café is.

Asked once, in `live/submit`. What may be *seen* is the business of `projections.py` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from wikicafe.cafe.notes import AmendNote, WithdrawNote, WriteNote
from wikicafe.cafe.participants import AmendProfile, JoinCafe
from wikicafe.cafe.polls import CastVote, CloseVote, OpenVote
from wikicafe.cafe.presence import LeaveCafe, MarkAway, RemoveParticipant, ReturnToCafe
from wikicafe.cafe.publishing import PublishOutcome, RetractOutcome, WriteStatement
from wikicafe.cafe.roles import GrantRole, RevokeRole, TakeRole
from wikicafe.cafe.scribes import NameScribe
from wikicafe.cafe.seating import AnnounceSeating, MoveParticipant, SeatParticipant, table_of
from wikicafe.cafe.simulated import RemoveSimulated
from wikicafe.cafe.state import Cafe
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


def _own_note(cafe: Cafe, command: AmendNote | WithdrawNote, asking: Asking) -> bool:
    note = cafe.notes.get(command.note)
    return note is None or note.author == asking.actor  # an unknown note is refused as such


def _own_table(cafe: Cafe, command: NameScribe, asking: Asking) -> bool:
    return table_of(cafe, asking.actor, command.step) == command.table


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
}


def may(cafe: Cafe, command: Command, asking: Asking) -> Refused | None:
    """Return None if this may be asked, else why not."""
    rule = RULES[type(command)]
    if cafe.closed_at is not None and not rule.after_closing:
        return Refused("cafe-closed")
    if rule.roles & roles_of(cafe, asking):
        return None
    member = is_member(cafe, asking.actor)
    if rule.own is not None and member and rule.own(cafe, command, asking):
        return None
    return Refused("removed" if _was_removed(cafe, asking.actor) else "not-allowed")


def roles_of(cafe: Cafe, asking: Asking) -> frozenset[str]:
    """Return what the café knows of the person; of strangers, what their credential says."""
    person = cafe.people.get(asking.actor)
    if person is None:
        return asking.roles
    if person.why_away == "removed":
        return frozenset()
    # "newcomer" stays, so that a key or a code can be used by somebody who is inside already.
    return person.roles | (asking.roles & {"newcomer"})


def is_member(cafe: Cafe, person: str) -> bool:
    return person in cafe.people and not _was_removed(cafe, person)


def _was_removed(cafe: Cafe, person: str) -> bool:
    return person in cafe.people and cafe.people[person].why_away == "removed"

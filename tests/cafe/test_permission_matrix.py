"""Every command × role × own or other's × phase × own or other café, against a table written by hand.

The table does not look at the rules: whoever changes one has to say so here as well. A command
without a row fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from immutables import Map
from msgspec.structs import replace

from tests.cafe.samples import sample
from tests.cast import AMA, BO, FATIMA, CafeInTests
from wikicafe.cafe.access import RevokeDevices
from wikicafe.cafe.messages import Asking
from wikicafe.cafe.moderation import MutePerson
from wikicafe.cafe.permissions import may
from wikicafe.cafe.presence import RemoveParticipant
from wikicafe.cafe.privacy import ErasePerson
from wikicafe.cafe.roles import GrantRole, TakeRole
from wikicafe.cafe.state import Cafe, Clock, Note
from wikicafe.cafe.topics import COMMANDS

# F facilitator · S synthesis group · M any member · O any member about what is their own ·
# N newcomer · Y the machine · H the house.
# ! also when the café is closed · " puts words before others: not while muted
WHO_MAY = {
    "open-cafe": "H",
    "amend-design": "F",
    "close-doors": "F",
    "open-doors": "F",
    "close-cafe": "F",
    "join-cafe": "N",
    "take-role": "N",
    "amend-profile": 'M"',
    "leave-cafe": "M",
    "return-to-cafe": "M",
    "mark-away": "Y",
    "remove-participant": "F",
    "grant-role": "F",
    "revoke-role": "F",
    "announce-seating": "FY",
    "seat-participant": "FY",
    "move-participant": "F",
    "name-scribe": "FO",
    "begin-step": "F",
    "pause-step": "F",
    "resume-step": "F",
    "move-end": "F",
    "end-step": "FY",
    "write-note": 'M"',
    "amend-note": 'O"',
    "withdraw-note": "FO",
    "open-theme": 'FS"',
    "rename-theme": 'FS"',
    "dissolve-theme": "FS",
    "place-notes": "FS",
    "mark-finding": 'FS"',
    "amend-finding": 'FS"',
    "withdraw-finding": "FS",
    "link-solution": "FS",
    "unlink-solution": "FS",
    "open-vote": "F",
    "cast-vote": "M",
    "close-vote": "F",
    "write-statement": 'FS"',
    "publish-outcome": "F!",
    "retract-outcome": "F!",
    "remove-simulated": "F",
    "hide-note": "F!",
    "show-note": "F!",
    "mute-person": "F!",
    "unmute-person": "F!",
    "withhold-note": "O!",
    "release-note": "O!",
    "erase-note": "FO!",
    "erase-person": "FO!",
    "erase-personal-part": "Y!",
    "renew-links": "F!",
    "revoke-devices": "F!",
}

SYL, MU, REM, ERA, GUS = "syl", "mu", "rem", "era", "gus"
# who → letters of what they are in their own café
PEOPLE = {
    AMA: "M",
    SYL: "MS",
    FATIMA: "MF",
    MU: "Mm",  # muted
    "mufa": "MSm",
    REM: "",  # removed
    ERA: "",  # erased
    GUS: "",  # whose only role was taken away
}
# credentials of those the café does not know → letters
STRANGERS = {
    "nobody": (frozenset(), ""),
    "newcomer": (frozenset({"newcomer"}), "N"),
    "system": (frozenset({"system"}), "Y"),
    "house": (frozenset({"house"}), "H"),
    "a projector": (frozenset({"projector"}), ""),
    "a forger": (frozenset({"facilitator", "synthesiser", "participant"}), ""),
}
PHASES = ("before", "round", "after", "published", "closed", "closed and published")


class Cell(NamedTuple):
    command: str
    who: str
    whose: str
    phase: str
    cafe: str


def gathered() -> Cafe:
    cafe = CafeInTests().facilitated().join(AMA, BO, SYL, MU, "mufa", REM, ERA)
    for person in (SYL, "mufa"):
        cafe.do(FATIMA, GrantRole(person, "synthesiser"))
    cafe.do(GUS, TakeRole(GUS, "Gus", "facilitator"), roles={"newcomer"})
    cafe.do(FATIMA, RevokeDevices((GUS,)))
    for person in (MU, "mufa"):
        cafe.do(FATIMA, MutePerson("insults", person=person))
    cafe.do(FATIMA, RemoveParticipant(REM))
    cafe.do(FATIMA, ErasePerson(ERA))
    people = [*PEOPLE, BO]
    notes = {f"of-{p}": Note(f"of-{p}", 1, p, "s2", f"t-{p}", "Q1", "x", "en") for p in people}
    seats = Map({"s2": Map({person: f"t-{person}" for person in people})})
    return replace(cafe.cafe, notes=Map(notes), seats=seats)


def in_phase(cafe: Cafe, phase: str) -> Cafe:
    if phase != "before":
        cafe = replace(cafe, begun=Map({"s2": 1}))
    if phase == "round":
        cafe = replace(cafe, clock=Clock("s2", ends_at=10**13))
    if "published" in phase:
        cafe = replace(cafe, published_at=1, published_seq=1)
    return replace(cafe, closed_at=1) if "closed" in phase else cafe


def asked(command: str, who: str, whose: str) -> Any:
    """A sample of the command, about something of one's own or of Bo."""
    owner = who if whose == "own" else BO
    about = sample(COMMANDS[command])
    fields = {"note": f"of-{owner}", "person": owner, "table": f"t-{owner}", "step": "s2"}
    return replace(about, **{f: v for f, v in fields.items() if f in about.__struct_fields__})


def expected(cell: Cell) -> bool:
    row = WHO_MAY[cell.command]
    is_own = cell.whose == "own"
    if cell.cafe == "other":
        letters = STRANGERS[cell.who][1] if cell.who in STRANGERS else ""
    elif cell.who in STRANGERS:
        letters = STRANGERS[cell.who][1]
    else:
        letters = PEOPLE[cell.who]
    if "closed" in cell.phase and "!" not in row:
        return False
    if '"' in row and "m" in letters:
        return False
    if "O" in row and "M" in letters and is_own:
        return True
    return bool(set(row) & set(letters) & set("FSMNYH"))


def cells() -> Iterator[Cell]:
    for command in COMMANDS:
        for who in (*PEOPLE, *STRANGERS):
            for whose in ("own", "other"):
                for phase in PHASES:
                    for cafe in ("own", "other"):
                        yield Cell(command, who, whose, phase, cafe)


def allowed(cell: Cell, cafes: dict[tuple[str, str], Cafe]) -> bool:
    roles = STRANGERS[cell.who][0] if cell.who in STRANGERS else frozenset()
    if cell.cafe == "other" and cell.who in PEOPLE:
        roles = frozenset({"facilitator", "synthesiser", "participant"})  # what a token would say
    command = asked(cell.command, cell.who, cell.whose)
    return may(cafes[cell.cafe, cell.phase], command, Asking(cell.who, "c", 0, roles)) is None


@pytest.fixture(scope="module")
def cafes() -> dict[tuple[str, str], Cafe]:
    own, other = gathered(), CafeInTests().join("somebody").cafe
    # There, too, lie notes under these ids: of people who have nothing to do with ours.
    strange = Map({f"of-{p}": replace(n, author="somebody") for p, n in own.notes.items()
                   for p in [n.author]})  # fmt: skip
    other = replace(other, notes=strange)
    return {
        (name, phase): in_phase(cafe, phase)
        for name, cafe in (("own", own), ("other", other))
        for phase in PHASES
    }


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    assert set(WHO_MAY) == set(COMMANDS)


def test_nobody_may_what_the_table_does_not_say(cafes: dict[tuple[str, str], Cafe]) -> None:
    tried = list(cells())
    too_much = [cell for cell in tried if allowed(cell, cafes) and not expected(cell)]
    assert too_much == []
    assert len(tried) >= 5_000


def test_everybody_may_what_the_table_says(cafes: dict[tuple[str, str], Cafe]) -> None:
    too_little = [cell for cell in cells() if expected(cell) and not allowed(cell, cafes)]
    assert too_little == []


def test_the_matrix_would_notice(
    cafes: dict[tuple[str, str], Cafe], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with one rule that is too wide, cells fail."""
    from wikicafe.cafe import permissions

    wide = permissions.RULES | {COMMANDS["erase-person"]: permissions.MEMBER}
    monkeypatch.setattr(permissions, "RULES", wide)
    assert any(allowed(cell, cafes) and not expected(cell) for cell in cells())

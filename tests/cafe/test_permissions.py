"""Every command × role: who may ask for what."""

import pytest

from tests.cafe.samples import sample
from tests.cast import AMA, FATIMA, CafeInTests
from wikicafe.cafe.doors import CloseCafe
from wikicafe.cafe.messages import Asking, wire_name
from wikicafe.cafe.permissions import may
from wikicafe.cafe.roles import GrantRole
from wikicafe.cafe.topics import DECIDE

MEMBERS = {
    "amend-profile", "leave-cafe", "return-to-cafe", "write-note", "cast-vote",
}  # fmt: skip
HARVEST = {
    "open-theme", "rename-theme", "dissolve-theme", "place-notes", "mark-finding", "amend-finding",
    "withdraw-finding", "link-solution", "unlink-solution", "write-statement",
}  # fmt: skip
INSIDE_ONLY = {"open-cafe", "join-cafe", "take-role", "mark-away", "erase-personal-part"}


@pytest.fixture(scope="module")
def cafe():
    cafe = CafeInTests().facilitated().join(AMA, "syl")
    cafe.do(FATIMA, GrantRole("syl", "synthesiser"))
    return cafe.cafe


def allowed(cafe, kind, person, roles=frozenset()):
    return may(cafe, sample(kind), Asking(person, "c", 0, frozenset(roles))) is None


@pytest.mark.parametrize("kind", DECIDE, ids=wire_name)
def test_a_stranger_may_nothing(cafe, kind):
    assert not allowed(cafe, kind, "stranger")


@pytest.mark.parametrize("kind", DECIDE, ids=wire_name)
def test_a_projector_may_nothing(cafe, kind):
    assert not allowed(cafe, kind, "stranger", {"projector"})


@pytest.mark.parametrize("kind", DECIDE, ids=wire_name)
def test_a_guest_may_what_members_may(cafe, kind):
    # An unknown note is refused later, as unknown.
    own_note = {"amend-note", "withdraw-note", "withhold-note", "release-note", "erase-note"}
    assert allowed(cafe, kind, AMA) == (wire_name(kind) in MEMBERS | own_note)


@pytest.mark.parametrize("kind", DECIDE, ids=wire_name)
def test_the_synthesis_group_may_harvest_besides(cafe, kind):
    if wire_name(kind) in HARVEST:
        assert allowed(cafe, kind, "syl")


@pytest.mark.parametrize("kind", DECIDE, ids=wire_name)
def test_a_facilitator_may_everything_but_what_the_house_does(cafe, kind):
    assert allowed(cafe, kind, FATIMA) == (wire_name(kind) not in INSIDE_ONLY)


def test_no_credential_brings_a_role_to_somebody_the_cafe_knows(cafe):
    assert not allowed(cafe, CloseCafe, AMA, {"facilitator", "house", "system"})

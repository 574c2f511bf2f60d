"""Links made anew and devices revoked: who loses what."""

from __future__ import annotations

from tests.cast import AMA, BO, FATIMA, CafeInTests, code_of, running_cafe
from wikicafe.cafe.access import RenewLinks, RevokeDevices
from wikicafe.cafe.decide import decide
from wikicafe.cafe.messages import Asking
from wikicafe.cafe.moderation import MutePerson
from wikicafe.cafe.participants import facilitators
from wikicafe.cafe.roles import GrantRole, TakeRole

GUS = "gus"


def with_a_second_facilitator() -> CafeInTests:
    cafe = running_cafe()
    cafe.do(GUS, TakeRole(GUS, "Gus", "facilitator"), roles={"newcomer"})
    return cafe


def roles(cafe: CafeInTests, person: str) -> frozenset[str]:
    return cafe.cafe.people[person].roles


def test_whoever_came_by_the_old_link_is_facilitator_no_longer():
    cafe = with_a_second_facilitator()
    cafe.do(FATIMA, RenewLinks("facilitator"))
    assert roles(cafe, FATIMA) == {"facilitator"}
    assert roles(cafe, GUS) == set()
    assert code_of(cafe.do(GUS, RenewLinks("facilitator"))) == "not-allowed"
    assert cafe.cafe.links["facilitator"] == 1


def test_a_role_that_was_granted_does_not_hang_on_the_link():
    cafe = running_cafe()
    cafe.do(FATIMA, GrantRole(AMA, "facilitator"))
    cafe.do(FATIMA, RenewLinks("facilitator"))
    assert "facilitator" in roles(cafe, AMA)


def test_renewing_one_link_leaves_the_others():
    cafe = with_a_second_facilitator()
    cafe.do(BO, TakeRole(BO, "Bo", "synthesiser"), roles={"newcomer"})
    cafe.do(FATIMA, RenewLinks("board"))
    assert "facilitator" in roles(cafe, GUS)
    assert roles(cafe, BO) == {"participant"}


def test_there_are_four_links():
    cafe = running_cafe()
    assert code_of(cafe.do(FATIMA, RenewLinks("cellar"))) == "unknown-kind"


def test_a_revoked_device_has_no_role_and_an_old_token():
    cafe = with_a_second_facilitator()
    cafe.do(FATIMA, RevokeDevices((GUS,)))
    assert roles(cafe, GUS) == set()
    assert cafe.cafe.people[GUS].generation == 1


def test_a_revoked_participant_is_a_participant_still_and_comes_in_anew():
    cafe = running_cafe()
    cafe.do(FATIMA, RevokeDevices((AMA,)))
    assert roles(cafe, AMA) == {"participant"}


def test_one_facilitator_is_left_whatever_is_revoked():
    cafe = with_a_second_facilitator()
    assert code_of(cafe.do(FATIMA, RevokeDevices((FATIMA, GUS)))) == "last-facilitator"
    one = cafe.do(FATIMA, RevokeDevices((GUS,)))
    assert code_of(one) is None
    assert code_of(cafe.do(FATIMA, RevokeDevices((FATIMA,)))) == "last-facilitator"


def test_two_who_revoke_each_other_at_the_same_moment_are_not_both_gone():
    cafe = with_a_second_facilitator()
    before = cafe.cafe
    other = cafe.do(GUS, RevokeDevices((FATIMA,)))
    cafe.cafe = before
    cafe.do(FATIMA, RevokeDevices((GUS,)))
    cafe.happens(GUS, other)
    assert "facilitator" in roles(cafe, FATIMA)


def test_only_people_can_be_revoked():
    assert code_of(running_cafe().do(FATIMA, RevokeDevices(("nobody",)))) == "no-such-person"


def joins(cafe: CafeInTests, person: str) -> None:
    """Somebody who has a role already comes in by the code on the wall as well."""
    cafe.join(person)
    assert "participant" in roles(cafe, person)


def test_joining_as_participant_gives_a_revoked_device_nothing_back():
    cafe = with_a_second_facilitator()
    cafe.do(FATIMA, RevokeDevices((GUS,)))
    joins(cafe, GUS)
    assert cafe.cafe.people[GUS].generation == 1
    assert roles(cafe, GUS) == {"participant"}


def test_whoever_joined_as_participant_too_still_loses_what_the_old_link_gave():
    cafe = with_a_second_facilitator()
    joins(cafe, GUS)
    cafe.do(FATIMA, RenewLinks("facilitator"))
    assert roles(cafe, GUS) == {"participant"}


def test_a_muted_harvester_does_not_speak_again_by_joining():
    cafe = with_a_second_facilitator()
    cafe.do(FATIMA, MutePerson("shouts", person=GUS))
    joins(cafe, GUS)
    assert cafe.cafe.people[GUS].muted_because == "shouts"


def test_two_who_renew_the_facilitators_link_at_once_leave_one_facilitator():
    cafe = with_a_second_facilitator()
    both = [
        (who, decide(cafe.cafe, RenewLinks("facilitator"), Asking(who, f"renew-{who}", cafe.at)))
        for who in (FATIMA, GUS)
    ]
    for who, decided in both:
        cafe.happens(who, decided)
    assert facilitators(cafe.cafe) == {FATIMA}

"""Coming in, leaving, coming back, roles."""

import msgspec

from tests.cast import AMA, BO, FATIMA, TWO_ROUNDS, CafeInTests, code_of, running_cafe
from wikicafe.cafe import decide
from wikicafe.cafe.doors import CloseDoors, OpenDoors
from wikicafe.cafe.messages import Asking
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.participants import (
    AmendProfile,
    JoinCafe,
    facilitators,
    participants_present,
)
from wikicafe.cafe.presence import LeaveCafe, MarkAway, RemoveParticipant, ReturnToCafe
from wikicafe.cafe.roles import GrantRole, RevokeRole

NEW = {"newcomer"}


def joining(person=AMA, **more):
    wish = {"name": "Ama", "languages": ("en",), "consent": True} | more
    return JoinCafe(person=person, **wish)


def test_whoever_joins_is_present_and_counted_once_however_often_the_button_is_pressed():
    cafe = CafeInTests()
    cafe.do(AMA, joining(), roles=NEW)
    assert cafe.do(AMA, joining(), roles=NEW).events == ()
    assert participants_present(cafe.cafe) == 1


def test_nobody_joins_without_consent_or_without_a_name():
    cafe = CafeInTests()
    assert code_of(cafe.do(AMA, joining(consent=False), roles=NEW)) == "consent-missing"
    assert code_of(cafe.do(AMA, joining(name=" \x00\t "), roles=NEW)) == "name-missing"
    assert code_of(cafe.do(AMA, joining(name="\u200b"), roles=NEW)) == "name-missing"
    assert code_of(cafe.do(AMA, joining(name="A" * 81), roles=NEW)) == "text-too-long"


def test_a_full_cafe_says_so_and_has_room_again_when_somebody_leaves():
    cafe = CafeInTests(msgspec.structs.replace(TWO_ROUNDS, capacity=1)).join(BO)
    assert code_of(cafe.do(AMA, joining(), roles=NEW)) == "cafe-full"
    cafe.do(BO, LeaveCafe())
    assert code_of(cafe.do(AMA, joining(), roles=NEW)) is None


def test_closed_doors_look_like_no_cafe_at_all_but_the_late_link_works():
    cafe = CafeInTests().facilitated()
    cafe.do(FATIMA, CloseDoors())
    assert code_of(cafe.do(AMA, joining(), roles=NEW)) == "no-such-cafe"
    assert code_of(cafe.do(AMA, joining(late=True), roles=NEW)) is None
    cafe.do(FATIMA, OpenDoors())
    assert code_of(cafe.do(BO, joining(BO), roles=NEW)) is None


def test_who_comes_after_the_first_step_is_marked_as_late():
    cafe = running_cafe().join("lea")
    assert cafe.cafe.people["lea"].late
    assert not cafe.cafe.people[AMA].late


def test_who_names_no_language_works_in_that_of_the_screen():
    cafe = CafeInTests().join(AMA, languages=(), language="id")
    assert cafe.cafe.people[AMA].languages == ("id",)


def test_leaving_and_coming_back_keeps_the_person():
    cafe = CafeInTests().join(AMA)
    cafe.do(AMA, LeaveCafe())
    assert not cafe.cafe.people[AMA].present
    cafe.do(AMA, ReturnToCafe())
    assert cafe.cafe.people[AMA].present
    assert cafe.cafe.people[AMA].number == 1


def test_table_mates_hear_that_somebody_left():
    cafe = running_cafe()
    table = cafe.cafe.seats["s2"][AMA]
    cafe.told.clear()
    cafe.do(AMA, LeaveCafe())
    assert f"table:s2:{table}" in {t.channel for t in cafe.told}


def test_only_the_system_marks_somebody_away():
    cafe = CafeInTests().join(AMA, BO)
    assert code_of(cafe.do(BO, MarkAway(AMA))) == "not-allowed"
    cafe.do("system", MarkAway(AMA), roles={"system"})
    assert cafe.cafe.people[AMA].why_away == "away"


def test_who_was_removed_can_do_nothing_any_more():
    cafe = running_cafe()
    cafe.do(FATIMA, RemoveParticipant(AMA))
    assert code_of(cafe.do(AMA, WriteNote(step="s2", text="still here"))) == "removed"
    assert code_of(cafe.do(AMA, ReturnToCafe())) == "removed"


def test_a_profile_can_be_amended():
    cafe = CafeInTests().join(AMA)
    cafe.do(AMA, AmendProfile(name="Ama B.", languages=("fr", "fr", "not a tag"), show_name=False))
    person = cafe.cafe.people[AMA]
    assert (person.name, person.languages, person.show_name) == ("Ama B.", ("fr",), False)


def test_a_role_is_granted_and_taken_back_but_the_last_facilitator_stays():
    cafe = CafeInTests().facilitated().join(AMA)
    cafe.do(FATIMA, GrantRole(AMA, "synthesiser"))
    assert "synthesiser" in cafe.cafe.people[AMA].roles
    cafe.do(FATIMA, RevokeRole(AMA, "synthesiser"))
    assert "synthesiser" not in cafe.cafe.people[AMA].roles
    assert code_of(cafe.do(FATIMA, RevokeRole(FATIMA, "facilitator"))) == "last-facilitator"
    assert code_of(cafe.do(FATIMA, GrantRole(AMA, "emperor"))) == "unknown-kind"


def test_facilitators_are_not_counted_as_participants():
    cafe = CafeInTests().facilitated().join(AMA, BO, languages=("ar", "en"))
    counts = {"joined": 2, "present": 2, "languages": 2, "notes": 0, "tables": 0}
    assert cafe.view("projector")["counts"] == counts
    assert [dict(t.payload["counts"]) for t in cafe.told if t.channel == "projector"][-1] == {
        name: counts[name] for name in ("joined", "present", "languages")
    }


def test_who_came_with_a_key_can_join_as_participant_as_well():
    cafe = CafeInTests().facilitated()
    cafe.do(FATIMA, joining(FATIMA, name="Fati"), roles=NEW)
    person = cafe.cafe.people[FATIMA]
    assert person.roles == {"facilitator", "participant"}
    assert (person.number, person.name, len(cafe.cafe.people)) == (1, "Fati", 1)
    assert cafe.view("participant", FATIMA)["me"]["name"] == "Fati"


def test_the_last_facilitator_who_is_here_is_neither_removed_nor_dismissed():
    cafe = CafeInTests().facilitated().join(AMA)
    cafe.do(FATIMA, GrantRole(AMA, "facilitator"))
    assert code_of(cafe.do(AMA, RemoveParticipant(FATIMA))) is None
    assert code_of(cafe.do(AMA, RemoveParticipant(AMA))) == "last-facilitator"
    assert code_of(cafe.do(AMA, RevokeRole(AMA, "facilitator"))) == "last-facilitator"


def test_of_two_facilitators_who_dismiss_each_other_at_once_one_stays():
    for dismiss in (lambda who: RevokeRole(who, "facilitator"), RemoveParticipant):
        cafe = CafeInTests().facilitated().join(AMA)
        cafe.do(FATIMA, GrantRole(AMA, "facilitator"))
        late = decide.decide(cafe.cafe, dismiss(FATIMA), Asking(AMA, "late", cafe.at))
        cafe.do(FATIMA, dismiss(AMA))
        cafe.happens(AMA, late)
        assert facilitators(cafe.cafe) == {FATIMA}
        assert cafe.cafe.people[FATIMA].present

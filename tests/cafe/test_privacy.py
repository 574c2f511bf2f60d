"""What is kept back from publication, and what is erased: at once from every view and outcome."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.cast import AMA, BO, FATIMA, MINUTE, NOON, CafeInTests, code_of, running_cafe
from wikicafe.cafe import codec
from wikicafe.cafe.decide import decide
from wikicafe.cafe.doors import CloseCafe
from wikicafe.cafe.messages import Asking
from wikicafe.cafe.moderation import HideNote
from wikicafe.cafe.notes import AmendNote, WriteNote
from wikicafe.cafe.participants import AmendProfile
from wikicafe.cafe.privacy import (
    DAY,
    EraseNote,
    ErasePerson,
    ErasePersonalPart,
    ReleaseNote,
    WithholdNote,
    erasure_due_at,
    places_to_erase,
)
from wikicafe.cafe.publishing import PublishOutcome
from wikicafe.outcome import compose


def public(cafe: CafeInTests) -> list[str]:
    return [note.id for note in compose(cafe.cafe, lambda key, *_: key).notes]


def erased_bodies(cafe: CafeInTests) -> list[bytes]:
    """The bodies the log would overwrite now."""
    happened = [(codec.unpack(name, data, body), stamp) for name, data, body, stamp in cafe.log]
    return [cafe.log[seq - 1][2] for seq in places_to_erase(happened)]


def test_a_note_not_for_publication_is_for_the_people_here():
    cafe = running_cafe()
    kept, free = cafe.write(AMA, "my boss", for_publication=False), cafe.write(AMA, "a room")
    assert public(cafe) == [free]
    assert [n["id"] for n in cafe.view("projector")["notes"]] == [free]
    assert len(cafe.view("participant", AMA)["notes"]) == 2
    assert cafe.view("panel", FATIMA)["kept_back"] == 1
    cafe.do(AMA, ReleaseNote(kept))
    assert public(cafe) == [kept, free]
    cafe.do(AMA, WithholdNote(free))
    assert public(cafe) == [kept]


def test_nobody_else_decides_what_of_mine_is_published():
    cafe = running_cafe()
    kept = cafe.write(AMA, "my boss", for_publication=False)
    assert code_of(cafe.do(FATIMA, ReleaseNote(kept))) == "not-allowed"
    assert code_of(cafe.do(BO, WithholdNote(kept))) == "not-allowed"


def test_one_may_keep_back_and_erase_also_when_the_cafe_is_over():
    cafe = running_cafe()
    note = cafe.write(AMA, "my boss")
    cafe.do(FATIMA, PublishOutcome())
    cafe.do(FATIMA, CloseCafe())
    assert code_of(cafe.do(AMA, WithholdNote(note))) is None
    assert code_of(cafe.do(AMA, EraseNote(note))) is None
    assert code_of(cafe.do(AMA, ErasePerson(AMA, notes=True))) is None


def test_an_erased_note_is_nowhere_and_stays_so():
    cafe = running_cafe()
    note = cafe.write(AMA, "Bo is lazy")
    cafe.do(AMA, AmendNote(note, "Bo is very lazy"))
    cafe.do(FATIMA, HideNote(note, "about Bo"))
    late = cafe.do(AMA, AmendNote(note, "Bo sleeps"))
    cafe.do(FATIMA, EraseNote(note))
    cafe.happens(AMA, late)  # decided a moment before
    assert cafe.cafe.notes[note].text == ""
    assert not cafe.view("participant", AMA)["notes"]
    assert not cafe.view("panel", FATIMA)["held"]
    assert public(cafe) == []
    assert len(erased_bodies(cafe)) == 5
    assert code_of(cafe.do(AMA, AmendNote(note, "again"))) == "note-withdrawn"


@pytest.mark.parametrize("who", [AMA, FATIMA])
def test_an_erased_person_has_no_name_and_is_gone(who):
    cafe = running_cafe()
    mine, other = cafe.write(AMA, "a room"), cafe.write(BO, "a roof")
    cafe.do(AMA, AmendProfile("Ama Antwi", ("en",), affiliation="Chapter A"))
    cafe.do(who, ErasePerson(AMA, notes=True))
    person = cafe.cafe.people[AMA]
    assert (person.name, person.affiliation, person.country) == ("", "", "")
    assert person.is_out
    assert public(cafe) == [other]
    assert len(erased_bodies(cafe)) == 3  # joined, amended, the note
    assert cafe.cafe.notes[mine].erased
    assert code_of(cafe.do(AMA, AmendProfile("Ama", ("en",)))) == "erased"


def test_an_erased_person_s_notes_stay_if_so_wished():
    cafe = running_cafe()
    note = cafe.write(AMA, "a room")
    cafe.do(AMA, ErasePerson(AMA))
    assert public(cafe) == [note]
    assert len(erased_bodies(cafe)) == 1


def test_nobody_erases_somebody_else():
    cafe = running_cafe()
    note = cafe.write(AMA, "a room")
    assert code_of(cafe.do(BO, ErasePerson(AMA))) == "not-allowed"
    assert code_of(cafe.do(BO, EraseNote(note))) == "not-allowed"


def test_the_only_facilitator_stays_until_the_cafe_is_closed():
    cafe = running_cafe()
    assert code_of(cafe.do(FATIMA, ErasePerson(FATIMA))) == "last-facilitator"
    cafe.do(FATIMA, CloseCafe())
    assert code_of(cafe.do(FATIMA, ErasePerson(FATIMA))) is None


def test_names_are_erased_when_their_time_is_over_and_not_before():
    cafe = running_cafe()
    note = cafe.write(AMA, "a room")
    cafe.do(FATIMA, CloseCafe())
    assert erasure_due_at(cafe.cafe) == NOON + 30 * DAY
    cafe.at = NOON + 30 * DAY - MINUTE
    cafe.do("system", ErasePersonalPart(), roles={"system"})
    assert cafe.cafe.people[AMA].name
    cafe.at = NOON + 30 * DAY
    cafe.do("system", ErasePersonalPart(), roles={"system"})
    assert not any(p.name or p.affiliation for p in cafe.cafe.people.values())
    assert public(cafe) == [note]
    assert erasure_due_at(cafe.cafe) is None
    assert len(erased_bodies(cafe)) == len(cafe.cafe.people)


def test_how_many_countries_there_were_is_still_told():
    cafe = CafeInTests().facilitated()
    for guest, country in (("a", "NL"), ("b", "GH"), ("c", "NL"), ("d", "FR"), ("e", "FR")):
        cafe.join(guest, country=country)
    assert all(b"country" not in data for name, data, *_ in cafe.log if name != "cafe-opened")
    before = compose(cafe.cafe, lambda key, *_: key).figures.countries
    cafe.do(FATIMA, CloseCafe())
    cafe.at += 31 * DAY
    cafe.do("system", ErasePersonalPart(), roles={"system"})
    assert compose(cafe.cafe, lambda key, *_: key).figures.countries == before == 3


def test_a_cafe_that_was_never_closed_ends_with_its_last_step():
    cafe = running_cafe()
    assert erasure_due_at(cafe.cafe) == NOON + 30 * DAY


def test_people_who_came_early_keep_their_names_until_the_day():
    cafe = CafeInTests().facilitated().join(AMA)
    assert erasure_due_at(cafe.cafe) > NOON + 300 * DAY


def test_no_time_is_no_erasing():
    cafe = running_cafe()
    cafe.cafe = replace(cafe.cafe, design=replace(cafe.cafe.plan, retention_days=None))
    assert erasure_due_at(cafe.cafe) is None


def test_with_the_notes_of_a_person_go_the_reasons_they_were_hidden_for():
    cafe = running_cafe()
    note = cafe.write(AMA, "about Bo")
    cafe.do(FATIMA, HideNote(note, reason="names Bo"))
    cafe.do(AMA, ErasePerson(AMA, notes=True))
    assert b'{"reason":"names Bo"}' in erased_bodies(cafe)


@pytest.mark.parametrize("late", [AmendProfile("Ama K.", ("en",)), WriteNote("s2", "too late")])
def test_what_was_decided_a_moment_before_somebody_was_erased_is_erased_too(late):
    cafe = running_cafe()
    decided = decide(cafe.cafe, late, Asking(AMA, "a-moment-before", cafe.at))
    cafe.do(AMA, ErasePerson(AMA))
    cafe.happens(AMA, decided)
    assert cafe.cafe.people[AMA].name == ""
    assert not cafe.cafe.notes
    assert cafe.cafe.erased_seq == len(cafe.log)
    assert cafe.log[-1][2] in erased_bodies(cafe)


def test_what_was_amended_a_moment_before_a_note_was_erased_is_erased_too():
    cafe = running_cafe()
    note = cafe.write(AMA, "too much")
    decided = decide(cafe.cafe, AmendNote(note, "still"), Asking(AMA, "a-moment", cafe.at))
    cafe.do(AMA, EraseNote(note))
    cafe.happens(AMA, decided)
    assert cafe.cafe.erased_seq == len(cafe.log)
    assert cafe.log[-1][2] in erased_bodies(cafe)

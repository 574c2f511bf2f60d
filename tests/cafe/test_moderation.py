"""Facilitators approve, hide and show notes and mute people; who may see what of it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.cast import AMA, BO, FATIMA, GUESTS, TWO_ROUNDS, CafeInTests, code_of, running_cafe
from wikicafe.cafe.moderation import HideNote, MutePerson, ShowNote, UnmutePerson
from wikicafe.cafe.notes import AmendNote, WithdrawNote, WriteNote
from wikicafe.cafe.publishing import PublishOutcome
from wikicafe.cafe.seating import table_of
from wikicafe.outcome import compose


def careful_cafe() -> CafeInTests:
    """A café in its first round in which a facilitator approves every note."""
    cafe = CafeInTests(replace(TWO_ROUNDS, approve_notes=True))
    cafe.facilitated().join(*GUESTS[:6]).seated()
    cafe.begin("s2")
    return cafe


def mate_of(cafe: CafeInTests, person: str) -> str:
    table = table_of(cafe.cafe, person, "s2")
    return next(
        p for p in cafe.cafe.people if p != person and table_of(cafe.cafe, p, "s2") == table
    )


def seen(cafe: CafeInTests, note: str) -> set[str]:
    """Where a note is to be seen: screens, the writer, a mate at the table, the outcome."""
    writer = cafe.cafe.notes[note].author
    views = {
        "writer": cafe.view("participant", writer),
        "mate": cafe.view("participant", mate_of(cafe, writer)),
        "panel": cafe.view("panel", FATIMA),
        "board": cafe.view("board", FATIMA),
        "projector": cafe.view("projector"),
    }
    places = {name for name, v in views.items() if any(n["id"] == note for n in v["notes"])}
    if any(n["id"] == note for n in views["panel"]["held"]):
        places.add("held")
    outcome = compose(cafe.cafe, lambda key, *_: key)
    return places | ({"outcome"} if any(n.id == note for n in outcome.notes) else set())


EVERYWHERE = {"writer", "mate", "panel", "board", "projector", "outcome"}


def heard(cafe: CafeInTests, note: str) -> dict[str, str | None]:
    """What each channel was told last of a note's text; None: that it is gone."""
    return {
        t.channel.partition(":")[0]: t.payload.get("text")
        for t in cafe.told
        if t.payload.get("id") == note
    }


def test_a_hidden_note_is_seen_by_its_writer_and_facilitators_alone():
    cafe = running_cafe()
    note = cafe.write(AMA, "Bo is lazy")
    assert seen(cafe, note) == EVERYWHERE
    cafe.do(FATIMA, HideNote(note, "about a person"))
    assert seen(cafe, note) == {"writer", "held"}
    mine = next(n for n in cafe.view("participant", AMA)["notes"] if n["id"] == note)
    assert mine["hidden_because"] == "about a person"
    assert cafe.view("panel", FATIMA)["counts"]["notes"] == 0
    cafe.do(FATIMA, ShowNote(note))
    assert seen(cafe, note) == EVERYWHERE


def test_whoever_had_a_hidden_note_is_told_that_it_is_gone():
    cafe = running_cafe()
    note = cafe.write(AMA, "Bo is lazy")
    cafe.told.clear()
    cafe.do(FATIMA, HideNote(note))
    assert heard(cafe, note) == {
        "table": None, "panel": "Bo is lazy", "board": None, "projector": None, "person": "Bo is lazy",
    }  # fmt: skip
    assert [t.channel for t in cafe.told][-1] == f"person:{AMA}"


def test_a_note_waits_for_approval_where_the_design_says_so():
    cafe = careful_cafe()
    cafe.told.clear()
    note = cafe.write(AMA, "We need a room")
    assert seen(cafe, note) == {"writer", "held"}
    told = heard(cafe, note)
    assert (told["table"], told["board"], told["projector"]) == (None, None, None)
    cafe.do(FATIMA, ShowNote(note))
    assert seen(cafe, note) == EVERYWHERE


def test_an_amended_note_waits_again():
    cafe = careful_cafe()
    note = cafe.write(AMA, "We need a room")
    cafe.do(FATIMA, ShowNote(note))
    cafe.do(AMA, AmendNote(note, "Bo is lazy"))
    assert seen(cafe, note) == {"writer", "held"}


def test_amending_a_hidden_note_does_not_show_it():
    cafe = running_cafe()
    note = cafe.write(AMA, "Bo is lazy")
    cafe.do(FATIMA, HideNote(note))
    cafe.do(AMA, AmendNote(note, "Bo is very lazy"))
    assert seen(cafe, note) == {"writer", "held"}


def test_what_facilitators_write_needs_no_approval():
    cafe = careful_cafe()
    note = cafe.write(FATIMA, "Welcome", table="1")
    assert cafe.cafe.notes[note].is_shown


def test_a_held_note_can_be_withdrawn_and_is_gone():
    cafe = careful_cafe()
    note = cafe.write(AMA, "We need a room")
    cafe.do(AMA, WithdrawNote(note))
    assert seen(cafe, note) == set()


def test_what_is_hidden_alone_cannot_be_published():
    cafe = running_cafe()
    note = cafe.write(AMA, "Bo is lazy")
    cafe.do(FATIMA, HideNote(note))
    assert code_of(cafe.do(FATIMA, PublishOutcome())) == "nothing-to-publish"


def test_a_muted_person_writes_no_more_and_hears_why():
    cafe = running_cafe()
    note = cafe.write(AMA, "We need a room")
    cafe.do(FATIMA, MutePerson(reason="insults", person=AMA))
    refused = cafe.do(AMA, WriteNote(step="s2", text="more"))
    assert (refused.code, refused.params) == ("muted", ("insults",))
    assert code_of(cafe.do(AMA, AmendNote(note, "more"))) == "muted"
    assert cafe.view("participant", AMA)["me"]["muted"] == "insults"
    assert code_of(cafe.do(AMA, WithdrawNote(note))) is None
    cafe.do(FATIMA, UnmutePerson(AMA))
    assert code_of(cafe.do(AMA, WriteNote(step="s2", text="more"))) is None


def test_a_writer_is_muted_by_the_note_without_being_named():
    cafe = running_cafe()
    note = cafe.write(BO, "Ama is lazy")
    cafe.do(FATIMA, MutePerson(reason="insults", note=note))
    assert cafe.cafe.people[BO].muted_because == "insults"


def test_nobody_is_muted_without_a_reason():
    cafe = running_cafe()
    assert code_of(cafe.do(FATIMA, MutePerson(reason=" ", person=AMA))) == "reason-missing"


@pytest.mark.parametrize("command", [HideNote("n0"), ShowNote("n0"), MutePerson("x", note="n0")])
def test_there_must_be_such_a_note(command):
    assert code_of(running_cafe().do(FATIMA, command)) == "no-such-note"


def test_reasons_are_kept_where_they_can_be_erased():
    cafe = running_cafe()
    note = cafe.write(AMA, "Bo is lazy")
    cafe.do(FATIMA, HideNote(note, "about Bo"))
    name, data, body, _ = cafe.log[-1]
    assert name == "note-hidden"
    assert b"Bo" not in data
    assert b"Bo" in body

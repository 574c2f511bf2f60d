"""Themes, findings, the vote, publishing: from notes to an outcome."""

from tests.cast import AMA, BO, FATIMA, code_of, running_cafe
from wikicafe.cafe import decide
from wikicafe.cafe.doors import CloseCafe
from wikicafe.cafe.findings import (
    AmendFinding,
    LinkSolution,
    MarkFinding,
    UnlinkSolution,
    WithdrawFinding,
    answered,
)
from wikicafe.cafe.messages import Asking
from wikicafe.cafe.notes import WithdrawNote
from wikicafe.cafe.polls import CastVote, CloseVote, OpenVote
from wikicafe.cafe.publishing import PublishOutcome, RetractOutcome, WriteStatement
from wikicafe.cafe.roles import GrantRole
from wikicafe.cafe.themes import DissolveTheme, OpenTheme, PlaceNotes, RenameTheme


def harvesting():
    cafe = running_cafe()
    notes = [cafe.write(AMA, "No room"), cafe.write(AMA, "Ask the library"), cafe.write(BO, "Call")]
    return cafe, notes


def mark(cafe, cid, kind, notes, text="A finding"):
    return cafe.do(FATIMA, MarkFinding(kind, text, tuple(notes)), cid=cid)


def test_notes_are_placed_in_themes_and_go_back_to_the_tray():
    cafe, notes = harvesting()
    cafe.do(FATIMA, OpenTheme("Rooms"), cid="t1")
    cafe.do(FATIMA, PlaceNotes(tuple(notes[:2]), "t1"))
    assert dict(cafe.cafe.placed) == {notes[0]: "t1", notes[1]: "t1"}
    cafe.do(FATIMA, PlaceNotes((notes[0],), None))
    assert notes[0] not in cafe.cafe.placed
    cafe.do(FATIMA, DissolveTheme("t1"))
    assert not cafe.cafe.placed
    assert cafe.view("board", FATIMA)["themes"] == []


def test_a_theme_can_be_renamed_but_not_to_nothing():
    cafe, _ = harvesting()
    cafe.do(FATIMA, OpenTheme("Rooms"), cid="t1")
    cafe.do(FATIMA, RenameTheme("t1", "Places"))
    assert cafe.cafe.themes["t1"].title == "Places"
    assert code_of(cafe.do(FATIMA, RenameTheme("t1", " "))) == "text-missing"


def test_a_finding_rests_on_at_least_one_note():
    cafe, notes = harvesting()
    assert code_of(mark(cafe, "f1", "blocker", [])) == "finding-without-notes"
    assert code_of(mark(cafe, "f1", "blocker", ["nowhere"])) == "no-such-note"
    assert code_of(mark(cafe, "f1", "miracle", notes)) == "unknown-kind"
    assert code_of(mark(cafe, "f1", "blocker", notes)) is None
    cafe.do(AMA, WithdrawNote(notes[0]))
    assert code_of(mark(cafe, "f2", "blocker", notes[:1])) == "no-such-note"


def test_nobody_takes_a_theme_or_a_finding_over_by_its_id():
    cafe, notes = harvesting()
    cafe.do(FATIMA, OpenTheme("Rooms"), cid="t1")
    mark(cafe, "f1", "blocker", notes)
    cafe.do(FATIMA, GrantRole(AMA, "synthesiser"))
    assert code_of(cafe.do(AMA, OpenTheme("Mine"), cid="t1")) == "not-allowed"
    assert code_of(cafe.do(AMA, MarkFinding("blocker", "Mine", (notes[0],)), cid="f1")) == (
        "not-allowed"
    )
    assert cafe.cafe.themes["t1"].title == "Rooms"
    assert cafe.cafe.findings["f1"].text == "A finding"


def test_a_solution_answers_blockers_and_nothing_else():
    cafe, notes = harvesting()
    mark(cafe, "b1", "blocker", notes[:1])
    mark(cafe, "s1", "solution", notes[1:2])
    cafe.do(FATIMA, LinkSolution("s1", "b1"))
    assert answered(cafe.cafe, "s1") == ["b1"]
    assert code_of(cafe.do(FATIMA, LinkSolution("b1", "s1"))) == "not-an-answer"
    cafe.do(FATIMA, UnlinkSolution("s1", "b1"))
    assert answered(cafe.cafe, "s1") == []


def test_a_withdrawn_finding_is_shown_nowhere_and_answers_nothing():
    cafe, notes = harvesting()
    mark(cafe, "b1", "blocker", notes[:1])
    mark(cafe, "s1", "solution", notes[1:2])
    cafe.do(FATIMA, LinkSolution("s1", "b1"))
    cafe.do(FATIMA, WithdrawFinding("b1"))
    assert answered(cafe.cafe, "s1") == []
    assert [f["id"] for f in cafe.view("board", FATIMA)["findings"]] == ["s1"]
    assert code_of(cafe.do(FATIMA, AmendFinding("blocker", "x", (notes[0],), finding="b1"))) == (
        "no-such-finding"
    )


def test_guests_do_not_harvest_until_they_are_invited():
    cafe, _ = harvesting()
    assert code_of(cafe.do(AMA, OpenTheme("Mine"))) == "not-allowed"
    cafe.do(FATIMA, GrantRole(AMA, "synthesiser"))
    assert code_of(cafe.do(AMA, OpenTheme("Ours"))) is None


def test_next_steps_are_counted_in_the_vote():
    cafe, notes = harvesting()
    for finding in ("f1", "f2"):
        mark(cafe, finding, "next-step", notes)
    cafe.do(FATIMA, OpenVote(dots=1), cid="v1")
    cafe.do(AMA, CastVote("v1", ("f1",)))
    cafe.do(AMA, CastVote("v1", ("f2",)))  # a new choice replaces the old one
    cafe.do(BO, CastVote("v1", ("f2",)))
    assert cafe.view("board", FATIMA)["vote"]["counts"] == {"f1": 0, "f2": 2}
    assert cafe.view("participant", AMA)["vote"]["mine"] == ["f2"]
    assert "counts" not in cafe.view("participant", AMA)["vote"]
    cafe.do(FATIMA, CloseVote("v1"))
    assert code_of(cafe.do(BO, CastVote("v1", ("f1",)))) == "vote-closed"
    assert cafe.view("participant", AMA)["vote"]["counts"] == {"f1": 0, "f2": 2}


def test_a_vote_needs_next_steps_and_keeps_to_its_dots():
    cafe, notes = harvesting()
    assert code_of(cafe.do(FATIMA, OpenVote())) == "nothing-to-vote-on"
    mark(cafe, "f1", "next-step", notes)
    mark(cafe, "f2", "next-step", notes)
    cafe.do(FATIMA, OpenVote(dots=1), cid="v1")
    assert cafe.do(FATIMA, OpenVote(dots=1), cid="v2").events == ()
    assert code_of(cafe.do(AMA, CastVote("v1", ("f1", "f2")))) == "too-many-choices"
    assert code_of(cafe.do(AMA, CastVote("v1", ("f9",)))) == "no-such-finding"


def test_publishing_is_one_act_of_a_facilitator_and_can_be_taken_back():
    cafe, _ = harvesting()
    assert code_of(cafe.do(AMA, PublishOutcome())) == "not-allowed"
    cafe.do(FATIMA, PublishOutcome())
    assert cafe.cafe.published_seq == len(cafe.log)
    assert cafe.do(FATIMA, PublishOutcome()).events == ()
    cafe.do(FATIMA, WriteStatement("We will meet again"))
    assert cafe.do(FATIMA, PublishOutcome()).events != ()
    cafe.do(FATIMA, RetractOutcome())
    assert cafe.cafe.published_at is None


def test_an_empty_cafe_has_nothing_to_publish():
    assert code_of(running_cafe().do(FATIMA, PublishOutcome())) == "nothing-to-publish"


def test_a_closed_cafe_accepts_nothing_but_publishing():
    cafe, _ = harvesting()
    cafe.do(FATIMA, CloseCafe())
    assert code_of(cafe.do(AMA, WithdrawNote("n"))) == "cafe-closed"
    assert code_of(cafe.do(FATIMA, OpenTheme("Late"))) == "cafe-closed"
    assert code_of(cafe.do(FATIMA, PublishOutcome())) is None


def test_a_note_put_into_a_theme_just_dissolved_goes_back_to_the_tray():
    cafe = running_cafe()
    note = cafe.write(AMA, "We need a room")
    cafe.do(FATIMA, OpenTheme("Rooms"), cid="t1")
    asking = Asking(FATIMA, "late", cafe.at)
    late = decide.decide(cafe.cafe, PlaceNotes((note,), "t1"), asking)
    cafe.do(FATIMA, DissolveTheme("t1"))
    cafe.told.clear()
    cafe.happens(FATIMA, late)
    assert cafe.view("board", FATIMA)["notes"][0]["theme"] is None
    assert cafe.told[0].payload == {"notes": [note], "theme": None}


def test_no_finding_belongs_to_a_theme_that_was_dissolved():
    cafe = running_cafe()
    note = cafe.write(AMA, "We need a room")
    cafe.do(FATIMA, OpenTheme("Rooms"), cid="t1")
    cafe.do(FATIMA, DissolveTheme("t1"))
    finding = MarkFinding("blocker", "No room", (note,), theme="t1")
    assert code_of(cafe.do(FATIMA, finding)) == "no-such-theme"

"""Writing, amending and withdrawing notes; sheets; who sees them."""

import pytest

from tests.cast import AMA, BO, FATIMA, GUESTS, CafeInTests, code_of, running_cafe
from wikicafe.cafe import decide
from wikicafe.cafe.messages import Asking
from wikicafe.cafe.notes import AmendNote, WithdrawNote, WriteNote, sheet_of
from wikicafe.cafe.scribes import NameScribe
from wikicafe.cafe.seating import AnnounceSeating, MoveParticipant, table_of
from wikicafe.cafe.steps import EndStep


def test_a_note_lies_on_the_sheet_of_the_writer_s_table():
    cafe = running_cafe()
    note = cafe.write(AMA, "We need a room", kind="blocker")
    table = table_of(cafe.cafe, AMA, "s2")
    assert [n.id for n in sheet_of(cafe.cafe, table, "Q1")] == [note]
    assert cafe.cafe.notes[note].kind == "blocker"


def test_the_next_group_sees_what_earlier_groups_wrote_on_the_same_question():
    cafe = running_cafe()
    note = cafe.write(AMA, "We need a room")
    table = table_of(cafe.cafe, AMA, "s2")
    cafe.begin("s3")
    successor = next(p for p in cafe.cafe.people if table_of(cafe.cafe, p, "s3") == table)
    assert [n["id"] for n in cafe.view("participant", successor)["notes"]] == [note]
    cafe.begin("s4")  # another question: another sheet
    successor = next(p for p in cafe.cafe.people if table_of(cafe.cafe, p, "s4") == table)
    assert cafe.view("participant", successor)["notes"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "note-empty"),
        (" \n\x00\x07 ", "note-empty"),
        ("\u200b\u202e", "note-empty"),
        ("x" * 10_000, "note-too-long"),
    ],
)
def test_empty_and_endless_notes_are_refused(text, code):
    cafe = running_cafe()
    assert code_of(cafe.do(AMA, WriteNote(step="s2", text=text))) == code
    assert not cafe.cafe.notes


def test_a_note_keeps_what_was_written_but_for_control_characters():
    cafe = running_cafe()
    evil = "<script>alert(1)</script> {{t}} ~~~~\r\nline\x00 two \u202eolleh"
    note = cafe.write(AMA, evil)
    assert cafe.cafe.notes[note].text == (
        "<script>alert(1)</script> {{t}} ~~~~\nline two \u202eolleh"
    )


def test_a_note_written_after_the_round_is_kept_there_and_marked_late():
    cafe = running_cafe()
    cafe.do(FATIMA, EndStep("s2"))
    note = cafe.write(AMA, "one more")
    assert cafe.cafe.notes[note].late
    cafe.begin("s3")
    later = cafe.write(AMA, "even later", step="s2")
    assert cafe.cafe.notes[later].step == "s2"


def test_a_round_that_has_not_begun_has_no_sheet_yet_and_a_plenary_never():
    cafe = running_cafe()
    assert code_of(cafe.do(AMA, WriteNote(step="s3", text="early"))) == "step-not-begun"
    assert code_of(cafe.do(AMA, WriteNote(step="s1", text="where"))) == "no-sheet-here"


def test_nobody_writes_on_the_sheet_of_a_table_where_they_never_sat():
    cafe = running_cafe()
    other = next(t for t in cafe.cafe.tables if t != table_of(cafe.cafe, AMA, "s2"))
    assert code_of(cafe.do(AMA, WriteNote(step="s2", text="hi", table=other))) == (
        "not-at-this-table"
    )
    assert code_of(cafe.do(FATIMA, WriteNote(step="s2", text="hi", table=other))) is None


def test_a_note_written_offline_at_the_old_table_is_kept_when_the_writer_was_moved():
    cafe = running_cafe()
    old = table_of(cafe.cafe, AMA, "s2")
    cafe.do(FATIMA, MoveParticipant(AMA, "s2", next(t for t in cafe.cafe.tables if t != old)))
    note = cafe.write(AMA, "from before", table=old)
    assert cafe.cafe.notes[note].table == old


def test_one_amends_and_withdraws_one_s_own_notes_only():
    cafe = running_cafe()
    note = cafe.write(AMA, "We ned a room")
    assert code_of(cafe.do(BO, AmendNote(note, "ha"))) == "not-allowed"
    assert code_of(cafe.do(BO, WithdrawNote(note))) == "not-allowed"
    cafe.do(AMA, AmendNote(note, "We need a room", "en", "blocker"))
    assert cafe.cafe.notes[note].text == "We need a room"
    cafe.do(AMA, WithdrawNote(note))
    assert cafe.view("board", FATIMA)["notes"] == []
    assert code_of(cafe.do(AMA, AmendNote(note, "again"))) == "note-withdrawn"


def test_amending_or_withdrawing_twice_is_doing_it_once():
    cafe = running_cafe()
    note = cafe.write(AMA, "We need a room")
    assert cafe.do(AMA, AmendNote(note, "We need a room", "en")).events == ()
    cafe.do(AMA, WithdrawNote(note))
    assert cafe.do(AMA, WithdrawNote(note)).events == ()


def test_a_note_is_told_to_its_table_to_panel_board_and_projector_and_to_nobody_else():
    cafe = running_cafe()
    cafe.told.clear()
    cafe.write(AMA, "We need a room")
    table = table_of(cafe.cafe, AMA, "s2")
    assert [t.channel for t in cafe.told] == [f"table:s2:{table}", "panel", "board", "projector"]


def test_no_screen_learns_who_wrote_a_note():
    cafe = running_cafe()
    cafe.write(AMA, "We need a room")
    for screen, person in (
        ("participant", BO),
        ("board", FATIMA),
        ("panel", FATIMA),
        ("projector", None),
    ):
        assert all("author" not in n for n in cafe.view(screen, person)["notes"])


def test_a_note_can_be_in_any_language_and_a_strange_tag_is_undetermined():
    cafe = running_cafe()
    cafe.do(AMA, WriteNote(step="s2", text="نحتاج إلى قاعة", lang="ar"), cid="n1")
    cafe.do(AMA, WriteNote(step="s2", text="?", lang="<x>"), cid="n2")
    assert (cafe.cafe.notes["n1"].lang, cafe.cafe.notes["n2"].lang) == ("ar", "und")


def test_only_the_scribe_writes_for_the_whole_table():
    cafe = running_cafe()
    table = table_of(cafe.cafe, AMA, "s2")
    first = cafe.write(AMA, "mine", for_table=True)
    cafe.do(AMA, NameScribe("s2", table, AMA))
    second = cafe.write(AMA, "ours", for_table=True)
    assert (cafe.cafe.notes[first].for_table, cafe.cafe.notes[second].for_table) == (False, True)


def test_an_empty_cafe_shows_empty_screens():
    cafe = CafeInTests().facilitated().join(AMA)
    assert cafe.view("participant", AMA)["sheet"] is None
    assert cafe.view("projector")["tables"] == []


def test_nobody_takes_a_note_over_by_writing_under_its_id():
    cafe = running_cafe()
    note = cafe.write(AMA, "We need a room")
    assert code_of(cafe.do(BO, WriteNote(step="s2", text="mine now"), cid=note)) == "not-allowed"
    assert (cafe.cafe.notes[note].author, cafe.cafe.notes[note].text) == (AMA, "We need a room")


def test_a_note_under_an_id_taken_a_moment_ago_leaves_the_first_one_as_it_is():
    cafe = running_cafe()
    asking = Asking(BO, "n1", cafe.at)
    late = decide.decide(cafe.cafe, WriteNote(step="s2", text="mine now"), asking)
    cafe.do(AMA, WriteNote(step="s2", text="We need a room"), cid="n1")
    cafe.happens(BO, late)
    assert cafe.cafe.notes["n1"].author == AMA


def test_a_note_written_offline_is_kept_when_its_table_is_gone_meanwhile():
    cafe = running_cafe(9)
    guest = next(g for g in GUESTS if table_of(cafe.cafe, g, "s2") == "3")
    seats = {"s3": dict.fromkeys(GUESTS, "1")}
    cafe.do(FATIMA, AnnounceSeating(seats, ("1",)))
    cafe.begin("s3")
    note = cafe.write(guest, "from the third table")
    assert cafe.cafe.notes[note].table == "3"

"""Who hears what: one message per channel, each saying which one it follows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import AMA, BO, FATIMA
from tests.live.hall import Hall
from wikicafe.cafe.doors import CloseDoors, OpenDoors
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.presence import LeaveCafe, ReturnToCafe
from wikicafe.cafe.steps import BeginStep, EndStep, PauseStep, ResumeStep


def test_a_message_says_where_it_stands_and_what_it_follows(cafe: Hall) -> None:
    first = cafe.do(FATIMA, CloseDoors())
    second = cafe.do(FATIMA, OpenDoors())
    closed = next(m for m in cafe.messages("doors-closed") if m["channel"] == "panel")
    opened = next(m for m in cafe.messages("doors-opened") if m["channel"] == "panel")
    assert (closed["seq"], opened["seq"]) == (first.seq, second.seq)
    assert opened["follows"] == closed["seq"]
    assert opened["at"] == cafe.now
    assert opened["payload"] == {"doors": "open", "closed": False}


def test_a_channel_is_a_room_of_its_cafe(cafe: Hall) -> None:
    cafe.do(FATIMA, CloseDoors())
    rooms = [rooms for rooms, _, message in cafe.told if message["name"] == "doors-closed"]
    wanted = ("participants", "panel", "board", "projector")
    assert rooms == [[f"{cafe.cafe}/{channel}"] for channel in wanted]


def test_a_note_is_told_to_those_who_sit_at_its_table_and_to_nobody_at_another(
    cafe: Hall,
) -> None:
    cafe.join(AMA, BO, "chen", "dmitri", "eun-ji", "farah")
    cafe.do(FATIMA, BeginStep("s2"))
    cafe.do(AMA, WriteNote(step="s2", text="More trust"))
    table = cafe.state.seats["s2"][AMA]
    mates = {p for p, t in cafe.state.seats["s2"].items() if t == table}
    (rooms,) = [
        rooms
        for rooms, _, message in cafe.told
        if message["name"] == "note-written" and message["channel"] == f"table:s2:{table}"
    ]
    assert set(rooms) == {f"{cafe.cafe}/person:{mate}" for mate in mates}


def test_nobody_is_told_anything_while_a_cafe_is_called_back_to_mind(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    cafe.told.clear()
    cafe.restart()
    assert cafe.live.look(cafe.cafe) is not None
    assert cafe.told == []


def test_a_message_that_cannot_be_handed_on_stops_nothing(cafe: Hall) -> None:
    cafe.expects_faults = True

    def broken(*message: object) -> None:
        raise OSError("nobody there")

    cafe.live.on_told(broken)
    cafe.do(FATIMA, CloseDoors())
    assert not cafe.state.doors_open


COMMANDS = [
    (FATIMA, BeginStep("s1")),
    (FATIMA, BeginStep("s2")),
    (FATIMA, PauseStep("s2")),
    (FATIMA, ResumeStep("s2")),
    (FATIMA, EndStep("s2")),
    (FATIMA, BeginStep("s3")),
    (FATIMA, CloseDoors()),
    (FATIMA, OpenDoors()),
    (AMA, WriteNote(step="s2", text="One")),
    (BO, WriteNote(step="s3", text="Two")),
    (AMA, LeaveCafe()),
    (AMA, ReturnToCafe()),
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(COMMANDS), max_size=12))
def test_in_any_story_no_message_can_be_lost_unnoticed(story: list) -> None:
    hall = Hall().open().facilitated().join(AMA, BO)
    for actor, command in story:
        hall.do(actor, command)
    last: dict[str, int] = {}
    for _, event, message in hall.told:
        if event == "told":
            assert message["follows"] == last.get(message["channel"], 0)
            assert message["seq"] >= message["follows"]
            last[message["channel"]] = message["seq"]
    assert [m["seq"] for _, e, m in hall.told if e == "told"] == sorted(
        m["seq"] for _, e, m in hall.told if e == "told"
    )
    hall.close()

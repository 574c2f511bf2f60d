"""Several servers on one log are one house: presence, places, seats and a log that begins anew."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.cast import AMA, BO, FATIMA, TWO_ROUNDS
from tests.live.hall import Hall, LockedLog, together, until
from wikicafe.cafe.messages import Refused
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.participants import JoinCafe
from wikicafe.cafe.steps import BeginStep
from wikicafe.live.house import Live
from wikicafe.live.presence import TURN
from wikicafe.live.submit import Accepted

GRACE = 120.0  # seconds; the design's own


@pytest.fixture
def other(cafe: Hall) -> Iterator[Live]:
    """Another server on the café's log, which has the café in mind."""
    live = cafe.server()
    live.look(cafe.cafe)
    yield live
    live.stop()


def meet(cafe: Hall, *lives: Live) -> None:
    """Have each server say whom it has, and hear of the others."""
    for live in (*lives, *lives):
        live._presence.share()


def test_who_is_connected_to_one_is_connected_for_all(cafe: Hall, other: Live) -> None:
    cafe.join(AMA, BO)
    cafe.live.came(cafe.cafe, AMA, "phone")
    other.came(cafe.cafe, BO, "bo's phone")
    meet(cafe, cafe.live, other)
    assert cafe.live.connected(cafe.cafe) == other.connected(cafe.cafe) == {AMA, BO}
    cafe.live.went(cafe.cafe, AMA, "phone")
    until(lambda: other.connected(cafe.cafe) == {BO})


def test_every_panel_hears_of_a_connection_once(cafe: Hall, other: Live) -> None:
    said: list[tuple[str, str]] = []

    def hear(rooms: list[str], event: str, message: dict[str, str]) -> None:
        if event == "signal":
            said.append((message["name"], message["person"]))

    other.on_told(hear)
    cafe.join(AMA)
    cafe.told.clear()
    said.clear()
    cafe.live.came(cafe.cafe, AMA, "phone")
    until(lambda: said == [("connected", AMA)])
    other.came(cafe.cafe, AMA, "laptop")
    meet(cafe, cafe.live, other)
    cafe.live.went(cafe.cafe, AMA, "phone")
    meet(cafe, cafe.live, other)
    assert said == [("connected", AMA)]
    other.went(cafe.cafe, AMA, "laptop")
    meet(cafe, cafe.live, other)
    assert said == [("connected", AMA), ("disconnected", AMA)]
    assert [m["name"] for _, event, m in cafe.told if event == "signal"] == [
        "connected",
        "disconnected",
    ]


def test_nobody_is_away_who_is_connected_to_another_server(cafe: Hall, other: Live) -> None:
    cafe.join(AMA, BO)
    other.came(cafe.cafe, AMA, "phone")
    meet(cafe, cafe.live, other)
    for live in (cafe.live, other):
        until(lambda live=live: (cafe.cafe, BO) in live._presence._silent_since)
    cafe.monotonic += GRACE  # of both the first one, in an order all agree on, goes first
    for live in (cafe.live, other):
        live._presence.sweep()
    until(lambda: cafe.state.people[BO].why_away == "away")
    assert cafe.state.people[AMA].present
    assert cafe.times("participant-left") == 1


def test_the_people_of_a_killed_server_are_waited_for(
    cafe: Hall, other: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    cafe.join(AMA)
    other.came(cafe.cafe, AMA, "phone")
    meet(cafe, cafe.live, other)
    assert cafe.live.connected(cafe.cafe) == {AMA}
    other._presence._log = cafe.log.__class__(lambda: 0)  # it says nothing more,
    other._presence._connections.clear()  # nor brings anybody back
    monkeypatch.setattr("wikicafe.eventlog.in_memory.HERE_S", 0.0)
    until(lambda: (cafe.cafe, AMA) in cafe.live._presence._silent_since)
    assert cafe.live.connected(cafe.cafe) == set()
    cafe.monotonic += GRACE + TURN
    cafe.live._presence.sweep()
    until(lambda: cafe.state.people[AMA].why_away == "away")


def test_whoever_was_marked_away_by_another_server_is_brought_back(cafe: Hall, other: Live) -> None:
    cafe.join(AMA)
    other.came(cafe.cafe, AMA, "phone")
    cafe.live._presence._elsewhere = frozenset()
    cafe.live._presence._mark_away(cafe.cafe, AMA)  # it had not yet heard
    until(lambda: cafe.names()[-1] == "participant-returned")
    until(lambda: cafe.state.people[AMA].present)


def test_two_servers_never_give_the_last_place_twice(hall: Hall) -> None:
    hall.open(replace(TWO_ROUNDS, capacity=5)).facilitated()
    other = hall.server()

    def comes(n: int) -> Accepted | Refused:
        join = JoinCafe(person=f"p{n}", name=f"P{n}", languages=("en",), consent=True)
        live = (hall.live, other)[n % 2]
        return hall.do(f"p{n}", join, roles={"newcomer"}, live=live)

    answers = together(*(lambda n=n: comes(n) for n in range(24)))
    assert sum(isinstance(answer, Accepted) for answer in answers) == 5
    assert answers.count(Refused("cafe-full", (5,))) == 19
    assert hall.times("participant-joined") == 5
    assert hall.log.registers(hall.cafe)["places"] == hall.state.revisions["places"] == 5
    other.stop()


def test_without_a_capacity_nobody_waits_for_anybody(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    assert "places" not in cafe.log.registers(cafe.cafe)


def test_one_of_two_servers_finds_the_seat_of_a_late_comer(cafe: Hall, other: Live) -> None:
    cafe.join(*(f"guest{n}" for n in range(6)))
    cafe.do(FATIMA, BeginStep("s2"))
    meet(cafe, cafe.live, other)
    other.came(cafe.cafe, "late", "phone")
    meet(cafe, cafe.live, other)
    assert other._presence.turn(cafe.cafe, "late") == 0.0
    assert cafe.live._presence.turn(cafe.cafe, "late") >= TURN
    cafe.join("late")
    until(lambda: "late" in cafe.state.seats["s2"])
    meet(cafe, cafe.live, other)
    assert cafe.planner.asked.count("late") == 1


def test_a_server_alone_never_waits_for_its_turn(cafe: Hall) -> None:
    cafe.live._presence.share()
    assert cafe.live._presence.turn(cafe.cafe, AMA) == 0.0


def test_what_one_server_writes_the_other_tells(cafe: Hall, other: Live) -> None:
    cafe.join(*(f"guest{n}" for n in range(4)))
    cafe.do(FATIMA, BeginStep("s2"))
    told: list[str] = []
    other.on_told(lambda rooms, event, message: told.append(message["name"]))
    cafe.do("guest1", WriteNote(step="s2", text="More trust"))
    until(lambda: "note-written" in told)


def empty(log: LockedLog) -> None:
    """Lose everything, as a Redis does that somebody emptied."""
    log._cafes.clear()
    log._epoch = "another"


def test_after_the_log_was_emptied_a_cafe_is_unknown_and_everybody_says_hello(cafe: Hall) -> None:
    cafe.join(AMA)
    cafe.told.clear()
    empty(cafe.log)
    until(lambda: cafe.live.look(cafe.cafe) is None)
    until(lambda: cafe.messages("log-begun"))
    channels = {message["channel"] for message in cafe.messages("log-begun")}
    assert channels == {"participants", "panel", "board", "projector"}
    assert all(m["follows"] > 10**9 for m in cafe.messages("log-begun"))


def test_what_was_decided_on_the_old_log_is_not_written_into_the_new_one(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    cafe.do(FATIMA, BeginStep("s2"))
    follower = cafe.live._follower
    follower._catch_up = lambda name: None  # not yet seen
    empty(cafe.log)
    note = WriteNote(step="s2", text="More trust")
    assert cafe.do(AMA, note, cid="a note") == Refused("busy")
    assert cafe.log.head(cafe.cafe).seq == 0
    del follower._catch_up
    until(lambda: cafe.do(AMA, note, cid="a note") == Refused("no-such-cafe"))


def test_in_a_new_log_the_chain_of_messages_begins_anew(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    records = cafe.log.read(cafe.cafe)
    kept = cafe.log._cafes[cafe.cafe]
    empty(cafe.log)
    cafe.log._cafes[cafe.cafe] = kept  # put back from a facilitator's browser
    until(lambda: cafe.live.look(cafe.cafe).position.epoch == "another")
    cafe.told.clear()
    cafe.do(FATIMA, BeginStep("s2"))
    begun = next(m for m in cafe.messages("step-begun") if m["channel"] == "panel")
    before = [m for m in cafe.told if m[2].get("channel") == "panel" and m[2]["seq"] < begun["seq"]]
    assert begun["seq"] > len(records)
    first = before[0][2] if before else begun
    assert first["follows"] == 0


def test_in_a_new_log_cafes_are_found_by_their_codes(cafe: Hall) -> None:
    for _ in range(3):
        cafe.open()
    assert cafe.live.find(cafe.state.code) == cafe.cafe
    empty(cafe.log)
    opened = cafe.live.open_cafe(TWO_ROUNDS)
    assert cafe.live.find(opened.code) == opened.cafe


def test_nobody_goes_on_ending_a_step_of_a_cafe_that_is_gone(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    cafe.do(FATIMA, BeginStep("s2"))
    empty(cafe.log)
    until(lambda: cafe.live.look(cafe.cafe) is None)
    cafe.now += 10**7
    cafe.live._clock._wake.set()
    until(lambda: cafe.live._clock._alarms == {})

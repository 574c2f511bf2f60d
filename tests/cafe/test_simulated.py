"""A rehearsal leaves no trace."""

from tests.cast import AMA, FATIMA, CafeInTests, code_of, running_cafe
from wikicafe.cafe import decide
from wikicafe.cafe.findings import MarkFinding
from wikicafe.cafe.messages import Asking
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.polls import CastVote, OpenVote
from wikicafe.cafe.publishing import PublishOutcome
from wikicafe.cafe.scribes import NameScribe
from wikicafe.cafe.seating import AnnounceSeating, MoveParticipant, SeatParticipant, table_of
from wikicafe.cafe.simulated import RemoveSimulated


def test_simulated_people_go_with_everything_they_wrote():
    cafe = CafeInTests().facilitated().join(AMA, "bo", "chen")
    cafe.join("robot1", "robot2", "robot3", simulated=True).seated()
    cafe.begin("s2")
    real, simulated = cafe.write(AMA, "real"), cafe.write("robot1", "beep")
    assert cafe.view("board", FATIMA)["notes"][1]["simulated"]
    cafe.do(FATIMA, RemoveSimulated())
    assert set(cafe.cafe.people) == {FATIMA, AMA, "bo", "chen"}
    assert set(cafe.cafe.notes) == {real}
    assert simulated not in str(cafe.view("panel", FATIMA))
    assert cafe.do(FATIMA, RemoveSimulated()).events == ()


def test_a_cafe_without_simulated_people_loses_nothing():
    cafe = running_cafe()
    assert cafe.do(FATIMA, RemoveSimulated()).events == ()


def test_what_was_on_its_way_when_simulated_people_were_removed_leaves_no_trace():
    cafe = CafeInTests().facilitated().join(AMA, "bo", "chen")
    cafe.join("robot1", "robot2", "robot3", simulated=True).seated()
    cafe.begin("s2")
    note = cafe.write(AMA, "real")
    cafe.do(FATIMA, MarkFinding("next-step", "Do it", (note,)), cid="finding1")
    cafe.do(FATIMA, OpenVote(), cid="poll1")
    table = table_of(cafe.cafe, "robot1", "s2")
    everybody = dict.fromkeys(cafe.cafe.seats["s2"], "1")
    under_way = [
        (actor, decide.decide(cafe.cafe, command, Asking(actor, f"late{n}", cafe.at)))
        for n, (actor, command) in enumerate(
            [
                ("robot1", WriteNote(step="s2", text="beep")),
                ("robot1", CastVote("poll1", ("finding1",))),
                ("robot1", NameScribe("s2", table, "robot1")),
                ("system", SeatParticipant("robot2", {"s3": "2"})),
                (FATIMA, MoveParticipant("robot3", "s2", table)),
                (FATIMA, AnnounceSeating({"s4": everybody}, ("1",), {"1": "robot1"})),
            ]
        )
    ]
    cafe.do(FATIMA, RemoveSimulated())
    for actor, decision in under_way:
        cafe.happens(actor, decision)
    assert "robot" not in str(cafe.cafe)
    assert cafe.view("projector")["counts"]["notes"] == 1
    assert cafe.cafe.set_aside == 0


def test_a_cafe_that_was_practised_can_still_be_held():
    cafe = CafeInTests().facilitated().join(AMA)  # the facilitator's own phone
    cafe.join("robot1", "robot2", "robot3", simulated=True).seated()
    cafe.begin("s2")
    note = cafe.write("robot1", "beep")
    cafe.do(FATIMA, MarkFinding("next-step", "Beep more", (note,)), cid="finding1")
    cafe.do(FATIMA, OpenVote(), cid="poll1")
    cafe.do(FATIMA, PublishOutcome())
    cafe.do(FATIMA, RemoveSimulated())
    assert {step["state"] for step in cafe.view("panel", FATIMA)["steps"]} == {"planned"}
    assert not cafe.view("panel", FATIMA)["seating"]["announced"]
    assert not cafe.view("projector")["cafe"]["published"]
    assert cafe.view("participant", AMA)["vote"] is None
    cafe.join("bo", "chen").seated()
    assert code_of(cafe.begin("s2")) is None
    note = cafe.write(AMA, "real")
    assert cafe.cafe.notes[note].number == 1


def test_a_round_of_real_people_goes_on_when_simulated_ones_are_removed():
    cafe = CafeInTests().facilitated().join(AMA, "bo", "chen")
    cafe.join("robot1", simulated=True).seated()
    cafe.begin("s2")
    cafe.do(FATIMA, RemoveSimulated())
    assert cafe.cafe.clock.step == "s2"
    assert table_of(cafe.cafe, AMA, "s2") is not None

"""Announcing seats, late-comers, moving somebody, scribes."""

import pytest

from tests.cast import AMA, BO, FATIMA, GUESTS, TWO_ROUNDS, CafeInTests, code_of, running_cafe
from wikicafe.cafe import planning
from wikicafe.cafe.presence import LeaveCafe, RemoveParticipant
from wikicafe.cafe.scribes import NameScribe
from wikicafe.cafe.seating import (
    AnnounceSeating,
    MoveParticipant,
    SeatParticipant,
    people_at,
    table_of,
    tables_for,
)
from wikicafe.cafe.steps import BeginStep


@pytest.mark.parametrize(
    ("people", "count", "size", "tables"),
    [
        (80, 16, 5, 16),
        (80, None, 5, 16),
        (6, None, 5, 2),
        (5, None, 5, 1),
        (2, None, 5, 1),
        (20, 16, 5, 6),
        (83, None, 5, 17),
        (68, 16, 5, 16),
    ],
)
def test_there_are_as_many_tables_as_planned_but_none_below_three_people(
    people, count, size, tables
):
    import msgspec

    design = msgspec.structs.replace(TWO_ROUNDS, table_count=count, table_size=size)
    assert len(tables_for(design, people)) == tables


def test_everybody_has_a_seat_in_every_round_once_seating_is_announced():
    cafe = CafeInTests().join(*GUESTS).seated().cafe
    for step in ("s2", "s3", "s4"):
        assert all(table_of(cafe, guest, step) for guest in GUESTS)


def test_seats_of_unknown_people_tables_or_steps_are_refused():
    cafe = CafeInTests().facilitated().join(AMA)
    ask = lambda seats: code_of(cafe.do(FATIMA, AnnounceSeating(seats, ("1",))))  # noqa: E731
    assert ask({"s2": {"nobody": "1"}}) == "no-such-person"
    assert ask({"s2": {AMA: "7"}}) == "no-such-table"
    assert ask({"s9": {AMA: "1"}}) == "unknown-step"
    assert ask({"s1": {AMA: "1"}}) == "no-seats-here"


def test_nobody_is_moved_by_a_new_plan_for_a_round_that_has_begun():
    cafe = running_cafe()
    answer = cafe.do(FATIMA, AnnounceSeating({"s2": {AMA: "1"}}, cafe.cafe.tables))
    assert code_of(answer) == "step-already-begun"


def test_a_late_comer_gets_a_seat_in_the_running_round():
    cafe = running_cafe().join("lea")
    cafe.do("system", SeatParticipant("lea", {"s2": "2", "s3": "1"}), roles={"system"})
    assert "lea" in people_at(cafe.cafe, "s2", "2")
    assert cafe.view("participant", "lea")["sheet"]["table"] == "2"


def test_a_facilitator_moves_somebody_and_a_guest_cannot():
    cafe = running_cafe()
    here = table_of(cafe.cafe, AMA, "s2")
    there = next(t for t in cafe.cafe.tables if t != here)
    assert code_of(cafe.do(BO, MoveParticipant(AMA, "s2", there))) == "not-allowed"
    cafe.do(FATIMA, MoveParticipant(AMA, "s2", there))
    assert table_of(cafe.cafe, AMA, "s2") == there


def test_who_left_is_no_longer_counted_at_the_table():
    cafe = running_cafe()
    table = table_of(cafe.cafe, AMA, "s2")
    cafe.do(AMA, LeaveCafe())
    assert AMA not in people_at(cafe.cafe, "s2", table)


def test_a_scribe_is_named_by_the_own_table_only():
    cafe = running_cafe()
    own, other = table_of(cafe.cafe, AMA, "s2"), table_of(cafe.cafe, BO, "s2")
    assert own != other
    assert code_of(cafe.do(AMA, NameScribe("s2", other, AMA))) == "not-allowed"
    assert code_of(cafe.do(AMA, NameScribe("s2", own, BO))) == "not-at-this-table"
    cafe.do(AMA, NameScribe("s2", own, AMA))
    assert cafe.view("participant", AMA)["scribe"]
    cafe.do(AMA, NameScribe("s2", own, None))
    assert not cafe.view("participant", AMA)["scribe"]


def test_the_planner_reads_played_rounds_as_history_and_hosts_stay_while_they_are_here():
    cafe = running_cafe(9)
    cafe.do(cafe.cafe.hosts["2"], LeaveCafe())
    task = planning.seating_task(cafe.cafe)
    assert task.steps == ("s3", "s4")
    assert len(task.problem["history"]) == 1
    assert task.hosts["1"] == cafe.cafe.hosts["1"]
    assert task.hosts.get("2") != cafe.cafe.hosts["2"]


def test_a_late_comer_is_planned_from_the_running_round_on():
    cafe = running_cafe().join("lea")
    task = planning.seating_task(cafe.cafe, newcomer="lea")
    assert task.steps == ("s2", "s3", "s4")
    assert "lea" not in task.hosts.values()


def test_two_facilitators_who_announce_at_once_win_one_after_the_other():
    cafe = CafeInTests().facilitated().join(AMA, BO)
    first = cafe.do(FATIMA, AnnounceSeating({"s2": {AMA: "1"}}, ("1",)))
    second = cafe.do(FATIMA, AnnounceSeating({"s2": {AMA: "1", BO: "1"}}, ("1",)))
    assert (first.guards[0].expect, second.guards[0].expect) == (0, 1)


def test_home_groups_sit_as_in_the_first_round():
    import msgspec

    from wikicafe.cafe.design import Step

    agenda = (*TWO_ROUNDS.agenda, Step("s6", "home-group", 600))
    cafe = CafeInTests(msgspec.structs.replace(TWO_ROUNDS, agenda=agenda)).facilitated()
    cafe.join(*GUESTS).seated()
    cafe.do(FATIMA, BeginStep("s2"))
    assert cafe.cafe.seats["s6"] == cafe.cafe.seats["s2"]


def test_the_table_somebody_was_moved_from_hears_of_it_too():
    cafe = running_cafe()
    old = table_of(cafe.cafe, AMA, "s2")
    new = next(t for t in cafe.cafe.tables if t != old)
    cafe.told.clear()
    cafe.do(FATIMA, MoveParticipant(AMA, "s2", new))
    assert {f"table:s2:{old}", f"table:s2:{new}"} <= {t.channel for t in cafe.told}


def test_a_host_who_left_is_not_named_on_the_wall():
    cafe = running_cafe()
    host = cafe.cafe.hosts["1"]
    assert cafe.view("projector")["tables"][0]["host"] == host.title()
    cafe.do(FATIMA, RemoveParticipant(host))
    assert cafe.view("projector")["tables"][0]["host"] is None

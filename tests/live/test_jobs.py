"""Seats: planned when a round begins, found within a moment for whoever comes late or comes back."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from tests.cast import AMA, BO, FATIMA, GUESTS, MINUTE, TWO_ROUNDS
from tests.live.hall import Hall, together, until
from wikicafe.cafe.design import Design, Question, Step
from wikicafe.cafe.messages import Refused
from wikicafe.cafe.presence import LeaveCafe, ReturnToCafe
from wikicafe.cafe.seating import MoveParticipant
from wikicafe.cafe.steps import BeginStep
from wikicafe.live import jobs
from wikicafe.live.jobs import Planned
from wikicafe.live.submit import Accepted, Submit

WITH_HOME = Design(
    title="There and back",
    questions=(Question("Q1", "What blocks us?"),),
    agenda=(
        Step("s1", "round", 600, question="Q1"),
        Step("s2", "round", 600, question="Q1"),
        Step("s3", "home-group", 600),
    ),
    table_size=3,
)


@pytest.fixture
def six(cafe: Hall) -> Hall:
    return cafe.join(*GUESTS[:6])


@pytest.fixture
def home(hall: Hall) -> Iterator[Hall]:
    return hall.open(WITH_HOME).facilitated().join(*GUESTS[:6])


class Refusing:
    """A way in that says no as long as `refuse` gives it a refusal to say."""

    def __init__(self, submit: Submit, refuse: Callable[[], Refused | None]) -> None:
        self._submit, self._refuse = submit, refuse

    def __call__(self, *asked: Any) -> Any:
        return self._refuse() or self._submit(*asked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._submit, name)


def has_seat(cafe: Hall, person: str, step: str) -> bool:
    return step in cafe.state.seats and person in cafe.state.seats[step]


def test_beginning_the_first_round_seats_everybody_in_all_rounds(six: Hall) -> None:
    assert isinstance(six.do(FATIMA, BeginStep("s2")), Accepted)
    assert six.planner.asked == ["plan"]
    for step in ("s2", "s3", "s4"):
        assert set(six.state.seats[step]) == set(GUESTS[:6])
    assert six.state.clock.step == "s2"
    assert six.state.repeats == 7


def test_if_nobody_came_or_went_the_next_round_begins_with_the_seats_announced(six: Hall) -> None:
    six.do(FATIMA, BeginStep("s2"))
    six.do(FATIMA, BeginStep("s3"))
    assert six.planner.asked == ["plan"]
    assert six.times("seating-announced") == 1


def test_if_somebody_left_the_rounds_to_come_are_planned_again(six: Hall) -> None:
    six.do(FATIMA, BeginStep("s2"))
    played = six.state.seats["s2"]
    six.do(AMA, LeaveCafe())
    six.do(FATIMA, BeginStep("s3"))
    assert six.planner.asked == ["plan", "replan"]
    assert six.state.seats["s2"] == played
    assert not has_seat(six, AMA, "s3")


def test_somebody_moved_while_seats_are_planned_makes_them_planned_again(six: Hall) -> None:
    six.do(FATIMA, BeginStep("s2"))
    seen: list[str] = []

    def replan(problem: dict[str, Any]) -> tuple[list[dict[str, str]], int]:
        seen.append(problem["announced"][0][BO])
        there = next(table for table in six.state.tables if table != seen[0])
        six.do(FATIMA, MoveParticipant(BO, "s3", there))
        return six.planner.solve("replan")(problem)

    six.live._jobs._seating = dataclasses.replace(six.live._jobs._seating, replan=replan)
    assert isinstance(six.live.seat_everyone(six.cafe, FATIMA), Planned)
    assert len(seen) > 1
    assert seen[0] != seen[1]


def test_two_who_begin_the_round_at_once_plan_once_and_begin_once(six: Hall) -> None:
    answers = together(*[lambda: six.do(FATIMA, BeginStep("s2"))] * 6)
    assert all(isinstance(answer, Accepted) for answer in answers)
    assert six.planner.asked == ["plan"]
    assert six.times("seating-announced") == six.times("step-begun") == 1


def test_who_may_not_begin_a_round_makes_nobody_plan(six: Hall) -> None:
    assert six.do(AMA, BeginStep("s2")) == Refused("not-allowed")
    assert six.planner.asked == []


def test_with_fewer_than_two_people_no_round_begins_and_nothing_is_planned(cafe: Hall) -> None:
    cafe.join(AMA)
    assert cafe.do(FATIMA, BeginStep("s2")) == Refused("too-few-people", (2,))
    assert cafe.planner.asked == []


def test_a_step_without_seats_is_begun_without_planning(six: Hall) -> None:
    six.do(FATIMA, BeginStep("s1"))
    assert six.planner.asked == []


def test_why_nobody_can_be_seated_is_said_to_the_facilitator(six: Hall) -> None:
    six.expects_faults = True

    class Unseatable(Exception):
        code = "too-few-places"
        names = ("1", "2")

    six.planner.fault = Unseatable()
    assert six.do(FATIMA, BeginStep("s2")) == Refused("too-few-places", ("1", "2"))
    Unseatable.names = (AMA, "2")
    assert six.do(FATIMA, BeginStep("s2")) == Refused("too-few-places", ("Ama", "2"))
    six.planner.fault = ZeroDivisionError()
    assert six.do(FATIMA, BeginStep("s2")) == Refused("our-mistake")
    six.planner.fault = None
    assert isinstance(six.do(FATIMA, BeginStep("s2")), Accepted)


def test_whoever_comes_late_has_a_seat_at_once_and_nobody_else_is_moved(six: Hall) -> None:
    six.do(FATIMA, BeginStep("s2"))
    before = dict(six.state.seats["s2"])
    six.now += 5 * MINUTE
    six.join("late")
    until(lambda: has_seat(six, "late", "s2"))
    assert has_seat(six, "late", "s3") and has_seat(six, "late", "s4")
    assert {p: t for p, t in six.state.seats["s2"].items() if p != "late"} == before


def test_many_who_come_late_at_once_are_all_seated_once(six: Hall) -> None:
    six.do(FATIMA, BeginStep("s2"))
    late = [f"late{n}" for n in range(15)]
    together(*[lambda guest=guest: six.join(guest) for guest in late])
    until(lambda: all(has_seat(six, guest, "s4") for guest in late))
    assert six.times("participant-seated") == 15


def test_a_log_that_is_away_for_a_moment_leaves_no_latecomer_without_a_seat(
    six: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    six.do(FATIMA, BeginStep("s2"))
    seats = six.live._jobs
    submit, refused = seats._submit, [Refused("busy"), Refused("storage-full")]
    monkeypatch.setattr(jobs, "PAUSES", (0.001,) * 5)
    monkeypatch.setattr(
        seats, "_submit", Refusing(submit, lambda: refused.pop() if refused else None)
    )
    six.join("late")
    until(lambda: has_seat(six, "late", "s2"))
    assert refused == []


def test_before_any_seats_are_announced_nobody_is_seated_one_by_one(six: Hall) -> None:
    six.join("late")
    assert six.planner.asked == []


def test_whoever_comes_back_finds_a_seat_in_the_round_that_runs(six: Hall) -> None:
    six.do(FATIMA, BeginStep("s2"))
    six.do(AMA, LeaveCafe())
    six.do(FATIMA, BeginStep("s3"))
    assert not has_seat(six, AMA, "s3")
    six.do(AMA, ReturnToCafe())
    until(lambda: has_seat(six, AMA, "s3"))


def test_a_seat_that_was_being_looked_for_when_the_server_ended_is_found_after_the_start(
    six: Hall,
) -> None:
    six.do(FATIMA, BeginStep("s2"))
    six.planner.fault = RuntimeError("the plug was pulled")
    six.join("late")
    until(lambda: "late" in six.planner.asked)
    six.planner.fault = None
    six.restart()
    until(lambda: has_seat(six, "late", "s2"))


def test_when_more_tables_are_needed_the_next_round_is_planned_anew(six: Hall) -> None:
    six.do(FATIMA, BeginStep("s2"))
    assert six.state.tables == ("1", "2")
    six.join("gustavo", "hanna", "ines")
    until(lambda: has_seat(six, "ines", "s4"))
    six.do(FATIMA, BeginStep("s3"))
    assert six.state.tables == ("1", "2", "3")
    assert six.planner.asked[-1] == "replan"


def test_tables_too_small_are_merged_when_the_next_round_begins(six: Hall) -> None:
    six.do(FATIMA, BeginStep("s2"))
    assert six.state.tables == ("1", "2")
    six.do(AMA, LeaveCafe())
    six.do(BO, LeaveCafe())
    six.do(FATIMA, BeginStep("s3"))
    assert len(six.state.tables) == 1
    assert set(six.state.seats["s3"].values()) == set(six.state.tables)


def test_a_facilitator_may_ask_for_seats_before_the_round(six: Hall) -> None:
    assert six.live.seat_everyone(six.cafe, FATIMA) == Planned(seated=6, repeats=7)
    assert six.live.seat_everyone(six.cafe, FATIMA) == Planned(seated=6, repeats=7)
    assert six.planner.asked == ["plan", "plan"]
    six.do(FATIMA, BeginStep("s2"))
    assert six.planner.asked == ["plan", "plan"]


def test_seats_are_not_planned_for_whoever_is_no_facilitator(six: Hall) -> None:
    assert six.live.seat_everyone(six.cafe, AMA) == Refused("not-allowed")
    assert six.live.seat_everyone("nosuchcafe22", FATIMA) == Refused("no-such-cafe")


def test_the_home_group_meets_at_everybodys_first_table(home: Hall) -> None:
    home.do(FATIMA, BeginStep("s1"))
    assert home.state.seats["s3"] == home.state.seats["s1"]
    home.do(FATIMA, BeginStep("s2"))
    assert isinstance(home.do(FATIMA, BeginStep("s3")), Accepted)
    assert home.planner.asked == ["plan"]


def test_whoever_left_is_missing_in_the_home_group_and_nobody_else_is_moved(home: Hall) -> None:
    home.do(FATIMA, BeginStep("s1"))
    first = dict(home.state.seats["s1"])
    home.do(FATIMA, BeginStep("s2"))
    home.do(AMA, LeaveCafe())
    home.do(FATIMA, BeginStep("s3"))
    assert home.planner.asked == ["plan"]
    assert dict(home.state.seats["s3"]) == {p: t for p, t in first.items() if p != AMA}


def test_whoever_comes_in_the_home_group_gets_a_table_there(home: Hall) -> None:
    for step in ("s1", "s2", "s3"):
        home.do(FATIMA, BeginStep(step))
    home.join("late")
    until(lambda: has_seat(home, "late", "s3"))


def test_where_everybody_stays_the_seats_are_the_same_in_all_rounds(hall: Hall) -> None:
    hall.open(replace(TWO_ROUNDS, host_rule="everybody-stays")).facilitated().join(*GUESTS[:6])
    hall.do(FATIMA, BeginStep("s2"))
    seats = hall.state.seats
    assert seats["s2"] == seats["s3"] == seats["s4"]
    hall.do(FATIMA, BeginStep("s3"))
    hall.join("late")
    until(lambda: has_seat(hall, "late", "s4"))
    assert hall.state.seats["s3"]["late"] == hall.state.seats["s4"]["late"]
    assert {p: t for p, t in hall.state.seats["s4"].items() if p != "late"} == dict(seats["s4"])


def test_a_cafe_of_home_groups_only_spreads_people_over_the_tables(hall: Hall) -> None:
    agenda = (Step("s1", "home-group", 600),)
    hall.open(Design(title="Only home", agenda=agenda)).facilitated().join(*GUESTS)
    assert isinstance(hall.do(FATIMA, BeginStep("s1")), Accepted)
    assert sorted(hall.state.seats["s1"].values()) == ["1"] * 5 + ["2"] * 4

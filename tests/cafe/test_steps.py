"""Begin, pause, resume, move the end, end: one clock, absolute times."""

from tests.cast import AMA, FATIMA, GUESTS, MINUTE, NOON, CafeInTests, code_of, running_cafe
from wikicafe.cafe import decide
from wikicafe.cafe.doors import CloseCafe
from wikicafe.cafe.messages import Asking, Refused
from wikicafe.cafe.steps import BeginStep, EndStep, MoveEnd, PauseStep, ResumeStep, state_of


def test_a_round_ends_its_length_after_it_began():
    cafe = running_cafe()
    assert cafe.cafe.clock.ends_at == NOON + 15 * MINUTE


def test_a_round_needs_announced_seats_and_at_least_two_people():
    cafe = CafeInTests().facilitated().join(AMA)
    assert code_of(cafe.begin("s2")) == "too-few-people"
    cafe.join(*GUESTS)
    assert code_of(cafe.begin("s2")) == "seating-first"


def test_beginning_the_next_step_ends_the_running_one():
    cafe = running_cafe()
    cafe.begin("s3")
    assert state_of(cafe.cafe, "s2") == "ended"
    assert state_of(cafe.cafe, "s3") == "running"


def test_pressing_begin_twice_begins_once_and_an_old_step_cannot_begin_again():
    cafe = running_cafe()
    assert cafe.begin("s2").events == ()
    cafe.begin("s3")
    assert code_of(cafe.begin("s2")) == "step-already-begun"
    assert code_of(cafe.begin("s99")) == "unknown-step"


def test_a_paused_round_goes_on_with_what_was_left():
    cafe = running_cafe()
    cafe.at += 5 * MINUTE
    cafe.do(FATIMA, PauseStep("s2"))
    assert cafe.cafe.clock.left_ms == 10 * MINUTE
    cafe.at += 60 * MINUTE
    cafe.do(FATIMA, ResumeStep("s2"))
    assert cafe.cafe.clock.ends_at == cafe.at + 10 * MINUTE


def test_five_more_minutes_pressed_by_two_facilitators_are_five_minutes():
    cafe = running_cafe()
    later = cafe.cafe.clock.ends_at + 5 * MINUTE
    cafe.do(FATIMA, MoveEnd("s2", later))
    assert cafe.do(FATIMA, MoveEnd("s2", later)).events == ()
    assert cafe.cafe.clock.ends_at == later


def test_an_end_in_the_past_or_far_away_is_refused():
    cafe = running_cafe()
    assert code_of(cafe.do(FATIMA, MoveEnd("s2", NOON - 1))) == "bad-time"
    assert code_of(cafe.do(FATIMA, MoveEnd("s2", NOON + 2 * 24 * 60 * MINUTE))) == "bad-time"


def test_a_paused_round_can_be_given_more_time_and_stays_paused():
    cafe = running_cafe()
    cafe.do(FATIMA, PauseStep("s2"))
    cafe.do(FATIMA, MoveEnd("s2", cafe.at + 20 * MINUTE))
    assert cafe.cafe.clock.left_ms == 20 * MINUTE
    assert cafe.cafe.clock.is_paused


def test_the_clock_ends_a_step_only_when_the_store_says_it_is_time():
    cafe = running_cafe()
    decision = cafe.do("system", EndStep("s2"), roles={"system"})
    assert decision.not_before == NOON + 15 * MINUTE


def test_the_clock_never_ends_a_paused_step():
    cafe = running_cafe()
    cafe.do(FATIMA, PauseStep("s2"))
    assert isinstance(cafe.do("system", EndStep("s2"), roles={"system"}), Refused)


def test_ending_twice_is_ending_once():
    cafe = running_cafe()
    cafe.do(FATIMA, EndStep("s2"))
    assert cafe.do(FATIMA, EndStep("s2")).events == ()
    assert cafe.cafe.clock.step is None


def test_every_screen_hears_the_same_clock():
    cafe = running_cafe()
    cafe.told.clear()
    cafe.do(FATIMA, PauseStep("s2"))
    assert {t.channel for t in cafe.told} == {"participants", "panel", "board", "projector"}
    assert len({str(t.payload) for t in cafe.told}) == 1


def test_no_clock_runs_in_a_cafe_that_was_closed_while_the_step_began():
    cafe = running_cafe()
    late = decide.decide(cafe.cafe, BeginStep("s3"), Asking(FATIMA, "late", cafe.at))
    cafe.do(FATIMA, CloseCafe())
    cafe.happens(FATIMA, late)
    assert cafe.cafe.clock.step is None

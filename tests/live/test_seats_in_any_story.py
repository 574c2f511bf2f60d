"""With the real planner: whatever people do, whoever is present when a round runs has a seat in it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.cast import FATIMA, GUESTS, TWO_ROUNDS
from tests.live.hall import Hall, until
from wikicafe import seats
from wikicafe.cafe.design import Step
from wikicafe.cafe.messages import Refused
from wikicafe.cafe.presence import LeaveCafe, ReturnToCafe
from wikicafe.cafe.steps import BeginStep
from wikicafe.live.jobs import Seating

AGENDA = (*TWO_ROUNDS.agenda[:4], Step("s5", "home-group", 600))
people = st.sampled_from(GUESTS)
acts = st.one_of(
    st.tuples(st.just("join"), people),
    st.tuples(st.just("leave"), people),
    st.tuples(st.just("return"), people),
    st.tuples(st.just("begin"), st.sampled_from(["s2", "s3", "s4", "s5"])),
)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rule=st.sampled_from(["host-stays", "nobody-stays", "everybody-stays"]),
    early=st.integers(0, 6),
    story=st.lists(acts, max_size=14),
)
def test_whoever_is_present_has_a_seat_in_the_round_that_runs(
    rule: str, early: int, story: list[tuple[str, str]]
) -> None:
    hall = Hall().open(replace(TWO_ROUNDS, agenda=AGENDA, host_rule=rule)).facilitated()
    hall.live._jobs._seating = Seating(seats.plan, seats.replan, seats.seat_newcomer)
    hall.join(*GUESTS[:early])
    try:
        for what, whom in story:
            _act(hall, what, whom)
            until(lambda: _without_a_seat(hall) == set())
    finally:
        hall.close()


def _act(hall: Hall, what: str, whom: str) -> None:
    match what:
        case "join":
            hall.join(whom)
        case "leave":
            hall.do(whom, LeaveCafe())
        case "return":
            hall.do(whom, ReturnToCafe())
        case "begin":
            answer = hall.do(FATIMA, BeginStep(whom))
            allowed = {"too-few-people", "step-already-begun"}
            assert not isinstance(answer, Refused) or answer.code in allowed, answer


def _without_a_seat(hall: Hall) -> set[str]:
    cafe = hall.state
    step = cafe.plan.step(cafe.clock.step)
    if step is None or step.kind not in ("round", "home-group"):
        return set()
    seated = cafe.seats[step.id]
    return {p.id for p in cafe.people.values() if p.is_seatable and p.id not in seated}

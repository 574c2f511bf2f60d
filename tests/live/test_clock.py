"""Steps end by themselves: exactly once, never early, whatever the machine did meanwhile."""

import time

import pytest

from tests.cast import AMA, BO, FATIMA, MINUTE, NOON
from tests.live.hall import Hall, together, until
from wikicafe.cafe.design import Design, Step
from wikicafe.cafe.steps import BeginStep, EndStep, MoveEnd, PauseStep, ResumeStep
from wikicafe.eventlog import steady_clock
from wikicafe.live import follow
from wikicafe.live.clock import Alarm, Jumps, alarm_of

TEN = 10 * MINUTE  # the length of the plenary s1


def ring(cafe: Hall) -> None:
    """Look at the clock, as it does every second."""
    cafe.live._clock.ring()


def test_a_step_ends_when_its_time_is_over(cafe: Hall) -> None:
    cafe.do(FATIMA, BeginStep("s1"))
    cafe.now += TEN
    ring(cafe)
    until(lambda: cafe.state.clock.step is None)
    (ended,) = [r for r in cafe.log.read(cafe.cafe) if r.name == "step-ended"]
    assert (ended.actor, ended.at) == ("system", cafe.state.opened_at + TEN)


def test_it_does_not_end_a_moment_earlier(cafe: Hall) -> None:
    cafe.do(FATIMA, BeginStep("s1"))
    cafe.now += TEN - 1
    assert 0 < cafe.live._clock.ring() <= 0.001
    alarm = alarm_of(cafe.state)
    cafe.live._clock.end(cafe.cafe, alarm)  # as if our own clock were fast
    assert cafe.state.clock.step == "s1"
    cafe.now += 1
    ring(cafe)
    until(lambda: cafe.state.clock.step is None)


def test_a_machine_that_slept_through_the_end_notices_at_once(cafe: Hall) -> None:
    cafe.do(FATIMA, BeginStep("s1"))
    assert cafe.live._clock.ring() == 1.0  # never naps longer
    cafe.now += 8 * 60 * MINUTE
    ring(cafe)
    until(lambda: cafe.state.clock.step is None)


def test_a_step_that_was_due_while_no_server_ran_ends_after_the_start(cafe: Hall) -> None:
    cafe.do(FATIMA, BeginStep("s1"))
    cafe.live.stop()
    cafe.now += 2 * TEN
    cafe.live = cafe.server()
    until(lambda: "step-ended" in cafe.names())


def test_a_step_that_runs_while_the_server_restarts_still_ends(cafe: Hall) -> None:
    cafe.do(FATIMA, BeginStep("s1"))
    cafe.restart()
    until(lambda: cafe.live._clock._alarms)
    cafe.now += TEN
    ring(cafe)
    until(lambda: cafe.state.clock.step is None)


def test_a_paused_step_does_not_end(cafe: Hall) -> None:
    cafe.do(FATIMA, BeginStep("s1"))
    alarm = alarm_of(cafe.state)
    cafe.do(FATIMA, PauseStep("s1"))
    cafe.now += 2 * TEN
    ring(cafe)
    cafe.live._clock.end(cafe.cafe, alarm)  # it rang just before the pause was known
    assert cafe.state.clock.step == "s1"
    cafe.do(FATIMA, ResumeStep("s1"))
    cafe.now += TEN
    ring(cafe)
    until(lambda: cafe.state.clock.step is None)


def test_whoever_gives_more_time_in_the_last_moment_wins_over_the_alarm(cafe: Hall) -> None:
    cafe.do(FATIMA, BeginStep("s1"))
    alarm = alarm_of(cafe.state)
    cafe.now += TEN - 1
    cafe.do(FATIMA, MoveEnd(step="s1", ends_at=cafe.now + MINUTE))
    cafe.now += 1
    cafe.live._clock.end(cafe.cafe, alarm)
    assert cafe.state.clock.step == "s1"


def test_facilitator_and_clock_ending_at_once_end_it_once(cafe: Hall) -> None:
    for step in ("s1", "s5"):
        cafe.do(FATIMA, BeginStep(step))
        cafe.now += TEN
        alarm = alarm_of(cafe.state)
        together(
            lambda alarm=alarm: cafe.live._clock.end(cafe.cafe, alarm),
            lambda step=step: cafe.do(FATIMA, EndStep(step)),
        )
    assert cafe.times("step-ended") == 2


def test_four_servers_end_each_of_twenty_steps_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "SLOW_LOOK", 0.005)
    hall.restart()
    agenda = tuple(Step(f"s{n}", "plenary", 60) for n in range(20))
    hall.open(Design(title="Many", agenda=agenda)).facilitated()
    servers = [hall.live, *(hall.server() for _ in range(3))]
    for live in servers:
        assert live.look(hall.cafe) is not None
    for step in agenda:
        hall.do(FATIMA, BeginStep(step.id))
        ends_at = hall.state.clock.ends_at
        for live in servers:
            until(lambda live=live: live.look(hall.cafe).cafe.clock.step == step.id)  # noqa: B023
        hall.now = ends_at
        together(*[live._clock.ring for live in servers])
        until(lambda: hall.state.clock.step is None)
        for live in servers:
            until(lambda live=live: live.look(hall.cafe).cafe.clock.step is None)
    for live in servers[1:]:
        live.stop()
    assert hall.times("step-ended") == 20


def test_a_full_disk_at_the_end_of_a_step_only_delays_it(cafe: Hall) -> None:
    cafe.expects_faults = True
    cafe.do(FATIMA, BeginStep("s1"))
    cafe.log.fault = OSError("full")
    cafe.now += TEN
    ring(cafe)
    until(lambda: len(cafe.log.batches) > 4)
    cafe.log.fault = None
    cafe.now += 1000
    ring(cafe)
    until(lambda: cafe.state.clock.step is None)


def test_a_clock_that_is_fast_comes_back_when_the_store_says_so(cafe: Hall) -> None:
    cafe.do(FATIMA, BeginStep("s1"))
    real = alarm_of(cafe.state)
    cafe.live._clock._alarms[cafe.cafe] = Alarm(real.step, real.ends_at, real.revision, cafe.now)
    ring(cafe)
    until(lambda: cafe.live._clock._alarms[cafe.cafe].try_at == real.ends_at)
    assert cafe.state.clock.step == "s1"


def test_nothing_rings_in_a_cafe_without_a_running_step(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    assert cafe.live._clock._alarms == {}
    cafe.do(FATIMA, BeginStep("s1"))
    cafe.do(FATIMA, EndStep("s1"))
    assert cafe.live._clock._alarms == {}


# ---- clocks that somebody sets -------------------------------------------------------------------


class Clocks:
    """The passing of time, the clock on the wall, and the store's."""

    def __init__(self) -> None:
        self.passed, self.wall, self.store = 0, NOON, NOON

    def pass_by(self, ms: int) -> None:
        self.passed += ms
        self.wall += ms
        self.store += ms

    def jumps(self) -> Jumps:
        return Jumps(lambda: self.store, lambda: self.wall, elapsed=lambda: self.passed)


def test_time_that_passes_is_no_jump_nor_is_the_sleep_of_the_machine() -> None:
    clocks = Clocks()
    jumps = clocks.jumps()
    for ms in (1000, 1, 8 * 60 * MINUTE):
        clocks.pass_by(ms)
        assert jumps.seen() is None


def test_what_a_time_service_corrects_is_no_jump() -> None:
    clocks = Clocks()
    jumps = clocks.jumps()
    for _ in range(100):
        clocks.pass_by(1000)
        clocks.wall += 1  # far more than such a service does
        assert jumps.seen() is None


@pytest.mark.parametrize("by", [3_600_000, -3_600_000])
@pytest.mark.parametrize("which", ["wall", "store"])
def test_a_clock_that_is_set_is_noticed_once(which: str, by: int) -> None:
    clocks = Clocks()
    jumps = clocks.jumps()
    clocks.pass_by(1000)
    setattr(clocks, which, getattr(clocks, which) + by)
    assert jumps.seen() == by
    clocks.pass_by(1000)
    assert jumps.seen() is None


def test_the_panel_is_told_that_a_clock_was_set(cafe: Hall) -> None:
    cafe.live.stop()  # only this test looks at the clock
    clock = cafe.live._clock
    clock.watch_for_jumps()
    cafe.now += 60 * MINUTE
    clock.watch_for_jumps()
    shown = cafe.live.troubles.shown(cafe.cafe)
    assert shown == [{"code": "clock-jumped", "params": [3600]}]
    told = [m for _, event, m in cafe.told if event == "signal" and m["name"] == "troubles"]
    assert told[-1]["troubles"] == shown


def test_the_clock_of_a_store_of_our_own_does_not_follow_the_wall(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = steady_clock.now()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert 0 <= steady_clock.now() - before < 60_000
    assert steady_clock.wall_ms() == 0

"""The running of the agenda: which step runs, until when, paused or not.

Time is absolute: a step ends at `ends_at` on the server's clock, and screens count down to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from msgspec.structs import replace

from wikicafe.cafe.design import SEATED_KINDS
from wikicafe.cafe.messages import Asking, Command, Decision, Event, Refused, Stamp, Telling
from wikicafe.cafe.participants import participants_present
from wikicafe.cafe.state import Cafe, Clock

LONGEST_WAIT = 24 * 3600 * 1000  # ms; an end further away is a slip of the finger
FEWEST_PEOPLE = 2
CLOCK = "system"  # the actor who ends a step when its time is over


class BeginStep(Command, frozen=True):
    step: str


class PauseStep(Command, frozen=True):
    step: str


class ResumeStep(Command, frozen=True):
    step: str


class MoveEnd(Command, frozen=True):
    """End the step at this moment instead. Absolute, so that pressing twice is pressing once."""

    step: str
    ends_at: int


class EndStep(Command, frozen=True):
    step: str


class TimerEvent(Event, frozen=True):
    REGISTER: ClassVar[str | None] = "timer"


class StepBegun(TimerEvent, frozen=True):
    step: str
    ends_at: int


class StepPaused(TimerEvent, frozen=True):
    step: str
    left_ms: int


class StepResumed(TimerEvent, frozen=True):
    step: str
    ends_at: int


class StepEndMoved(TimerEvent, frozen=True):
    """A paused step keeps its pause: then left_ms is what will be left, and ends_at None."""

    step: str
    ends_at: int | None = None
    left_ms: int | None = None


class StepEnded(TimerEvent, frozen=True):
    step: str
    by_clock: bool = False


def begin_step(cafe: Cafe, command: BeginStep, asking: Asking) -> list[Event] | Refused:
    step = cafe.plan.step(command.step)
    if step is None:
        return Refused("unknown-step", (command.step,))
    if cafe.clock.step == step.id:
        return []
    if step.id in cafe.begun:
        return Refused("step-already-begun", (step.title or step.id,))
    if step.kind in SEATED_KINDS:
        if participants_present(cafe) < FEWEST_PEOPLE:
            return Refused("too-few-people", (FEWEST_PEOPLE,))
        if step.id not in cafe.seats:
            return Refused("seating-first")
    ended: list[Event] = [StepEnded(step=cafe.clock.step)] if cafe.clock.step else []
    return [*ended, StepBegun(step=step.id, ends_at=asking.at + step.length_s * 1000)]


def pause_step(cafe: Cafe, command: PauseStep, asking: Asking) -> list[Event] | Refused:
    if cafe.clock.step != command.step:
        return Refused("step-not-running")
    if cafe.clock.ends_at is None:
        return []
    return [StepPaused(step=command.step, left_ms=max(0, cafe.clock.ends_at - asking.at))]


def resume_step(cafe: Cafe, command: ResumeStep, asking: Asking) -> list[Event] | Refused:
    if cafe.clock.step != command.step:
        return Refused("step-not-running")
    if cafe.clock.left_ms is None:
        return []
    return [StepResumed(step=command.step, ends_at=asking.at + cafe.clock.left_ms)]


def move_end(cafe: Cafe, command: MoveEnd, asking: Asking) -> list[Event] | Refused:
    if cafe.clock.step != command.step:
        return Refused("step-not-running")
    if not asking.at <= command.ends_at <= asking.at + LONGEST_WAIT:
        return Refused("bad-time")
    if cafe.clock.is_paused:
        return [StepEndMoved(step=command.step, left_ms=command.ends_at - asking.at)]
    if cafe.clock.ends_at == command.ends_at:
        return []
    return [StepEndMoved(step=command.step, ends_at=command.ends_at)]


def end_step(cafe: Cafe, command: EndStep, asking: Asking) -> list[Event] | Decision | Refused:
    if cafe.clock.step != command.step:
        return [] if command.step in cafe.ended else Refused("step-not-running")
    if asking.actor != CLOCK:
        return [StepEnded(step=command.step)]
    if cafe.clock.ends_at is None:
        return Refused("step-not-running")
    # Several workers may think that time is over; the store's clock decides, see architecture.
    ended = StepEnded(step=command.step, by_clock=True)
    return Decision(events=(ended,), not_before=cafe.clock.ends_at)


def step_begun(cafe: Cafe, event: StepBegun, stamp: Stamp) -> Cafe:
    begun = cafe.begun.set(event.step, stamp.at)
    return _set(replace(cafe, begun=begun), Clock(step=event.step, ends_at=event.ends_at))


def step_paused(cafe: Cafe, event: StepPaused, stamp: Stamp) -> Cafe:
    return _set(cafe, Clock(step=event.step, left_ms=event.left_ms))


def step_resumed(cafe: Cafe, event: StepResumed, stamp: Stamp) -> Cafe:
    return _set(cafe, Clock(step=event.step, ends_at=event.ends_at))


def step_end_moved(cafe: Cafe, event: StepEndMoved, stamp: Stamp) -> Cafe:
    return _set(cafe, Clock(step=event.step, ends_at=event.ends_at, left_ms=event.left_ms))


def _set(cafe: Cafe, clock: Clock) -> Cafe:
    """Set the clock; in a café closed a moment before none runs, for nobody could end it."""
    return cafe if cafe.closed_at is not None else replace(cafe, clock=clock)


def step_ended(cafe: Cafe, event: StepEnded, stamp: Stamp) -> Cafe:
    clock = Clock() if cafe.clock.step == event.step else cafe.clock
    return replace(cafe, clock=clock, ended=cafe.ended.set(event.step, stamp.at))


def state_of(cafe: Cafe, step: str) -> str:
    """Return planned, running, paused or ended."""
    if cafe.clock.step == step:
        return "paused" if cafe.clock.is_paused else "running"
    return "ended" if step in cafe.begun else "planned"


def shown_clock(cafe: Cafe) -> dict[str, Any]:
    clock = cafe.clock
    return {"step": clock.step, "ends_at": clock.ends_at, "left_ms": clock.left_ms}


def shown_steps(cafe: Cafe) -> list[dict[str, Any]]:
    return [
        {
            "id": step.id,
            "kind": step.kind,
            "title": step.title,
            "length_s": step.length_s,
            "question": step.question,
            "state": state_of(cafe, step.id),
        }
        for step in cafe.plan.agenda
    ]


def tell_all(cafe: Cafe, event: Event, stamp: Stamp) -> Iterable[Telling]:
    """Payload: the new values of view.clock and view.steps, the same for every screen."""
    payload = {"clock": shown_clock(cafe), "steps": shown_steps(cafe)}
    return [Telling(c, payload) for c in ("participants", "panel", "board", "projector")]


DECIDE = {
    BeginStep: begin_step,
    PauseStep: pause_step,
    ResumeStep: resume_step,
    MoveEnd: move_end,
    EndStep: end_step,
}
EVOLVE = {
    StepBegun: step_begun,
    StepPaused: step_paused,
    StepResumed: step_resumed,
    StepEndMoved: step_end_moved,
    StepEnded: step_ended,
}
AUDIENCE = dict.fromkeys(EVOLVE, tell_all)

"""Seats are found beside the café, never in it: planned before a round begins, one by one for who
comes late. What is found goes in as a command like anybody's; how it is found is handed over.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from wikicafe.cafe.messages import Asking, Refused
from wikicafe.cafe.participants import participants_present
from wikicafe.cafe.planning import (
    Problem,
    announcement,
    needs_seats,
    seating_task,
    seats_for_newcomer,
    steps_ahead,
    wants_seat,
)
from wikicafe.cafe.seating import AnnounceSeating, SeatParticipant
from wikicafe.cafe.state import Cafe
from wikicafe.cafe.steps import FEWEST_PEOPLE
from wikicafe.live.runtime import Runtime
from wikicafe.live.submit import Submit

# → the seats (person → table) of each round after the problem's history, and the meetings beyond
# the first. An exception with a `code` says why there are none.
Plan = Callable[[Problem], tuple[list[dict[str, str]], int]]
Turn = Callable[[str, str], float]  # seconds in which another process goes first with a person
# problem, person → a table in each round after the problem's history; nobody else is moved.
SeatNewcomer = Callable[[Problem, str], list[str]]

SYSTEM = frozenset({"system"})
NOT_NOW = (Refused("busy"), Refused("storage-full"))
PAUSES = (
    1.0,
    2.0,
    5.0,
    10.0,
    20.0,
)  # seconds between tries; a newcomer without a seat cannot write
MOST_PLANS = 3  # then the last one stands: everybody waits

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seating:
    plan: Plan
    replan: Plan
    seat_newcomer: SeatNewcomer


@dataclass(frozen=True, slots=True)
class Planned:
    """seated: people with a seat. repeats: meetings beyond the first, over all rounds."""

    seated: int
    repeats: int


class Jobs:
    def __init__(
        self, seating: Seating, submit: Submit, runtime: Runtime, turn: Turn = lambda *_: 0.0
    ) -> None:
        self._turn = turn
        self._seating = seating
        self._submit = submit
        self._runtime = runtime
        self._locks: dict[str, threading.Lock] = {}
        self._being_seated: set[tuple[str, str]] = set()

    def seat_everyone(self, cafe: str, actor: str = "system") -> Planned | Refused:
        """Plan all rounds not yet begun anew, as the facilitator asked; re-plan if one was played."""
        with self._lock(cafe):
            state = self._look(cafe)
            if state is None:
                return Refused("no-such-cafe")
            if participants_present(state) < FEWEST_PEOPLE:
                return Refused("too-few-people", (FEWEST_PEOPLE,))
            is_played = any(s.id in state.begun for s in state.plan.rounds())
            solve = self._seating.replan if is_played else self._seating.plan
            return self._announce(state, actor, solve)

    def make_ready(self, cafe: str, step: str) -> Refused | None:
        """See to it that everybody present has a seat in a step that is about to begin.

        Whatever else speaks against beginning it is the café's to say.
        """
        with self._lock(cafe):
            state = self._look(cafe)
            if state is None or not needs_seats(state, step):
                return None
            planned = state.plan.step(step)
            is_round = planned is not None and planned.kind == "round"
            announced = any(s.id in state.seats for s in state.plan.rounds())
            solve = self._seating.replan if announced else self._seating.plan
            answer = self._announce(state, "system", solve if is_round else None)
            return answer if isinstance(answer, Refused) else None

    def look(self, cafe: Cafe) -> None:
        """Seat whoever is present and has no seat in the running round or those to come."""
        ahead = steps_ahead(cafe)
        for person in cafe.people if ahead else ():
            if wants_seat(cafe, person, ahead) and (cafe.id, person) not in self._being_seated:
                self._being_seated.add((cafe.id, person))
                self._runtime.spawn(self._seat, cafe.id, person)

    def _announce(self, cafe: Cafe, actor: str, solve: Plan | None) -> Planned | Refused:
        """solve: None leaves the rounds as they are and seats the home groups only."""
        try:
            command = self._planned_for_now(cafe, solve)
        except Exception as fault:
            if (code := getattr(fault, "code", None)) is None:
                log.exception("seats could not be planned for café %s", cafe.id)
            people, names = cafe.people, getattr(fault, "names", ())
            told = (people[name].name if name in people else name for name in names)
            return Refused(str(code or "our-mistake"), tuple(told))
        asking = Asking(actor, f"plan:{cafe.seq}", 0, SYSTEM)
        answer = self._submit(cafe.id, command, asking)
        if isinstance(answer, Refused):
            return answer
        seated = {person for seats in command.seats.values() for person in seats}
        return Planned(len(seated), command.repeats)

    def _planned_for_now(self, cafe: Cafe, solve: Plan | None) -> AnnounceSeating:
        """Plan, and plan again if a facilitator moved somebody while it took."""
        for _ in range(MOST_PLANS):
            task, found, repeats = seating_task(cafe), None, cafe.repeats
            if solve is not None and task.steps:
                found, repeats = self._runtime.outside(solve, task.asked())
            command = announcement(cafe, task, found, repeats)
            now = self._look(cafe.id)
            if now is None or now.seats == cafe.seats:
                break
            cafe = now
        return command

    def _seat(self, cafe: str, person: str) -> None:
        self._runtime.sleep(self._turn(cafe, person))
        for pause in PAUSES:
            if self._try_to_seat(cafe, person) not in NOT_NOW:
                return
            self._runtime.sleep(pause)

    def _try_to_seat(self, cafe: str, person: str) -> object:
        with self._lock(cafe):
            self._being_seated.discard((cafe, person))
            state = self._look(cafe)
            if state is None or not wants_seat(state, person, steps_ahead(state)):
                return None
            try:
                command = self._seats_of(state, person)
            except Exception as fault:
                log.warning("%s found no seat in café %s: %r", person, cafe, fault)
                return None
            asking = Asking("system", f"seat:{person}:{state.seq}", 0, SYSTEM)
            return self._submit(cafe, command, asking)

    def _seats_of(self, cafe: Cafe, person: str) -> SeatParticipant:
        task = seating_task(cafe, newcomer=person)
        found: list[str] = []
        if task.steps:
            found = self._runtime.outside(self._seating.seat_newcomer, task.asked(), person)
        return seats_for_newcomer(cafe, task, person, found)

    def _look(self, cafe: str) -> Cafe | None:
        standing = self._submit.standing(cafe)
        return standing.cafe if standing else None

    def _lock(self, cafe: str) -> threading.Lock:
        # Two facilitators pressing at once shall not plan twice and move everybody again.
        return self._locks.setdefault(cafe, threading.Lock())

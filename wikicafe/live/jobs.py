"""Seats are found beside the café, never in it: planned before a round begins, one by one for who
comes late. What is found goes in as a command like anybody's; how it is found is handed over.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from immutables import Map

from wikicafe.cafe.design import SEATED_KINDS
from wikicafe.cafe.messages import Asking, Refused
from wikicafe.cafe.participants import participants_present
from wikicafe.cafe.planning import SeatingTask, seating_task
from wikicafe.cafe.seating import AnnounceSeating, SeatParticipant
from wikicafe.cafe.state import Cafe
from wikicafe.cafe.steps import FEWEST_PEOPLE
from wikicafe.live.runtime import Runtime
from wikicafe.live.submit import Submit

Problem = dict[str, Any]  # the JSON form of a seating problem, see cafe/planning.py
# → the seats (person → table) of each round after the problem's history, and the meetings beyond
# the first. An exception with a `code` says why there are none.
Plan = Callable[[Problem], tuple[list[dict[str, str]], int]]
# problem, person → a table in each round after the problem's history; nobody else is moved.
SeatNewcomer = Callable[[Problem, str], list[str]]

SYSTEM = frozenset({"system"})
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
    def __init__(self, seating: Seating, submit: Submit, runtime: Runtime) -> None:
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
            if state is None or not _needs_seats(state, step):
                return None
            planned = state.plan.step(step)
            is_round = planned is not None and planned.kind == "round"
            announced = any(s.id in state.seats for s in state.plan.rounds())
            solve = self._seating.replan if announced else self._seating.plan
            answer = self._announce(state, "system", solve if is_round else None)
            return answer if isinstance(answer, Refused) else None

    def look(self, cafe: Cafe) -> None:
        """Seat whoever is present and has no seat in the running round or those to come."""
        ahead = _steps_ahead(cafe)
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
            return Refused(str(code or "our-mistake"), tuple(getattr(fault, "names", ())))
        asking = Asking(actor, f"plan:{cafe.seq}", 0, SYSTEM)
        answer = self._submit(cafe.id, command, asking)
        if isinstance(answer, Refused):
            return answer
        seated = {person for seats in command.seats.values() for person in seats}
        return Planned(len(seated), command.repeats)

    def _planned_for_now(self, cafe: Cafe, solve: Plan | None) -> AnnounceSeating:
        """Plan, and plan again if a facilitator moved somebody while it took."""
        for _ in range(MOST_PLANS):
            command = self._planned(cafe, seating_task(cafe), solve)
            now = self._look(cafe.id)
            if now is None or now.seats == cafe.seats:
                break
            cafe = now
        return command

    def _planned(self, cafe: Cafe, task: SeatingTask, solve: Plan | None) -> AnnounceSeating:
        seats: dict[str, dict[str, str]] = {}
        tables, hosts, repeats = cafe.tables or task.tables, dict(cafe.hosts), cafe.repeats
        if solve is not None and task.steps:
            tables, hosts = task.tables, task.hosts
            found, repeats = self._runtime.outside(solve, _one_round_of(task))
            rows = found * len(task.steps) if task.all_alike else found[-len(task.steps) :]
            seats = dict(zip(task.steps, rows, strict=True))
        for group in task.home_groups:
            seats[group] = _homes(cafe, seats, tables)
        return AnnounceSeating(seats=seats, tables=tuple(tables), hosts=hosts, repeats=repeats)

    def _seat(self, cafe: str, person: str) -> None:
        with self._lock(cafe):
            self._being_seated.discard((cafe, person))
            state = self._look(cafe)
            if state is None or not wants_seat(state, person, _steps_ahead(state)):
                return
            try:
                seats = self._seats_of(state, person)
            except Exception as fault:
                log.warning("%s found no seat in café %s: %r", person, cafe, fault)
                return
            asking = Asking("system", f"seat:{person}:{state.seq}", 0, SYSTEM)
            self._submit(cafe, SeatParticipant(person=person, seats=seats), asking)

    def _seats_of(self, cafe: Cafe, person: str) -> dict[str, str]:
        """Return the seats that are missing: step → table."""
        task = seating_task(cafe, newcomer=person)
        found: list[str] = []
        if task.steps:
            problem = _one_round_of(task)
            found = self._runtime.outside(self._seating.seat_newcomer, problem, person)
            found = found * len(task.steps) if task.all_alike else found[-len(task.steps) :]
        rounds = dict(zip(task.steps, found, strict=True))
        own = _first_seat(cafe, {s: {person: t} for s, t in rounds.items()}, person, cafe.tables)
        home = own or _emptiest(cafe.tables, _counts(cafe, _steps_ahead(cafe)))
        wanted = {s: rounds.get(s, home) for s in _steps_ahead(cafe)}
        return {s: t for s, t in wanted.items() if person not in cafe.seats[s]}

    def _look(self, cafe: str) -> Cafe | None:
        standing = self._submit.standing(cafe)
        return standing.cafe if standing else None

    def _lock(self, cafe: str) -> threading.Lock:
        # Two facilitators pressing at once shall not plan twice and move everybody again.
        return self._locks.setdefault(cafe, threading.Lock())


def wants_seat(cafe: Cafe, person: str, ahead: list[str]) -> bool:
    """Tell whether somebody present lacks a seat in one of the steps `ahead`."""
    known = cafe.people.get(person)
    if known is None or not known.is_seatable or cafe.closed_at is not None:
        return False
    return any(person not in cafe.seats[step] for step in ahead)


def _steps_ahead(cafe: Cafe) -> list[str]:
    """The steps with announced seats that run or are still to come."""
    return [
        step.id
        for step in cafe.plan.agenda
        if step.kind in SEATED_KINDS
        and step.id in cafe.seats
        and (step.id not in cafe.begun or step.id == cafe.clock.step)
    ]


def _needs_seats(cafe: Cafe, step: str) -> bool:
    planned = cafe.plan.step(step)
    if planned is None or planned.kind not in SEATED_KINDS or step in cafe.begun:
        return False
    if participants_present(cafe) < FEWEST_PEOPLE:
        return False
    here = {person.id for person in cafe.people.values() if person.is_seatable}
    if set(cafe.seats.get(step, Map())) != here:
        return True
    return planned.kind == "round" and seating_task(cafe).tables != cafe.tables


def _one_round_of(task: SeatingTask) -> Problem:
    """Where everybody stays, a single round is planned: nobody is moved for having met before."""
    if not task.all_alike:
        return task.problem
    kept: dict[str, str] = {}
    for seats in (*task.problem["announced"][::-1], *task.problem["history"]):
        kept |= seats
    return {**task.problem, "rounds": 1, "history": [], "announced": [kept]}


def _homes(
    cafe: Cafe, planned: dict[str, dict[str, str]], tables: tuple[str, ...]
) -> dict[str, str]:
    """Everybody's first table, for the step in which the first groups meet again."""
    homes: dict[str, str] = {}
    filled: Counter[str] = Counter()
    for person in cafe.in_order(cafe.people):
        if person.is_seatable:
            home = _first_seat(cafe, planned, person.id, tables) or _emptiest(tables, filled)
            homes[person.id] = home
            filled[home] += 1
    return homes


def _first_seat(
    cafe: Cafe, planned: dict[str, dict[str, str]], person: str, tables: tuple[str, ...]
) -> str | None:
    for step in cafe.plan.rounds():
        seats = planned.get(step.id) or dict(cafe.seats.get(step.id, Map()))
        if person in seats and seats[person] in tables:
            return seats[person]
    return None


def _counts(cafe: Cafe, steps: list[str]) -> Counter[str]:
    return Counter(t for step in steps for t in cafe.seats[step].values())


def _emptiest(tables: tuple[str, ...], filled: Counter[str]) -> str:
    return min(tables, key=lambda table: (filled[table], tables.index(table)))

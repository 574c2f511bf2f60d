"""Everything that lives, put together: what the edge may ask of the cafés in this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from wikicafe.cafe import permissions
from wikicafe.cafe.agenda import OpenCafe, sound
from wikicafe.cafe.design import Design
from wikicafe.cafe.messages import Asking, Command, Refused
from wikicafe.cafe.participants import JoinCafe, ParticipantJoined
from wikicafe.cafe.presence import ParticipantLeft, ParticipantReturned
from wikicafe.cafe.roles import RoleGranted
from wikicafe.cafe.seating import SeatingAnnounced
from wikicafe.cafe.state import Cafe
from wikicafe.cafe.steps import BeginStep, StepBegun
from wikicafe.eventlog.contract import Accepted as Written
from wikicafe.eventlog.contract import Away, EventLog, Record, whole_list
from wikicafe.live.broadcast import Broadcast, Tell
from wikicafe.live.clock import Clock
from wikicafe.live.commit import Writer
from wikicafe.live.doors import Doors
from wikicafe.live.figures import Figures
from wikicafe.live.follow import Follower, Moved
from wikicafe.live.jobs import Jobs, Plan, Planned, Seating, SeatNewcomer
from wikicafe.live.listing import HOUSE, Listing, in_the_list, listing_of, new_cafe_id, new_code
from wikicafe.live.presence import Presence
from wikicafe.live.registry import Registry, Standing
from wikicafe.live.retention import Retention
from wikicafe.live.runtime import LONGEST_END, Runtime
from wikicafe.live.submit import Accepted, Submit
from wikicafe.live.troubles import Troubles


@dataclass(frozen=True, slots=True)
class Opened:
    cafe: str
    code: str


class Live:
    """The cafés of this process. Call `start` before anything is asked; see jobs.py for the seats."""

    def __init__(
        self,
        log: EventLog,
        runtime: Runtime,
        *,
        plan: Plan,
        replan: Plan,
        seat_newcomer: SeatNewcomer,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.log = log
        self.runtime = runtime
        self._listing = Listing(log)
        self._registry = Registry()
        self.figures = Figures(self._registry.counted)
        self.troubles = Troubles(self._troubled)
        self._broadcast = Broadcast(self.figures)
        self._follower = Follower(
            log,
            self._registry,
            runtime,
            self._happened,
            self._found,
            self.troubles.looked,
            self._broadcast.begin_anew,
        )
        self._writer = Writer(log, runtime, self._follower.hint, self.figures, self.troubles)
        self._submit = Submit(log, self._registry, self._follower, self._writer, self.figures)
        self._clock = Clock(log, self._submit, runtime, self.troubles)
        self._presence = Presence(
            log, self._registry, self._submit, self._broadcast.signal, runtime, monotonic
        )
        self._retention = Retention(log, self._submit, self._writer, runtime)
        self.is_ending = False
        self._doors = Doors(self._submit)
        seating = Seating(plan, replan, seat_newcomer)
        self._jobs = Jobs(seating, self._submit, runtime, self._presence.turn)

    def start(self) -> None:
        """Begin to write, follow and keep time; cafés still open are called back to mind."""
        for part in (self._follower, self._writer, self._clock, self._presence, self._retention):
            part.start()
        self.runtime.spawn(self._recall)

    def stop(self) -> None:
        """End; what was accepted is in the log, and whoever asked has the answer."""
        self.is_ending = True
        for part in (self._retention, self._presence, self._clock, self._writer):
            part.stop()
        end = time.monotonic() + LONGEST_END
        while self._submit.asked_now and time.monotonic() < end:
            self.runtime.sleep(0.01)  # they wait for the follower to come to what they wrote
        self._follower.stop()

    def on_told(self, tell: Tell) -> None:
        """Have messages handed on: tell(rooms, "told" | "signal", message), in order."""
        self._broadcast.on_told(tell)

    def now(self) -> int:
        """Return the log's clock, in milliseconds since 1970."""
        return self.log.now()

    # ---- cafés -----------------------------------------------------------------------------------

    def open_cafe(self, design: Design) -> Opened | Refused:
        """Open a café under a code nobody else has."""
        if isinstance(senseless := sound(design), Refused):
            return senseless
        cafe, code = new_cafe_id(), new_code()
        try:
            while not isinstance(self._writer.write(*listing_of(cafe, code)), Written):
                code = new_code()
        except OSError as fault:
            return Refused("busy" if isinstance(fault, Away) else "storage-full")
        asking = Asking(HOUSE, f"open:{cafe}", 0, frozenset({"house"}))
        answer = self._submit(cafe, OpenCafe(design=design, code=code), asking)
        return answer if isinstance(answer, Refused) else Opened(cafe, code)

    def find(self, code: str) -> str | None:
        """Return the café with this code, whether its doors are open or not."""
        cafe = self._listing.find(code)
        return cafe if cafe is not None and self.look(cafe) is not None else None

    def list_cafes(self) -> list[dict[str, Any]]:
        """Return what the house shows of each café, the newest first."""
        standing = (self.look(cafe) for cafe in reversed(self._listing.cafes().values()))
        return [in_the_list(one.cafe) for one in standing if one is not None]

    def look(self, cafe: str, person: str | None = None, seq: int = 0) -> Standing | None:
        """Return a café as it stands, and its place in the log; None: there is no such café.

        person, seq: who asks and what they have seen; another process may be ahead of this one.
        """
        standing = None if cafe == HOUSE else self._submit.standing(cafe)
        if standing is None:
            return None
        known = person is None or person in standing.cafe.people
        if known and seq <= standing.position.seq:
            return standing
        return self._submit.standing(cafe, self.log.head(cafe).seq)

    def records(self, cafe: str) -> Iterator[Record]:
        """Read a café's whole list."""
        return whole_list(self.log, cafe)

    # ---- asking ----------------------------------------------------------------------------------

    def submit(
        self, cafe: str, command: Command, actor: str, cid: str, roles: Iterable[str]
    ) -> Accepted | Refused:
        """Have a command decided and written; when this returns, it is durable and to be seen.

        Before a round begins, everybody present is given a seat in it.
        """
        asking = Asking(actor, cid, self.now(), frozenset(roles))
        if isinstance(command, BeginStep):
            refused = self._make_ready(cafe, command, asking)
            if refused is not None:
                return refused
        if isinstance(command, JoinCafe):
            return self._doors.let_in(cafe, command, asking)
        return self._submit(cafe, command, asking)

    def seat_everyone(self, cafe: str, actor: str) -> Planned | Refused:
        """Plan the seats of all rounds to come, because a facilitator asked for it."""
        return self._jobs.seat_everyone(cafe, actor)

    def with_the_log(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run function(log, *args), which may append, as the only writer; return what it returns."""
        try:
            return self._writer.alone(function, self.log, *args)
        finally:
            for cafe in self._registry.cafes():
                self._follower.hint(cafe)

    def erase_body(self, cafe: str, seq: int) -> None:
        """Erase the personal texts of one event for good, from the disk and from memory."""
        self._writer.alone(self.log.erase_body, cafe, seq)
        self._follower.fold_again(cafe)

    def _make_ready(self, cafe: str, command: BeginStep, asking: Asking) -> Refused | None:
        standing = self.look(cafe)
        if standing is None or permissions.may(standing.cafe, command, asking) is not None:
            return None  # the refusal is said where all are
        return self._jobs.make_ready(cafe, command.step)

    # ---- presence --------------------------------------------------------------------------------

    def came(self, cafe: str, person: str, connection: str) -> None:
        """Say that a person has this connection."""
        self._presence.came(cafe, person, connection)

    def went(self, cafe: str, person: str, connection: str) -> None:
        """Say that this connection is no more."""
        self._presence.went(cafe, person, connection)

    def connected(self, cafe: str) -> set[str]:
        """Return the people with at least one connection at this moment, to whichever process."""
        return self._presence.connected(cafe)

    def _troubled(self, cafe: str | None) -> None:
        for one in self._registry.cafes() if cafe is None else [cafe]:
            self._broadcast.troubles(one, self.troubles.shown(one))

    # ---- moving ----------------------------------------------------------------------------------

    def _found(self, cafe: Cafe) -> None:
        """A café is in memory for the first time: its timers run on, its people are waited for."""
        self._clock.look(cafe)
        self._presence.look(cafe)
        self._retention.found(cafe)
        self._jobs.look(cafe)

    def _happened(self, moved: list[Moved]) -> None:
        self._broadcast.happened(moved)
        latest = moved[-1].cafe
        self._clock.look(latest)
        self._retention.look(latest)
        for one in moved:
            if isinstance(one.event, ParticipantJoined | ParticipantReturned):
                self._presence.expect(latest.id, one.event.person)
            elif isinstance(one.event, ParticipantLeft):
                self._presence.left(latest.id, one.event.person)
        if any(isinstance(one.event, WHO_MAY_NEED_A_SEAT) for one in moved):
            self._jobs.look(latest)

    def _recall(self) -> None:
        """Fold every café once, so that steps end in cafés nobody looks at; keep the open ones."""
        patiently = partial(self.runtime.patiently, lambda: self.is_ending)
        for cafe in patiently(self._listing.cafes).values():
            standing = patiently(self.look, cafe)
            is_over = standing is not None and standing.cafe.closed_at is not None
            if is_over and not self.connected(cafe):
                self._registry.drop(cafe)


WHO_MAY_NEED_A_SEAT = (
    ParticipantJoined,
    ParticipantReturned,
    RoleGranted,
    SeatingAnnounced,
    StepBegun,
)

"""Ends steps when their time is over: once, never early, even after the machine has slept.

It keeps no time of its own: each café says until when its step runs, the log's clock says what time
it is, and the append refuses what comes too early. So several of these may run at once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from wikicafe.cafe.messages import Asking, Refused
from wikicafe.cafe.state import Cafe
from wikicafe.cafe.steps import EndStep
from wikicafe.eventlog import steady_clock
from wikicafe.eventlog.contract import EventLog
from wikicafe.live.runtime import Loop, Runtime
from wikicafe.live.submit import Submit
from wikicafe.live.troubles import Troubles

log = logging.getLogger(__name__)

LONGEST_NAP = 1.0  # seconds; a laptop that slept through the end notices within this
PATIENCE = 250  # ms until a step that could not be ended is tried again
A_JUMP = 2_000  # ms between two looks; what a time service corrects by is far less
JUMP_SHOWN = 600_000  # ms the panel says that a clock was set


@dataclass(frozen=True, slots=True)
class Alarm:
    """revision: of the register "timer"; when it has moved on, this alarm means nothing."""

    step: str
    ends_at: int
    revision: int
    try_at: int


class Jumps:
    """Notices that somebody has set a clock: it went on by another time than has passed."""

    def __init__(
        self, *clocks: Callable[[], int], elapsed: Callable[[], int] = steady_clock.elapsed_ms
    ) -> None:
        self._clocks = clocks
        self._elapsed = elapsed
        self._ahead = self._look()

    def seen(self) -> int | None:
        """Return by how many ms a clock was set since the last look; None: by none of them."""
        ahead = self._look()
        steps = [now - before for now, before in zip(ahead, self._ahead, strict=True)]
        self._ahead = ahead
        widest = max(steps, key=abs)
        return widest if abs(widest) >= A_JUMP else None

    def _look(self) -> list[int]:
        return [clock() - self._elapsed() for clock in self._clocks]


class Clock:
    """troubles: is told when somebody has set the clock of this machine or of the store."""

    def __init__(
        self,
        log: EventLog,
        submit: Submit,
        runtime: Runtime,
        troubles: Troubles,
        jumps: Jumps | None = None,
    ) -> None:
        self._troubles = troubles
        self._jumps = jumps or Jumps(log.now, steady_clock.wall_ms)
        self._jumped_at: int | None = None
        self._log = log
        self._submit = submit
        self._runtime = runtime
        self._alarms: dict[str, Alarm] = {}
        self._wake = threading.Event()
        self._loop = Loop(runtime, self._once)

    def start(self) -> None:
        self._loop.start()

    def stop(self) -> None:
        self._loop.stop(self._wake)

    def look(self, cafe: Cafe) -> None:
        """Set or clear the alarm of a café that was found or has moved."""
        alarm = alarm_of(cafe)
        known = self._alarms.get(cafe.id)
        if alarm is None:
            self._alarms.pop(cafe.id, None)
        elif known is None or known.revision != alarm.revision:
            self._alarms[cafe.id] = alarm
            self._wake.set()

    def ring(self) -> float:
        """End what is over; return the seconds until there is something to do again."""
        now = self._log.now()
        for cafe, alarm in list(self._alarms.items()):
            if alarm.try_at <= now:
                # Stays set until the café has moved: an end that got lost is tried again.
                later = Alarm(alarm.step, alarm.ends_at, alarm.revision, now + PATIENCE)
                self._alarms[cafe] = later
                self._runtime.spawn(self.end, cafe, alarm)
        soonest = min((a.try_at for a in list(self._alarms.values())), default=now + 60_000)
        return min(LONGEST_NAP, max(0.0, (soonest - now) / 1000))

    def end(self, cafe: str, alarm: Alarm) -> None:
        """Ask for the end of a step, unless somebody has moved, paused or ended it meanwhile."""
        cid = f"end:{alarm.step}:{alarm.revision}"
        asking = Asking("system", cid, 0, frozenset({"system"}))
        command, still = EndStep(step=alarm.step), lambda now: _is_set(now, alarm)
        answer = self._submit(cafe, command, asking, still)
        if answer == Refused("no-such-cafe"):
            self._alarms.pop(cafe, None)  # its list is gone; whoever puts it back is looked at anew
        elif isinstance(answer, Refused) and answer.code == "too-early":
            # Our clock is ahead of the store's: come back when it has caught up.
            behind = alarm.ends_at - answer.params[0]
            again = Alarm(alarm.step, alarm.ends_at, alarm.revision, self._log.now() + behind)
            if cafe in self._alarms and self._alarms[cafe].revision == alarm.revision:
                self._alarms[cafe] = again
                self._wake.set()

    def watch_for_jumps(self) -> None:
        """See whether a clock was set, and say so for a while."""
        now = steady_clock.elapsed_ms()
        if (jump := self._jumps.seen()) is not None:
            log.warning("a clock was set by %d ms", jump)
            self._jumped_at = now
            self._troubles.begin("clock-jumped", round(jump / 1000))
        elif self._jumped_at is not None and now - self._jumped_at > JUMP_SHOWN:
            self._jumped_at = None
            self._troubles.over("clock-jumped")

    def _once(self) -> None:
        self.watch_for_jumps()
        self._wake.wait(self.ring())
        self._wake.clear()


def alarm_of(cafe: Cafe) -> Alarm | None:
    """Return the alarm a café needs; None if nothing runs, or it is paused or closed."""
    running = cafe.clock
    if running.step is None or running.ends_at is None or cafe.closed_at is not None:
        return None
    revision = cafe.revisions.get("timer", 0)
    return Alarm(running.step, running.ends_at, revision, try_at=running.ends_at)


def _is_set(cafe: Cafe, alarm: Alarm) -> bool:
    now = alarm_of(cafe)
    return now is not None and now.revision == alarm.revision

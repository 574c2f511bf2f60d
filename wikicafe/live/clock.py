"""Ends steps when their time is over: once, never early, even after the machine has slept.

It keeps no time of its own: each café says until when its step runs, the log's clock says what time
it is, and the append refuses what comes too early. So several of these may run at once.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from wikicafe.cafe.messages import Asking, Refused
from wikicafe.cafe.state import Cafe
from wikicafe.cafe.steps import EndStep
from wikicafe.eventlog.contract import EventLog
from wikicafe.live.runtime import Loop, Runtime
from wikicafe.live.submit import Submit

LONGEST_NAP = 1.0  # seconds; a laptop that slept through the end notices within this
PATIENCE = 250  # ms until a step that could not be ended is tried again


@dataclass(frozen=True, slots=True)
class Alarm:
    """revision: of the register "timer"; when it has moved on, this alarm means nothing."""

    step: str
    ends_at: int
    revision: int
    try_at: int


class Clock:
    def __init__(self, log: EventLog, submit: Submit, runtime: Runtime) -> None:
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
        if isinstance(answer, Refused) and answer.code == "too-early":
            # Our clock is ahead of the store's: come back when it has caught up.
            behind = alarm.ends_at - answer.params[0]
            again = Alarm(alarm.step, alarm.ends_at, alarm.revision, self._log.now() + behind)
            if cafe in self._alarms and self._alarms[cafe].revision == alarm.revision:
                self._alarms[cafe] = again
                self._wake.set()

    def _once(self) -> None:
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

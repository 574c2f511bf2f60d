"""Erasing for good: what the cafés' events say shall be gone is overwritten in the log, within seconds.

And the job that says so of the personal part, when the time is over for which names may be kept.
"""

from __future__ import annotations

import logging
import threading

from wikicafe.cafe import codec
from wikicafe.cafe.messages import Asking, Refused
from wikicafe.cafe.privacy import ErasePersonalPart, erasure_due_at, places_to_erase
from wikicafe.cafe.state import Cafe
from wikicafe.eventlog.contract import EventLog, Record, whole_list
from wikicafe.live.commit import Writer
from wikicafe.live.runtime import Loop, Runtime
from wikicafe.live.submit import Submit

LOOK_EVERY_S = 20.0  # also after which what could not be erased is tried again
BREATH = 500  # records read before others have a turn

log = logging.getLogger(__name__)


class Retention:
    """Needs to see every café once (`look`) to know when its names are due.

    After a crash in the middle all is looked through again: erasing twice is erasing once.
    """

    def __init__(self, events: EventLog, submit: Submit, writer: Writer, runtime: Runtime) -> None:
        self._log = events
        self._submit = submit
        self._writer = writer
        self._runtime = runtime
        self._due: dict[str, int] = {}
        self._wanted: dict[str, int] = {}  # café → its last event that has texts erased
        self._done: dict[str, int] = {}
        self._begun: dict[str, set[int]] = {}  # café → places of which a trace may be left
        self._wake = threading.Event()
        self._loop = Loop(runtime, self._once)

    def start(self) -> None:
        self._loop.start()

    def stop(self) -> None:
        self._loop.stop(self._wake)

    def found(self, cafe: Cafe) -> None:
        """Look at a café that was just folded: what was erased in another log is not erased here."""
        self._done.pop(cafe.id, None)
        self.look(cafe)

    def look(self, cafe: Cafe) -> None:
        """Note what a café wants erased, now or one day."""
        due = erasure_due_at(cafe)
        if due is None:
            self._due.pop(cafe.id, None)
        else:
            self._due[cafe.id] = due
        if cafe.erased_seq != self._done.get(cafe.id, 0):
            self._wanted[cafe.id] = cafe.erased_seq
            self._wake.set()

    def sweep(self) -> None:
        """Ask for what is due, erase what is wanted."""
        now = self._log.now()
        for cafe in [cafe for cafe, due in self._due.items() if due <= now]:
            due = self._due.pop(cafe)
            asking = Asking("system", f"retention:{due}", 0, frozenset({"system"}))
            answer = self._submit(cafe, ErasePersonalPart(), asking)
            if isinstance(answer, Refused) and answer.code != "no-such-cafe":
                self._due.setdefault(cafe, due)  # the log is away or full: at the next look
        for cafe, seq in list(self._wanted.items()):
            try:
                self._erase(cafe)
            except OSError as fault:
                log.warning("texts of a café could not be erased yet: %s", fault)
                continue
            self._done[cafe] = seq
            if self._wanted.get(cafe) == seq:
                del self._wanted[cafe]

    def _erase(self, cafe: str) -> None:
        records: list[Record] = []
        for record in whole_list(self._log, cafe):
            records.append(record)
            if len(records) % BREATH == 0:
                self._runtime.sleep(0)
        # What was cut off in the middle has no text any more and yet is asked again: the old one may
        # still be in a file beside.
        begun = self._begun.setdefault(cafe, set())
        begun.update(self._runtime.outside(places, records))
        for seq in sorted(begun):
            self._writer.alone(self._log.erase_body, cafe, seq)
        self._begun.pop(cafe, None)

    def _once(self) -> None:
        self._wake.wait(LOOK_EVERY_S)
        self._wake.clear()
        self.sweep()


def places(records: list[Record]) -> list[int]:
    """Return where there is still a text that shall be gone."""
    still = {record.seq for record in records if record.body is not None}
    return [seq for seq in places_to_erase(map(codec.happened, records)) if seq in still]

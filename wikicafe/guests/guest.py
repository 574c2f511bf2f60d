"""One simulated person with a phone: comes in, follows what is told, writes, drops off and returns.

What to do when is decided by `replaying` and `rehearsing`.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Callable
from random import Random
from typing import Any

from wikicafe.guests.diary import Diary
from wikicafe.guests.door import Credential, Door, Profile, TurnedAway, Unreachable
from wikicafe.guests.memory import Memory
from wikicafe.guests.outbox import Outbox, Sending
from wikicafe.guests.screen import Screen
from wikicafe.guests.timepiece import BETWEEN_SAMPLES, Timepiece
from wikicafe.guests.wire import Silence, Wire

WIDEST_JITTER = 0.3  # seconds; a hall asks for its views spread over this
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0  # seconds until the next attempt to connect or to send
CONNECT_TRIES = 40


class Guest:
    """Lives in the thread of the own diary; other threads use `diary.put(guest.…)` and read figures.

    name: for reports. way_in: what opens the door, see Door.join. secret: makes the person's id.
    """

    def __init__(
        self, name: str, door: Door, way_in: dict[str, str], who: Profile, secret: str
    ) -> None:
        self.name = name
        self.who = who
        self.diary = Diary(name)
        self.screen = Screen()
        self.outbox = Outbox()
        self.chance = Random(f"{secret} {name}")
        self.on_change: Callable[[], None] = lambda: None  # called in the own thread
        self.arrived = threading.Event()  # the first view came, or the door stayed closed
        self.turned_away: str | None = None
        self.is_live = False
        self.wants_in = False  # whether the phone shall be connected
        self.has_left = False
        self.memory = Memory()
        self.timepiece = Timepiece()
        self.acts_left = 0  # of a script that others wrote into the diary
        self._door, self._way_in, self._secret = door, way_in, secret
        self._credential: Credential | None = None
        self._wire: Wire | None = None
        self._pause = FIRST_PAUSE
        self._asks_again = False
        self._flushes_again = False

    # ---- what a script asks for, in the own thread

    def arrive(self) -> None:
        """Join and connect. Coming again after leaving is coming back."""
        if self._credential is not None:
            if self.has_left:
                self.has_left = False
                self.put("return-to-cafe", {})
            self.come_back()
            return
        try:
            self._credential = self._door.join(self._way_in, self.who, self._secret)
        except (TurnedAway, Unreachable) as no:
            self._turn_away(str(no.args[0]))
            return
        self.memory.joined_at = time.monotonic()
        cafe, token = self._credential.cafe, self._credential.token
        self._wire = Wire(self._door.url, cafe, token, self._hear)
        self.wants_in = True
        self._connect(CONNECT_TRIES)

    def write(self, step: str, text: str, lang: str, kind: str | None = None) -> str:
        """Write a note for the sheet of that step; it goes when it can. Returns the note's id."""
        note = {"step": step, "text": text, "lang": lang, "table": self.screen.seat(step)}
        return self.put("write-note", {**note, "kind": kind})

    def put(self, name: str, payload: dict[str, Any]) -> str:
        """Ask for something through the outbox; returns its cid."""
        # Never from the seed: a second rehearsal in the same café would repeat the first one's
        # cids, and everything would be answered as written already.
        cid = secrets.token_hex(12)
        self.outbox.put(cid, name, {k: v for k, v in payload.items() if v is not None})
        self._flush()
        return cid

    def leave(self) -> None:
        """Say goodbye after everything written has been sent, and put the phone away."""
        if self._credential is None:
            return
        self.put("leave-cafe", {})
        self.has_left = True
        if self.outbox.is_empty:
            self.close()

    def drop(self) -> None:
        """Lose the network."""
        self.wants_in = self.is_live = False
        if self._wire is not None:
            self._wire.drop()

    def come_back(self) -> None:
        """Find the network again."""
        if self._wire is None or self.is_live:
            return
        self.wants_in = True
        self._connect(CONNECT_TRIES)

    def close(self) -> None:
        self.wants_in = self.is_live = False
        if self._wire is not None:
            self._wire.close()

    # ---- what a phone does by itself

    def _connect(self, tries: int) -> None:
        assert self._wire is not None
        if not self.wants_in or self.is_live:
            return
        try:
            self._wire.connect()
            self._hello()
        except TurnedAway as no:
            self._turn_away(no.code)
        except (Unreachable, Silence) as none:
            if tries <= 1:
                self._turn_away(str(none) or "silence")
            else:
                self.diary.after(self._next_pause(), lambda: self._connect(tries - 1))

    def _hello(self) -> None:
        assert self._wire is not None
        self._asks_again = False
        position = self.screen.view.get("position")
        have = {"have": position} if position else {}
        answer = self._wire.say("hello", {"screen": "participant", **have})
        if "refused" in answer:
            raise TurnedAway(answer["refused"]["code"])
        if self.screen.view and not self.is_live:
            self.memory.reconnects += 1
        self.is_live = True
        self._pause = FIRST_PAUSE
        first = not self.screen.view
        self.screen.arrive(answer["view"])
        if first:
            self.memory.came_into = self.screen.seated_step
            self.timepiece.guess(answer["view"]["now"])
            self.diary.after(BETWEEN_SAMPLES, self._sample)
        self._changed()
        self.arrived.set()

    def _hear(self, kind: str, message: Any) -> None:
        """Called by the reading thread: put it on the desk."""
        if kind == "told":
            self.diary.put(lambda: self._told(message))
        elif kind == "gone":
            self.diary.put(self._gone)

    def _told(self, message: dict[str, Any]) -> None:
        outcome = self.screen.tell(message)
        self.memory.gaps += outcome == "gap"
        if outcome in ("gap", "anew"):
            self._anew()
        if outcome != "old":
            self._changed()

    def _gone(self) -> None:
        self.is_live = False
        if self.wants_in:
            self.diary.after(self._next_pause(), lambda: self._connect(CONNECT_TRIES))

    def _anew(self) -> None:
        if not self._asks_again:
            self._asks_again = True
            self.diary.after(self.chance.random() * WIDEST_JITTER, self._ask_again)

    def _ask_again(self) -> None:
        if not self.is_live:
            self._asks_again = False
            return
        try:
            self._hello()
        except Silence:
            self._anew()
        except TurnedAway as no:
            self._turn_away(no.code)

    def _changed(self) -> None:
        """Remember what a report asks for later, and see whether something waited for this."""
        if not self.has_left:
            self.memory.keep(self.screen)
        self._flush()
        self.on_change()

    def _flush(self) -> None:
        while self.is_live and (batch := self.outbox.batch(self._may_go)):
            assert self._wire is not None
            answers: Any = []
            with contextlib.suppress(Silence):
                answers = self._wire.say("commands", [one.as_command() for one in batch])
            if not self.outbox.settle(batch, answers):
                self._flush_later()
                return
        if self.has_left and self.outbox.is_empty:
            self.close()

    def _flush_later(self) -> None:
        if not self._flushes_again:
            self._flushes_again = True
            self.diary.after(self._next_pause(), self._flush_again)

    def _flush_again(self) -> None:
        self._flushes_again = False
        self._flush()

    def _may_go(self, sending: Sending) -> bool:
        """Nobody writes on a sheet that does not lie there yet."""
        if sending.name != "write-note":
            return True
        step = sending.payload["step"]
        return self.screen.has_begun(step) and self.screen.seat(step) is not None

    def _sample(self) -> None:
        if not self.is_live or self._wire is None:
            return
        with contextlib.suppress(Silence):
            self.timepiece.sample(self._wire.say)
        if self.timepiece.samples_left:
            self.diary.after(BETWEEN_SAMPLES * (0.5 + self.chance.random()), self._sample)

    def _turn_away(self, why: str) -> None:
        self.turned_away = why
        self.close()
        self.arrived.set()

    def _next_pause(self) -> float:
        pause = self._pause * (0.3 + 1.4 * self.chance.random())
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        return pause

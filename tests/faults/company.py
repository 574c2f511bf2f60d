"""A company of simulated people in one café, who write without pause while faults are injected.

They are the guests of `wikicafe.guests`, real clients of our protocol; everything they were told and
showed is kept for the oracles.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

from tests.faults.oracles import Acknowledged, Seen
from wikicafe.guests import guest as guests
from wikicafe.guests.cast import cast
from wikicafe.guests.door import Door, TurnedAway, Unreachable
from wikicafe.guests.facilitator import Facilitator
from wikicafe.guests.guest import Guest
from wikicafe.guests.screen import Screen

# What the screen of a guest keeps true by itself between two hellos.
KEPT_TRUE = ("notes", "clock", "steps")
LOOKED_AT = 0.05  # part of what is told after which a screen is compared
MOST_WAITING = 40  # notes on a phone without a connection; then its owner stops writing
LONGEST_PAUSE = 1.0  # seconds between two attempts; a person's phone waits up to 8
SETTLES_WITHIN = float(os.environ.get("FAULTS_PATIENCE", "120"))  # seconds of two busy cores


def design_of(rounds: int = 1, length_s: int = 7200) -> dict[str, Any]:
    """A café of long rounds about one question each."""
    steps = [
        {"id": f"s{n}", "kind": "round", "question": f"Q{n}", "length_s": length_s}
        for n in range(1, rounds + 1)
    ]
    questions = [{"id": f"Q{n}", "text": f"Question {n}?"} for n in range(1, rounds + 1)]
    return {"title": "Faults", "languages": ["en"], "questions": questions, "agenda": steps}


class Watched(Screen):
    """A screen that keeps what it showed. forgetful: the control, which trusts every message."""

    def __init__(self, chance: Random, forgetful: bool = False) -> None:
        super().__init__()
        self.seen: list[Seen] = []
        self._chance = chance
        self._forgetful = forgetful
        self._is_stale = False

    def arrive(self, view: dict[str, Any]) -> None:
        super().arrive(view)
        self._is_stale = False
        self._keep(view["position"]["seq"], None)

    def tell(self, told: dict[str, Any]) -> str:
        if self._forgetful:
            told = {**told, "follows": 0}
        outcome = super().tell(told)
        self._is_stale |= outcome in ("anew", "gap")
        if outcome == "applied" and not self._is_stale and self._chance.random() < LOOKED_AT:
            self._keep(told["seq"], KEPT_TRUE)
        return outcome

    def _keep(self, seq: int, parts: tuple[str, ...] | None) -> None:
        me = self.view.get("me", {}).get("id")
        shown = self.view if parts is None else {part: self.view[part] for part in parts}
        self.seen.append(Seen("participant", me, seq, deepcopy(shown), parts))


class Company:
    """A facilitator and guests in a café of their own on one server, or behind one proxy."""

    def __init__(
        self,
        url: str,
        key: str,
        people: int = 12,
        seed: int = 1,
        *,
        rounds: int = 1,
        forgetful: bool = False,
        phones_url: str | None = None,
        begin: bool = True,
        grows: bool = True,
    ) -> None:
        """phones_url: where the phones go, if not where the facilitator goes. begin: the first round.

        grows: False if everybody goes on amending one note.
        """
        self._begin = begin
        self._grows = grows
        self._chance = Random(f"company {seed}")
        self.facilitator = Facilitator(Door(url), key, design_of(rounds), "Fatima")
        self.cafe = self.facilitator.credential.cafe
        self.panel_seen: list[Seen] = []
        door = Door(phones_url or url)
        way_in = {"code": self.facilitator.code}
        self.guests = [
            Guest(f"{n} {who.name}", door, way_in, who, _secret(seed, n))
            for n, who in enumerate(cast(people, seed), 1)
        ]
        for guest in self.guests:
            guest.screen = Watched(Random(guest.name), forgetful)
        self._writes = True

    def come(self) -> Company:
        """Everybody joins, is seated, and the first round begins."""
        guests.LONGEST_PAUSE = LONGEST_PAUSE
        for guest in self.guests:
            guest.diary.begin()
            guest.diary.put(guest.arrive)
        for guest in self.guests:
            assert guest.arrived.wait(SETTLES_WITHIN) and guest.turned_away is None, (
                guest.turned_away
            )
        self.facilitator.seat_everybody()
        if self._begin:
            self.ask("begin-step", {"step": "s1"})
        return self

    def chatter(self, every: float = 0.25) -> None:
        """Let everybody write, amend and withdraw on and on, about once in so many seconds."""
        for guest in self.guests:
            guest.diary.put(lambda guest=guest: self._chat(guest, every))

    def hush(self) -> None:
        self._writes = False

    def _chat(self, guest: Guest, every: float) -> None:
        if not self._writes:
            return
        step = guest.screen.seated_step
        waiting = len(guest.outbox._waiting)
        if step is not None and guest.screen.seat(step) is not None and waiting < MOST_WAITING:
            self._say_something(guest, step)
        guest.diary.after(every * (0.5 + guest.chance.random()), lambda: self._chat(guest, every))

    def _say_something(self, guest: Guest, step: str) -> None:
        looked_at = guest.outbox.sent[-30:] if self._grows else guest.outbox.sent[:1]
        mine = [one.cid for one in looked_at if one.name == "write-note"]
        if mine and not self._grows:
            words = f"thought {guest.chance.random()}"
            guest.put("amend-note", {"note": mine[0], "text": words, "lang": "en"})
            return
        dice, words = guest.chance.random(), f"thought {guest.chance.random()} of {guest.name}"
        if dice < 0.5 or not mine:
            guest.write(step, words, "en", "insight")
        elif dice < 0.75:
            guest.put(
                "amend-note", {"note": guest.chance.choice(mine), "text": words, "lang": "en"}
            )
        else:
            guest.put("withdraw-note", {"note": mine[0]})

    def ask(self, name: str, payload: dict[str, Any] | None = None) -> None:
        """Let the facilitator ask for something."""
        self.facilitator.ask(name, payload)

    def look(self) -> dict[str, Any]:
        """Look at the panel, and keep what it shows for the oracles."""
        view = self.facilitator.look()
        me = self.facilitator.credential.person
        self.panel_seen.append(Seen("panel", me, view["position"]["seq"], deepcopy(view)))
        return view

    @property
    def count(self) -> int:
        """How many commands of the phones got a verdict so far."""
        return sum(len(g.outbox.sent) - len(g.outbox._waiting) for g in self.guests)

    def said(self) -> list[Acknowledged]:
        return list(self._accepted())

    def _accepted(self) -> Iterator[Acknowledged]:
        for guest in self.guests:
            person = guest._credential.person if guest._credential else ""
            for one in list(guest.outbox.sent):
                if one.accepted is not None and one.name in ALWAYS_WRITTEN:
                    yield Acknowledged(person, one.cid, one.accepted)

    def seen(self) -> list[Seen]:
        showed = [one for guest in self.guests for one in guest.screen.seen]  # type: ignore[attr-defined]
        return [*self.panel_seen, *showed]

    @property
    def unsent(self) -> int:
        return sum(len(guest.outbox._waiting) for guest in self.guests)

    def refused(self) -> dict[str, int]:
        """Verdicts against what was written, by their code."""
        codes = [one.refused for guest in self.guests for one in guest.outbox.sent if one.refused]
        return {code: codes.count(code) for code in sorted(set(codes))}

    def state(self) -> list[tuple[str, bool, str | None, int]]:
        """Say of each guest: the name, whether live, why turned away, what waits."""
        return [
            (guest.name, guest.is_live, guest.turned_away, len(guest.outbox._waiting))
            for guest in self.guests
        ]

    def settle(self) -> None:
        """Write no more, and wait until everything written was acknowledged."""
        self.hush()
        wait_until(lambda: all(g.is_live for g in self.guests) and not self.unsent)

    def go(self) -> None:
        """Put all phones away."""
        self.hush()
        for guest in self.guests:
            guest.diary.put(guest.close)
            guest.diary.end()
        for guest in self.guests:
            guest.diary.join(10)
        self.facilitator.close()


# A withdrawal of what is withdrawn already is accepted and writes nothing.
ALWAYS_WRITTEN = frozenset({"write-note", "amend-note"})


def wait_until(true: Callable[[], Any], seconds: float = SETTLES_WITHIN) -> bool:
    """Wait for a condition; return whether it came to hold in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def patiently(ask: Callable[[], Any], seconds: float = SETTLES_WITHIN) -> Any:
    """Ask again until somebody answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except (Unreachable, TurnedAway):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _secret(seed: int, number: int) -> str:
    digest = hashlib.sha256(f"faults {seed} {number}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()

"""What a simulated person does of their own accord: writing, amending, voting, dropping off, leaving."""

from __future__ import annotations

import time
from random import Random

from wikicafe.guests.diary import Work
from wikicafe.guests.guest import Guest
from wikicafe.guests.phrase_book import phrase_book

JOINING = 60.0  # seconds in which everybody comes who is not late
LATE = 0.08  # part of the people, and when they come
LATE_FROM, LATE_TILL = 90.0, 420.0
DROPS = 0.15  # part of the people who lose the network once in each step they sit in
OFFLINE_FROM, OFFLINE_TILL = 5.0, 60.0  # seconds
LEAVES = 0.01  # part of the people who go home in each step
AMENDS, WITHDRAWS = 0.08, 0.02  # part of the notes
THINKS_AGAIN = 20.0  # seconds until one amends at the latest
NOTES = (0, 1, 1, 2, 2, 3, 4)  # how many somebody writes in one step, each as likely
WITHOUT_KIND = 0.3  # part of the notes
WRITES_TILL = 0.9  # of what is left of a step
VOTES_WITHIN = 20.0  # seconds


class Habits:
    """Of one guest.

    speed: how many times faster than people they come, write and vote. cafe_speed: how many times
    faster than planned the café's own steps run.
    """

    def __init__(self, guest: Guest, speed: float, cafe_speed: float, seed: int) -> None:
        self._guest = guest
        self._speed = speed
        self._cafe_speed = cafe_speed
        self._seed = seed
        self._chance = Random(f"habits {seed} {guest.name}")
        self._phrases = list(phrase_book()[guest.who.language].notes)
        self._chance.shuffle(self._phrases)
        self._known_step: str | None = None
        self._known_poll: str | None = None
        self._written = 0
        self.drops = 0
        guest.on_change = self._look

    def begin(self) -> None:
        """Come in some time within the first minute, or late."""
        late = self._chance.random() < LATE
        wait = (
            self._chance.uniform(LATE_FROM, LATE_TILL) if late else self._chance.random() * JOINING
        )
        self._guest.diary.after(wait / self._speed, self._guest.arrive)
        self._guest.diary.begin()

    def _look(self) -> None:
        """See whether a step began at which one sits, or a vote."""
        step = self._guest.screen.seated_step
        if step is not None and step != self._known_step and self._guest.screen.seat(step):
            self._known_step = step
            self._plan(step)
        vote = self._guest.screen.view.get("vote")
        if vote and vote["open"] and vote["poll"] != self._known_poll:
            self._known_poll = vote["poll"]
            self._soon(self._chance.random() * VOTES_WITHIN, self._vote)

    def _plan(self, step: str) -> None:
        """Decide everything one does in this step, so that the seed and nothing else decides."""
        chance = Random(f"{self._seed} {self._guest.name} {step}")
        seconds = self._seconds_left() * self._cafe_speed * WRITES_TILL
        for _ in range(chance.choice(NOTES)):
            self._soon(chance.random() * seconds, self._note(step, chance))
        if chance.random() < DROPS:
            offline = chance.uniform(OFFLINE_FROM, OFFLINE_TILL)
            self._soon(chance.random() * seconds, lambda: self._drop(offline))
        if chance.random() < LEAVES:
            self._soon(chance.random() * seconds, self._guest.leave)

    def _note(self, step: str, chance: Random) -> Work:
        """Return the writing of one note, and what becomes of it when one thinks again."""
        kind, text = self._phrases[self._written % len(self._phrases)]
        self._written += 1
        language = self._guest.who.language
        shown = None if chance.random() < WITHOUT_KIND else kind
        better = {"text": self._longer(kind, text, chance), "lang": language, "kind": shown}
        fate, later = chance.random(), chance.random() * THINKS_AGAIN

        def write() -> None:
            if self._guest.has_left:
                return
            note = self._guest.write(step, text, language, shown)
            if fate < AMENDS:
                self._soon(later, lambda: self._guest.put("amend-note", {"note": note, **better}))
            elif fate < AMENDS + WITHDRAWS:
                self._soon(later, lambda: self._guest.put("withdraw-note", {"note": note}))

        return write

    def _longer(self, kind: str, text: str, chance: Random) -> str:
        same = [other for k, other in self._phrases if k == kind and other != text]
        return f"{text} {chance.choice(same)}" if same else text

    def _vote(self) -> None:
        vote = self._guest.screen.view.get("vote")
        if not vote or not vote["open"] or self._guest.has_left:
            return
        options = [option["finding"] for option in vote["options"]]
        chance = Random(f"{self._seed} {self._guest.name} {len(options)}")
        choices = chance.sample(options, min(len(options), vote["dots"]))
        self._guest.put("cast-vote", {"poll": vote["poll"], "choices": choices})

    def _drop(self, offline: float) -> None:
        if not self._guest.has_left:
            self.drops += 1
            self._guest.drop()
            self._soon(offline, self._guest.come_back)

    def _soon(self, seconds: float, work: Work) -> None:
        """Do it after so many seconds of a person's time."""
        self._guest.diary.after(seconds / self._speed, work)

    def _seconds_left(self) -> float:
        """What is left of the running step, by the phone's idea of the server's clock."""
        clock = self._guest.screen.view["clock"]
        if clock["ends_at"] is None:
            return float(clock["left_ms"] or 0) / 1000
        now = time.time() * 1000 + (self._guest.timepiece.offset or 0)
        return max(0.0, (float(clock["ends_at"]) - now) / 1000)

"""The simulated people of one café, all together: they come, stay, and are counted at the end."""

from __future__ import annotations

import base64
import hashlib
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass

from wikicafe.guests.cast import cast
from wikicafe.guests.door import Door
from wikicafe.guests.guest import Guest
from wikicafe.guests.habits import Habits

GLANCE = 0.2  # seconds
REMOVED = "not-allowed"  # what the café says to somebody it no longer knows
PATIENCE = 15.0  # seconds for the last notes to arrive


@dataclass(frozen=True, slots=True)
class Summary:
    """What happened. Every count is of what the server acknowledged."""

    people: int
    turned_away: dict[str, int]
    notes: int
    languages: int
    scripts: int
    amended: int
    withdrawn: int
    votes: int
    dropped_off: int
    came_back: int
    left: int
    refused: dict[str, int]
    unsent: int
    slowest_ack_ms: float | None


class Crowd:
    """The simulated people of one café."""

    def __init__(
        self,
        door: Door,
        way_in: dict[str, str],
        people: int,
        seed: int,
        speed: float,
        cafe_speed: float = 1.0,
    ) -> None:
        """way_in: {"rehearsal": "<café>.<key>"}. The same seed makes the same people. See Habits."""
        self.guests = [
            Guest(f"{number} {who.name}", door, way_in, who, _secret(seed, number))
            for number, who in enumerate(cast(people, seed), 1)
        ]
        self._habits = [Habits(guest, speed, cafe_speed, seed) for guest in self.guests]

    def begin(self) -> None:
        for habits in self._habits:
            habits.begin()

    @property
    def here(self) -> int:
        return sum(guest.is_live for guest in self.guests)

    @property
    def is_over(self) -> bool:
        """Whether the café is closed, none of them is to stay, or simulated people were removed.

        Who is still to come must not come then.
        """
        if any(guest.turned_away == REMOVED for guest in self.guests):
            return True
        return all(
            guest.turned_away is not None
            or guest.has_left
            or guest.screen.view.get("cafe", {}).get("closed", False)
            for guest in self.guests
        )

    def settle(self) -> None:
        """Wait a little until everything written has arrived."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if all(guest.outbox.is_empty or not guest.is_live for guest in self.guests):
                return
            time.sleep(GLANCE)

    def go(self) -> None:
        """Put all phones away."""
        for guest in self.guests:
            guest.diary.put(guest.close)
            guest.diary.end()
        for guest in self.guests:
            guest.diary.join(PATIENCE)

    def summary(self) -> Summary:
        sent = [one for guest in self.guests for one in guest.outbox.sent]
        accepted = [one for one in sent if one.accepted is not None]
        done = Counter(one.name for one in accepted)
        notes = [one.payload for one in accepted if one.name == "write-note"]
        turned_away = [g.turned_away for g in self.guests if g.turned_away is not None]
        took = [ms for one in accepted if (ms := one.took_ms) is not None]
        return Summary(
            people=sum(bool(guest.screen.view) for guest in self.guests),
            turned_away=dict(Counter(turned_away)),
            notes=len(notes),
            languages=len({note["lang"] for note in notes}),
            scripts=len({script(note["text"]) for note in notes}),
            amended=done["amend-note"],
            withdrawn=done["withdraw-note"],
            votes=done["cast-vote"],
            dropped_off=sum(habits.drops for habits in self._habits),
            came_back=sum(guest.memory.reconnects for guest in self.guests),
            left=sum(guest.has_left for guest in self.guests),
            refused=dict(Counter(one.refused for one in sent if one.refused is not None)),
            unsent=sum(not one.is_settled for one in sent),
            slowest_ack_ms=round(max(took), 1) if took else None,
        )


def script(text: str) -> str:
    """Name the script of a text by its first letter: LATIN, ARABIC, CJK …"""
    letters = (unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha())
    return next(letters, "")


def _secret(seed: int, number: int) -> str:
    digest = hashlib.sha256(f"rehearsal {seed} {number}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()

"""The simulated facilitator: opens a café, seats, steers the agenda, publishes and takes the outcome away."""

from __future__ import annotations

import secrets
import time
from typing import Any

from wikicafe.guests.door import Door, TurnedAway, Unreachable
from wikicafe.guests.screen import View
from wikicafe.guests.wire import Silence, Wire

TRIES = 4  # for one question; the same cid is answered the same way
PAUSE = 1.0  # seconds between them


class Facilitator:
    """Sits before the panel. One thread uses it; what is told in between is not needed here."""

    def __init__(self, door: Door, key: str, design: dict[str, Any], name: str) -> None:
        """Open a café. key: the house's, out of the facilitator's link."""
        self._door = door
        self.credential, self.code = door.open_cafe(key, design, name)
        cafe, token = self.credential.cafe, self.credential.token
        self._wire = Wire(door.url, cafe, token, lambda kind, message: None)
        self.links: dict[str, str] = self.look().get("links", {})

    @property
    def late_key(self) -> str:
        """What the late link carries: "<café>.<key>"."""
        return self.links.get("late_url", "").partition("#late=")[2]

    def look(self) -> View:
        """Return the panel's view of this moment."""
        answer = self._say("hello", {"screen": "panel"})
        if "refused" in answer:
            raise TurnedAway(answer["refused"]["code"])
        view: View = answer["view"]
        return view

    def ask(self, name: str, payload: dict[str, Any] | None = None) -> str:
        """Ask for one command; return its cid. Raises TurnedAway with the refusal."""
        cid = secrets.token_hex(12)
        answer = self._say("command", {"cid": cid, "name": name, "payload": payload or {}})
        if "refused" in answer:
            raise TurnedAway(answer["refused"]["code"], answer["refused"].get("params"))
        return cid

    def seat_everybody(self) -> dict[str, Any]:
        return self._door.seat_everybody(self.credential)

    def download(self, form: str) -> bytes:
        return self._door.download(self.credential, form)

    def close(self) -> None:
        self._wire.close()

    def _say(self, event: str, message: dict[str, Any]) -> dict[str, Any]:
        for attempt in range(1, TRIES + 1):
            try:
                if not self._wire.is_connected:
                    self._connect()
                return self._unhurried(event, message)
            except (Silence, Unreachable) as none:
                if attempt == TRIES:
                    raise Unreachable(f"The server at {self._door.url} went silent.") from none
                time.sleep(PAUSE * attempt)
        raise AssertionError("the last try returns or raises")

    def _unhurried(self, event: str, message: dict[str, Any]) -> dict[str, Any]:
        """Say it, and again after the time the server asks those to wait who ask too fast."""
        while True:
            answer: dict[str, Any] = self._wire.say(event, message)
            refused = answer.get("refused", {})
            if refused.get("code") != "busy":
                return answer
            time.sleep(next(iter(refused.get("params", [])), PAUSE))

    def _connect(self) -> None:
        """A new connection hears nothing until it has said hello."""
        self._wire.connect()
        self._wire.say("hello", {"screen": "panel"})

"""Cafés made over the API, with people at real sockets; a browser can be handed who somebody is."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.cafe_server import CafeServer
from wikicafe.guests.door import Credential, Door, Profile
from wikicafe.guests.facilitator import Facilitator
from wikicafe.guests.wire import Wire

DESIGN: dict[str, Any] = {
    "title": "Sharing what we know, across languages and regions",
    "purpose": "To hear from everybody what stands in the way, and to choose what we do first.",
    "guiding_question": "How can everybody share in what we know together?",
    "readings": [{"title": "Knowledge equity", "url": "https://example.org/reading"}],
    "languages": ["en", "ar"],
    "questions": [
        {"id": "Q1", "text": "What stands in the way?", "lang": "en"},
        {"id": "Q2", "text": "ماذا نفعل أولاً؟", "lang": "ar"},
    ],
    "agenda": [
        {"id": "s1", "kind": "plenary", "length_s": 600, "title": "Welcome"},
        {"id": "s2", "kind": "round", "length_s": 2400, "question": "Q1"},
        {"id": "s3", "kind": "round", "length_s": 1200, "question": "Q2"},
        {"id": "s4", "kind": "harvest", "length_s": 1800},
    ],
    "table_size": 3,
    "place": "Stockholm",
    "friendly_space_url": "https://example.org/friendly",
}
GUESTS = (
    *("Ama", "Bo", "شيماء", "Dmitri Alexandrowitsch Wolkenstein-Trostburg"),
    *("Eun-ji", "Farah", "陈静"),
)
SAID = (
    ("Meetings are in English only, and at a time when half of us sleep", "en", "blocker"),
    ("نحتاج إلى من يترجم بسرعة، وإلى وقت أطول", "ar", "solution"),
    ("Wer entscheidet das eigentlich?", "de", "open-question"),
    ("https://example.org/a-very-long-address/without-any-place-to-break-it/anywhere", "en", None),
    ("Start with one page", "en", "next-step"),
    ("People stay where they were thanked", "en", "insight"),
)
Answer = dict[str, Any]


def new_cid() -> str:
    return secrets.token_hex(12)


@dataclass(frozen=True)
class Guest:
    """Somebody who came in, at a socket of their own."""

    name: str
    credential: Credential
    wire: Wire

    def ask(self, command: str, payload: dict[str, Any], cid: str | None = None) -> Answer:
        """Ask for one command and return the answer, a refusal as well."""
        asked = {"cid": cid or new_cid(), "name": command, "payload": payload}
        answer: Answer = self.wire.say("command", asked)
        return answer

    def view(self, screen: str = "participant") -> dict[str, Any]:
        view: dict[str, Any] = self.wire.say("hello", {"screen": screen})["view"]
        return view

    def writes(self, text: str, lang: str = "en", kind: str | None = None, step: str = "s2") -> str:
        """Write a note and return its id; a refusal ends the test."""
        cid = new_cid()
        note = {"step": step, "text": text, "lang": lang, "kind": kind}
        answer = self.ask("write-note", note, cid)
        assert "accepted" in answer, answer
        return cid


class PreparedCafe:
    """A café with its facilitator; `step by step` further by the methods. Close it in the end."""

    def __init__(self, server: CafeServer, **design: Any) -> None:
        self.server = server
        self.door = Door(server.url)
        self.facilitator = Facilitator(self.door, server.facilitator_key, DESIGN | design, "Fatima")
        self.id = self.facilitator.credential.cafe
        self.code = self.facilitator.code
        self.links = self.facilitator.links
        self.guests: list[Guest] = []

    def join(self, *names: str) -> PreparedCafe:
        for name in names:
            who = Profile(name, ("en", "ar"))
            credential = self.door.join({"code": self.code}, who, secrets.token_hex(16))
            wire = Wire(self.server.url, self.id, credential.token, lambda kind, message: None)
            wire.connect()
            self.guests.append(Guest(name, credential, wire))
        return self

    def talk(self) -> PreparedCafe:
        """Seat everybody, begin the first round and let them write."""
        self.facilitator.ask("begin-step", {"step": "s2"})
        for number, (text, lang, kind) in enumerate(SAID):
            self.guests[number % len(self.guests)].writes(text, lang, kind)
        return self

    def harvest(self) -> PreparedCafe:
        """Group notes, mark findings, open the vote, write the statement, publish."""
        ask = self.facilitator.ask
        ask("begin-step", {"step": "s4"})
        notes = [note["id"] for note in self.facilitator.look()["notes"]]
        theme = ask("open-theme", {"title": "Language and time"})
        ask("place-notes", {"notes": notes[:2], "theme": theme})
        blocker = self._mark("blocker", "Our meetings shut people out", notes[:1], theme)
        solution = self._mark("solution", "Interpretation is a budget line", notes[1:2], theme)
        ask("link-solution", {"solution": solution, "blocker": blocker})
        for text in ("Pay the interpreters", "Meet at another hour each month"):
            self._mark("next-step", text, notes[2:4], None)
        self._mark("takeaway", "Thanks keep people here", notes[-1:], None)
        ask("open-vote", {"dots": 1})
        ask("write-statement", {"text": "We pay for interpretation.", "lang": "en"})
        ask("publish-outcome")
        return self

    def _mark(self, kind: str, text: str, notes: list[str], theme: str | None) -> str:
        finding = {"kind": kind, "text": text, "lang": "en", "notes": notes, "theme": theme}
        return self.facilitator.ask("mark-finding", finding)

    def notes(self) -> list[str]:
        """Return the texts of all notes the café has, oldest first."""
        return [note["text"] for note in self.facilitator.look()["notes"]]

    def address(self, screen: str = "") -> str:
        return f"{self.server.url}/cafe/{self.id}{'/' if screen else ''}{screen}"

    def as_facilitator(self) -> dict[str, Any]:
        token = self.facilitator.credential.token
        return browser_of(self.server, self.facilitator.credential, {"facilitator": token})

    def as_guest(self, number: int = 0) -> dict[str, Any]:
        return browser_of(self.server, self.guests[number].credential)

    def hang_up(self, guests: Iterable[Guest] = ()) -> None:
        """Let these guests, or all, put the sockets of this test away: their phones go on."""
        for guest in guests or self.guests:
            guest.wire.close()

    def close(self) -> None:
        self.hang_up()
        self.facilitator.close()


def browser_of(
    server: CafeServer, who: Credential, roles: dict[str, str] | None = None
) -> dict[str, Any]:
    """What the browser of somebody remembers, for `new_context(storage_state=…)`."""
    known = {"token": who.token, "person": who.person, **({"roles": roles} if roles else {})}
    remembered = {"name": f"wikicafe:{who.cafe}", "value": json.dumps(known)}
    cookie = {
        "name": f"wikicafe-{who.cafe}",
        "value": who.token,
        "domain": "127.0.0.1",
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }
    return {
        "cookies": [cookie],
        "origins": [{"origin": server.url, "localStorage": [remembered]}],
    }

"""Cafés on a running server for the browser: made here, brought in by the server's own import."""

from __future__ import annotations

import json
import secrets
import urllib.request
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.cafe_server import CafeServer
from tests.cast import FATIMA, CafeInTests
from tests.outcome.evil import CORPUS
from tests.outcome.small_cafe import empty_cafe, note, small_cafe
from wikicafe.cafe.findings import MarkFinding
from wikicafe.cafe.themes import OpenTheme, PlaceNotes
from wikicafe.outcome import archive

LONGEST_ANSWER = 30  # seconds; rather a failing test than one that waits for ever
ALPHABET = "BCDFHJKMNPQRTVWX3479"
SAYINGS = (
    ("We never find the time to meet outside of work", "en", "blocker"),
    ("Människor vet inte var de ska börja", "sv", "blocker"),
    ("نحتاج إلى من يترجم بسرعة", "ar", "solution"),
    ("Invite one new person each month and stay with them for a while", "en", "next-step"),
    ("Wer entscheidet das eigentlich?", "de", "open-question"),
    ("少しずつ続けることが大切だ", "ja", "insight"),
)


@dataclass(frozen=True)
class Served:
    """A café on a server, and what a browser needs to be its facilitator."""

    url: str
    cafe: str
    token: str
    person: str

    def remember(self, page: Any) -> None:
        """Let the browser know its token, as entering would."""
        page.context.add_init_script(
            f"localStorage.setItem('wikicafe:{self.cafe}', JSON.stringify("
            f"{{token: '{self.token}', person: '{self.person}', roles: {{facilitator: '{self.token}'}}}}))"
        )
        cookie = {"name": f"wikicafe-{self.cafe}", "value": self.token, "url": self.url}
        page.context.add_cookies([cookie])

    def address(self, screen: str) -> str:
        return f"{self.url}/cafe/{self.cafe}/{screen}"


def serve_cafe(server: CafeServer, cafe: CafeInTests) -> Served:
    """Bring the café into the server and enter it as a facilitator."""
    name = "".join(secrets.choice("abcdefgh234567") for _ in range(12))
    code = "".join(secrets.choice(ALPHABET) for _ in range(6))
    lines = []
    for kind, data, body, stamp in cafe.log:
        data = data.replace(b'"KLMNPQ"', f'"{code}"'.encode())
        cid = f"c{stamp.seq}"
        lines.append(archive.Line(stamp.seq, stamp.at, stamp.actor, cid, kind, data, body))
    packed = archive.write({archive.EVENTS: archive.events(name, lines)})
    house = _post(server, "/api/house", {"key": server.facilitator_key})["token"]
    assert _post(server, "/api/cafes/import", packed, house) == {"cafe": name}
    who = {"name": "Fatima", "language": "en", "secret": secrets.token_urlsafe(16)}
    entered = _post(server, f"/api/cafes/{name}/enter", who, house)
    return Served(server.url, name, entered["token"], entered["person"])


def _post(server: CafeServer, path: str, body: Any, token: str = "") -> Any:
    is_zip = isinstance(body, bytes)
    request = urllib.request.Request(
        server.url + path,
        data=body if is_zip else json.dumps(body).encode(),
        headers={
            "Content-Type": "application/zip" if is_zip else "application/json",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        },
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=LONGEST_ANSWER) as answer:
        return json.load(answer)


def fresh_cafe(notes: int = 6) -> CafeInTests:
    """Notes, nothing placed yet."""
    cafe = empty_cafe()
    for number in range(notes):
        text, lang, kind = SAYINGS[number % len(SAYINGS)]
        guest = ("ama", "bo", "chen", "dmitri", "eun-ji", "farah")[number % 6]
        note(cafe, guest, f"{text} ({number + 1})", lang, kind, "s1")
    return cafe


def large_cafe(notes: int = 600, themes: int = 9, chance: int = 1) -> CafeInTests:
    """As many notes as 80 people write, half of them in themes, some findings."""
    cafe, random = fresh_cafe(notes), Random(chance)
    ids = list(cafe.cafe.notes)
    for number in range(themes):
        cafe.do(FATIMA, OpenTheme(f"Theme {number + 1}"), cid=f"theme-{number}")
    for place in ids[: notes // 2]:
        cafe.do(FATIMA, PlaceNotes((place,), f"theme-{random.randrange(themes)}"))
    for number, kind in enumerate(("blocker", "solution", "next-step", "takeaway") * 5):
        resting = tuple(random.sample(ids, 4))
        cafe.do(
            FATIMA, MarkFinding(kind, f"Finding number {number}", resting, "en"), cid=f"f-{number}"
        )
    return cafe


def evil_cafe() -> CafeInTests:
    """Every text of the evil corpus as a note, a theme and a finding."""
    cafe = empty_cafe()
    for number, text in enumerate(CORPUS):
        if any(character.isalnum() for character in text) and "\ud800" not in text:
            cid = note(cafe, "ama", text, "en", None, "s1")
            cafe.do(FATIMA, OpenTheme(text[:200]), cid=f"theme-{number}")
            cafe.do(FATIMA, MarkFinding("blocker", text[:200], (cid,)), cid=f"f-{number}")
    return cafe


__all__ = ["Served", "evil_cafe", "fresh_cafe", "large_cafe", "serve_cafe", "small_cafe"]

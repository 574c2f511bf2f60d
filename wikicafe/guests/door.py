"""The way in over HTTP: joining, opening a café, seating, downloads; nothing live happens here."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 30.0  # seconds for one answer; a large seating takes a few
TRIES = 4  # a server that starts again is back in a second or two
PAUSE = 0.5  # seconds before the next try, doubled each time


class TurnedAway(Exception):
    """The server said no: code and params of the refusal."""

    def __init__(self, code: str, params: list[Any] | None = None) -> None:
        super().__init__(code, params or [])
        self.code = code


class Unreachable(Exception):
    """Nobody answers there; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Credential:
    """Who somebody is in one café."""

    cafe: str
    person: str
    token: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the form at the door asks. languages: those one can work in."""

    name: str
    languages: tuple[str, ...]
    affiliation: str = ""
    country: str = ""
    show_name: bool = True

    @property
    def language(self) -> str:
        return self.languages[0] if self.languages else "en"


class Door:
    """Asks one server. Any thread may use it: every question is a connection of its own."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unreachable(f"A server's address looks like http://host:8000, not {url!r}.")
        self.url = f"{parts.scheme}://{parts.netloc}"
        self._address = (parts.hostname, parts.port)
        self._secure = parts.scheme == "https"

    def find(self, code: str) -> str:
        """Return the id of the café that this code opens."""
        return str(self.post("/api/find", {"code": code})["cafe"])

    def join(self, way_in: dict[str, str], who: Profile, secret: str) -> Credential:
        """Come in as a participant. way_in: {"code": …}, {"late": …} or {"rehearsal": …}."""
        form = {
            "name": who.name,
            "languages": list(who.languages),
            "language": who.language,
            "affiliation": who.affiliation,
            "country": who.country,
            "show_name": who.show_name,
            "consent": True,
        }
        return _credential(self.post("/api/join", {**way_in, **form, "secret": secret}))

    def open_cafe(self, key: str, design: dict[str, Any], name: str) -> tuple[Credential, str]:
        """Open a café with the house's key; return the facilitator's credential and the code."""
        token = self.post("/api/house", {"key": key})["token"]
        opened = self.post("/api/cafes", {"design": design, "name": name}, token)
        return _credential(opened), str(opened["code"])

    def seat_everybody(self, who: Credential) -> dict[str, Any]:
        """Have the seats of all rounds not yet begun planned and announced."""
        answer: dict[str, Any] = self.post(f"/api/cafes/{who.cafe}/seating", {}, who.token)
        return answer

    def download(self, who: Credential, form: str) -> bytes:
        """Fetch the outcome in one form, as a browser with this person's cookie does."""
        name = f"wikicafe-{who.cafe}"
        cookie = f"{name}={who.token}; __Host-{name}={who.token}"
        status, body = self._ask("GET", f"/cafe/{who.cafe}/download/{form}", None, Cookie=cookie)
        if status != http.client.OK:
            raise TurnedAway(f"download-{form}", [status])
        return body

    def post(self, path: str, body: dict[str, Any], token: str | None = None) -> Any:
        """Post JSON and return the answer. Raises TurnedAway and Unreachable."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        status, said = self._ask("POST", path, json.dumps(body).encode(), **headers)
        try:
            answer = json.loads(said)
        except ValueError:
            raise TurnedAway("no-answer", [status]) from None
        if status >= http.client.BAD_REQUEST or "refused" in answer:
            refused = answer.get("refused", {})
            raise TurnedAway(refused.get("code", "no-answer"), refused.get("params", [status]))
        return answer

    def _ask(self, method: str, path: str, body: bytes | None, **headers: str) -> tuple[int, bytes]:
        wait = PAUSE
        for attempt in range(1, TRIES + 1):
            try:
                return self._ask_once(method, path, body, headers)
            except (OSError, http.client.HTTPException) as error:
                if attempt == TRIES:
                    why = f"{type(error).__name__}: {error}"
                    raise Unreachable(
                        f"The server at {self.url} does not answer ({why})."
                    ) from error
                time.sleep(wait)
                wait *= 2
        raise AssertionError("the last try returns or raises")

    def _ask_once(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        host, port = self._address
        connection = (
            http.client.HTTPSConnection(
                host, port, timeout=PATIENCE, context=ssl.create_default_context()
            )
            if self._secure
            else http.client.HTTPConnection(host, port, timeout=PATIENCE)
        )
        try:
            kind = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(method, path, body, {**kind, **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _credential(answer: dict[str, Any]) -> Credential:
    return Credential(answer["cafe"], answer["person"], answer["token"])

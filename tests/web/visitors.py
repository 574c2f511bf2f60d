"""People at the edge: they have a browser with a secret and cookies, and ask by HTTP."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from wikicafe.app import House
from wikicafe.settings import Settings
from wikicafe.web.tokens import HOUSE, Seal

SECRET = b"a secret of at least thirty-two letters"
DESIGN = {
    "title": "Growing together",
    "languages": ["en", "ar"],
    "questions": [{"id": "Q1", "text": "What blocks us?"}],
    "agenda": [
        {"id": "s1", "kind": "round", "length_s": 900, "question": "Q1"},
        {"id": "s2", "kind": "harvest", "length_s": 600},
    ],
}


def settings_for(data: Path, **more: Any) -> Settings:
    usual: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": 8000,
        "data": data,
        "log": "memory://",
        "url": None,
        "async_mode": "threading",
        "secret_key": SECRET,
    }
    return Settings(**usual | more)


class Visitor:
    """One browser. After joining or entering: `cafe`, `person`, `token`."""

    def __init__(self, house: House, secret: str = "0123456789abcdef0123456789abcdef") -> None:
        self.house = house
        self.browser = house.app.test_client()
        self.secret = secret
        self.cafe = self.person = self.token = self.code = ""

    def asks(self, path: str, body: Any, token: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.browser.post(path, json=body, headers=headers)

    def opens_a_cafe(self, **more: Any) -> Visitor:
        opening = {"design": DESIGN | more, "name": "Fatima", "secret": self.secret}
        return self._is(self.asks("/api/cafes", opening, self.house_token()).json)

    def house_token(self) -> str:
        key = Seal(SECRET, 1).key(HOUSE, HOUSE)
        return str(self.asks("/api/house", {"key": key}).json["token"])

    def joins(self, **door: Any) -> Any:
        """Ask to come in by `code=…` or `late=…`; returns the response."""
        wish = {"secret": self.secret, "name": "Ama", "languages": ["en"], "consent": True}
        response = self.asks("/api/join", wish | door)
        if response.status_code == 200:
            self._is(response.json)
        return response

    def enters(self, cafe: str, role: str, key: str, **more: Any) -> Any:
        wish = {"cafe": cafe, "role": role, "key": key, "name": "Bo", "secret": self.secret}
        response = self.asks("/api/enter", wish | more)
        if response.status_code == 200:
            self._is(response.json)
        return response

    def erases_and_waits(self, *bytes_gone: bytes) -> None:
        """Wait until none of these bytes is in a file of the house any more."""
        end = time.monotonic() + 20
        while found := [text for text in bytes_gone if self.is_on_disk(text)]:
            assert time.monotonic() < end, f"still there: {found}"
            time.sleep(0.05)

    def is_on_disk(self, text: bytes) -> bool:
        files = [path for path in self.house.settings.data.rglob("*") if path.is_file()]
        return any(text in path.read_bytes() for path in files)

    def sends(self, packed: bytes, token: str) -> Any:
        """Import a zip."""
        headers = {"Authorization": f"Bearer {token}"}
        return self.browser.post("/api/cafes/import", data=packed, headers=headers)

    def commands(self, name: str, payload: Any = None) -> Any:
        """Ask the café directly, as the socket would; for what the test is not about."""
        from wikicafe.cafe import codec

        command = codec.command_from(name, payload or {})
        self._asked = getattr(self, "_asked", 0) + 1
        cid = f"{self.person}-{self._asked}"
        return self.house.live.submit(self.cafe, command, self.person, cid, {"participant"})

    def _is(self, answer: dict[str, Any]) -> Visitor:
        self.cafe, self.person, self.token = answer["cafe"], answer["person"], answer["token"]
        self.code = answer.get("code", "")
        return self


def code_of(response: Any) -> str | None:
    """Return the code of a refusal, or None."""
    refused = (response.json or {}).get("refused")
    return refused["code"] if refused else None

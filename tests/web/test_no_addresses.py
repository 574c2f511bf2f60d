"""After a whole café no address and no browser's name is on the disk or in what the server said."""

from __future__ import annotations

import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
import socketio

from tests.cafe_server import CafeServer
from wikicafe.guests.door import Door, Profile
from wikicafe.guests.facilitator import Facilitator
from wikicafe.guests.wire import Wire

pytestmark = [pytest.mark.slow, pytest.mark.server]
HERE = ("127.0.0.1", "::1")
DESIGN = {
    "title": "Growing together",
    "questions": [{"id": "Q1", "text": "What blocks us?"}],
    "agenda": [{"id": "s1", "kind": "round", "length_s": 900, "question": "Q1"}],
    "table_size": 3,
}
# Told apart from everything else on the disk: from a network for examples, and unlike a word.
ADDRESS, BROWSER = "203.0.113.77", "Quagmirefox/99.1"
SAYS_WHO = {"X-Forwarded-For": ADDRESS, "User-Agent": BROWSER}


def test_nobody_s_address_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, connect = Door._ask_once, socketio.Client.connect
    monkeypatch.setattr(
        Door,
        "_ask_once",
        lambda self, m, p, b, headers: ask(self, m, p, b, {**headers, **SAYS_WHO}),
    )
    monkeypatch.setattr(
        socketio.Client, "connect", lambda *a, **k: connect(*a, **{**k, "headers": SAYS_WHO})
    )
    server = CafeServer(tmp_path / "cafe", WIKICAFE_PROXIES="1").start()
    try:
        hold_a_cafe(server)
    finally:
        server.stop()
    kept = [path for path in server.data.rglob("*") if path.is_file()]
    assert any(b"a note of ours" in path.read_bytes() for path in kept)  # it is the right folder
    for text in (ADDRESS, BROWSER):
        assert not any(text.encode() in path.read_bytes() for path in kept)
        assert text not in server.tail()
    assert not any(h.encode() in path.read_bytes() for h in HERE for path in kept)


def hold_a_cafe(server: CafeServer) -> None:
    door = Door(server.url)
    fatima = Facilitator(door, server.facilitator_key, DESIGN, "Fatima")
    cafe = fatima.credential.cafe
    wires = []
    for number in range(3):
        who = Profile(f"Guest {number}", ("en",))
        credential = door.join({"code": fatima.code}, who, f"{number}" * 32)
        wire = Wire(server.url, cafe, credential.token, lambda kind, message: None)
        wire.connect()
        wires.append(wire)
    for path, body in (
        ("/", None),
        (f"/cafe/{cafe}/panel", None),
        ("/api/find", b"{"),
        ("/x", None),
    ):
        asked = urllib.request.Request(server.url + path, data=body, headers=SAYS_WHO)
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(asked)
    fatima.ask("begin-step", {"step": "s1"})
    note = {"step": "s1", "text": "a note of ours"}
    wires[0].say("command", {"cid": "abcdefghijkl", "name": "write-note", "payload": note})
    fatima.ask("end-step", {"step": "s1"})
    fatima.ask("publish-outcome")
    fatima.ask("close-cafe")
    for wire in wires:
        wire.close()

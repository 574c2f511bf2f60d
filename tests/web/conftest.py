"""A whole house in this process: its HTTP through Flask's client, its wire through a real socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import socketio
import websocket

from tests.web.visitors import Visitor, settings_for
from wikicafe import serve
from wikicafe.app import House, build
from wikicafe.eventlog import open_log


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = build(settings_for(tmp_path), open_log("memory://"), serve.Threading().runtime)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def fatima(house: House) -> Visitor:
    """A facilitator with a café open: `fatima.cafe`, `fatima.code`, `fatima.token`."""
    return Visitor(house).opens_a_cafe()


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """The same house, reachable by a real socket on a free port."""
    listening = serve.listen("127.0.0.1", 0)
    threading.Thread(
        target=serve.Threading().accept, args=(listening, house.app), daemon=True
    ).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    listening.close()


@pytest.fixture
def dial(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Open sockets: dial(café, token) → a connected client; all are hung up at the end."""
    # The client's close waits three seconds for an answer.
    close = websocket.WebSocket.close
    monkeypatch.setattr(websocket.WebSocket, "close", lambda line, *_: close(line, timeout=0.1))
    lines: list[socketio.Client] = []

    def dialled(cafe: str, token: str | None, **more: object) -> socketio.Client:
        line = socketio.Client(reconnection=False)
        line.told = []
        line.on("told", line.told.append)
        lines.append(line)
        line.connect(address, auth={"cafe": cafe, "token": token}, **more)
        return line

    yield dialled
    for line in lines:
        line.disconnect()

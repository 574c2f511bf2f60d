"""Whatever comes over the wire, nobody but its sender notices. FUZZ_FRAMES says how many are tried."""

from __future__ import annotations

import json
import os
from itertools import islice
from pathlib import Path
from random import Random

import engineio.socket
import pytest
from engineio import exceptions, packet

from tests.fuzz.frames import frames
from tests.fuzz.watching import no_traceback
from tests.web.visitors import Visitor, settings_for
from wikicafe.app import House, build
from wikicafe.eventlog import open_log
from wikicafe.serve import Threading
from wikicafe.web.pace import Pace

FRAMES = int(os.environ.get("FUZZ_FRAMES", "6000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
A_CAFE_LASTS = 50_000  # frames; then it has grown old, and another one is opened
# What engine.io says to a frame that is none of its own; the line ends there and then.
NO_FRAME = (ValueError, IndexError, TypeError)
NO_LINE = (exceptions.UnknownPacketError, exceptions.SocketIsClosedError)


class Line:
    """A line without a network below it: frames go in where the library's reader puts them."""

    def __init__(self, house: House, guest: Visitor) -> None:
        self._server = house.socketio.server
        eio = self._server.eio
        self._sid = eio.generate_id()
        self._line = engineio.socket.Socket(eio, self._sid)
        eio.sockets[self._sid] = self._line
        self._line.connected = True
        self._line.last_ping = None  # nobody here answers pings
        environ = {"REMOTE_ADDR": "192.0.2.1", "HTTP_HOST": "localhost", "HTTP_USER_AGENT": "x"}
        assert eio._trigger_event("connect", self._sid, environ, run_async=False) is None
        self.hears("40" + json.dumps({"cafe": guest.cafe, "token": guest.token}))
        assert any(said.startswith("40{") for said in self.said())

    def hears(self, frame: str | bytes) -> bool:
        """Hand a frame in as `_websocket_handler` does. Returns whether the line goes on."""
        try:
            read = packet.Packet(encoded_packet=frame)
        except NO_FRAME:
            return self.ends()
        try:
            self._line.receive(read)
        except NO_LINE:
            return self.ends()
        return not self._line.closed

    def said(self) -> list[str]:
        answers = []
        while self._line.queue.qsize():
            one = self._line.queue.get()
            if one is not None:
                answers.append(str(one.encode()))
        return answers

    def ends(self) -> bool:
        self._line.close(wait=False, abort=True)
        self._server.eio.sockets.pop(self._sid, None)
        return False


def opened(tmp_path: Path) -> tuple[House, Visitor, Visitor, Visitor]:
    """A house, its facilitator, and two at tables in the first round."""
    house = build(settings_for(tmp_path), open_log("memory://"), Threading().runtime)
    desk = house.app.extensions["wikicafe"]
    for bucket in (desk.pace, desk.looking):
        bucket._per_s = bucket._burst = 1e9  # floods are another test's business
    assert isinstance(desk.pace, Pace)
    house.start()
    fatima = Visitor(house).opens_a_cafe()
    guests = [Visitor(house, f"{n}" * 32) for n in range(3)]
    for guest in guests:
        guest.joins(code=fatima.code)
    fatima.commands("begin-step", {"step": "s1"})
    return house, fatima, guests[0], guests[1]


@pytest.mark.slow
def test_no_frame_hurts_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engineio.socket.Socket, "schedule_ping", lambda self: None)
    chance = Random(SEED)
    tried = ended = 0
    while tried < FRAMES:
        house, fatima, guest, neighbour = opened(tmp_path)
        some = min(A_CAFE_LASTS, FRAMES - tried)
        with no_traceback() as tracebacks:
            ended += flood(house, fatima, guest, neighbour, chance, some)
        tried += some
        house.stop()
        assert tracebacks == []
    print(f"{tried} frames, {ended} of them ended their line, 0 tracebacks")


def flood(
    house: House, fatima: Visitor, guest: Visitor, neighbour: Visitor, chance: Random, some: int
) -> int:
    ended = 0
    honest, hostile = Line(house, neighbour), Line(house, guest)
    for number, frame in enumerate(islice(frames(chance, guest.cafe, guest.token), some)):
        goes_on = hostile.hears(frame)
        hostile.said()
        if not goes_on:
            ended += 1
            hostile.ends()
            hostile = Line(house, _back(house, fatima, guest))
        if number % 500 == 0:
            _still_answers(honest)
    cafe = house.live.look(fatima.cafe).cafe
    assert cafe.set_aside == 0
    assert len(house.sockets._connections) <= 2
    hostile.ends()
    honest.ends()
    assert not house.sockets._connections
    assert house.live.connected(fatima.cafe) == set()
    return ended


def _back(house: House, fatima: Visitor, guest: Visitor) -> Visitor:
    """The hostile one may have erased itself: then another comes."""
    person = house.live.look(fatima.cafe).cafe.people[guest.person]
    if person.is_out:
        guest.secret = f"again{person.number}x{len(house.live.look(fatima.cafe).cafe.people)}" * 4
        guest.joins(code=fatima.code)
    return guest


def _still_answers(honest: Line) -> None:
    honest.said()
    assert honest.hears('4277["clock",{"t0":5}]')
    assert any(said.startswith('4377[{"t0":5') for said in honest.said())

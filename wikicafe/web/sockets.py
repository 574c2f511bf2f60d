"""The live wire: who is connected, to which channels, and what they ask. Moves no café itself.

The handlers sit on the Socket.IO server and not on Flask's extension: no request context is made
for a live event (half of the cost of a note, see realtime.md).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import socketio
from socketio.exceptions import ConnectionRefusedError as NotAtTheDoor

from wikicafe.cafe.messages import Refused
from wikicafe.live.unsent import Unsent
from wikicafe.web import screens
from wikicafe.web.addresses import base_of
from wikicafe.web.answers import answer_to_command, refusal
from wikicafe.web.desk import Desk
from wikicafe.web.lines import Lines
from wikicafe.web.packets import MALFORMED
from wikicafe.web.payloads import (
    MOST_COMMANDS,
    Ask,
    BadShape,
    ClockAsk,
    Hello,
    UnsentCount,
    convert,
)
from wikicafe.web.tokens import Token
from wikicafe.web.valid import refused_now

LONGEST_GOODBYE_S = 3.0  # to wait for browsers that read slowly
BAD_SHAPE = Refused("bad-shape")
# What may end somebody's right to listen; it ends with the event and not at the next sweep.
TAKES_AWAY = {"participant-left", "role-revoked", "device-revoked", "links-renewed"}
TAKES_AWAY |= {"person-erased", "simulated-removed"}
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Connection:
    """One browser tab. base: the address it came by, for the links of the panel."""

    token: Token
    base: str


class Sockets:
    """Knows the connections of this process."""

    def __init__(self, server: socketio.Server, desk: Desk) -> None:
        self._server = server
        self._desk = desk
        self._connections: dict[str, Connection] = {}
        self._screens: dict[str, str] = {}  # connection → the screen it follows
        self._to_cut: set[str | None] = set()  # cafés in which somebody has just gone
        self.lines = Lines(server)
        self._unsent = Unsent(desk.live.troubles)

    def listen(self) -> None:
        """Take over the server's events, and what the live part wants to tell."""
        heard: dict[str, Callable[..., Any]] = {
            "connect": self.connect,
            "disconnect": self.disconnect,
            "hello": self.hello,
            "command": self.command,
            "commands": self.commands,
            "clock": self.clock,
            "unsent": self.unsent,
            MALFORMED: lambda sid, *said: refusal(BAD_SHAPE),
        }
        for name, handler in heard.items():
            self._server.on(name, handler)
        self._desk.live.on_told(self.tell)
        self.lines.attach()

    def tell(self, rooms: list[str], event: str, message: Any) -> None:
        """Send one message to everybody in these rooms; it is encoded once."""
        self._server.emit(event, message, to=rooms)
        if event == "told" and message["name"] in TAKES_AWAY and message["channel"] == "panel":
            # Beside the one who tells: no café waits until somebody's line is cut. Once for many.
            cafe = rooms[0].partition("/")[0]
            if cafe not in self._to_cut:
                self._to_cut.add(cafe)
                self._server.start_background_task(self.cut_the_uninvited, cafe)

    def watch(self) -> None:
        """Cut who never said who they are, and who may look no longer."""
        self.lines.cut_the_nameless(time.monotonic())
        self.cut_the_uninvited()

    def cut_the_uninvited(self, cafe: str | None = None) -> None:
        """Close connections of people who are out, and of screens that are theirs no longer."""
        self._to_cut.discard(cafe)
        for sid, connection in list(self._connections.items()):
            token, screen = connection.token, self._screens.get(sid)
            standing = self._desk.live.look(token.cafe) if cafe in (None, token.cafe) else None
            if standing is None:
                continue
            no = refused_now(standing.cafe, token)
            if no is None and screen is not None:
                no = screens.may_see(standing.cafe, screen, token)
            if no is not None:
                self._server.disconnect(sid)

    def goodbye(self, sleep: Callable[[float], Any] = time.sleep) -> None:
        """Close all connections, after what is on its way to them; browsers come back by themselves."""
        lines = list(self._server.eio.sockets.values())
        for line in lines:
            line.close(wait=False)
        end = time.monotonic() + LONGEST_GOODBYE_S
        # Of a closed line the mark of its end is left in the queue, and no more.
        while any(line.queue.qsize() > 1 for line in lines) and time.monotonic() < end:
            sleep(0.01)

    def connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        """Let somebody in who shows a token of an existing café."""
        said = auth if isinstance(auth, dict) else {}
        token = self._desk.seal.read(said.get("token"))
        if token is None or token.cafe != said.get("cafe"):
            raise _not_at_the_door(Refused("unknown-token"))
        standing = self._desk.live.look(token.cafe, token.person)
        if standing is None:
            raise _not_at_the_door(Refused("no-such-cafe"))
        if no := refused_now(standing.cafe, token):
            raise _not_at_the_door(no)
        self._connections[sid] = Connection(token, base_of(environ, self._desk.settings))
        self.lines.named(self._server.manager.eio_sid_from_sid(sid, "/"))
        if token.person is not None:
            browser = str(environ.get("HTTP_USER_AGENT", ""))
            too_many = self._desk.devices.came(sid, token.cafe, token.person, browser)
            self._desk.live.came(token.cafe, token.person, sid)
            if too_many is not None:
                self._server.start_background_task(self._server.disconnect, too_many)

    def disconnect(self, sid: str, reason: str = "") -> None:
        connection = self._connections.pop(sid, None)
        self._screens.pop(sid, None)
        self._desk.devices.went(sid)
        if connection is not None and connection.token.person is not None:
            self._desk.live.went(connection.token.cafe, connection.token.person, sid)

    def hello(self, sid: str, *said: object) -> Answer:
        """Answer with the view of this moment, and follow it from here on."""
        connection = self._connections.get(sid)
        if connection is None:
            return refusal(Refused("unknown-token"))
        try:
            ask = convert(_only(said), Hello)
        except BadShape:
            return refusal(BAD_SHAPE)
        token = connection.token
        if no := self._too_fast(sid, token):
            return refusal(no)
        standing = self._desk.live.look(token.cafe, token.person, ask.have.seq if ask.have else 0)
        if standing is None:
            return refusal(Refused("no-such-cafe"))
        if no := screens.may_see(standing.cafe, ask.screen, token):
            return refusal(no)
        # Join before reading the café: what is written in between then arrives twice, which the
        # browser sees by its seq; the other way round it would arrive never.
        self._follow(sid, token.cafe, screens.channels(ask.screen, token.person))
        self._screens[sid] = ask.screen
        return {"view": screens.view(self._desk, ask.screen, token, connection.base)}

    def command(self, sid: str, *said: object) -> Answer:
        """Hand one command on; the answer comes when it is durable, or refused."""
        connection = self._connections.get(sid)
        if connection is None:
            return refusal(Refused("unknown-token"))
        try:
            ask = convert(_only(said), Ask)
        except BadShape:
            return refusal(BAD_SHAPE)
        token = connection.token
        standing = self._desk.live.look(token.cafe)
        if standing is not None and (no := refused_now(standing.cafe, token)):
            # To a phone "revoked" would be the end of a note: it shall keep it and come in anew.
            return refusal(Refused("unknown-token") if no.code == "revoked" else no)
        if wait_s := self._desk.pace.take(token if token.person is not None else sid):
            return refusal(Refused("busy", (round(wait_s, 1),)))
        return answer_to_command(self._desk.live, token, ask)

    def commands(self, sid: str, *said: object) -> list[Answer] | Answer:
        """Hand on what a phone kept while it was away: in order, one answer each.

        After the first that came too fast all are: the next one must not overtake it.
        """
        several = said[0] if len(said) == 1 else None
        if not isinstance(several, list) or len(several) > MOST_COMMANDS:
            return refusal(BAD_SHAPE)
        answers: list[Answer] = []
        for one in several:
            last = answers[-1].get("refused", {}) if answers else {}
            held_up = last.get("code") == "busy"
            answers.append(answers[-1] if held_up else self.command(sid, one))
        return answers

    def clock(self, sid: str, *said: object) -> Answer:
        try:
            ask = convert(_only(said), ClockAsk)
        except BadShape:
            return refusal(BAD_SHAPE)
        connection = self._connections.get(sid)
        if connection is None:
            return refusal(Refused("unknown-token"))
        if no := self._too_fast(sid, connection.token):
            return refusal(no)
        return {"t0": ask.t0, "now": self._desk.live.now()}

    def unsent(self, sid: str, *said: object) -> Answer:
        """Note how many notes a phone still keeps; each change is told to every panel."""
        connection = self._connections.get(sid)
        if connection is None or connection.token.person is None:
            return refusal(Refused("unknown-token"))
        try:
            ask = convert(_only(said), UnsentCount)
        except BadShape:
            return refusal(BAD_SHAPE)
        if no := self._too_fast(sid, connection.token):
            return refusal(no)
        self._unsent.said(connection.token.cafe, connection.token.person, ask.count)
        return {"heard": ask.count}

    def _follow(self, sid: str, cafe: str, channels: set[str]) -> None:
        wanted = {f"{cafe}/{channel}" for channel in channels}
        present = {room for room in self._server.rooms(sid) if room != sid}
        for room in wanted - present:
            self._server.enter_room(sid, room)
        for room in present - wanted:
            self._server.leave_room(sid, room)

    def _too_fast(self, sid: str, token: Token) -> Refused | None:
        wait_s = self._desk.looking.take(token if token.person else sid)
        return Refused("busy", (round(wait_s, 1),)) if wait_s else None


def _only(said: tuple[object, ...]) -> object:
    if len(said) != 1:
        raise BadShape("one argument, please")
    return said[0]


def _not_at_the_door(why: Refused) -> NotAtTheDoor:
    return NotAtTheDoor("refused", {"code": why.code, "params": list(why.params)})

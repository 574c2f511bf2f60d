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
from wikicafe.web import screens
from wikicafe.web.addresses import base_of
from wikicafe.web.answers import answer_to_command, refusal
from wikicafe.web.desk import Desk
from wikicafe.web.packets import MALFORMED
from wikicafe.web.payloads import MOST_COMMANDS, Ask, BadShape, ClockAsk, Hello, convert
from wikicafe.web.tokens import Token

LONGEST_QUEUE = 400  # messages waiting for one browser; then it is cut and says hello again
NAMELESS_S = 30  # seconds to show a token in
BAD_SHAPE = Refused("bad-shape")
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
        self._nameless: dict[str, float] = {}  # since when

    def listen(self) -> None:
        """Take over the server's events, and what the live part wants to tell."""
        heard: dict[str, Callable[..., Any]] = {
            "connect": self.connect,
            "disconnect": self.disconnect,
            "hello": self.hello,
            "command": self.command,
            "commands": self.commands,
            "clock": self.clock,
            MALFORMED: lambda sid, *said: refusal(BAD_SHAPE),
        }
        for name, handler in heard.items():
            self._server.on(name, handler)
        self._desk.live.on_told(self.tell)

    def tell(self, rooms: list[str], event: str, message: Any) -> None:
        """Send one message to everybody in these rooms; it is encoded once."""
        if rooms:
            self._server.emit(event, message, to=rooms)

    def watch(self) -> None:
        """Cut who does not read, who never said who they are, and who may look no longer."""
        self.cut_the_silent(time.monotonic())
        self.cut_the_uninvited()

    def cut_the_silent(self, now: float) -> None:
        """Close what grows without bound (trap 5) or is nobody's. now: seconds of a monotonic clock."""
        for eio_sid, line in list(self._server.eio.sockets.items()):
            said_who = self._server.manager.sid_from_eio_sid(eio_sid, "/") is not None
            since = self._nameless.setdefault(eio_sid, now) if not said_who else now
            if said_who:
                self._nameless.pop(eio_sid, None)
            if line.queue.qsize() > LONGEST_QUEUE or now - since > NAMELESS_S:
                line.close(wait=False, abort=True)
        self._nameless = {s: t for s, t in self._nameless.items() if s in self._server.eio.sockets}

    def cut_the_uninvited(self) -> None:
        """Close connections of people who were removed, or whose screen is theirs no longer."""
        for sid, screen in list(self._screens.items()):
            connection = self._connections.get(sid)
            standing = self._desk.live.look(connection.token.cafe) if connection else None
            if connection is None or standing is None:
                continue
            if screens.may_see(standing.cafe, screen, connection.token) is not None:
                self._server.disconnect(sid)

    def goodbye(self) -> None:
        """Close all connections; browsers come back by themselves."""
        for line in list(self._server.eio.sockets.values()):
            line.close(wait=False)

    def connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        """Let somebody in who shows a token of an existing café."""
        said = auth if isinstance(auth, dict) else {}
        token = self._desk.seal.read(said.get("token"))
        if token is None or token.cafe != said.get("cafe"):
            raise _not_at_the_door(Refused("unknown-token"))
        standing = self._desk.live.look(token.cafe)
        if standing is None:
            raise _not_at_the_door(Refused("no-such-cafe"))
        if screens.was_removed(standing.cafe, token.person):
            raise _not_at_the_door(Refused("removed"))
        self._connections[sid] = Connection(token, base_of(environ, self._desk.settings))
        if token.person is not None:
            self._desk.live.came(token.cafe, token.person, sid)

    def disconnect(self, sid: str, reason: str = "") -> None:
        connection = self._connections.pop(sid, None)
        self._screens.pop(sid, None)
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
        standing = self._desk.live.look(token.cafe)
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
        return answer_to_command(self._desk.live, connection.token, ask)

    def commands(self, sid: str, *said: object) -> list[Answer] | Answer:
        """Hand on what a phone kept while it was away: in order, one answer each."""
        several = said[0] if len(said) == 1 else None
        if not isinstance(several, list) or len(several) > MOST_COMMANDS:
            return refusal(BAD_SHAPE)
        return [self.command(sid, one) for one in several]

    def clock(self, sid: str, *said: object) -> Answer:
        try:
            ask = convert(_only(said), ClockAsk)
        except BadShape:
            return refusal(BAD_SHAPE)
        return {"t0": ask.t0, "now": self._desk.live.now()}

    def _follow(self, sid: str, cafe: str, channels: set[str]) -> None:
        wanted = {f"{cafe}/{channel}" for channel in channels}
        present = {room for room in self._server.rooms(sid) if room != sid}
        for room in wanted - present:
            self._server.enter_room(sid, room)
        for room in present - wanted:
            self._server.leave_room(sid, room)


def _only(said: tuple[object, ...]) -> object:
    if len(said) != 1:
        raise BadShape("one argument, please")
    return said[0]


def _not_at_the_door(why: Refused) -> NotAtTheDoor:
    return NotAtTheDoor("refused", {"code": why.code, "params": list(why.params)})

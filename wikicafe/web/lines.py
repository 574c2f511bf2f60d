"""The lines below Socket.IO: how many may be open without a name, and how much may wait for a reader.

A reader who does not read is cut at the packet that is one too many, not at the next sweep; until
then nothing but that much memory is theirs.
"""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import socketio

LONGEST_QUEUE = 400  # packets waiting for one browser; then it is cut and says hello again
HEAVIEST_QUEUE = 1_000_000  # characters, besides the heaviest packet: a large board is one alone
MOST_NAMELESS = 6_000  # from one address: a hall that comes back at once shows its tokens at once
MOST_LINES = 19_000  # of the 20,000 connections of serve.py; the rest is for pages
NAMELESS_S = 30  # seconds to show a token in


class Lines:
    """nameless: lines that have not said whose they are → (address, since when)."""

    def __init__(
        self,
        server: socketio.Server,
        most_nameless: int = MOST_NAMELESS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._most_nameless = most_nameless
        self._clock = clock
        self._nameless: dict[str, tuple[str, float]] = {}
        self._by_address: Counter[str] = Counter()

    def attach(self) -> None:
        """Be asked before Socket.IO is when a line opens, and make the queues ours."""
        eio = self._server.eio
        kind = type(eio.create_queue())
        waiting = type("Waiting", (Waiting, kind), {})
        eio.create_queue = lambda *_: waiting()
        self._opened, self._closed = eio.handlers["connect"], eio.handlers["disconnect"]
        eio.on("connect", self._opens)
        eio.on("disconnect", self._closes)

    def named(self, eio_sid: str | None) -> None:
        """Say that a line has shown a token that holds."""
        known = self._nameless.pop(eio_sid or "", None)
        if known is not None:
            self._by_address[known[0]] -= 1
            if self._by_address[known[0]] <= 0:
                del self._by_address[known[0]]  # no address is kept longer than it is needed

    def cut_the_nameless(self, now: float) -> None:
        """Close lines that never said whose they are. now: seconds of the clock."""
        for eio_sid, (_, since) in list(self._nameless.items()):
            if now - since > NAMELESS_S:
                self.cut(eio_sid)

    def cut(self, eio_sid: str) -> None:
        """Close a line from our side, whatever the other one does."""
        environ = self._server.environ.get(eio_sid, {})
        line = self._server.eio.sockets.get(eio_sid)
        if line is not None:
            line.close(wait=False, abort=True)
        self.named(eio_sid)
        _hang_up(environ)

    def _opens(self, eio_sid: str, environ: dict[str, Any]) -> Any:
        address = str(environ.get("REMOTE_ADDR", ""))
        if (
            self._by_address[address] >= self._most_nameless
            or len(self._server.eio.sockets) > MOST_LINES
        ):
            return "busy"
        self._nameless[eio_sid] = (address, self._clock())
        self._by_address[address] += 1
        line = self._server.eio.sockets[eio_sid]
        # Beside whoever sends: the café's follower must not wait for this line's end.
        line.queue.overflow = partial(self._server.start_background_task, self.cut, eio_sid)
        return self._opened(eio_sid, environ)

    def _closes(self, eio_sid: str, *reason: Any) -> Any:
        self.named(eio_sid)
        return self._closed(eio_sid, *reason)


class Waiting:
    """What waits for one reader. Mixed into the queue of whatever way of running there is."""

    overflow: Callable[[], Any] | None = None
    _weight = 0
    _heaviest = 0
    _over = False

    def _put(self, packet: Any) -> None:
        if self._over and packet is not None:
            return  # it is being cut, and comes back to say hello
        super()._put(packet)  # type: ignore[misc]
        size = weight(packet)
        self._weight += size
        self._heaviest = max(self._heaviest, size)
        too_much = self._weight - self._heaviest > HEAVIEST_QUEUE
        if (too_much or self._qsize() > LONGEST_QUEUE) and not self._over:
            self._over = True
            if self.overflow is not None:
                self.overflow()

    def _get(self) -> Any:
        packet = super()._get()  # type: ignore[misc]
        self._weight -= weight(packet)
        if self._weight <= 0:
            self._weight = self._heaviest = 0
        return packet

    def _qsize(self) -> int:
        return len(self.queue)  # type: ignore[attr-defined]


def weight(packet: Any) -> int:
    """Return the characters a packet holds; what is no text is small."""
    data = getattr(packet, "data", None)
    return len(data) if isinstance(data, str | bytes) else 0


def _hang_up(environ: dict[str, Any]) -> None:
    """End the connection below a WebSocket: its reader may never look up again.

    Not of polling: behind a proxy that connection serves others as well. And shut down, not
    closed: a socket that a green thread reads must not be closed by another one (trap 8).
    """
    if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
        return
    below = environ.get("werkzeug.socket")
    if below is None and "eventlet.input" in environ:
        below = environ["eventlet.input"].get_socket()
    if below is not None:
        try:
            below.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it had gone by itself

"""One live connection, as a phone has it: WebSocket, questions with answers, what is told, and its end.

No view is kept here and no event understood.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Any

import engineio
import socketio
from socketio.exceptions import SocketIOError

from wikicafe.guests.door import TurnedAway, Unreachable

PATIENCE = 10.0  # seconds to wait for an answer, as a phone does
NO_ANSWER = object()

Hear = Callable[[str, Any], None]


class Silence(Exception):
    """No answer came: what was asked may have happened or not."""


class Engine(engineio.Client):  # type: ignore[misc]
    """The library's engine, hearing one thing after the other.

    It would start a thread for every message, which costs more than the message and puts what is
    told out of order.
    """

    def _trigger_event(self, event: str, *args: Any, **kwargs: Any) -> Any:
        return super()._trigger_event(event, *args, **{**kwargs, "run_async": False})

    def disconnect(self, abort: bool = False, reason: str | None = None) -> None:
        # The reader itself may end the connection; it cannot wait for its own end.
        reading = threading.current_thread() is self.read_loop_task
        super().disconnect(abort=abort or reading, reason=reason)


class Client(socketio.Client):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[Engine]:
        return Engine


class Wire:
    """Connects, says, hears. One thread says; `hear` is called by the reading thread, in order.

    hear(kind, message): "told" and "signal" with what the server sent, "gone" when the connection
    ended without our asking for it.
    """

    transports: tuple[str, ...] = ("websocket",)

    def __init__(self, url: str, cafe: str, token: str, hear: Hear) -> None:
        self._url = url
        self._auth = {"cafe": cafe, "token": token}
        self._hear = hear
        self._client: Client | None = None
        self._waiting: set[Answer] = set()

    @property
    def is_connected(self) -> bool:
        return self._client is not None and bool(self._client.connected)

    def connect(self) -> None:
        """Open a new connection. Raises TurnedAway, or Unreachable when nobody answers."""
        self.close()
        client = Client(reconnection=False, handle_sigint=False, logger=False)
        client.eio.websocket_extra_options = {"timeout": PATIENCE, "skip_utf8_validation": True}
        refusal: list[Any] = []
        client.on("told", lambda message: self._hear("told", message))
        client.on("signal", lambda message: self._hear("signal", message))
        client.on("connect_error", lambda *why: refusal.extend(why))
        client.on("disconnect", lambda *_why: self._ended(client))
        self._client = client
        try:
            client.connect(
                self._url,
                auth=self._auth,
                transports=list(self.transports),
                wait_timeout=PATIENCE,
            )
        # The library lets errors of the socket and of the handshake through as they are.
        except Exception as error:
            self._client = None
            raise _why_not(refusal, error) from error

    def say(self, event: str, message: Any, patience: float = PATIENCE) -> Any:
        """Say something and return the answer. Raises Silence if none came."""
        client, answer = self._client, Answer()
        if client is None:
            raise Silence
        self._waiting.add(answer)
        try:
            client.emit(event, message, callback=answer.come)
            return answer.wait(patience)
        except (SocketIOError, OSError) as error:
            raise Silence from error
        finally:
            self._waiting.discard(answer)

    def drop(self) -> None:
        """Cut the line without a goodbye, as a lift or a tunnel does."""
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(AttributeError, OSError):
            client.eio.ws.sock.shutdown(socket.SHUT_RDWR)
        self._hang_up()

    def close(self) -> None:
        """End the connection politely; without one, do nothing."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(SocketIOError, OSError, RuntimeError):
                client.disconnect()
        self._hang_up()

    def _ended(self, client: Client) -> None:
        if client is self._client:
            self._client = None
            self._hang_up()
            self._hear("gone", None)

    def _hang_up(self) -> None:
        for answer in list(self._waiting):
            answer.give_up()


class Answer:
    """What somebody waits for."""

    def __init__(self) -> None:
        self._came = threading.Event()
        self._said: Any = NO_ANSWER

    def come(self, *said: Any) -> None:
        self._said = said[0] if said else None
        self._came.set()

    def give_up(self) -> None:
        self._came.set()

    def wait(self, patience: float) -> Any:
        self._came.wait(patience)
        if self._said is NO_ANSWER:
            raise Silence
        return self._said


def _why_not(refusal: list[Any], error: Exception) -> Exception:
    """The server's own words if it spoke: {"message": "refused", "data": {code, params}}."""
    said = refusal[0] if refusal and isinstance(refusal[0], dict) else {}
    why = said.get("data")
    if isinstance(why, dict) and "code" in why:
        return TurnedAway(str(why["code"]), list(why.get("params", [])))
    return Unreachable(f"The live connection failed: {error}.")

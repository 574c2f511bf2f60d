"""How Socket.IO packets become values and back: strict JSON by msgspec, nothing binary.

A packet that is wrong in any way becomes the event `malformed`, which is answered with a refusal;
the connection stays. Nothing here knows what an event means.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
import socketio.packet

from wikicafe.web.payloads import LONGEST_PACKET

MALFORMED = "malformed"
# What a client may say. `connect` and `disconnect` are reserved words, yet the library would call
# our handlers for them if a client just said so (reliability.md, trap 6).
HEARD = frozenset({"hello", "command", "commands", "clock", "unsent"})


class StrictJson:
    """What Socket.IO wants of a JSON module; the standard one lets NaN and 1e999 through (trap 4)."""

    @staticmethod
    def dumps(value: object, **_ignored: Any) -> str:
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_ignored: Any) -> Any:
        try:
            return msgspec.json.decode(text)
        except RecursionError as deep:
            raise ValueError("too deep") from deep


class StrictPacket(socketio.packet.Packet):  # type: ignore[misc]
    """A packet without attachments: skips the library's walk for binary parts (realtime.md)."""

    uses_binary_events = False
    json = StrictJson

    def __init__(self, *args: Any, **more: Any) -> None:
        # Engine.IO hands on bytes, nothing, and what it read as JSON by itself; Socket.IO's own
        # handlers fail on all of these (found by tests/fuzz).
        said = more.pop("encoded_packet", MALFORMED)  # None is something said: "null"
        is_nothing = not (isinstance(said, str) and said)
        read = None if is_nothing or said is MALFORMED else said
        super().__init__(*args, encoded_packet=read, **more)
        if is_nothing:
            self._become_malformed("")

    def decode(self, encoded_packet: str) -> int:
        if len(encoded_packet) > LONGEST_PACKET:
            self._become_malformed(encoded_packet[:40])
            return 0
        try:
            attachments = super().decode(encoded_packet)
        except (ValueError, RecursionError):  # of the library, of msgspec, of int()
            attachments = -1
        if attachments or not self._is_heard():
            self._become_malformed(encoded_packet[:40])
        return 0

    def _is_heard(self) -> bool:
        if self.packet_type != socketio.packet.EVENT:
            return self.packet_type in (socketio.packet.CONNECT, socketio.packet.DISCONNECT)
        said = self.data
        return (
            isinstance(said, list) and bool(said) and isinstance(said[0], str) and said[0] in HEARD
        )

    def _become_malformed(self, head: str) -> None:
        """Keep namespace `/` and the number of the answer awaited, if one can be read."""
        number = re.match(r"2([0-9]{1,9})(?![0-9-])", head)
        self.packet_type = socketio.packet.EVENT
        self.namespace = None
        self.id = int(number[1]) if number else None
        self.data = [MALFORMED]

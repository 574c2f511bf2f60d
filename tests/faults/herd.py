"""A whole hall comes back at once after a restart: thousands of sockets in one process of ours.

Only what a phone needs to be back: connecting, showing its token, and hearing its view. They wait
as phones do: a random part of a time that doubles (`static/src/shared/net.ts`).
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.kills import Server
from wikicafe.cafe import codec
from wikicafe.cafe.participants import ParticipantJoined
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import Op, Written
from wikicafe.guests.door import Door
from wikicafe.guests.facilitator import Facilitator
from wikicafe.settings import SECRET_FILE
from wikicafe.web.tokens import Seal, Token

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0  # seconds
PATIENCE = 30.0  # seconds for one attempt
BATCH = 200


@dataclass(slots=True)
class Return:
    """seconds: of each client from the moment the server listened again until its view was there."""

    clients: int = 0
    refused: int = 0
    attempts: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, int]:
        missing = self.clients - len(self.seconds)
        found = {"refused": self.refused, "not back": missing}
        return {name: number for name, number in found.items() if number}


def hall_of(server: Server, people: int) -> tuple[str, list[str]]:
    """Make a café in which so many people have joined; return it and their tokens.

    They are written into the log while nobody serves: joining by the door is another test.
    """
    from tests.faults.company import design_of

    server.start()
    facilitator = Facilitator(Door(server.url), server.facilitator_key, design_of(), "Fatima")
    cafe = facilitator.credential.cafe
    facilitator.close()
    server.stop()
    log = open_log(server.log)
    persons = [f"p{number:011d}" for number in range(people)]
    for first in range(0, people, BATCH):
        log.append([(cafe, _joined(person)) for person in persons[first : first + BATCH]])
    log.close()
    seal = Seal((server.data / SECRET_FILE).read_text().strip().encode(), 1)
    return cafe, [seal.sign(Token(cafe, person, "participant")) for person in persons]


def _joined(person: str) -> Op:
    event = ParticipantJoined(
        person=person, name=f"Guest {person[-4:]}", languages=("en",), language="en"
    )
    return Op(person, f"join-{person}", (Written(*codec.pack(event)),))


class Phone:
    """One connection that comes back until it is told to stay away."""

    def __init__(self, port: int, cafe: str, token: str, chance: Random) -> None:
        self._port = port
        self._auth = json.dumps({"cafe": cafe, "token": token})
        self._chance = chance
        self.back_at: float | None = None
        self.refused = 0
        self.attempts = 0

    async def live(self) -> None:
        while True:
            pause = FIRST_PAUSE
            while True:
                try:
                    self.attempts += 1
                    async with asyncio.timeout(PATIENCE):
                        reader, writer = await self._come_in()
                    break
                except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
                    await asyncio.sleep(pause * (0.3 + 1.4 * self._chance.random()))
                    pause = min(2 * pause, LONGEST_PAUSE)
            self.back_at = time.monotonic()
            try:
                await self._stay(reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                self.back_at = None
            finally:
                writer.close()

    async def _come_in(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        try:
            key = base64.b64encode(os.urandom(16)).decode()
            writer.write(
                f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
                f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                "Sec-WebSocket-Version: 13\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 101 " not in head:
                self.refused += 1
                raise OSError("not let in")
            await _hear(reader, b"0")
            _say(writer, f"40{self._auth}")
            if (await _hear(reader, b"40", b"44")).startswith(b"44"):
                self.refused += 1
                raise OSError("not let in")
            _say(writer, '420["hello",{"screen":"participant"}]')
            await _hear(reader, b"430")
        except BaseException:
            writer.close()
            raise
        return reader, writer

    async def _stay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            if (await _frame(reader)) == b"2":
                _say(writer, "3")


async def _hear(reader: asyncio.StreamReader, *beginnings: bytes) -> bytes:
    while True:
        said = await _frame(reader)
        if said.startswith(beginnings):
            return said


async def _frame(reader: asyncio.StreamReader) -> bytes:
    first, length = await reader.readexactly(2)
    if length == 126:
        (length,) = struct.unpack(">H", await reader.readexactly(2))
    elif length == 127:
        (length,) = struct.unpack(">Q", await reader.readexactly(8))
    data = await reader.readexactly(length)
    if first & 0x0F == 8:
        raise OSError("goodbye")
    return data


def _say(writer: asyncio.StreamWriter, text: str) -> None:
    data = text.encode()
    length = (
        bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
    )
    writer.write(b"\x81" + length + bytes(4) + data)  # a mask of zeros is one


def come_back(folder: Path, people: int, within_s: float = 300.0) -> Return:
    """Let everybody come, kill the server, start it again, and time everybody's return."""
    server = Server(folder / "data")
    cafe, tokens = hall_of(server, people)
    server.start()
    try:
        return asyncio.run(_come_back(server, cafe, tokens, within_s))
    finally:
        server.kill()


async def _come_back(server: Server, cafe: str, tokens: list[str], within_s: float) -> Return:
    chance = Random("herd")
    phones = [Phone(server.port, cafe, token, Random(chance.random())) for token in tokens]
    living = [asyncio.create_task(phone.live()) for phone in phones]
    found = Return(clients=len(phones))
    try:
        assert await _until(lambda: all(p.back_at is not None for p in phones), within_s)
        for phone in phones:
            phone.attempts = phone.refused = 0
        server.kill()
        assert await _until(lambda: all(p.back_at is None for p in phones), within_s)
        await asyncio.to_thread(server.start)
        listening = time.monotonic()
        await _until(lambda: all(p.back_at is not None for p in phones), within_s)
        found.seconds = sorted(p.back_at - listening for p in phones if p.back_at is not None)
        found.refused = sum(p.refused for p in phones)
        found.attempts = sum(p.attempts for p in phones)
    finally:
        for task in living:
            task.cancel()
        await asyncio.gather(*living, return_exceptions=True)
    return found


async def _until(true: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.05)
    return True

"""Power cuts at every moment of a Redis event log's life; `everysec` is the control that must lose."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path
from random import Random

from tests.faults.strace import STRACE, Act, Loss, acts, power_cut
from tests.redis_server import RedisServer
from wikicafe.eventlog.contract import Op, Written
from wikicafe.eventlog.in_redis import InRedis

CAFE = "a"
BATCHES = 400
GROWS = "appendonlydir/appendonly.aof.1.incr.aof"


def record(folder: Path, fsync: str, batches: int, seed: int) -> list[Act]:
    """Let a Redis live under strace and write to it; return what happened."""
    server = RedisServer(folder / "lives", appendfsync=fsync, auto_aof_rewrite_percentage="0")
    trace = folder / "trace"
    server.around = (*STRACE, "-o", str(trace))
    server.start()
    log, chance, number = InRedis(server.url()), Random(seed), 0
    for _ in range(batches):
        size = chance.choice((1, 1, 3, 20))
        batch = [(CAFE, _op(number + n, chance)) for n in range(size)]
        number = log.append(batch)[-1].last  # type: ignore[union-attr]
        # Redis reads this after we have the answer: whatever comes later came after the promise.
        log._lines.ask("ECHO", f"PROMISED:{number}.")
    log.close()
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(b"SHUTDOWN NOSAVE\r\n")
        line.recv(64)
    assert server.process is not None
    server.process.wait(30)

    def promise(call: str, file: str, data: bytes) -> int | None:
        said = re.findall(rb"PROMISED:(\d+)\.", data) if call == "read" and not file else []
        return int(said[-1]) if said else None

    happened = acts(trace, promise)
    return [act for act in happened if not hasattr(act, "file") or act.file == GROWS]


def _op(number: int, chance: Random) -> Op:
    body = b'{"text":"%s"}' % (b"x" * chance.randrange(300))
    return Op("ana", f"c{number}", (Written("x", b'{"n":%d}' % number, body),))


def lose_power(folder: Path, fsync: str, images: int, seed: int, batches: int = BATCHES) -> Loss:
    """Cut the power so many times, let a Redis load what is left, and compare."""
    happened = record(folder, fsync, batches, seed)
    kept, chance, loss = folder / "lives" / "appendonlydir", Random(f"power {seed}"), Loss()
    for number in range(images):
        image = power_cut(happened, {GROWS: b""}, chance)
        place = folder / f"left{number}"
        shutil.copytree(kept, place / "appendonlydir")
        (place / GROWS).write_bytes(image.files[GROWS])
        _judge(place, image.promised, loss)
        shutil.rmtree(place)
    return loss


def _judge(place: Path, promised: int, loss: Loss) -> None:
    server = RedisServer(place, appendfsync="no", databases="1")
    try:
        server.start()
    except AssertionError:
        server.kill()
        loss.cannot_be_read()
        return
    try:
        log = InRedis(server.url())
        records = log.read(CAFE, limit=1_000_000)
        is_whole = log.head(CAFE).seq == len(records)
        log.close()
        loss.found([(r.seq, r.cid) for r in records], promised)
        loss.not_a_prefix += not is_whole
    finally:
        server.kill()

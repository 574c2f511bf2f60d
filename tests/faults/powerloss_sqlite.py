"""Power cuts at every moment of a SQLite event log's life; NORMAL is the control that must lose."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.faults.strace import STRACE, Act, Loss, acts, power_cut
from wikicafe.eventlog.contract import Op, Unsafe, Written
from wikicafe.eventlog.in_sqlite import InSqlite

CAFE = "a"
BATCHES = 150
CHECKPOINT_EVERY = 60  # pages; SQLite's own 1000 would not be reached in so short a life


def live(path: Path, synchronous: str, promises: Path, batches: int, seed: int) -> None:
    """Write to the log and say after each batch up to where everything is durable."""
    log = InSqlite(path)
    assert log._writing is not None
    log._writing.execute(f"PRAGMA synchronous = {synchronous}")
    log._writing.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_EVERY}")
    chance = Random(seed)
    handle = os.open(promises, os.O_WRONLY | os.O_CREAT)
    number = 0
    for _ in range(batches):
        size = chance.choice((1, 1, 3, 20))
        batch = [(CAFE, _op(number + n, chance)) for n in range(size)]
        number = log.append(batch)[-1].last  # type: ignore[union-attr]
        if chance.random() < 0.03:
            log.erase_body(CAFE, chance.randint(1, number))
        os.write(handle, b"%d\n" % number)
    os._exit(0)  # as a kill would


def _op(number: int, chance: Random) -> Op:
    body = b'{"text":"%s"}' % (b"x" * chance.randrange(300))
    return Op("ana", f"c{number}", (Written("x", b'{"n":%d}' % number, body),))


def record(folder: Path, synchronous: str, batches: int, seed: int) -> tuple[list[Act], bytes]:
    """Let a log live under strace; return what happened and the file it began with."""
    path, trace, promises = folder / "l.sqlite", folder / "trace", folder / "promises"
    fresh = InSqlite(path)
    fresh._empty_the_wal()
    fresh.close()
    begun = path.read_bytes()
    life = ("live", str(path), synchronous, str(promises), str(batches), str(seed))
    subprocess.run(
        [*STRACE, "-o", str(trace), sys.executable, "-m", __name__, *life], check=True, timeout=600
    )

    def promise(call: str, file: str, data: bytes) -> int | None:
        return int(data) if call == "write" and file == str(promises) else None

    wanted = (str(path), f"{path}-wal")
    return [a for a in acts(trace, promise) if not hasattr(a, "file") or a.file in wanted], begun


def lose_power(
    folder: Path, synchronous: str, images: int, seed: int, batches: int = BATCHES
) -> Loss:
    """Cut the power so many times, open what is left with the real store, and compare."""
    happened, begun = record(folder, synchronous, batches, seed)
    path, chance, loss = folder / "l.sqlite", Random(f"power {seed}"), Loss()
    left = folder / "left"
    left.mkdir()
    for _ in range(images):
        image = power_cut(happened, {str(path): begun, f"{path}-wal": b""}, chance)
        for name, data in image.files.items():
            (left / Path(name).name).write_bytes(data)
        (left / "l.sqlite-shm").unlink(missing_ok=True)
        _judge(left / "l.sqlite", image.promised, loss)
    return loss


def _judge(path: Path, promised: int, loss: Loss) -> None:
    try:
        log = InSqlite(path)
        try:
            log.self_check()
            records = log.read(CAFE, limit=1_000_000)
        finally:
            log.close()
    except Unsafe:
        loss.cannot_be_read()
    else:
        loss.found([(r.seq, r.cid) for r in records], promised)


if __name__ == "__main__":
    _, _, path, synchronous, promises, batches, seed = sys.argv
    live(Path(path), synchronous, Path(promises), int(batches), int(seed))

"""Measure durable acknowledgement for SQLite and Redis, and write the table.

    python -m bench.durability.run [--seconds 10] [--folder DIR] [--write]

Beside each rate stands a bare loop on the same disk in the same run, alone before and slowly in the same
seconds: one insert and one commit (SQLite, synchronous=FULL), one XADD (Redis, appendfsync always).
`--write` puts the table into docs/reliability.md, and all figures into bench/durability/figures.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from tests.redis_server import RedisServer

HERE = Path(__file__).parent
REPORT = HERE.parent.parent / "docs" / "reliability.md"
HEADING = "## Durable acknowledgement"
RATES = (500, 2000)  # commands a second
TEXT = "Thought 1 about what stands in the way of many"
BARE_S = 3.0  # seconds of a bare loop alone
PAUSE_S = 0.01  # between two commits of a bare loop beside


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=10.0)
    asked.add_argument("--folder", type=Path, help="on the disk to measure [the temporary folder]")
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder, prefix="durability-") as folder:
        rows = measure(Path(folder), given.seconds)
    text = table(rows)
    print(text)
    if given.write:
        (HERE / "figures.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
        put_in(text)


def measure(folder: Path, seconds: float) -> list[dict[str, Any]]:
    redis = RedisServer(folder / "redis").start()
    rows: list[dict[str, Any]] = []
    try:
        for number, rate in enumerate(RATES):
            sqlite = folder / f"{rate}.sqlite"
            kinds = {
                "SQLite": (f"sqlite:///{sqlite}", partial(bare_sqlite, folder / "bare.sqlite")),
                "Redis": (redis.url(number), partial(bare_redis, redis.port)),
            }
            for store, (url, bare) in kinds.items():
                alone = bare(BARE_S, 0.0)
                beside = Beside(bare, seconds + 2)
                row = offered(url, rate, seconds)
                rows.append(
                    {"store": store, "rate": rate, **row, "alone": alone, "beside": beside.found()}
                )
                print(f"{store} {rate}/s: p99 {row['p99_ms']} ms", file=sys.stderr)
    finally:
        redis.kill()
    return rows


def offered(url: str, rate: int, seconds: float) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.durability.offered", url]
        + [str(rate), str(seconds)],
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise SystemExit(ran.stderr)
    found = json.loads(ran.stdout.splitlines()[-1])
    return found | percentiles(found.pop("took"))


def bare_sqlite(path: Path, seconds: float, pause: float) -> dict[str, float]:
    """Insert a row and commit, again and again."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS note(n INTEGER PRIMARY KEY, text TEXT)")

    def once() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO note(text) VALUES(?)", (TEXT,))
        connection.execute("COMMIT")

    try:
        return in_a_row(once, seconds, pause)
    finally:
        connection.close()


def bare_redis(port: int, seconds: float, pause: float) -> dict[str, float]:
    """Add an entry to a stream and wait for the answer, again and again, without any library."""
    parts = ("XADD", "bare", "*", "d", TEXT)
    command = f"*{len(parts)}\r\n" + "".join(f"${len(p)}\r\n{p}\r\n" for p in parts)
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def once() -> None:
            line.sendall(command.encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                answer += line.recv(200)

        return in_a_row(once, seconds, pause)


def in_a_row(once: Any, seconds: float, pause: float) -> dict[str, float]:
    took: list[float] = []
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        once()
        took.append(time.perf_counter() - begun)
        time.sleep(pause)
    return {"per_second": round(len(took) / seconds), **percentiles(sorted(took))}


class Beside:
    """The bare loop at a walking pace, in the very seconds in which the house is measured."""

    def __init__(self, bare: Callable[[float, float], dict[str, float]], seconds: float) -> None:
        self._found: dict[str, float] = {}
        self._thread = threading.Thread(target=lambda: self._found.update(bare(seconds, PAUSE_S)))
        self._thread.start()

    def found(self) -> dict[str, float]:
        self._thread.join()
        return self._found


def percentiles(took: list[float]) -> dict[str, float]:
    def at(part: float) -> float:
        return round(1000 * took[min(len(took) - 1, int(part * len(took)))], 2)

    return {"p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": round(1000 * took[-1], 1)}


def table(rows: list[dict[str, Any]]) -> str:
    lines = [
        "| store | commands/s | written / offered | p50 ms | p99 ms | max ms | CPU µs/command |"
        " commands/commit | waiting for a core |"
        " bare p50 ms | bare p99 ms | bare max ms |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        alone, beside = row["alone"], row["beside"]
        bare = [f"{alone[key]:,} · {beside[key]:,}" for key in ("p50_ms", "p99_ms", "max_ms")]
        lines.append(
            f"| {row['store']} | {row['rate']:,} | {row['written']:,} / {row['offered']:,} |"
            f" {row['p50_ms']} | {row['p99_ms']} | {row['max_ms']} | {row['cpu_us']} |"
            f" {row['group']} | {row['waited_for_core']:.0%} |"
            f" {' | '.join(bare)} |"
        )
    return "\n".join(lines)


def put_in(text: str) -> None:
    """Replace the section of the report, or add it at the end."""
    said = (
        f"{HEADING}\n\nOne process, {RATES[0]} and {RATES[1]:,} notes a second into one café of 100 people, from the"
        " moment a command is due to the moment its answer says that it is on the disk and seen (so permission,"
        " decision, commit and following are in it, the network is not). The bare loop beside it is one insert"
        " and one commit (SQLite) or one `XADD` (Redis, `appendfsync always`) after the other on the same disk,"
        " alone before · at a walking pace (100 a second at most) in the same seconds, which shows what the disk did to everybody."
        " *Waiting for a core*: how long our threads were ready and others had the cores. Measured"
        f" {date.today()} with Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" {redis_version()}, on two cores and a disk shared with other work{priority()}: `python -m bench.durability.run --write`.\n\n{text}\n"
    )
    before = REPORT.read_text("utf-8") if REPORT.exists() else "# Reliability\n"
    section = re.compile(rf"^{re.escape(HEADING)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if section.search(before):
        after = section.sub(lambda _: said + "\n", before, count=1).rstrip("\n") + "\n"
    else:
        after = before.rstrip("\n") + "\n\n" + said
    REPORT.write_text(after, "utf-8")


def priority() -> str:
    return ", with priority over it (`chrt -r 5`)" if os.sched_getscheduler(0) else ""


def redis_version() -> str:
    said = subprocess.run(["redis-server", "--version"], capture_output=True, text=True).stdout
    found = re.search(r"v=([\d.]+)", said)
    return f"Redis {found[1]}" if found else "Redis"


if __name__ == "__main__":
    main()

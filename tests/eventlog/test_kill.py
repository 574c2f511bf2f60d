"""A writing process is killed with SIGKILL; everything it acknowledged is in the log."""

import subprocess
import sys
from pathlib import Path

import pytest

from wikicafe.eventlog.in_sqlite import InSqlite

KILLS = 4
WRITER = """
import itertools, sys
from pathlib import Path
from wikicafe.eventlog.contract import Op, Written
from wikicafe.eventlog.in_sqlite import InSqlite

log, life, honest = InSqlite(Path(sys.argv[1])), sys.argv[2], sys.argv[3] == "honest"
def say(cids): print(*cids, flush=True)
for n in itertools.count():
    cids = [f"{life}-{n}-{k}" for k in range(1 + n % 7)]
    ops = [("a", Op("ana", cid, (Written("x", b"{}", b"text" * 50),))) for cid in cids]
    if not honest: say(cids)   # the control: acknowledges what is not yet durable
    log.append(ops)
    if honest: say(cids)
"""


def lives_and_deaths(path: Path, kind: str) -> set[str]:
    """Let a process write until some answers are heard, kill it, and so on; return what it acknowledged."""
    acknowledged: set[str] = set()
    for life in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(life), kind],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        for _ in range(20 + 13 * life):
            acknowledged.update(writer.stdout.readline().split())
        writer.kill()
        rest = writer.stdout.read()
        # A line cut off by the kill was heard by nobody.
        acknowledged.update(rest[: rest.rfind("\n") + 1].split())
        writer.wait()
        writer.stdout.close()
    return acknowledged


def test_everything_acknowledged_before_a_kill_is_there_once_and_in_order(tmp_path: Path) -> None:
    acknowledged = lives_and_deaths(tmp_path / "cafes.sqlite", "honest")
    log = InSqlite(tmp_path / "cafes.sqlite")
    log.self_check()
    records = log.read("a", limit=100_000)
    log.close()
    written = [record.cid for record in records]
    assert len(acknowledged) > 100
    assert acknowledged - set(written) == set()
    assert len(written) == len(set(written))
    assert [record.seq for record in records] == list(range(1, len(records) + 1))


@pytest.mark.slow
def test_the_harness_notices_a_writer_that_acknowledges_too_early(tmp_path: Path) -> None:
    for attempt in range(10):
        path = tmp_path / f"{attempt}.sqlite"
        acknowledged = lives_and_deaths(path, "hasty")
        log = InSqlite(path)
        lost = acknowledged - {record.cid for record in log.read("a", limit=100_000)}
        log.close()
        if lost:
            return
    pytest.fail("a writer that lies was never caught: the kill comes at the wrong moments")

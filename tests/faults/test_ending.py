"""The server ends in order: whoever asked is answered, everybody is told, and nothing is left behind."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cafe_server import CafeServer
from tests.faults.company import Company, wait_until
from tests.faults.kills import Server
from tests.faults.oracles import judge
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import whole_list

pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data").start()
    yield server
    server.kill()


def end(server: CafeServer, *how: signal.Signals) -> int:
    """Send these signals one after the other; return the exit code."""
    process = server._process
    assert process is not None
    for one in how:
        process.send_signal(one)
    return process.wait(30)


@pytest.mark.parametrize(
    "how",
    [[signal.SIGTERM], [signal.SIGTERM, signal.SIGTERM], [signal.SIGINT, signal.SIGTERM]],
    ids=["once", "twice", "two kinds"],
)
def test_what_was_written_was_answered_before_the_server_ended(
    running: Server, how: list[signal.Signals]
) -> None:
    company = Company(running.url, running.facilitator_key, 8).come()
    company.chatter(0.1)
    assert wait_until(lambda: company.count > 40)
    assert end(running, *how) == 0
    assert "level=error" not in running.tail()
    assert wait_until(lambda: not any(guest.is_live for guest in company.guests))
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", running.port), timeout=1).close()

    log = open_log(running.log, only_reading=True)
    written = {record.cid for record in whole_list(log, company.cafe)}
    log.close()
    sent = [one for guest in company.guests for one in list(guest.outbox.sent)]
    assert [one for one in sent if one.cid in written and one.accepted is None] == []

    running.start()
    company.settle()
    running.kill()
    log = open_log(running.log, only_reading=True)
    verdict = judge(log, company.cafe, company.said(), company.seen(), company.unsent)
    log.close()
    company.go()
    assert verdict.faults == {}
    assert verdict.acknowledged > 40


def test_a_server_that_nobody_uses_ends_at_once(running: Server) -> None:
    assert end(running, signal.SIGTERM) == 0
    assert "ended" in running.tail()


def test_plain_threads_end_as_well(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    server.arguments = (*server.arguments, "--async-mode", "threading")
    server.start()
    assert end(server, signal.SIGTERM) == 0


def test_what_a_server_writes_names_nobody_and_no_address(running: Server) -> None:
    company = Company(running.url, running.facilitator_key, 3).come()
    company.chatter(0.1)
    assert wait_until(lambda: company.count > 10)
    for guest in company.guests:
        guest.diary.put(guest.drop)
        guest.diary.put(guest.come_back)
    company.settle()
    company.go()
    assert end(running, signal.SIGTERM) == 0
    lines = [line for line in running.said if running.url not in line and "█" not in line]
    for secret in ("127.0.0.1", "client=", "thought", company.cafe):
        assert [line for line in lines if secret in line] == []

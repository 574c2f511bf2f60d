"""Rounds end once and never early, whatever happens to clock and machine; on the real server."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.company import Company, patiently, wait_until
from tests.faults.kills import Server
from tests.faults.timeshift import WallClock
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import Record, whole_list

pytestmark = [pytest.mark.server, pytest.mark.slow]
MAY_BE_LATE = 20_000  # ms, on a machine that others use as well

Start = Callable[..., Server]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Server] = []

    def server(wall: WallClock | None = None) -> Server:
        made = Server(tmp_path / "data")
        if wall is not None:
            made.program = wall.program
        started.append(made.start())
        return made

    yield server
    for one in started:
        one.kill()


def gathered(server: Server, phones: int = 3) -> Company:
    return Company(server.url, server.facilitator_key, phones).come()


def ends_in(company: Company, ms: int) -> int:
    """Let the round end so soon; return when that is, by the server's clock."""
    end = int(company.look()["now"]) + ms
    company.ask("move-end", {"step": "s1", "ends_at": end})
    return end


def is_over(company: Company) -> bool:
    return patiently(company.look)["clock"]["step"] is None  # type: ignore[no-any-return]


def ended(server: Server, company: Company) -> Record:
    log = open_log(server.log, only_reading=True)
    (only,) = [r for r in whole_list(log, company.cafe) if r.name == "step-ended"]
    log.close()
    return only


def passes(ms: float) -> bool:
    """Let time pass until a moment of our clock."""
    return wait_until(lambda: time.time() * 1000 > ms)


def test_a_round_that_fell_due_while_no_server_ran_ends_after_the_start(start: Start) -> None:
    server = start()
    company = gathered(server)
    end = ends_in(company, 300)
    server.kill()
    assert passes(end + 500)
    server.start()
    assert wait_until(lambda: is_over(company))
    assert 0 <= ended(server, company).at - end <= MAY_BE_LATE
    company.go()


def test_a_machine_that_stood_still_ends_the_round_when_it_goes_on(start: Start) -> None:
    server = start()
    company = gathered(server)
    end = ends_in(company, 1000)
    os.kill(server.pid, signal.SIGSTOP)
    assert passes(end + 1000)
    os.kill(server.pid, signal.SIGCONT)
    assert wait_until(lambda: is_over(company))
    assert ended(server, company).at >= end
    assert wait_until(lambda: all(g.screen.view["clock"]["step"] is None for g in company.guests))
    company.go()


@pytest.mark.parametrize("by", [3600, -3600], ids=["forward", "back"])
def test_a_clock_that_is_set_ends_no_round_early_and_none_late(
    start: Start, tmp_path: Path, by: int
) -> None:
    wall = WallClock(tmp_path / "wall")
    server = start(wall)
    company = gathered(server)
    end = ends_in(company, 4000)
    wall.set_by(by)

    def warned() -> list[Any]:
        return [t["params"] for t in company.look()["troubles"] if t["code"] == "clock-jumped"]

    assert wait_until(lambda: warned() == [[by]])
    assert wait_until(lambda: is_over(company))
    assert 0 <= ended(server, company).at - end <= MAY_BE_LATE
    assert time.time() * 1000 >= end
    company.go()


def test_a_server_whose_clock_is_a_day_behind_keeps_rounds_as_long_as_they_are(
    start: Start, tmp_path: Path
) -> None:
    server = start(WallClock(tmp_path / "wall", -86_400))
    company = gathered(server)
    begun = time.monotonic()
    end = ends_in(company, 1500)
    assert end < (time.time() - 80_000) * 1000
    assert wait_until(lambda: is_over(company))
    assert ended(server, company).at >= end
    assert time.monotonic() - begun > 1.4  # asking when it is took a moment of the 1.5 s
    company.go()


def test_pauses_and_given_time_are_kept_across_kills(start: Start) -> None:
    server = start()
    company = gathered(server)
    end = ends_in(company, 60_000)
    company.ask("pause-step", {"step": "s1"})
    left = company.look()["clock"]["left_ms"]
    server.restart()
    assert patiently(company.look)["clock"]["left_ms"] == left
    company.ask("resume-step", {"step": "s1"})
    assert company.look()["clock"]["ends_at"] > end
    company.ask("move-end", {"step": "s1", "ends_at": int(company.look()["now"]) + 500})
    server.restart()
    assert wait_until(lambda: is_over(company))
    ended(server, company)
    company.go()

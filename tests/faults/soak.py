"""A server under an even load for long: does it grow?"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.company import Company
from tests.faults.kills import Server
from tests.faults.oracles import Verdict, judge
from wikicafe.eventlog import open_log

LOOKED_AT_EVERY = 5.0  # seconds
SETTLED_AFTER = 0.4  # part of the time after which a server has met everything once
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(slots=True)
class Growth:
    """mb: (seconds since the start, MB of memory), looked at every few seconds."""

    mb: list[tuple[float, float]] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)
    reconnects: int = 0

    @property
    def mb_per_hour(self) -> float:
        """Slope of the least squares through what came after the settling."""
        later = self.mb[int(len(self.mb) * SETTLED_AFTER) :]
        middle = sum(t for t, _ in later) / len(later), sum(m for _, m in later) / len(later)
        above = sum((t - middle[0]) * (m - middle[1]) for t, m in later)
        below = sum((t - middle[0]) ** 2 for t, _ in later)
        return 3600 * above / below


def soak(folder: Path, seconds: float, people: int = 24) -> Growth:
    """Let people amend and withdraw, drop off and come back; the café itself does not grow."""
    server = Server(folder / "data").start()
    company = Company(server.url, server.facilitator_key, people, grows=False).come()
    company.chatter(1.0)
    found, begun = Growth(), time.monotonic()
    number = 0
    while (passed := time.monotonic() - begun) < seconds:
        found.mb.append((passed, _memory_mb(server.pid)))
        guest = company.guests[number % people]
        guest.diary.put(guest.drop)
        guest.diary.put(guest.come_back)
        number += 1
        time.sleep(LOOKED_AT_EVERY)
    company.settle()
    found.reconnects = sum(guest.memory.reconnects for guest in company.guests)
    said, seen, unsent = company.said(), company.seen(), company.unsent
    company.go()
    server.kill()
    log = open_log(server.log, only_reading=True)
    found.verdict = judge(log, company.cafe, said, seen, unsent)
    log.close()
    return found


def _memory_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6

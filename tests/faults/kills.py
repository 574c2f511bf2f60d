"""kill -9 of the server, again and again, while a company writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.cafe_server import CafeServer
from tests.faults.company import Company, patiently, wait_until
from tests.faults.oracles import Verdict, judge
from wikicafe.eventlog import open_log

KILLS_PER_CAFE = 10  # then another café begins, so that views stay as small as people's
LIVES_FOR = (3, 60)  # verdicts heard between a start and the next kill: at least, at most
PANEL_ASKS = ("pause-step", "resume-step")


class Server(CafeServer):
    """The real server, or one of `broken.py`. log: its URL; None: SQLite in the data folder."""

    def __init__(self, data: Path, log: str | None = None, broken: str | None = None) -> None:
        super().__init__(data, *(("--log", log) if log else ()))
        self.log = log or f"sqlite:///{data}/cafes.sqlite"
        if broken:
            self.program = ("-m", "tests.faults.broken", broken)


def kill_under_load(
    server: CafeServer,
    log: str,
    times: int,
    seed: int,
    *,
    forgetful: bool = False,
    fault: Callable[[Company], None] | None = None,
    people: int = 12,
    phones_url: str | None = None,
) -> Verdict:
    """Run one café on a started server through so many faults, and judge it.

    fault: what is done each time; None: the server is killed and started again.
    phones_url: where the phones go, if not to the server itself.
    log: URL of the event log, read when everybody has settled and the server has ended.
    """
    chance = Random(f"kills {seed}")
    company = Company(
        *(server.url, server.facilitator_key, people, seed),
        forgetful=forgetful,
        phones_url=phones_url,
    ).come()
    company.chatter()
    for number in range(times):
        before = company.count
        until = before + chance.randint(*LIVES_FOR)
        assert wait_until(lambda until=until: company.count >= until), (  # type: ignore[misc]
            f"nobody gets on: {company.state()}\n{server.tail()}"
        )
        if fault is None:
            server.restart()
        else:
            fault(company)
        patiently(lambda n=number: company.ask(PANEL_ASKS[n % 2], {"step": "s1"}))  # type: ignore[misc]
        patiently(company.look)
    company.settle()
    patiently(company.look)
    said, seen, unsent = company.said(), company.seen(), company.unsent
    company.go()
    server.kill()
    kept = open_log(log, only_reading=True)
    try:
        return judge(kept, company.cafe, said, seen, unsent)
    finally:
        kept.close()

"""Four servers on one Redis, their clocks seconds apart, killed at random: who ends the rounds?"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import msgspec

from tests.faults.company import Company, patiently, wait_until
from tests.faults.kills import Server
from tests.faults.oracles import Verdict, judge
from tests.faults.proxy import Proxy
from tests.faults.timeshift import WallClock
from tests.redis_server import RedisServer
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import Record, whole_list

SKEWS = (-3.0, -0.4, 0.3, 3.0)  # seconds
ROUNDS_PER_CAFE = 20
SHORT = (300, 1200)  # ms until a round ends, when nobody presses anything
CLOSE_TO_THE_END = (60, 20, 5, 1)  # ms before it when somebody does
KILLED = 0.3  # part of the rounds in which a server dies
PEOPLE = 6


@dataclass(slots=True)
class Rounds:
    """How rounds ended, by the log alone."""

    rounds: int = 0
    kills: int = 0
    ended_once: int = 0
    early: int = 0
    late_ms: list[int] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def faults(self) -> dict[str, int]:
        not_once = self.rounds - self.ended_once
        found = {"not ended exactly once": not_once, "ended early": self.early}
        return {name: number for name, number in found.items() if number} | self.verdict.faults

    def __add__(self, other: Rounds) -> Rounds:
        return Rounds(
            self.rounds + other.rounds,
            self.kills + other.kills,
            self.ended_once + other.ended_once,
            self.early + other.early,
            self.late_ms + other.late_ms,
            self.verdict + other.verdict,
        )


class Workers:
    """A Redis, its servers, and what stands before them."""

    def __init__(
        self, folder: Path, skews: tuple[float, ...] = SKEWS, broken: str | None = None
    ) -> None:
        self.redis = RedisServer(folder / "redis").start()
        self.servers = []
        for number, skew in enumerate(skews):
            wall = WallClock(folder / f"wall{number}", skew)
            server = Server(folder / "data", self.redis.url(), broken)
            if broken:
                server.environment = {"WALL": str(wall.file)}
            else:
                server.program = wall.program
            self.servers.append(server)
        self.servers[0].start()  # makes the secret key they share
        for server in self.servers[1:]:
            server.start()
        self._starting: list[threading.Thread] = []
        self.proxy = Proxy(lambda: [server.port for server in self.servers])

    def kill_one(self, chance: Random) -> None:
        """Kill one and let it start again while the others go on."""
        for thread in self._starting:
            thread.join()
        server = chance.choice(self.servers)
        server.kill()
        self._starting = [threading.Thread(target=server.start)]
        self._starting[0].start()

    def stop(self) -> None:
        for thread in self._starting:
            thread.join()
        self.proxy.close()
        for server in self.servers:
            server.kill()
        self.redis.kill()


def run_rounds(workers: Workers, rounds: int, seed: int, killed: float = KILLED) -> Rounds:
    """Run one café of so many rounds through the workers, and see how each of them ended.

    The facilitator comes to any of them, if some are killed, else to the first.
    """
    chance = Random(f"rounds {seed}")
    key = workers.servers[0].facilitator_key
    company = Company(
        workers.proxy.url if killed else workers.servers[0].url,
        *(key, PEOPLE, seed),
        rounds=rounds,
        begin=False,
        phones_url=workers.proxy.url,
    ).come()
    company.chatter(1.0)
    found = Rounds(rounds=rounds)
    for number in range(1, rounds + 1):
        step = f"s{number}"
        patiently(lambda s=step: company.ask("begin-step", {"step": s}))  # type: ignore[misc]
        patiently(company.look)
        end = int(time.time() * 1000) + chance.randint(*SHORT)  # Redis has the same clock as we
        _try(company, "move-end", {"step": step, "ends_at": end})
        if chance.random() < killed:
            workers.kill_one(chance)
            found.kills += 1
        if press := chance.choice((None, None, "extend", "pause")):
            _press(company, step, end, press, chance)
        assert wait_until(lambda: patiently(company.look)["clock"]["step"] is None)
    company.settle()
    said, seen, unsent = company.said(), company.seen(), company.unsent
    company.go()
    log = open_log(workers.redis.url(), only_reading=True)
    try:
        _judge(list(whole_list(log, company.cafe)), found)
        found.verdict = judge(log, company.cafe, said, seen, unsent)
    finally:
        log.close()
    return found


def _press(company: Company, step: str, end: int, what: str, chance: Random) -> None:
    """Give more time, or pause and go on, in the very last moment."""
    ahead = chance.choice(CLOSE_TO_THE_END)
    assert wait_until(lambda: patiently(company.look)["now"] >= end - ahead)
    if what == "extend":
        _try(company, "move-end", {"step": step, "ends_at": end + 400})
    elif _try(company, "pause-step", {"step": step}):
        _try(company, "resume-step", {"step": step})


def _try(company: Company, name: str, payload: dict[str, object]) -> bool:
    """Ask; the round may be over already, which is an answer as well."""
    from wikicafe.guests.door import TurnedAway, Unreachable

    try:
        company.ask(name, payload)
    except TurnedAway as no:
        return no.code not in ("step-not-running", "bad-time")
    except Unreachable:
        return False
    return True


def _judge(records: list[Record], found: Rounds) -> None:
    """See how often each step ended, and how long after it was due."""
    due: int | None = None
    ends: dict[str, int] = {}
    for record in records:
        fields = msgspec.json.decode(record.data)
        if record.name in ("step-begun", "step-resumed", "step-end-moved"):
            due = fields.get("ends_at")
        elif record.name == "step-paused":
            due = None
        elif record.name == "step-ended":
            ends[fields["step"]] = ends.get(fields["step"], 0) + 1
            found.early += due is None or record.at < due
            found.late_ms.append(record.at - (due or record.at))
    found.ended_once += sum(times == 1 for times in ends.values())

"""How often each fault is injected by `make faults`, beside its control; one function per row."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.faults import herd, powerloss_redis, powerloss_sqlite, soak, workers
from tests.faults.company import Company, wait_until
from tests.faults.full_disk import small_disk
from tests.faults.kills import KILLS_PER_CAFE, Server, kill_under_load
from tests.faults.oracles import Verdict
from tests.faults.proxy import Proxy
from tests.faults.results import Result, say
from tests.faults.strace import Loss
from tests.redis_server import RedisServer

KILLS = 1_000
CONTROL_KILLS = 10
LIVES = 10  # of a log under strace
IMAGES_PER_LIFE = 1_000
REDIS_KILLS = 200
REDIS_LIVES, REDIS_IMAGES_PER_LIFE = 5, 400
ROUNDS = 400
CONTROL_ROUNDS = 10
CUTS = 100
FULL = 20
HALL = 5_000  # phones
SOAKED_S = 3_600


def server_kills(folder: Path, share: float) -> Result:
    cafes = max(1, round(KILLS * share / KILLS_PER_CAFE))
    found = Verdict()
    server = Server(folder / "sound").start()
    for number in range(cafes):
        found += kill_under_load(server, server.log, KILLS_PER_CAFE, number)
        server.start()
        say(f"  {(number + 1) * KILLS_PER_CAFE} kills: {found}")
    server.kill()
    wrong: dict[str, int] = {}
    for kind in ("hasty", "forgetful"):
        broken = Server(folder / kind, broken=kind).start()
        verdict = kill_under_load(broken, broken.log, CONTROL_KILLS, 1)
        wrong |= {f"{name} ({kind})": n for name, n in verdict.faults.items()}
    return Result(
        "server-kills",
        "kill -9 of the server (SQLite) while 12 people write",
        cafes * KILLS_PER_CAFE,
        _looked_at(found),
        found.faults,
        f"{CONTROL_KILLS} kills of a server that commits every 0.4 s (hasty), and of one that does"
        " not know what it was asked before (forgetful)",
        wrong,
    )


def power_loss_sqlite(folder: Path, share: float) -> Result:
    losses = {}
    for synchronous in ("FULL", "NORMAL"):
        total = Loss()
        for life in range(max(1, round(LIVES * share))):
            where = folder / f"{synchronous}{life}"
            where.mkdir()
            total += powerloss_sqlite.lose_power(where, synchronous, IMAGES_PER_LIFE, life)
        losses[synchronous] = total
        say(f"  {synchronous}: {total}")
    full, normal = losses["FULL"], losses["NORMAL"]
    return Result(
        "power-loss-sqlite",
        "power lost (SQLite): images of the disk out of recorded writes and syncs",
        full.images,
        {"images": full.images},
        full.faults,
        f"`synchronous=NORMAL`, {normal.images:,} images",
        normal.faults,
    )


def redis_kills(folder: Path, share: float) -> Result:
    cafes = max(1, round(REDIS_KILLS * share / KILLS_PER_CAFE))
    found = _kill_redis(folder / "sound", cafes)
    control = _kill_redis(folder / "forgetful", 2, broken="forgetful")
    return Result(
        "redis-kills",
        "kill -9 of Redis while 12 people write",
        cafes * KILLS_PER_CAFE,
        _looked_at(found),
        found.faults,
        f"{2 * KILLS_PER_CAFE} kills, a server that does not know what it was asked before",
        control.faults,
    )


def _kill_redis(folder: Path, cafes: int, broken: str | None = None) -> Verdict:
    redis = RedisServer(folder / "redis").start()
    server = Server(folder, redis.url(), broken).start()
    found = Verdict()
    try:
        for number in range(cafes):
            found += kill_under_load(
                *(server, server.log, KILLS_PER_CAFE, number), fault=lambda _: _again(redis)
            )
            say(f"  {(number + 1) * KILLS_PER_CAFE} kills of Redis {broken or ''}: {found}")
            server.start()
    finally:
        server.kill()
        redis.kill()
    return found


def _again(redis: RedisServer) -> None:
    redis.restart()


def power_loss_redis(folder: Path, share: float) -> Result:
    losses = {}
    for fsync in ("always", "everysec"):
        total = Loss()
        for life in range(max(1, round(REDIS_LIVES * share))):
            where = folder / f"{fsync}{life}"
            where.mkdir()
            total += powerloss_redis.lose_power(where, fsync, REDIS_IMAGES_PER_LIFE, life)
            say(f"  {fsync}: {total}")
        losses[fsync] = total
    always, everysec = losses["always"], losses["everysec"]
    return Result(
        "power-loss-redis",
        "power lost (Redis): images of its file out of recorded writes and syncs",
        always.images,
        {"images": always.images},
        always.faults,
        f"`appendfsync everysec`, {everysec.images:,} images",
        everysec.faults,
    )


def skewed_workers(folder: Path, share: float) -> Result:
    cafes = max(1, round(ROUNDS * share / workers.ROUNDS_PER_CAFE))
    house = workers.Workers(folder)
    found = workers.Rounds()
    try:
        for number in range(cafes):
            found += workers.run_rounds(house, workers.ROUNDS_PER_CAFE, number)
            say(f"  {found.rounds} rounds, {found.kills} kills: {found.faults} {found.verdict}")
    finally:
        house.stop()
    control = workers.Workers(folder / "early", broken="early")
    try:
        early = workers.run_rounds(control, CONTROL_ROUNDS, 1, killed=0)
    finally:
        control.stop()
    late = sorted(found.late_ms)
    return Result(
        "skewed-workers",
        "4 servers on one Redis, clocks −3 to +3 s apart, killed at random, rounds paused and"
        " prolonged in the last moment: each ends once, none early",
        found.rounds,
        {
            "rounds ended once": found.ended_once,
            "kills -9": found.kills,
            "ms late (median)": late[len(late) // 2],
            "ms late (p95)": late[int(len(late) * 0.95)],
            **_looked_at(found.verdict),
        },
        found.faults,
        f"{CONTROL_ROUNDS} rounds, servers that go by the clock on their own wall",
        early.faults,
    )


def cut_network(folder: Path, share: float) -> Result:
    times = max(3, round(CUTS * share))
    server = Server(folder / "data").start()
    proxy = Proxy(lambda: [server.port])
    chance = Random("cuts")

    def cut(company: Company) -> None:
        how = chance.choice((proxy.cut, proxy.swallow, proxy.refuse))
        how()
        count = company.unsent
        wait_until(lambda: company.unsent > count + 3, 3)
        proxy.mend()
        if how == proxy.swallow:
            proxy.cut()

    found = Verdict()
    for number in range(-(-times // KILLS_PER_CAFE)):
        found += kill_under_load(
            *(server, server.log, min(times, KILLS_PER_CAFE), number),
            fault=cut,
            phones_url=proxy.url,
        )
        server.start()
        say(f"  {(number + 1) * KILLS_PER_CAFE} cuts: {found}")
    proxy.close()
    server.kill()
    deaf = Server(folder / "deaf", broken="deaf").start()
    control = kill_under_load(deaf, deaf.log, 3, 1, forgetful=True)
    return Result(
        "cut-network",
        "network between phones and server cut, refused, or swallowing everything",
        times,
        _looked_at(found),
        found.faults,
        "a server that loses a quarter of its messages, phones that do not look whether one is missing",
        control.faults,
    )


def cut_redis(folder: Path, share: float) -> Result:
    times = max(3, round(CUTS * share))
    redis = RedisServer(folder / "redis").start()
    proxy = Proxy(lambda: [redis.port])
    through = f"redis://127.0.0.1:{proxy.port}/0"
    server = Server(folder / "data", through).start()
    chance = Random("cuts of Redis")

    def cut(company: Company) -> None:
        how = chance.choice((proxy.cut, proxy.swallow, proxy.refuse))
        how()
        wait_until(lambda: False, chance.choice((0.05, 0.3, 2.5)))
        proxy.mend()

    found = Verdict()
    try:
        for number in range(-(-times // KILLS_PER_CAFE)):
            found += kill_under_load(
                server, redis.url(), min(times, KILLS_PER_CAFE), number, fault=cut
            )
            server.start()
            say(f"  {(number + 1) * KILLS_PER_CAFE} cuts before Redis: {found}")
        server.kill()
        server = Server(folder / "forgetful", through, broken="forgetful").start()
        control = kill_under_load(server, redis.url(), min(times, CONTROL_KILLS), 1, fault=cut)
    finally:
        server.kill()
        proxy.close()
        redis.kill()
    return Result(
        "cut-redis",
        "network between server and Redis cut, refused, or swallowing everything",
        times,
        _looked_at(found),
        found.faults,
        f"{min(times, CONTROL_KILLS)} cuts, a server that does not know what it was asked before",
        control.faults,
    )


def full_disk(folder: Path, share: float) -> Result:
    times = max(2, round(FULL * share))
    with small_disk(folder / "small") as disk:
        server = Server(disk.folder / "data").start()

        def fill(company: Company) -> None:
            disk.fill()
            assert wait_until(lambda: "storage-full" in _troubles(company) and company.unsent > 5)
            disk.empty()
            assert wait_until(lambda: "storage-full" not in _troubles(company))

        found = kill_under_load(server, server.log, times, 1, fault=fill, people=6)
    return Result(
        "full-disk",
        "disk full while people write; phones keep what they wrote, the panel warns",
        times,
        _looked_at(found),
        found.faults,
    )


def _troubles(company: Company) -> list[str]:
    return [trouble["code"] for trouble in company.facilitator.look()["troubles"]]


def all_back_at_once(folder: Path, share: float) -> Result:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    found = herd.come_back(folder, max(100, round(HALL * share)))
    return Result(
        "all-back-at-once",
        "everybody's phone returns at once after kill -9 and restart, with full jitter",
        1,
        {
            "phones": found.clients,
            "attempts": found.attempts,
            "s until half were back": round(found.seconds[len(found.seconds) // 2], 1),
            "s until the last was back": round(found.seconds[-1], 1),
        },
        found.faults,
    )


def long_load(folder: Path, share: float) -> Result:
    found = soak.soak(folder, SOAKED_S * share)
    first, last = found.mb[0][1], found.mb[-1][1]
    return Result(
        "soak",
        "even load: 24 people amend their notes once a second, one after the other drops off",
        1,
        {
            "minutes": round(SOAKED_S * share / 60),
            "MB at the start": round(first, 1),
            "MB at the end": round(last, 1),
            "MB per hour (slope of the last 60 %)": round(found.mb_per_hour, 2),
            "reconnects": found.reconnects,
            **_looked_at(found.verdict),
        },
        found.verdict.faults,
    )


def _looked_at(found: Verdict) -> dict[str, float | int | str]:
    return {"acknowledged": found.acknowledged, "events": found.events, "views": found.views}


LONG: dict[str, Callable[[Path, float], Result]] = {
    "server-kills": server_kills,
    "power-loss-sqlite": power_loss_sqlite,
    "redis-kills": redis_kills,
    "power-loss-redis": power_loss_redis,
    "skewed-workers": skewed_workers,
    "cut-network": cut_network,
    "cut-redis": cut_redis,
    "full-disk": full_disk,
    "all-back-at-once": all_back_at_once,
    "soak": long_load,
}

"""Each fault for a moment, in every run of the tests; `make faults` injects them for long.

A control beside it is the same with one promise taken away: it must find something.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults import herd, long_runs, powerloss_redis, powerloss_sqlite, strace, workers
from tests.faults.company import Company, patiently, wait_until
from tests.faults.kills import Server, kill_under_load
from tests.faults.oracles import judge
from tests.faults.proxy import Proxy
from tests.live.hall import together
from tests.redis_server import RedisServer
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import Op, Written, whole_list
from wikicafe.guests.wire import Wire

pytestmark = [pytest.mark.server, pytest.mark.slow]
traced = pytest.mark.skipif(not strace.is_here(), reason="needs strace")
A_FEW = 6  # people


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "data").start()
    yield running
    running.kill()


# ---- the server dies -----------------------------------------------------------------------------


def test_after_kills_under_load_everything_acknowledged_is_there_once(server: Server) -> None:
    verdict = kill_under_load(server, server.log, 2, 1, people=A_FEW)
    assert verdict.faults == {}
    assert verdict.acknowledged > 20 and verdict.views > 20


@pytest.mark.parametrize(("kind", "finds"), [("hasty", "lost"), ("forgetful", "twice")])
def test_control_a_server_that_breaks_a_promise_is_caught(
    tmp_path: Path, kind: str, finds: str
) -> None:
    broken = Server(tmp_path / "data", broken=kind).start()
    try:
        for seed in range(3):  # a kill may come at a harmless moment
            if kill_under_load(broken, broken.log, 3, seed, people=A_FEW).faults.get(finds):
                return
            broken.start()
    finally:
        broken.kill()
    pytest.fail("the harness sleeps")


# ---- the power goes ------------------------------------------------------------------------------


@traced
def test_after_a_loss_of_power_the_file_has_everything_acknowledged(tmp_path: Path) -> None:
    loss = powerloss_sqlite.lose_power(tmp_path, "FULL", 60, 1, batches=60)
    assert loss.faults == {}
    assert loss.images == 60


@traced
def test_control_without_full_syncing_acknowledged_events_are_lost(tmp_path: Path) -> None:
    assert powerloss_sqlite.lose_power(tmp_path, "NORMAL", 60, 1, batches=60).lost > 0


@traced
@pytest.mark.redis
def test_after_a_loss_of_power_redis_has_everything_acknowledged(tmp_path: Path) -> None:
    loss = powerloss_redis.lose_power(tmp_path, "always", 10, 1, batches=60)
    assert loss.faults == {}


@traced
@pytest.mark.redis
def test_control_a_redis_that_syncs_every_second_loses(tmp_path: Path) -> None:
    assert powerloss_redis.lose_power(tmp_path, "everysec", 10, 1, batches=60).lost > 0


# ---- Redis, its network, its servers ---------------------------------------------------------------


@pytest.mark.redis
def test_after_kills_of_redis_everything_acknowledged_is_there_once(tmp_path: Path) -> None:
    redis = RedisServer(tmp_path / "redis").start()
    server = Server(tmp_path / "data", redis.url()).start()
    try:
        verdict = kill_under_load(
            server, server.log, 2, 1, fault=lambda _: again(redis), people=A_FEW
        )
    finally:
        server.kill()
        redis.kill()
    assert verdict.faults == {}


def again(redis: RedisServer) -> None:
    redis.restart()


@pytest.mark.redis
def test_a_redis_that_does_not_answer_delays_and_loses_nothing(tmp_path: Path) -> None:
    assert long_runs.cut_redis(tmp_path, 0.02).wrong == {}


@pytest.mark.redis
def test_two_servers_six_seconds_apart_end_each_round_once(tmp_path: Path) -> None:
    house = workers.Workers(tmp_path, skews=(-3.0, 3.0))
    try:
        found = workers.run_rounds(house, 3, 1, killed=0.5)
    finally:
        house.stop()
    assert found.faults == {}
    assert found.ended_once == 3


@pytest.mark.redis
def test_control_servers_that_go_by_their_own_walls_end_rounds_early(tmp_path: Path) -> None:
    house = workers.Workers(tmp_path, skews=(-3.0, 3.0), broken="early")
    try:
        assert workers.run_rounds(house, 2, 1, killed=0).early > 0
    finally:
        house.stop()


# ---- the network of the phones ---------------------------------------------------------------------


def test_phones_whose_network_is_cut_or_swallows_everything_lose_nothing(
    server: Server,
) -> None:
    proxy, chance = Proxy(lambda: [server.port]), Random(1)

    def cut(company: Company) -> None:
        chance.choice((proxy.cut, proxy.refuse))()
        proxy.mend()

    verdict = kill_under_load(
        server, server.log, 3, 1, fault=cut, people=A_FEW, phones_url=proxy.url
    )
    proxy.close()
    assert verdict.faults == {}


def test_control_phones_that_do_not_look_for_gaps_show_what_never_was(tmp_path: Path) -> None:
    deaf = Server(tmp_path / "data", broken="deaf").start()
    try:
        for seed in range(3):  # what is lost may concern nobody
            if kill_under_load(deaf, deaf.log, 2, seed, forgetful=True, people=A_FEW).wrong_views:
                return
            deaf.start()
    finally:
        deaf.kill()
    pytest.fail("the harness sleeps")


def test_a_hall_that_returns_at_once_is_let_in(tmp_path: Path) -> None:
    found = herd.come_back(tmp_path, 120)
    assert found.faults == {}
    assert len(found.seconds) == 120


# ---- the disk, the file, the list ------------------------------------------------------------------


def test_a_full_disk_is_said_and_what_was_written_meanwhile_is_sent_later(tmp_path: Path) -> None:
    try:
        result = long_runs.full_disk(tmp_path, 0)
    except PermissionError as may_not:
        pytest.skip(str(may_not))
    assert result.wrong == {}


def test_a_second_server_on_the_same_file_is_turned_away(server: Server) -> None:
    second = Server(server.data)
    with pytest.raises(AssertionError, match="Another WikiCafé server"):
        second.start()


def test_events_nobody_understands_are_set_aside_and_the_cafe_goes_on(server: Server) -> None:
    company = Company(server.url, server.facilitator_key, 3).come()
    company.chatter(0.1)
    assert wait_until(lambda: company.count > 5)
    server.kill()
    log = open_log(server.log)
    strange = (Written("tables-danced", b"{}"), Written("note-written", b'{"note":7}'), NONSENSE)
    log.append([(company.cafe, Op("ama", "strange", strange))])
    log.close()
    before = company.count
    server.start()
    assert wait_until(lambda: company.count > before + 5)
    company.settle()
    assert patiently(company.look)["set_aside"] == 3
    said, seen = company.said(), company.seen()
    company.go()
    server.kill()
    kept = open_log(server.log, only_reading=True)
    assert judge(kept, company.cafe, said, seen, company.unsent).faults == {}
    kept.close()


NONSENSE = Written("step-begun", b"\xff\x00")


def test_two_panels_that_press_the_same_button_at_once_press_it_once(server: Server) -> None:
    company = Company(server.url, server.facilitator_key, 2, rounds=8, begin=False).come()
    who = company.facilitator.credential
    panels = [Wire(server.url, who.cafe, who.token, lambda kind, message: None) for _ in range(2)]
    for panel in panels:
        panel.connect()
    for number in range(1, 9):
        asked = {"name": "begin-step", "payload": {"step": f"s{number}"}}
        together(
            lambda asked=asked: panels[0].say("command", {"cid": secrets.token_hex(12), **asked}),
            lambda asked=asked: panels[1].say("command", {"cid": secrets.token_hex(12), **asked}),
        )
    for panel in panels:
        panel.close()
    company.go()
    server.kill()
    log = open_log(server.log, only_reading=True)
    names = [record.name for record in whole_list(log, who.cafe)]
    log.close()
    assert names.count("step-begun") == 8
    assert names.count("step-ended") == 7


def test_packets_that_come_again_do_nothing_again(server: Server) -> None:
    company = Company(server.url, server.facilitator_key, 2).come()
    company.chatter(0.1)
    assert wait_until(lambda: company.count > 6)
    company.settle()
    guest = company.guests[0]
    packet = [one.as_command() for one in guest.outbox.sent]
    assert guest._wire is not None
    before = company.look()["position"]["seq"]
    written = {one.cid: one.accepted for one in guest.outbox.sent if one.name == "write-note"}
    for _ in range(5):
        answers = guest._wire.say("commands", packet)
        again = {c["cid"]: a.get("accepted") for c, a in zip(packet, answers, strict=True)}
        assert {cid: again[cid] for cid in written} == written
    assert company.look()["position"]["seq"] == before
    said, seen = company.said(), company.seen()
    company.go()
    server.kill()
    kept = open_log(server.log, only_reading=True)
    assert judge(kept, company.cafe, said, seen).faults == {}
    kept.close()

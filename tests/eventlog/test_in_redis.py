"""What only a Redis can suffer: wrong settings, kill -9, silence, being emptied, and texts in its file."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.eventlog.stores import op
from tests.live.hall import until
from tests.redis_server import RedisServer, free_port, url_for
from wikicafe.eventlog import in_redis, open_log
from wikicafe.eventlog.contract import Accepted, Away, Guard, Unsafe
from wikicafe.eventlog.in_redis import InRedis
from wikicafe.eventlog.redis_words import EPOCH, ERASED

pytestmark = pytest.mark.redis
LONGEST_ERASING = 60.0  # seconds until no byte may be left


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path / "redis").start()
    yield server
    server.kill()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[InRedis]:
    """A log in the Redis all tests share."""
    log = InRedis(url_for(tmp_path))
    yield log
    log.close()


# ---- an unsafe Redis is refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"appendonly": "no"}, "appendonly no.*lose every café"),
        ({"appendfsync": "everysec"}, "appendfsync everysec.*power cut"),
        ({"appendfsync": "no"}, "appendfsync no and"),
        ({"no_appendfsync_on_rewrite": "yes"}, "no-appendfsync-on-rewrite yes"),
        ({"maxmemory_policy": "allkeys-lru"}, "throw cafés away"),
        ({"maxmemory_policy": "volatile-ttl"}, "throw cafés away"),
        ({"rename_command": "CONFIG ''"}, "does not say how it keeps"),
    ],
)
def test_an_unsafe_redis_is_refused_in_one_sentence(
    settings: dict[str, str], said: str, tmp_path: Path
) -> None:
    command = settings.pop("rename_command", None)
    server = RedisServer(tmp_path / "redis", **settings)
    if command:
        (tmp_path / "redis").mkdir()
        (tmp_path / "redis" / "more.conf").write_text('rename-command CONFIG ""\n')
        server.settings["include"] = str(tmp_path / "redis" / "more.conf")
    server.start()
    log = InRedis(server.url())
    with pytest.raises(Unsafe, match=said) as refused:
        log.self_check()
    assert str(refused.value).count(". ") == 0
    log.close()
    server.kill()


def test_an_old_redis_and_a_replica_are_refused(
    log: InRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wikicafe.eventlog import redis_safety

    for told, said in (
        ({"redis_version": "6.2.14"}, "7.0 or newer"),
        ({"redis_version": "7.2.0", "role": "slave"}, "is a replica"),
    ):
        monkeypatch.setattr(redis_safety, "info", lambda lines, section, told=told: told)
        with pytest.raises(Unsafe, match=said):
            log.self_check()


def test_wait_without_a_replica_is_refused(server: RedisServer) -> None:
    log = InRedis(server.url() + "?wait=1")
    with pytest.raises(Unsafe, match="has 0 replicas"):
        log.self_check()
    log.close()


def test_a_password_is_never_told(server: RedisServer) -> None:
    log = InRedis(server.url().replace("//", "//default:open-sesame@") + "?password=open-sesame")
    server.kill()
    with pytest.raises(Away) as away:
        log.head("a")
    assert "sesame" not in str(away.value) + repr(away.value)
    log.close()


def test_a_missing_event_is_found_and_said(log: InRedis) -> None:
    log.append([("a", op(str(n), "x")) for n in range(5)])
    log.self_check()
    log._lines.ask("XDEL", "wikicafe:{a}:log", "3-0")
    with pytest.raises(Unsafe, match="events of café a are missing"):
        log.self_check()


def test_looking_into_an_empty_redis_makes_no_log(tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="There is no event log"):
        open_log(url_for(tmp_path), only_reading=True)
    InRedis(url_for(tmp_path)).close()
    looking = open_log(url_for(tmp_path), only_reading=True)
    with pytest.raises(Unsafe, match="for reading only"):
        looking.append([("a", op("1", "x"))])
    looking.close()


# ---- killed, silent, emptied ---------------------------------------------------------------------


def test_while_redis_starts_again_the_same_is_asked_on_and_written_once(
    server: RedisServer,
) -> None:
    log = InRedis(server.url())
    log.append([("a", op("1", "x"))])
    server.kill()
    writing = threading.Thread(target=log.append, args=([("a", op("2", "x"))],))
    writing.start()
    server.start()
    writing.join(30)
    assert [record.cid for record in log.read("a")] == ["1", "2"]
    assert log.append([("a", op("2", "x"))]) == [Accepted(2, 2, duplicate=True)]
    log.close()


def test_everything_acknowledged_before_a_kill_is_there_once(server: RedisServer) -> None:
    acknowledged: list[str] = []
    over = threading.Event()
    log = InRedis(server.url())

    def write(who: int) -> None:
        own = InRedis(server.url())
        n = 0
        while not over.is_set():
            cids = [f"{who}-{n}-{k}" for k in range(1 + n % 5)]
            own.append([("a", op(cid, "x", actor=str(who))) for cid in cids])
            acknowledged.extend(cids)
            n += 1
        own.close()

    writers = [threading.Thread(target=write, args=(who,)) for who in range(3)]
    for writer in writers:
        writer.start()
    for _ in range(3):
        heard = len(acknowledged)
        until(lambda heard=heard: len(acknowledged) > heard + 50)
        server.restart()
    over.set()
    for writer in writers:
        writer.join(30)
    written = [record.cid for record in log.read("a", limit=100_000)]
    assert set(acknowledged) == set(written)
    assert len(written) == len(set(written))
    log.self_check()
    log.close()


def test_a_silent_redis_is_away_after_a_while_and_loses_nothing(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_redis, "PATIENCE", 0.2)
    monkeypatch.setattr("wikicafe.eventlog.redis_lines.TIMEOUT_S", 0.2)
    log = InRedis(server.url())
    log.append([("a", op("1", "x"))])
    server.freeze()
    with pytest.raises(Away, match="does not answer"):
        log.append([("a", op("2", "x"))])
    with pytest.raises(Away):
        log.read("a")
    server.thaw()
    (answer,) = log.append([("a", op("2", "x"))])
    assert (answer.first, answer.last) == (2, 2)  # whether it was written in the silence or now
    assert [record.cid for record in log.read("a")] == ["1", "2"]
    log.close()


def test_a_full_redis_says_so_and_keeps_what_it_has(server: RedisServer) -> None:
    log = InRedis(server.url())
    log.append([("a", op("1", "x"))])
    log._lines.ask("CONFIG", "SET", "maxmemory", "1")
    with pytest.raises(OSError, match="can keep nothing more") as full:
        log.append([("a", op("2", "x"))])
    assert not isinstance(full.value, Away)
    log._lines.ask("CONFIG", "SET", "maxmemory", "0")
    assert log.append([("a", op("2", "x"))]) == [Accepted(2, 2)]
    log.close()


def test_an_emptied_redis_is_another_log(log: InRedis) -> None:
    log.append([("a", op("1", "x"))])
    before = log.head("a")
    log._lines.ask("FLUSHDB")
    after = log.head("a")
    assert after.epoch != before.epoch and after.seq == 0


def test_two_servers_on_one_redis_share_an_epoch_and_a_guard(tmp_path: Path) -> None:
    one, other = InRedis(url_for(tmp_path)), InRedis(url_for(tmp_path))
    assert one.head("a").epoch == other.head("a").epoch
    press = (Guard("timer", 0, 1),)
    one.append([("a", op("1", "x", guards=press))])
    (lost,) = other.append([("a", op("2", "x", guards=press))])
    assert lost.register == "timer"
    one.close()
    other.close()


def test_a_replica_has_what_was_acknowledged_when_it_takes_over(
    tmp_path: Path,
) -> None:
    server = RedisServer(tmp_path / "primary", repl_diskless_sync_delay="0").start()
    replica = RedisServer(tmp_path / "replica", replicaof=f"127.0.0.1 {server.port}").start()
    line = redis.Redis(port=replica.port, decode_responses=True)
    until(lambda: line.info("replication")["master_link_status"] == "up")
    log = InRedis(server.url() + "?wait=1")
    log.self_check()
    for n in range(20):
        log.append([("a", op(str(n), "x"))])
    server.kill()
    line.replicaof("NO", "ONE")
    heir = InRedis(replica.url())
    heir.self_check()
    assert len(heir.read("a")) == 20
    for one in (log, heir, line):
        one.close()
    replica.kill()


# ---- hints, clock, texts -------------------------------------------------------------------------


def test_a_follower_is_woken_by_what_another_process_wrote(tmp_path: Path) -> None:
    one, other = InRedis(url_for(tmp_path)), InRedis(url_for(tmp_path))
    heard: list[str] = []
    woken = threading.Event()
    one.follow(heard.append, woken.set)
    woken.clear()
    other.append([("b", op("1", "x"))])
    assert woken.wait(5)
    assert heard == ["b"]
    one.close()
    other.close()


def test_hints_come_again_after_redis_has_been_away(server: RedisServer) -> None:
    log = InRedis(server.url())
    heard: list[str] = []
    woken = threading.Event()
    log.follow(heard.append, woken.set)
    woken.clear()
    server.restart()
    assert woken.wait(5)  # to look for what was missed
    until(lambda: log.append([("a", op("1", "x"))]) and "a" in heard)
    log.close()


def test_the_time_is_that_of_redis_and_costs_no_question(log: InRedis) -> None:
    seconds, micros = map(int, log._lines.ask("TIME"))
    assert abs(log.now() - (seconds * 1000 + micros // 1000)) < 1000
    log._lines.ask_all = None  # type: ignore[method-assign,assignment]
    assert log.now() <= log.now()


def test_a_clock_of_redis_that_was_set_is_noticed() -> None:
    from wikicafe.eventlog.redis_clock import StoreClock

    ahead = [5.0]

    def ask() -> tuple[bytes, bytes]:
        now = time.time() + ahead[0]
        return str(int(now)).encode(), str(int(now % 1 * 1e6)).encode()

    clock = StoreClock(ask)
    assert abs(clock.now() / 1000 - time.time() - 5) < 0.5
    ahead[0] = -60.0
    clock.measure()
    assert abs(clock.now() / 1000 - time.time() + 60) < 0.5


def test_of_an_erased_text_no_byte_is_left_in_any_file(server: RedisServer) -> None:
    log = InRedis(server.url())
    log.follow(lambda cafe: None)
    for n in range(30):
        log.append([("a", op(str(n), "x", body=b"SECRET%03d" % n * 40))])
    assert server.files().count(b"SECRET") >= 30
    for n in range(10):
        log.erase_body("a", n + 1)
    log.put_body("a", 11, b"softer words")
    gone = [b"SECRET%03d" % n for n in range(11)]
    end = time.monotonic() + LONGEST_ERASING

    def left() -> list[bytes]:
        files = server.files()
        return [text for text in gone if text in files]

    while left():
        assert time.monotonic() < end, left()
        time.sleep(0.05)
    until(lambda: log._lines.ask("GET", ERASED) is None)
    assert all(b"SECRET%03d" % n in server.files() for n in range(11, 30))
    assert b"softer words" in server.files()
    server.restart()
    assert [r.body for r in log.read("a")][:11] == [None] * 10 + [b"softer words"]
    log.close()


def test_what_one_server_erased_is_rewritten_by_another_that_lives_on(server: RedisServer) -> None:
    killed, living = InRedis(server.url()), InRedis(server.url())
    living.append([("a", op("1", "x", body=b"SECRET" * 40))])
    killed._erasing.begin = lambda wanted: None  # type: ignore[method-assign]
    killed.erase_body("a", 1)
    assert b"SECRET" in server.files()
    living.follow(lambda cafe: None)
    until(lambda: b"SECRET" not in server.files())
    killed.close()
    living.close()


# ---- who is connected ----------------------------------------------------------------------------


def test_processes_hear_whom_the_others_have(tmp_path: Path) -> None:
    one, other = InRedis(url_for(tmp_path)), InRedis(url_for(tmp_path))
    assert one.share_presence("one", {"a": ["ama", "bo"], "b": ["chen"]}) == {}
    assert other.share_presence("other", {}) == {
        "one": {"a": frozenset({"ama", "bo"}), "b": frozenset({"chen"})}
    }
    assert one.share_presence("one", {"a": ["bo"]}) == {"other": {}}
    assert other.share_presence("other", {}) == {"one": {"a": frozenset({"bo"})}}
    one.share_presence("one", None)
    assert other.share_presence("other", {}) == {}
    one.close()
    other.close()


def test_a_killed_process_is_forgotten_and_one_that_slept_says_all_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_redis, "HERE_S", 0.1)
    one, other = InRedis(url_for(tmp_path)), InRedis(url_for(tmp_path))
    one.share_presence("one", {"a": ["ama"]})
    until(lambda: other.share_presence("other", {}) == {})
    one.share_presence("one", {"a": ["ama"]})
    assert other.share_presence("other", {}) == {"one": {"a": frozenset({"ama"})}}
    one.close()
    other.close()


# ---- other ways to reach it ----------------------------------------------------------------------


def test_a_socket_of_this_machine_will_do(tmp_path: Path) -> None:
    server = RedisServer(tmp_path / "redis", unixsocket=str(tmp_path / "s")).start()
    log = open_log(f"unix://{tmp_path / 's'}?db=3")
    assert isinstance(log, InRedis)
    in_a_thread(lambda: log.append([("a", op("1", "x"))]))
    assert log.head("a").seq == 1
    log.close()
    server.kill()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a key")
def test_it_may_be_reached_by_tls_and_with_a_password(tmp_path: Path) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", str(key), "-out", str(cert), "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    port = free_port()
    server = RedisServer(
        tmp_path / "redis",
        tls_port=str(port),
        tls_cert_file=str(cert),
        tls_key_file=str(key),
        tls_auth_clients="no",
        requirepass="open-sesame",
    ).start()
    log = open_log(f"rediss://:open-sesame@127.0.0.1:{port}/0?ssl_ca_certs={cert}")
    big = b"x" * 300_000
    in_a_thread(lambda: log.append([("a", op("1", "x", body=big))]))
    assert log.read("a")[0].body == big
    assert in_a_thread(lambda: log.read("a"))[0].body == big
    log.close()
    server.kill()


def in_a_thread(function):
    """Do something in another thread than the one that opened the log, as a writer does."""
    said = []
    thread = threading.Thread(target=lambda: said.append(function()))
    thread.start()
    thread.join(30)
    return said[0]


@pytest.mark.slow
def test_under_eventlet_a_silent_redis_holds_nobody_up(server: RedisServer) -> None:
    ran = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "tests.eventlog.redis_under_eventlet"),
            *(server.url(), str(server.process.pid)),
        ],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.split() == ["written", "read", "heard", "away", "ticked", "back"], ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_first_server_names_the_log(tmp_path: Path) -> None:
    log = InRedis(url_for(tmp_path))
    assert log._lines.ask("GET", EPOCH).decode() == log.head("a").epoch
    log.close()


def test_too_few_replicas_are_no_answer_yet_and_no_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_redis, "PATIENCE", 0.1)
    server = RedisServer(tmp_path / "redis").start()
    log = InRedis(server.url())
    redis.Redis.from_url(server.url()).config_set("min-replicas-to-write", 1)
    with pytest.raises(Away):
        log.append([("a", op("1", "x"))])
    redis.Redis.from_url(server.url()).config_set("min-replicas-to-write", 0)
    assert log.append([("a", op("1", "x"))]) == [Accepted(1, 1)]
    log.close()
    server.kill()


def test_who_left_while_redis_was_silent_is_not_here_for_ever(
    log: InRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = InRedis(url_for(tmp_path))
    other.share_presence("w2", {})
    ask_all = log._lines.ask_all

    def answer_lost(*asked: object) -> object:
        ask_all(*asked)
        raise Away

    monkeypatch.setattr(log._lines, "ask_all", answer_lost)
    with pytest.raises(Away):
        log.share_presence("w1", {"a": {"ana"}})
    monkeypatch.undo()
    assert other.share_presence("w2", {}) == {"w1": {"a": frozenset({"ana"})}}
    log.share_presence("w1", {})
    assert other.share_presence("w2", {}) == {"w1": {}}
    other.close()


def test_a_large_cafe_that_is_brought_in_goes_in_several_scripts(
    log: InRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_redis, "AT_ONCE", 3)
    batch = [(f"cafe{n % 2}", op(str(n), "x")) for n in range(10)]
    assert log.append(batch) == [Accepted(n // 2 + 1, n // 2 + 1) for n in range(10)]

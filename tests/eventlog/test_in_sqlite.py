"""What only a file can suffer: damage, a full disk, a second server, and texts that must be gone."""

import errno
import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eventlog.stores import op
from wikicafe.eventlog.contract import Accepted, Guard, Unsafe
from wikicafe.eventlog.in_sqlite import InSqlite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cafes.sqlite"


@pytest.fixture
def log(path: Path) -> Iterator[InSqlite]:
    log = InSqlite(path)
    yield log
    log.close()


def test_what_is_acknowledged_is_on_the_disk(log: InSqlite) -> None:
    assert log._writing is not None
    assert log._writing.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert log._writing.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert log._writing.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_the_reading_connection_cannot_write(log: InSqlite) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        log._reading.execute("DELETE FROM record")


def test_only_its_owner_may_read_the_file(log: InSqlite, path: Path) -> None:
    log.append([("a", op("1", "x"))])
    for name in ("cafes.sqlite", "cafes.sqlite-wal", "cafes.sqlite.lock"):
        assert stat.S_IMODE(path.with_name(name).stat().st_mode) == 0o600


def test_a_second_server_on_the_same_file_is_turned_away(log: InSqlite, path: Path) -> None:
    with pytest.raises(Unsafe, match=f"process {os.getpid()}.*stop it"):
        InSqlite(path)
    log.append([("a", op("1", "x"))])


def test_the_file_is_free_again_after_closing(path: Path) -> None:
    InSqlite(path).close()
    InSqlite(path).close()


def test_a_file_of_another_program_is_left_alone(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes(cake)")
    other.close()
    with pytest.raises(Unsafe, match="another program"):
        InSqlite(path)


def test_a_file_that_is_no_database_is_called_damaged(path: Path) -> None:
    path.write_bytes(b"once upon a time " * 300)
    with pytest.raises(Unsafe, match=r"damaged.*backup"):
        InSqlite(path)


def test_a_file_from_a_newer_version_is_left_alone(path: Path) -> None:
    InSqlite(path).close()
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(Unsafe, match="newer WikiCafé"):
        InSqlite(path)


def test_damaged_pages_are_found_and_said(path: Path) -> None:
    log = InSqlite(path)
    log.append([("a", op(str(n), "x", body=b"t" * 300)) for n in range(500)])
    log.close()
    with path.open("r+b") as file:
        file.seek(4096 * 40)  # beyond the roots of the tables, so that it opens
        file.write(os.urandom(4096 * 10))
    log = InSqlite(path)
    with pytest.raises(Unsafe, match=r"damaged.*backup"):
        log.self_check()
    with pytest.raises(Unsafe, match="damaged"):
        log.read("a")
    log.close()


def test_a_missing_event_is_found_and_said(log: InSqlite, path: Path) -> None:
    log.append([("a", op(str(n), "x")) for n in range(5)])
    vandal = sqlite3.connect(path)
    vandal.execute("DELETE FROM record WHERE seq = 3")
    vandal.commit()
    vandal.close()
    with pytest.raises(Unsafe, match="events of café a are missing"):
        log.self_check()


def test_a_full_disk_is_an_os_error_and_nothing_half_written(log: InSqlite) -> None:
    log.append([("a", op("1", "x"))])
    assert log._writing is not None
    pages = log._writing.execute("PRAGMA page_count").fetchone()[0]
    log._writing.execute(f"PRAGMA max_page_count = {pages + 3}")
    batch = [("a", op(f"n{n}", "x", body=b"t" * 900)) for n in range(100)]
    with pytest.raises(OSError, match="full") as full:
        log.append([*batch, ("a", op("guarded", "x", guards=(Guard("timer", 0, 1),)))])
    assert full.value.errno == errno.ENOSPC
    assert log.head("a").seq == 1
    assert [record.cid for record in log.read("a")] == ["1"]

    log._writing.execute("PRAGMA max_page_count = 100000")  # somebody made room
    assert log.append(batch)[-1] == Accepted(101, 101)
    log.self_check()


def test_a_disk_that_stops_taking_bytes_loses_nothing_acknowledged(log: InSqlite) -> None:
    log.append([("a", op("1", "x"))])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = log._path.with_name("cafes.sqlite-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, before[1]))
    try:
        with pytest.raises(OSError, match="disk"):
            log.append([("a", op(f"n{n}", "x", body=b"t" * 900)) for n in range(100)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert log.append([("a", op("2", "x"))]) == [Accepted(2, 2)]
    log.self_check()


def test_a_fault_in_one_op_leaves_nothing_of_the_batch(log: InSqlite) -> None:
    with pytest.raises(UnicodeEncodeError):
        log.append([("a", op("1", "x")), ("a", op("2", "\ud800"))])
    assert log.head("a").seq == 0
    assert log.append([("a", op("1", "x"))]) == [Accepted(1, 1)]


def test_of_an_erased_text_no_byte_is_left_in_any_file(log: InSqlite, path: Path) -> None:
    long_and_short = [b"SECRET%03d." % n * (1 + n * 7 % 60) for n in range(120)]
    for n, text in enumerate(long_and_short):
        log.append([(f"c{n % 3}", op(str(n), "x", body=text))])
    log.put_body("c0", 1, b"softer words")
    for place in range(2, 41):
        log.erase_body("c0", place)
    files = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert [n for n in range(0, 120, 3) if b"SECRET%03d" % n in files] == []
    assert all(b"SECRET%03d" % n in files for n in range(120) if n % 3)
    assert b"softer words" in files


def test_who_was_killed_in_the_middle_of_erasing_leaves_nothing_after_the_next_start(
    log: InSqlite, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append([("a", op("1", "x", body=b"SECRET"))])
    monkeypatch.setattr(log, "_empty_the_wal", lambda: None)  # killed between the two
    log.erase_body("a", 1)
    (tmp_path / "left").mkdir()
    for name in ("cafes.sqlite", "cafes.sqlite-wal"):
        (tmp_path / "left" / name).write_bytes((tmp_path / name).read_bytes())
    again = InSqlite(tmp_path / "left" / "cafes.sqlite")
    assert b"SECRET" not in b"".join(f.read_bytes() for f in (tmp_path / "left").iterdir())
    again.close()


@pytest.mark.slow
def test_a_thread_of_the_system_reads_while_the_loop_reads_under_eventlet(path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.eventlog.reading_outside", str(path)],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout == "read 200000\n", ran.stderr

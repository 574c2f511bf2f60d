"""`wikicafe check` reads every café, a running server's too, and names what it does not understand."""

from pathlib import Path

from click.testing import CliRunner, Result

from wikicafe.cafe import codec
from wikicafe.cafe.agenda import CafeOpened
from wikicafe.cafe.design import Design
from wikicafe.commands.check import check
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import Op, Written


def log_with(folder: Path, *events: Written) -> None:
    log = open_log(f"sqlite:///{folder / 'cafes.sqlite'}")
    log.append([("abcdefghijkl", Op("house", f"cid-{n}", (e,))) for n, e in enumerate(events)])
    log.close()


def opened(title: str) -> Written:
    return Written(*codec.pack(CafeOpened(design=Design(title=title), code="BCDFGH")))


def run(folder: Path) -> Result:
    return CliRunner().invoke(check, ["--data", str(folder)])


def test_a_sound_log_is_listed_café_by_café(tmp_path: Path) -> None:
    log_with(tmp_path, opened("An evening"))
    result = run(tmp_path)
    assert result.exit_code == 0, result.stderr
    assert "abcdefghijkl  An evening: 1 events, 0 people, 0 notes" in result.stdout


def test_an_event_nobody_understands_is_named_and_ends_with_1(tmp_path: Path) -> None:
    log_with(tmp_path, opened("An evening"), Written("sun-risen", b"{}"), Written("sun-set", b"{}"))
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "set aside: sun-risen × 1, sun-set × 1" in result.stdout


def test_a_log_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 1 and "There is no event log" in result.stderr
    assert not (tmp_path / "cafes.sqlite").exists()


def test_a_damaged_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "cafes.sqlite").write_bytes(b"not a database at all" * 100)
    result = run(tmp_path)
    assert result.exit_code == 1 and result.stderr.startswith("wikicafe: ")
    assert "Traceback" not in result.output


def test_a_log_in_use_is_read_all_the_same(tmp_path: Path) -> None:
    log_with(tmp_path, opened("An evening"))
    in_use = open_log(f"sqlite:///{tmp_path / 'cafes.sqlite'}")
    assert run(tmp_path).exit_code == 0
    in_use.close()

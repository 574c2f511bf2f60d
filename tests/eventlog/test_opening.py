"""From URL to store, and what is said when there is none."""

from pathlib import Path

import pytest

from tests.eventlog.stores import op
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import Unsafe
from wikicafe.eventlog.in_memory import InMemory
from wikicafe.eventlog.in_sqlite import InSqlite
from wikicafe.eventlog.opening import shown


def test_memory_is_chosen_by_its_url() -> None:
    assert isinstance(open_log("memory://"), InMemory)


def test_three_slashes_are_a_relative_path_and_four_an_absolute_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite:///near.sqlite", f"sqlite:///{tmp_path}/far%20away.sqlite"):
        log = open_log(url)
        assert isinstance(log, InSqlite)
        log.close()
    assert (tmp_path / "near.sqlite").exists()
    assert (tmp_path / "far away.sqlite").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("redis://somebody:secret@127.0.0.1:1/0", "does not answer.*start it"),
        ("redis://127.0.0.1:no/0", "not the URL of a Redis"),
        ("redis://127.0.0.1:1/0?wait=soon", "not the URL of a Redis"),
        ("unix:///no/such/socket", "does not answer.*start it"),
        ("postgres://somewhere", "No event log is known"),
        ("cafes.sqlite", "No event log is known"),
        ("sqlite://", "names no file"),
        ("sqlite:////no/such/folder/anywhere/cafes.sqlite", "choose another file"),
    ],
)
def test_what_cannot_be_opened_says_so_in_one_sentence(url: str, said: str) -> None:
    with pytest.raises(Unsafe, match=said) as refused:
        open_log(url)
    assert str(refused.value).count(". ") == 0
    assert "secret" not in str(refused.value)


def test_a_log_can_be_looked_into_while_a_server_uses_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/cafes.sqlite"
    serving = open_log(url)
    serving.append([("a", op("1", "x"))])
    looking = open_log(url, only_reading=True)
    serving.append([("a", op("2", "x"))])
    assert [record.seq for record in looking.read("a")] == [1, 2]
    with pytest.raises(Unsafe, match="for reading only"):
        looking.append([("a", op("3", "x"))])
    looking.close()
    serving.close()


def test_looking_into_a_log_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="no event log"):
        open_log(f"sqlite:///{tmp_path}/none.sqlite", only_reading=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "redis://:secret/of/ours@127.0.0.1:1/0",
        "redis://:secret?of@127.0.0.1:1/0",
        "redis://:secret@of@127.0.0.1:1/0",
        "redis://127.0.0.1:1/0?password=a@secret",
        "redis://127.0.0.1:1/0?wiat=1&password=secret",
        "unix://:secret@/no/such/socket",
    ],
)
def test_a_password_is_never_said_however_badly_it_was_written(url: str) -> None:
    with pytest.raises(Unsafe) as refused:
        open_log(url)
    assert "secret" not in str(refused.value)
    assert "secret" not in shown(url)
    assert str(refused.value).count(". ") == 0

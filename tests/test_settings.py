"""From flags and environment to Settings, or to one sentence."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from wikicafe.settings import SECRET_FILE, Settings, Unusable, read


def settings(data: Path, flags: dict[str, Any] | None = None, **environment: str) -> Settings:
    return read({"data": str(data), **(flags or {})}, environment)


def test_nothing_need_be_set(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert (made.host, made.port, made.async_mode, made.url) == (
        "127.0.0.1",
        8000,
        "eventlet",
        None,
    )
    assert made.log == f"sqlite:///{tmp_path}/cafes.sqlite"


def test_a_flag_wins_over_the_environment(tmp_path: Path) -> None:
    assert settings(tmp_path, {"port": "81"}, WIKICAFE_PORT="82", PORT="83").port == 81
    assert settings(tmp_path, WIKICAFE_PORT="82", PORT="83").port == 82
    assert settings(tmp_path, PORT="83").port == 83


def test_a_restart_has_the_same_secret_which_nobody_else_may_read(tmp_path: Path) -> None:
    first, second = settings(tmp_path / "new"), settings(tmp_path / "new")
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "new" / SECRET_FILE).stat().st_mode) == 0o600


def test_a_secret_may_come_from_the_environment(tmp_path: Path) -> None:
    assert settings(tmp_path, SECRET_KEY="k" * 40).secret_key == b"k" * 40
    assert not (tmp_path / SECRET_FILE).exists()


def test_https_is_known_from_the_public_address(tmp_path: Path) -> None:
    assert settings(tmp_path, {"url": "https://cafe.example.org/"}).is_secure
    assert settings(tmp_path, {"url": "https://cafe.example.org/"}).url[-1] != "/"
    assert not settings(tmp_path, {"url": "http://10.0.0.7:8000"}).is_secure


@pytest.mark.parametrize(
    ("flags", "environment"),
    [
        ({"port": "eight"}, {}),
        ({"port": "70000"}, {}),
        ({"port": "-1"}, {}),
        ({}, {"PORT": "8000; rm"}),
        ({"async_mode": "asyncio"}, {}),
        ({"url": "cafe.example.org"}, {}),
        ({"url": "https://cafe.example.org/path"}, {}),
        ({"url": "http://["}, {}),
        ({"log": "cafes.sqlite"}, {}),
        ({"log": "mysql://localhost/x"}, {}),
        ({"log": "redis://"}, {}),
        ({}, {"SECRET_KEY": "short"}),
        ({}, {"WIKICAFE_GENERATION": "zero"}),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    tmp_path: Path, flags: dict[str, Any], environment: dict[str, str]
) -> None:
    with pytest.raises(Unusable) as said:
        settings(tmp_path, flags, **environment)
    sentence = str(said.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_spoilt_secret_file_is_said(tmp_path: Path) -> None:
    (tmp_path / SECRET_FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(Unusable, match="restore it, or remove it"):
        settings(tmp_path)
    (tmp_path / SECRET_FILE).write_text("short")
    with pytest.raises(Unusable, match="too short"):
        settings(tmp_path)


def test_a_data_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match="--data"):
        settings(tmp_path / "file" / "folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_folder_of_others_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Unusable, match="--data"):
        settings(tmp_path)


def test_figures_need_a_token_that_nobody_guesses(tmp_path: Path) -> None:
    flags = {"data": str(tmp_path)}
    assert read(flags, {}).metrics_token is None
    assert read(flags, {"WIKICAFE_METRICS_TOKEN": "x" * 16}).metrics_token == "x" * 16
    with pytest.raises(Unusable, match="WIKICAFE_METRICS_TOKEN"):
        read(flags, {"WIKICAFE_METRICS_TOKEN": "guess me"})

"""The program from outside: help at once, and starts that fail say why in one sentence."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cafe_server import CafeServer
from wikicafe.cli import COMMANDS, wikicafe


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wikicafe", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin", **environment},
        cwd=Path(__file__).parent.parent,
    )


def only_sentence(ended: subprocess.CompletedProcess[str]) -> str:
    """Return what a failed start said; it may be one line only, and no traceback."""
    (line,) = [line for line in ended.stderr.splitlines() if line]
    assert line.startswith("wikicafe: ")
    assert line.endswith(".")
    return line


def test_help_lists_every_command_and_loads_none() -> None:
    listed = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, wikicafe.cli as c; c.wikicafe(['--help'], standalone_mode=False);"
            "print([m for m in sys.modules if m.split('.')[0] in ('flask', 'numpy', 'eventlet')])",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    ).stdout
    assert all(f"\n  {name} " in listed for name in COMMANDS)
    assert listed.endswith("[]\n")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_in_the_table_is_there(name: str) -> None:
    shown = CliRunner().invoke(wikicafe, [name, "--help"])
    assert shown.exit_code == 0, shown.output


def test_an_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(wikicafe, ["dance"]).exit_code == 2


@pytest.mark.slow
def test_an_unreadable_configuration_ends_the_start(tmp_path: Path) -> None:
    ended = run("serve", "--data", tmp_path, PORT="eight")
    assert ended.returncode == 2
    assert "port must be a number" in only_sentence(ended)


@pytest.mark.slow
def test_a_port_in_use_ends_the_start(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        ended = run("serve", "--data", tmp_path, "--port", other.getsockname()[1])
    assert ended.returncode == 3
    assert "is in use" in only_sentence(ended)


@pytest.mark.slow
def test_a_second_server_on_the_same_file_does_not_start(own_server: CafeServer) -> None:
    ended = run("serve", "--data", own_server.data, "--port", 0)
    assert ended.returncode == 4
    assert "Another WikiCafé server" in only_sentence(ended)


@pytest.mark.slow
def test_a_damaged_file_ends_the_start(tmp_path: Path) -> None:
    (tmp_path / "cafes.sqlite").write_bytes(b"no database at all " * 1000)
    ended = run("serve", "--data", tmp_path, "--port", 0)
    assert ended.returncode == 4
    only_sentence(ended)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_server_says_its_link_and_ends_politely(tmp_path: Path, mode: str) -> None:
    server = CafeServer(tmp_path, "--async-mode", mode).start()
    assert server.port > 0
    assert len(server.facilitator_key) == 43
    server.stop()
    assert "Traceback" not in server.tail()
    again = CafeServer(tmp_path, "--async-mode", mode).start()
    assert again.facilitator_key == server.facilitator_key
    again.stop()


@pytest.mark.slow
def test_ctrl_c_ends_it_as_well(tmp_path: Path) -> None:
    server = CafeServer(tmp_path).start()
    server._end(signal.SIGINT)
    assert "Traceback" not in server.tail()

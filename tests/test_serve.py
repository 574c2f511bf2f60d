"""How we listen and wait; the traps of eventlet, each in a process of its own."""

from __future__ import annotations

import errno
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wikicafe import serve
from wikicafe.settings import PortTaken

CLOSED_WHILE_READ = """
from wikicafe import serve
serve.Eventlet()
import eventlet, socket, threading
listening = eventlet.listen(("127.0.0.1", 0))
near = socket.create_connection(listening.getsockname())
far, _ = listening.accept()
eventlet.spawn_n(lambda: near.recv(10))
eventlet.sleep(0.1)
kept = []
def closer():
    near.close()
    kept.append(socket.socket())  # takes the number that has just become free
eventlet.spawn(closer)
stop = threading.Event()
eventlet.spawn_after(0.5, stop.set)
serve.wait_for(stop)
print("still here")
"""


def test_a_port_in_use_is_said() -> None:
    with serve.listen("127.0.0.1", 0) as first, pytest.raises(PortTaken, match="--port"):
        serve.listen("127.0.0.1", first.getsockname()[1])


@pytest.mark.slow
def test_a_socket_closed_while_it_is_read_does_not_end_the_server() -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CLOSED_WHILE_READ],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert "still here" in ended.stdout, ended.stderr


def test_without_files_left_we_wait_and_accept_later() -> None:
    class Full:
        asked = 0

        def accept(self) -> str:
            self.asked += 1
            if self.asked == 1:
                raise OSError(errno.EMFILE, "Too many open files")
            return "a connection"

    slept: list[float] = []
    listening: Any = Full()
    assert serve.Patient(listening, slept.append).accept() == "a connection"
    assert slept


def test_a_closed_socket_ends_the_accepting() -> None:
    with socket.socket() as closed:
        pass
    with pytest.raises(OSError):
        serve.Patient(closed, lambda _: None).accept()

"""A network between two programs that we can cut, delay, or let swallow everything."""

from __future__ import annotations

import contextlib
import itertools
import socket
import struct
import threading
import time
from collections.abc import Callable

BLOCK = 65_536
GLANCE = 0.01  # seconds


class Proxy:
    """Listens on a port of its own and hands every connection on to one of the ports.

    ports: asked at each connection; who does not answer is passed over.
    """

    def __init__(self, ports: Callable[[], list[int]]) -> None:
        self._ports = ports
        self._turn = itertools.count()
        self._is_open = threading.Event()
        self._is_open.set()
        self._refuses = False
        self.delay_s = 0.0
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """End all connections at once, as a router that restarts does."""
        for pair in list(self._pairs):
            for line in pair:
                _reset(line)

    def swallow(self) -> None:
        """Connections stay and nothing passes any more."""
        self._is_open.clear()

    def refuse(self) -> None:
        """Cut, and let nobody in."""
        self._refuses = True
        self.cut()

    def mend(self) -> None:
        self._refuses = False
        self._is_open.set()

    def close(self) -> None:
        self._refuses = True
        self._is_open.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.cut()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._refuses:
                _reset(near)
                continue
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        far = self._reach()
        if far is None:
            near.close()
            return
        pair = (near, far)
        self._pairs.add(pair)
        threading.Thread(target=self._carry, args=(near, far), daemon=True).start()
        self._carry(far, near)
        self._pairs.discard(pair)
        for line in pair:
            line.close()

    def _reach(self) -> socket.socket | None:
        ports, first = self._ports(), next(self._turn)
        for number in range(len(ports)):
            with contextlib.suppress(OSError):
                port = ports[(first + number) % len(ports)]
                far = socket.create_connection(("127.0.0.1", port), timeout=5)
                far.settimeout(None)
                return far
        return None

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := here.recv(BLOCK):
                self._is_open.wait()
                if self.delay_s:
                    time.sleep(self.delay_s)
                there.sendall(data)
        for line in (here, there):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _reset(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RDWR)

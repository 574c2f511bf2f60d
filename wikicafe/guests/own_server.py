"""A server of one's own for the length of a `with`: the real program in another process."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from types import TracebackType

from wikicafe.guests.door import Unreachable

LONGEST_START = 60.0  # seconds
LONGEST_GOODBYE = 15.0


class OwnServer:
    """url and key are there after entering. Raises Unreachable if it does not start."""

    def __init__(self, data: Path) -> None:
        self.url = ""
        self.key = ""
        self._data = data
        self._said: deque[str] = deque(maxlen=20)
        self._ready = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> OwnServer:
        command = [sys.executable, "-m", "wikicafe", "serve", "--host", "127.0.0.1", "--port", "0"]
        self._process = subprocess.Popen(
            [*command, "--data", str(self._data)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self._ready.wait(LONGEST_START)
        if not self.key:
            self.__exit__(None, None, None)
            words = next((line for line in reversed(self._said) if line), "it said nothing")
            raise Unreachable(f"Our own server did not start: {words}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(LONGEST_GOODBYE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _listen(self) -> None:
        # To the end: a full pipe would stop the server in the middle of a round.
        assert self._process is not None and self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._said.append(line.rstrip())
                if line.startswith("facilitator "):
                    link = line.split()[1]
                    self.url, _, self.key = link.partition("/facilitator#key=")
                    self._ready.set()
        self._ready.set()

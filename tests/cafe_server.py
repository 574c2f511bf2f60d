"""Start the real server in a process of its own, kill it, start it again on the same data."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

LONGEST_START = 60.0  # seconds; two busy cores need about two
LONGEST_GOODBYE = 10.0  # seconds a server may take to end by itself
LINES_KEPT = 400

_ROOT = Path(__file__).parent.parent
_LINK = re.compile(r"^facilitator\s+(\S+)")


class CafeServer:
    """One `wikicafe serve`. Ends by the id of the process it started, never by name."""

    program: tuple[str, ...] = ("-m", "wikicafe")

    def __init__(self, data: Path, *arguments: str, **environment: str) -> None:
        self.data = data
        self.arguments = arguments
        self.environment = environment
        self.port = (
            0  # any; after the first start the one we got, so that restart() keeps the address
        )
        self.facilitator_link = ""
        self.said: deque[str] = deque(maxlen=LINES_KEPT)
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The address without a slash at the end: http://127.0.0.1:4711"""
        return f"http://127.0.0.1:{self.port}"

    @property
    def facilitator_key(self) -> str:
        """What stands behind #key= in the facilitator's link."""
        return self.facilitator_link.partition("#key=")[2]

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server was not started"
        return self._process.pid

    def start(self) -> "CafeServer":
        """Start and wait until the server has said its facilitator's link."""
        command = [
            *(sys.executable, *self.program, "serve"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.data)),
            *self.arguments,
        ]
        self._process = subprocess.Popen(
            command,
            cwd=_ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        ready = threading.Event()
        threading.Thread(target=self._listen, args=(self._process, ready), daemon=True).start()
        if not ready.wait(LONGEST_START) or not self.facilitator_link:
            self.kill()
            raise AssertionError(f"the server did not start:\n{self.tail()}")
        self.port = int(self.facilitator_link.split("/")[2].rpartition(":")[2])
        return self

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL, nothing is finished."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it politely, as a service manager does; by force if it does not go."""
        self._end(signal.SIGTERM)

    def restart(self) -> "CafeServer":
        """Start again at the same address with the same data, after killing it if it still runs."""
        self.kill()
        return self.start()

    def tail(self) -> str:
        """Give the last lines the server wrote."""
        return "\n".join(self.said)

    def _end(self, how: signal.Signals) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(LONGEST_GOODBYE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(LONGEST_GOODBYE)
        self._process = None

    def _listen(self, process: "subprocess.Popen[str]", ready: threading.Event) -> None:
        # Read to the end: a full pipe would stop the server in the middle of a test.
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self.said.append(line.rstrip())
                if found := _LINK.match(line):
                    self.facilitator_link = found[1]
                    ready.set()
        ready.set()

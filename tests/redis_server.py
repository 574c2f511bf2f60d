"""Start a real redis-server on a private port, safe as we want it or not, kill it, start it again."""

import atexit
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest

LONGEST_START = 30.0  # seconds
DATABASES = 4096  # each test takes a new one
SAFE = {"appendonly": "yes", "appendfsync": "always", "save": "", "databases": str(DATABASES)}


class RedisServer:
    """One redis-server. Ends by the id of the process it started, never by name."""

    around: tuple[str, ...] = ()  # what it is started by, e.g. strace

    def __init__(self, folder: Path, **settings: str) -> None:
        if shutil.which("redis-server") is None:
            pytest.skip("there is no redis-server here: scripts/install-redis")
        self.folder = folder
        self.port = free_port()
        self.settings = SAFE | {name.replace("_", "-"): said for name, said in settings.items()}
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: int = 0) -> str:
        return f"redis://127.0.0.1:{self.port}/{database}"

    def start(self) -> "RedisServer":
        """Start and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        usual = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "dir": str(self.folder),
            "logfile": str(self.folder / "log"),
        }
        settings = [part for name, said in (usual | self.settings).items() for part in (name, said)]
        command = [f"--{part}" if n % 2 == 0 else part for n, part in enumerate(settings)]
        self.process = subprocess.Popen(
            [*self.around, "redis-server", *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + LONGEST_START
        while not self.answers():
            assert self.process.poll() is None and time.monotonic() < end, self.tail()
            time.sleep(0.01)
        return self

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith((b"+PONG", b"-NOAUTH"))
        except OSError:
            return False

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL, nothing is finished."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def restart(self) -> "RedisServer":
        self.kill()
        return self.start()

    def freeze(self) -> None:
        """It is there and says nothing, as on a machine that hangs."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def files(self) -> bytes:
        """All bytes it has on the disk."""
        found = [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]
        return b"\n".join(found)

    def tail(self) -> str:
        log = self.folder / "log"
        return log.read_text("utf-8", "replace")[-2000:] if log.exists() else ""

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.send_signal(signal.SIGCONT)
            self.process.wait(LONGEST_START)
            self.process = None


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@cache
def shared() -> RedisServer:
    """One for all tests of this process; nobody kills or empties it."""
    folder = Path(tempfile.mkdtemp(prefix="cafe-redis-"))
    server = RedisServer(folder).start()

    def end() -> None:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return server


_databases: dict[Path, int] = {}


def url_for(folder: Path) -> str:
    """Return the URL of a database that belongs to this folder, empty when first asked for."""
    return shared().url(_databases.setdefault(folder, len(_databases)))

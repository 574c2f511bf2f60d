"""Four real servers on one real Redis, behind a proxy with the configuration of `deploy/`."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.cafe_server import CafeServer
from tests.live.hall import until
from tests.redis_server import RedisServer, free_port
from wikicafe.guests.wire import Wire

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
WORKERS = 4
PATHS = "/usr/sbin:/usr/bin:/sbin:/bin"


class PollingWire(Wire):
    """A phone on a network that lets no WebSocket through."""

    transports = ("polling",)


class House:
    """A Redis and its workers, each on a private port; `stop` ends what was started."""

    def __init__(self, folder: Path) -> None:
        self.redis = RedisServer(folder / "redis").start()
        more = ("--log", self.redis.url())
        self.workers = [
            CafeServer(folder / "data", *more, WIKICAFE_PROXIES="1") for _ in range(WORKERS)
        ]
        self.workers[0].start()  # makes the secret key they share
        starting = [threading.Thread(target=worker.start) for worker in self.workers[1:]]
        for thread in starting:
            thread.start()
        for thread in starting:
            thread.join()
        assert all(worker.facilitator_link for worker in self.workers)

    @property
    def key(self) -> str:
        return self.workers[0].facilitator_key

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()
        self.redis.kill()


class Proxy:
    """HAProxy or nginx, with our configuration on other ports and no path of the system."""

    def __init__(self, name: str, folder: Path, workers: list[CafeServer]) -> None:
        program = shutil.which(name, path=PATHS)
        if program is None:
            pytest.skip(f"there is no {name} here: scripts/install-proxy")
        folder.mkdir(parents=True, exist_ok=True)
        self.name, self.port = name, free_port()
        config = folder / f"{name}.conf"
        config.write_text(self._ours(name, folder, [worker.port for worker in workers]))
        self.said = folder / "said"
        check, run = {
            "haproxy": (["-c", "-f", str(config)], ["-db", "-f", str(config)]),
            "nginx": (
                ["-t", "-c", str(config), "-e", str(self.said)],
                ["-c", str(config), "-e", str(self.said), "-g", "daemon off;"],
            ),
        }[name]
        self.check = subprocess.run([program, *check], capture_output=True, text=True)
        assert self.check.returncode == 0, self.check.stderr
        with self.said.open("ab") as said:
            self._process = subprocess.Popen([program, *run], stdout=said, stderr=said)
        until(lambda: status(self.url + "/healthz") == 200)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _ours(self, name: str, folder: Path, ports: list[int]) -> str:
        text = (DEPLOY / {"haproxy": "haproxy.cfg", "nginx": "nginx.conf"}[name]).read_text("utf-8")
        for number, port in enumerate(ports, 1):
            text, times = re.subn(rf"\b127\.0\.0\.1:800{number}\b", f"127.0.0.1:{port}", text)
            assert times == 1
        text, times = re.subn(r"(bind :|listen )8000\b", rf"\g<1>{self.port}", text)
        assert times == 1
        if name == "nginx":
            text = text.replace("/run/nginx.pid", str(folder / "pid"))
            text = text.replace("worker_processes auto", "worker_processes 1")
            own = "".join(
                f"{kind}_temp_path {folder / kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            text = text.replace("http {", "http {\n" + own, 1)
        # Fewer than a machine of its own may have: the tests run where files are counted.
        return text.replace("maxconn 65536", "maxconn 500").replace("65536;", "500;")


def status(url: str, **headers: str) -> int:
    """Return the status of an answer, 0 if there is none."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=5
        ) as said:
            return int(said.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def by_turns(*kinds: type[Wire]) -> Any:
    """Return what makes wires of each kind in turn."""
    made: list[Wire] = []

    def make(*args: Any) -> Wire:
        made.append(kinds[len(made) % len(kinds)](*args))
        return made[-1]

    return make

"""Begin a rehearsal: simulated people, in a process of their own, come into one café by its own door.

Nothing is simulated in this process, and nothing waits for the other one.
"""

from __future__ import annotations

import os
import subprocess
import sys

from wikicafe.cafe.messages import Refused

KEY = "WIKICAFE_REHEARSAL_KEY"  # in the environment, where no list of processes shows it


class Rehearsals:
    """The rehearsals begun by this process, at most one at a time in each café.

    A child's standard input is our pipe: however this process ends, the pipe ends with it, and
    the child sees that and goes.
    """

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(
        self, url: str, cafe: str, people: int, seed: int, speed: float, key: str
    ) -> Refused | None:
        """Let `people` simulated people come; return at once.

        url: where this very process listens. speed: how many times faster than people they come
        and write. key: lets simulated people into this café, see web/tokens.py.
        """
        self._forget_ended()
        if cafe in self._running:
            return Refused("rehearsal-running")
        command = [sys.executable, "-m", "wikicafe", "rehearse", "--cafe", cafe, "--url", url]
        figures = ["--people", str(people), "--seed", str(seed), "--speed", str(speed)]
        self._running[cafe] = subprocess.Popen(
            [*command, *figures, "--until-closed"],
            env={**os.environ, KEY: key},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        return None

    def is_running(self, cafe: str) -> bool:
        self._forget_ended()
        return cafe in self._running

    def stop(self) -> None:
        """Ask all of them to go, and do not wait."""
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        self._running.clear()

    def _forget_ended(self) -> None:
        for cafe, child in list(self._running.items()):
            if child.poll() is not None:
                if child.stdin is not None:
                    child.stdin.close()
                del self._running[cafe]

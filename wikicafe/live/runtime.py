"""What the way of running (eventlet, gevent, threads) lends to everybody here; knows none by name.

`threading` is green under eventlet, so locks and events from it are safe between greenlets and must
never be touched from a function that `outside` runs in a real thread.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

REST_AFTER_A_FAULT = 0.5  # seconds, so that a loop that fails on and on leaves time for others
LONGEST_END = 5.0  # seconds to wait for the last turn of a loop

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Runtime:
    """spawn(function, *args): run beside us. sleep(seconds): let others run.

    outside(function, *args): run in a thread of the operating system, wait for what it returns.
    """

    spawn: Callable[..., Any]
    sleep: Callable[[float], Any]
    outside: Callable[..., Any]
    async_mode: str = "threading"

    def patiently(self, is_over: Callable[[], bool], ask: Callable[..., Any], *args: Any) -> Any:
        """Ask again and again while the event log is away. Raises OSError once all is over."""
        while True:
            try:
                return ask(*args)
            except OSError:
                if is_over():
                    raise
                self.sleep(REST_AFTER_A_FAULT)

    @staticmethod
    def plain() -> Runtime:
        """Ordinary threads, for tests and `--async-mode threading`."""
        return Runtime(spawn=_thread, sleep=time.sleep, outside=_here)


def _thread(function: Callable[..., Any], *args: Any) -> threading.Thread:
    thread = threading.Thread(target=function, args=args, daemon=True)
    thread.start()
    return thread


def _here(function: Callable[..., Any], *args: Any) -> Any:
    return function(*args)  # whoever asks is a thread of its own already


class Loop:
    """Something done again and again until the end, that outlives its own faults."""

    def __init__(self, runtime: Runtime, once: Callable[[], None]) -> None:
        self._runtime = runtime
        self._once = once
        self._over = False
        self._ended = threading.Event()

    def start(self) -> None:
        self._runtime.spawn(self._run)

    def stop(self, wake: threading.Event) -> None:
        """Wake it and wait until its last turn is done."""
        self._over = True
        wake.set()
        self._ended.wait(LONGEST_END)

    def _run(self) -> None:
        while not self._over:
            try:
                self._once()
            # A follower or clock that died of one strange event would stop every café here.
            except Exception:
                log.exception("%s failed and goes on", self._once)
                self._runtime.sleep(REST_AFTER_A_FAULT)
        self._ended.set()

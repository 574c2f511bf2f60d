"""What goes on beside reading and writing a Redis log: hearing of what others wrote, measuring its clock,
and rewriting its file until no erased text is left in it.

One thread of `threading` (green under eventlet, where it belongs to the event loop).
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable

import redis

from wikicafe.eventlog.contract import Away
from wikicafe.eventlog.redis_clock import StoreClock
from wikicafe.eventlog.redis_lines import Lines
from wikicafe.eventlog.redis_safety import info

EVERY = 1.0  # seconds between two looks at clock and erasures
LONGEST_END = 3.0  # seconds to wait for the thread's end

log = logging.getLogger(__name__)


class Upkeep:
    """heard: called with each café somebody wrote. wake: called after that, and after being away."""

    def __init__(self, lines: Lines, clock: StoreClock, channel: str, erasing: Erasing) -> None:
        self._lines = lines
        self._clock = clock
        self._channel = channel
        self._erasing = erasing
        self._hearing: list[tuple[Callable[[str], None], Callable[[], None] | None]] = []
        self._thread: threading.Thread | None = None
        self._over = False
        self._looked = 0.0

    def add(self, heard: Callable[[str], None], wake: Callable[[], None] | None) -> None:
        """Call back from now on; returns when nothing written after this is missed."""
        self._hearing.append((heard, wake))
        if self._thread is None:
            subscribed = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(subscribed,), daemon=True)
            self._thread.start()
            subscribed.wait(LONGEST_END)

    def stop(self) -> None:
        self._over = True
        if self._thread is not None:
            with contextlib.suppress(OSError, redis.RedisError):
                self._lines.ask("PUBLISH", self._channel, "")  # so that it need not time out
            self._thread.join(LONGEST_END)
            self._thread = None

    def _run(self, subscribed: threading.Event) -> None:
        while not self._over:
            line = self._lines.open()
            try:
                line.send_command("SUBSCRIBE", self._channel)
                line.read_response()
                subscribed.set()
                self._tell(None)  # what was written while nobody listened
                self._listen(line)
            except (redis.RedisError, OSError):
                time.sleep(EVERY / 4)  # said where something is asked of Redis
            except Exception:
                log.exception("the upkeep of the log failed and goes on")
                time.sleep(EVERY)
            finally:
                # Closed by the one that reads it: another's hand ends the loop (trap 8).
                with contextlib.suppress(Exception):
                    line.disconnect()

    def _listen(self, line: redis.Connection) -> None:
        while not self._over:
            self._look_after()
            try:
                said = line.read_response(timeout=EVERY, disconnect_on_error=False)
            except redis.TimeoutError:
                continue
            if said[0] == b"message":
                self._tell(said[2].decode())

    def _tell(self, cafe: str | None) -> None:
        for heard, wake in self._hearing:
            if cafe:
                heard(cafe)
            if wake is not None:
                wake()

    def _look_after(self) -> None:
        if time.monotonic() - self._looked >= EVERY:
            self._looked = time.monotonic()
            self._clock.measure()
            self._erasing.look()


class Erasing:
    """Sees to it that what was erased is in no file: Redis rewrites its log after each erasure.

    wanted: counts erasures, in the store, so that any process ends what another began.
    """

    def __init__(self, lines: Lines, wanted: str, done: str) -> None:
        self._lines = lines
        self._wanted = wanted
        self._done = done

    def look(self) -> None:
        """Begin a rewrite if something was erased since the last one began; forget it if it is done."""
        wanted, done = self._lines.ask_all([("GET", self._wanted), ("GET", self._done)])
        if wanted is None or isinstance(wanted, redis.ResponseError):
            return
        state = info(self._lines, "persistence")
        if "1" in (state["aof_rewrite_in_progress"], state["aof_rewrite_scheduled"]):
            return
        if done == wanted and state["aof_last_bgrewrite_status"] == "ok":
            self._finish(wanted)
        else:
            self.begin(wanted)

    def begin(self, wanted: bytes) -> None:
        """Whatever was erased before this moment is not in what Redis writes from here on."""
        began = self._lines.ask_all([("BGREWRITEAOF",)])[0]
        if not isinstance(began, redis.ResponseError):
            self._lines.ask("SET", self._done, wanted)

    def _finish(self, wanted: bytes) -> None:
        keeps_snapshots = self._lines.ask("CONFIG", "GET", "save")[1] != b""
        if keeps_snapshots:
            self._lines.ask_all([("BGSAVE", "SCHEDULE")])
        # Only if nothing was erased meanwhile.
        forget = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', unpack(KEYS)) end"
        with contextlib.suppress(Away):
            self._lines.ask("EVAL", forget, 2, self._wanted, self._done, wanted)

"""A thread of one's own with a diary: does what falls due, and what others put on the desk, one by one."""

from __future__ import annotations

import heapq
import itertools
import queue
import threading
import time
from collections.abc import Callable

Work = Callable[[], object]
STACK = 512 * 1024  # bytes; a thousand people with the usual 8 MB frighten some systems


class Diary:
    """What one guest does happens in one thread, so that nothing of theirs needs a lock."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._desk: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._due: list[tuple[float, int, Work]] = []
        self._order = itertools.count()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        threading.stack_size(STACK)
        self._thread = threading.Thread(target=self._live, name=self._name, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Finish what is being done, and no more. From any thread."""
        self._desk.put(None)

    def join(self, patience: float) -> None:
        if self._thread is not None:
            self._thread.join(patience)

    def put(self, work: Work) -> None:
        """Do this next. From any thread; what one thread puts is done in its order."""
        self._desk.put(work)

    def at(self, when: float, work: Work) -> None:
        """Do this at a moment of `time.monotonic()`. From the own thread, or before it begins."""
        heapq.heappush(self._due, (when, next(self._order), work))

    def after(self, seconds: float, work: Work) -> None:
        self.at(time.monotonic() + seconds, work)

    def _live(self) -> None:
        while True:
            try:
                work = self._desk.get(timeout=self._seconds_left())
            except queue.Empty:
                work = heapq.heappop(self._due)[2]
            if work is None:
                return
            work()

    def _seconds_left(self) -> float | None:
        return max(0.0, self._due[0][0] - time.monotonic()) if self._due else None

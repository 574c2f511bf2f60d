"""The one writer: collects what many ask for and makes it durable with one commit for all.

It decides nothing and tells nobody; each asker gets the answer of the log.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from wikicafe.eventlog.contract import Answer, EventLog, Op
from wikicafe.live.figures import Figures
from wikicafe.live.runtime import Loop, Runtime
from wikicafe.live.troubles import Troubles

# Many at once come in a row: a commit costs as much for ten as for two, and at 2,000 a second waiting
# for company halves the work (bench/durability). Somebody alone never waits.
CROWD = 2  # ops in the last group
GATHER = 0.002  # seconds
LARGEST_GROUP = 200  # ops; more gain nothing per op and make the first of them wait

log = logging.getLogger(__name__)


class Ended(Exception):
    """The writer writes no more: the server stops."""


class _Asked:
    """An op on its way, and the answer once there is one."""

    __slots__ = ("answer", "answered", "cafe", "fault", "op")

    def __init__(self, cafe: str, op: Op) -> None:
        self.cafe = cafe
        self.op = op
        self.answer: Answer | None = None
        self.fault: BaseException | None = None
        self.answered = threading.Event()


class Writer:
    """The only one who appends. wrote: called with each café that was written.

    figures, troubles: note how large the groups were, and whether the log took them.
    """

    def __init__(
        self,
        log: EventLog,
        runtime: Runtime,
        wrote: Callable[[str], None],
        figures: Figures,
        troubles: Troubles,
    ) -> None:
        self._log = log
        self._figures = figures
        self._troubles = troubles
        self._runtime = runtime
        self._wrote = wrote
        self._queue: deque[_Asked] = deque()
        self._something = threading.Event()
        self._pen = threading.Lock()
        self._over = False
        self._in_a_crowd = False
        self._loop = Loop(runtime, self._write_a_group)

    def start(self) -> None:
        self._loop.start()

    def stop(self) -> None:
        """Write what was asked for so far and end."""
        self._over = True
        self._loop.stop(self._something)

    def write(self, cafe: str, op: Op) -> Answer:
        """Wait until the op is durable (or refused) and return the log's answer.

        Raises OSError if the disk cannot take it, Ended if the server stops; then nothing of it
        was written.
        """
        if self._over:
            raise Ended
        asked = _Asked(cafe, op)
        self._queue.append(asked)
        self._something.set()
        asked.answered.wait()
        if asked.fault is not None:
            raise asked.fault
        assert asked.answer is not None
        return asked.answer

    def alone(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run something that writes to the log by itself, between two groups."""
        with self._pen:
            return self._runtime.outside(function, *args)

    def _write_a_group(self) -> None:
        self._something.wait()
        self._something.clear()
        while self._queue:
            if self._in_a_crowd:
                self._runtime.sleep(GATHER)
            # While one group is being written the next one gathers: no need to wait for it.
            group = [self._queue.popleft() for _ in range(min(LARGEST_GROUP, len(self._queue)))]
            self._write(group)
            self._in_a_crowd = len(group) >= CROWD
            for cafe in dict.fromkeys(asked.cafe for asked in group):
                self._wrote(cafe)

    def _write(self, group: list[_Asked]) -> None:
        batch = [(asked.cafe, asked.op) for asked in group]
        try:
            for asked, answer in zip(group, self.alone(self._log.append, batch), strict=True):
                asked.answer = answer
            self._figures.groups.add(len(group))
            self._troubles.wrote(None)
        except Exception as fault:
            if isinstance(fault, OSError):
                self._troubles.wrote(fault)
            if len(group) > 1 and not isinstance(fault, OSError):
                # One op that cannot be written at all must not take the others with it.
                for asked in group:
                    self._write([asked])
                return
            for asked in group:
                asked.fault = fault
        for asked in group:
            asked.answered.set()

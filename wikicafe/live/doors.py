"""The way into a café whose places are counted: one after the other here, by a guard among processes."""

from __future__ import annotations

import threading
import time

from wikicafe.cafe.messages import Asking, Refused
from wikicafe.cafe.participants import JoinCafe
from wikicafe.live.submit import Accepted, Submit

TRIES = 10  # when other processes let people in at the same moment
PATIENCE_S = 5.0  # in all: while the log is away each try takes long, and others queue behind


class Doors:
    def __init__(self, submit: Submit) -> None:
        self._submit = submit
        self._locks: dict[str, threading.Lock] = {}

    def let_in(self, cafe: str, command: JoinCafe, asking: Asking) -> Accepted | Refused:
        """Have somebody join. The last place is won by the guard of `cafe/participants.py`.

        A hall comes at once, and all of it would lose that guard again and again: so here they
        queue, and only other processes are in the way.
        """
        standing = self._submit.standing(cafe)
        if standing is None or standing.cafe.plan.capacity is None:
            return self._submit(cafe, command, asking)
        with self._locks.setdefault(cafe, threading.Lock()):
            end = time.monotonic() + PATIENCE_S
            answer = self._submit(cafe, command, asking)
            for _ in range(TRIES):
                if answer != Refused("busy") or time.monotonic() > end:
                    break
                answer = self._submit(cafe, command, asking)
        return answer

"""The way in: permission, decision, log; the answer is given when it is durable and to be seen.

No café is moved here; whoever wants to see what was written waits for the follower.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from wikicafe.cafe import codec, decide, permissions
from wikicafe.cafe.agenda import OpenCafe
from wikicafe.cafe.messages import Asking, Command, Decision, Refused
from wikicafe.cafe.state import Cafe, empty
from wikicafe.eventlog.contract import (
    EPOCH,
    Away,
    Conflict,
    EventLog,
    Guard,
    Op,
    TooEarly,
    Written,
)
from wikicafe.live.commit import Ended, Writer
from wikicafe.live.figures import Figures
from wikicafe.live.follow import Follower
from wikicafe.live.registry import Registry, Standing

MOST_TRIES = 5

Still = Callable[[Cafe], bool]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Accepted:
    """seq: the place of the last event that was written; for "it is so already", of the café."""

    seq: int
    duplicate: bool = False


class Submit:
    def __init__(
        self,
        log: EventLog,
        registry: Registry,
        follower: Follower,
        writer: Writer,
        figures: Figures,
    ) -> None:
        self._log = log
        self._figures = figures
        self._asked_now = 0
        self._registry = registry
        self._follower = follower
        self._writer = writer

    def __call__(
        self,
        cafe: str,
        command: Command,
        asking: Asking,
        still: Still | None = None,
    ) -> Accepted | Refused:
        """Have a command decided and written; asking.at is set here.

        still: what the machine that asks found true of the café; if it no longer is, nothing is
        written.
        """
        begun = time.monotonic()
        self._asked_now += 1
        try:
            answer = self._answer(cafe, command, asking, still)
        finally:
            self._asked_now -= 1
        self._figures.answered_in.add(time.monotonic() - begun)
        self._figures.answers[_in_a_word(answer)] += 1
        return answer

    @property
    def asked_now(self) -> int:
        """How many wait for an answer at this moment."""
        return self._asked_now

    def _answer(
        self, cafe: str, command: Command, asking: Asking, still: Still | None
    ) -> Accepted | Refused:
        try:
            return self._ask(cafe, command, asking, still)
        except Away as away:
            log.warning("no answer from the log: %s", away)
            return Refused("busy")
        except OSError as full:
            log.error("nothing can be written: %s", full)
            return Refused("storage-full")
        except Ended:
            return Refused("busy")  # asked again, it comes to the server that follows
        except Exception:
            log.exception("%s failed", type(command).__name__)
            return Refused("our-mistake")

    def _ask(
        self, cafe: str, command: Command, asking: Asking, still: Still | None
    ) -> Accepted | Refused:
        least = 0  # the place the café must have come to before it is looked at
        for _ in range(MOST_TRIES):
            standing = self.standing(cafe, least)
            if standing is None and not isinstance(command, OpenCafe):
                return Refused("no-such-cafe")
            state = standing.cafe if standing else empty(cafe)
            now = Asking(asking.actor, asking.cid, self._log.now(), asking.roles)
            decision = _decide(state, command, now, still)
            epoch = standing.position.epoch if standing else None
            answer = self._writer.write(cafe, _op(decision, now, epoch))
            if isinstance(answer, TooEarly):
                return Refused("too-early", (answer.now,))
            if isinstance(answer, Conflict) and answer.register == EPOCH:
                self._follower.hint(cafe)
                return Refused("busy")  # asked again, it is decided on the café of the new log
            if isinstance(answer, Conflict):
                least = self._log.head(cafe).seq
                continue
            if answer.duplicate:
                return Accepted(answer.last, duplicate=True)
            if isinstance(decision, Decision) and decision.events:
                # Seen before answered: who asks next decides on what they were told is written.
                self._follower.wait_for(cafe, answer.last)
                return Accepted(answer.last)
            # "No" and "it is so already" count only if said of all that was written before.
            if state.seq >= (least or answer.last):
                return decision if isinstance(decision, Refused) else Accepted(state.seq)
            least = answer.last
        return Refused("busy")

    def standing(self, cafe: str, least: int = 0) -> Standing | None:
        """Return the café at `least` or later, folding it if needed; None: there is no such."""
        if not least and self._registry.get(cafe) is None:
            least = min(1, self._log.head(cafe).seq)
            if not least:
                return None  # and nothing is kept of names somebody tries
        standing = self._follower.wait_for(cafe, least)
        # A list that no café was opened in: a start that was cut off, or somebody else's.
        return None if standing is None or standing.cafe.design is None else standing


def _in_a_word(answer: Accepted | Refused) -> str:
    if isinstance(answer, Refused):
        return answer.code
    return "duplicate" if answer.duplicate else "accepted"


def _decide(
    cafe: Cafe, command: Command, asking: Asking, still: Still | None
) -> Decision | Refused:
    if still is not None and not still(cafe):
        return Decision()
    return permissions.may(cafe, command, asking) or decide.decide(cafe, command, asking)


def _op(decision: Decision | Refused, asking: Asking, epoch: str | None) -> Op:
    """What the log is asked. Of a refusal only whether the same was accepted before.

    So an answer lost on the way is given again, whatever has happened since.
    """
    if isinstance(decision, Refused):
        return Op(asking.actor, asking.cid, (), epoch=epoch)
    return Op(
        actor=asking.actor,
        cid=asking.cid,
        events=tuple(Written(*codec.pack(event)) for event in decision.events),
        guards=tuple(Guard(g.register, g.expect, g.new) for g in decision.guards),
        not_before=decision.not_before,
        epoch=epoch,
    )

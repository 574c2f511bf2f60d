"""From what happened to who hears it: one message per channel, numbered so that a gap is noticed.

Decides nothing about who may know what; that is `cafe/audience.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from wikicafe.cafe import audience, projections
from wikicafe.cafe.codec import Unknown
from wikicafe.cafe.messages import wire_name
from wikicafe.cafe.state import Cafe
from wikicafe.live.figures import Figures
from wikicafe.live.follow import Moved

# tell(rooms, "told" | "signal", message): hand one message to everybody in these rooms.
Tell = Callable[[list[str], str, dict[str, Any]], None]

SCREENS = ("participants", "panel", "board", "projector")  # each screen listens to one of these
BEYOND = 2**53 - 1  # the highest number a browser counts to; no log is ever as long

log = logging.getLogger(__name__)


class Broadcast:
    """Remembers of each channel which message was the last one."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._tell: Tell | None = None
        # Unknown means 0: everybody here said hello to this process, so saw what was before.
        self._last: dict[tuple[str, str], int] = {}

    def on_told(self, tell: Tell) -> None:
        self._tell = tell

    def happened(self, moved: list[Moved]) -> None:
        for one in moved:
            self._one(one)

    def begin_anew(self, cafe: str) -> None:
        """Have everybody say hello again: the café's list is another one, and so are its places.

        To each screen goes a message that follows what nobody ever had.
        """
        for known in [known for known in self._last if known[0] == cafe]:
            del self._last[known]
        for channel in SCREENS:
            beyond = {"seq": BEYOND, "follows": BEYOND, "at": 0, "name": "log-begun", "payload": {}}
            self._hand_on([room(cafe, channel)], "told", {"channel": channel, **beyond})

    def signal(self, cafe: str, name: str, person: str) -> None:
        """Tell the panel what is true only now and in no log: somebody's connection came or went."""
        self._hand_on([room(cafe, "panel")], "signal", {"name": name, "person": person})

    def troubles(self, cafe: str, troubles: list[dict[str, Any]]) -> None:
        """Tell the panel what is wrong at this moment."""
        message = {"name": "troubles", "troubles": troubles}
        self._hand_on([room(cafe, "panel")], "signal", message)

    def _one(self, moved: Moved) -> None:
        if isinstance(moved.event, Unknown):
            return
        cafe, stamp = moved.cafe, moved.stamp
        for telling in audience.tell(cafe, moved.event, stamp):
            follows = self._last.get((cafe.id, telling.channel), 0)
            self._last[cafe.id, telling.channel] = stamp.seq
            message = {
                "channel": telling.channel,
                "seq": stamp.seq,
                "follows": follows,
                "at": stamp.at,
                "name": wire_name(type(moved.event)),
                "payload": telling.payload,
            }
            self._figures.told += 1
            self._hand_on(rooms_of(cafe, telling.channel), "told", message)

    def _hand_on(self, rooms: list[str], event: str, message: dict[str, Any]) -> None:
        if self._tell is None or not rooms:
            return
        try:
            self._tell(rooms, event, message)
        # Whoever missed it sees that the next message follows one they never had.
        except Exception:
            log.exception("a message was not handed on")


def room(cafe: str, channel: str) -> str:
    return f"{cafe}/{channel}"


def rooms_of(cafe: Cafe, channel: str) -> list[str]:
    """Return where a channel is heard. A table's: with those who sit there at this moment.

    So a phone that never says hello again cannot go on listening to a table its owner has left.
    """
    kind, _, place = channel.partition(":")
    if kind != "table":
        return [room(cafe.id, channel)]
    step, _, table = place.partition(":")
    return [room(cafe.id, f"person:{p}") for p in projections.sits_with(cafe, step, table)]

"""From an event to the café as it stands then. Never raises: a café goes on, whatever it is told."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from wikicafe.cafe.codec import Unknown
from wikicafe.cafe.messages import Event, Stamp
from wikicafe.cafe.state import Cafe
from wikicafe.cafe.topics import EVOLVE


def evolve(cafe: Cafe, event: Event | Unknown, stamp: Stamp) -> Cafe:
    """Return the café after the event. What is not understood is set aside and counted."""
    if isinstance(event, Unknown):
        return _set_aside(cafe, stamp)
    try:
        after = EVOLVE[type(event)](cafe, event, stamp)
    # Whatever is wrong with one event (an unknown name, a person who is gone), the gathering
    # must not stop for it: the operator sees the count in the panel and in `wikicafe check`.
    except Exception:
        after = _set_aside(cafe, stamp)
    # The log counted the register when the event was written: a café that counts differently
    # would lose every guard from here on.
    revisions = after.revisions
    if event.REGISTER:
        revisions = revisions.set(event.REGISTER, revisions.get(event.REGISTER, 0) + 1)
    return replace(after, seq=stamp.seq, revisions=revisions)


def fold(cafe: Cafe, happened: Iterable[tuple[Event | Unknown, Stamp]]) -> Cafe:
    for event, stamp in happened:
        cafe = evolve(cafe, event, stamp)
    return cafe


def _set_aside(cafe: Cafe, stamp: Stamp) -> Cafe:
    return replace(cafe, seq=stamp.seq, set_aside=cafe.set_aside + 1)

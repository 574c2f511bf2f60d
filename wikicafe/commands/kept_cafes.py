"""Cafés read straight from the event log, for commands that run without a server."""

from __future__ import annotations

from collections.abc import Iterable

from wikicafe.cafe import codec, evolve
from wikicafe.cafe.codec import Recorded
from wikicafe.cafe.state import Cafe, empty
from wikicafe.eventlog.contract import EventLog
from wikicafe.live.listing import HOUSE, Listing


def find(log: EventLog, wanted: str) -> str | None:
    """Answer the id of the café with this join code or id."""
    ids = set(log.cafes()) - {HOUSE}
    found = wanted if wanted in ids else Listing(log).find(wanted)
    return found if found in ids else None


def fold(cafe: str, recorded: Iterable[Recorded]) -> Cafe:
    """Answer the café as it stands after these records."""
    return evolve.fold(empty(cafe), map(codec.happened, recorded))

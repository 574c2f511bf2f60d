"""Cafés read straight from the event log, for commands that run without a server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wikicafe.cafe import codec, evolve
from wikicafe.cafe.messages import Stamp
from wikicafe.cafe.state import Cafe, empty
from wikicafe.eventlog.contract import EventLog, Record
from wikicafe.live.listing import HOUSE, Listing
from wikicafe.outcome.archive import Recorded

AT_ONCE = 5_000  # records read with one question


def find(log: EventLog, wanted: str) -> str | None:
    """Answer the id of the café with this join code or id."""
    ids = set(log.cafes()) - {HOUSE}
    found = wanted if wanted in ids else Listing(log).find(wanted)
    return found if found in ids else None


def records(log: EventLog, cafe: str) -> Iterator[Record]:
    """Read all of a café's records, in order."""
    after = 0
    while batch := log.read(cafe, after, AT_ONCE):
        yield from batch
        after = batch[-1].seq


def fold(cafe: str, recorded: Iterable[Recorded]) -> Cafe:
    """Answer the café as it stands after these records."""
    return evolve.fold(
        empty(cafe),
        ((codec.unpack(r.name, r.data, r.body), Stamp(r.seq, r.at, r.actor)) for r in recorded),
    )

"""The café as it stood when its outcome was published: what is written later waits for the next time."""

from __future__ import annotations

import time
from collections.abc import Sequence

from wikicafe.cafe import codec, evolve
from wikicafe.cafe.messages import Stamp
from wikicafe.cafe.state import Cafe, empty
from wikicafe.live.house import Live
from wikicafe.outcome.archive import Recorded

KEPT_S = 20  # a hall opens the page at once; a text erased since must be gone within a minute
MOST_KEPT = 8  # cafés

_kept: dict[tuple[str, int], tuple[float, Cafe]] = {}


def as_published(live: Live, cafe: Cafe) -> Cafe:
    """Return the café at its `published_seq`. It must have been published."""
    if cafe.published_seq is None or cafe.published_seq == cafe.seq:
        return cafe
    key, now = (cafe.id, cafe.published_seq), time.monotonic()
    known = _kept.get(key)
    if known is not None and now - known[0] < KEPT_S:
        return known[1]
    records = [record for record in live.records(cafe.id) if record.seq <= cafe.published_seq]
    folded: Cafe = live.runtime.outside(fold, cafe.id, records)
    while len(_kept) >= MOST_KEPT:
        del _kept[next(iter(_kept))]
    _kept[key] = (now, folded)
    return folded


def fold(cafe: str, records: Sequence[Recorded]) -> Cafe:
    """Return the café after these records, read from the first on."""
    return evolve.fold(
        empty(cafe),
        (
            (codec.unpack(record.name, record.data, record.body), _stamp(record))
            for record in records
        ),
    )


def _stamp(record: Recorded) -> Stamp:
    return Stamp(record.seq, record.at, record.actor)

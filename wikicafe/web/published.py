"""The café as it stood when its outcome was published, without what was taken back since.

What is written later waits for the next time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from wikicafe.cafe import codec, evolve
from wikicafe.cafe.codec import Recorded
from wikicafe.cafe.messages import wire_name
from wikicafe.cafe.publishing import TAKEN_BACK
from wikicafe.cafe.state import Cafe, empty
from wikicafe.live.house import Live

KEPT_S = 20  # a hall opens the page at once; a text erased since must be gone within a minute
MOST_KEPT = 8  # cafés
NAMES_TAKEN_BACK = frozenset(map(wire_name, TAKEN_BACK))

_kept: dict[tuple[str, int], tuple[float, Cafe]] = {}


def as_published(live: Live, cafe: Cafe) -> Cafe:
    """Return the café at its `published_seq`. It must have been published."""
    if cafe.published_seq is None or cafe.published_seq == cafe.seq:
        return cafe
    key, now = (cafe.id, cafe.published_seq), time.monotonic()
    known = _kept.get(key)
    if known is not None and now - known[0] < KEPT_S:
        return known[1]
    records = list(live.records(cafe.id))
    folded: Cafe = live.runtime.outside(fold, cafe.id, records, cafe.published_seq)
    while len(_kept) >= MOST_KEPT:
        del _kept[next(iter(_kept))]
    _kept[key] = (now, folded)
    return folded


def fold(cafe: str, records: Sequence[Recorded], published_seq: int) -> Cafe:
    """Return the café after these records, of the later ones only what takes something back."""
    return evolve.fold(
        empty(cafe),
        (
            codec.happened(record)
            for record in records
            if record.seq <= published_seq or record.name in NAMES_TAKEN_BACK
        ),
    )

"""The five questions every fault is followed by; the answer to each must be 0.

Was something acknowledged and is not in the log? Is something in it twice? Has it a gap? Did a
screen ever show what the café never was? Is something still waiting on a phone?
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from wikicafe.cafe import codec, evolve, projections
from wikicafe.cafe.state import Cafe, empty
from wikicafe.eventlog.contract import EventLog, Record, whole_list

# Of this very moment or of this server, and in no log.
NOT_OF_THE_LOG = ("now", "position", "connected", "links", "troubles", "devices")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What a phone was told is written. seq: of the last event of it."""

    actor: str
    cid: str
    seq: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a screen showed when it had heard of everything up to seq. parts None: all of the view."""

    screen: str
    person: str | None
    seq: int
    view: dict[str, Any]
    parts: tuple[str, ...] | None = None


@dataclass(slots=True)
class Verdict:
    """Counts: how much was looked at, and what was wrong with it."""

    acknowledged: int = 0
    events: int = 0
    views: int = 0
    lost: int = 0
    misplaced: int = 0
    twice: int = 0
    gaps: int = 0
    wrong_views: int = 0
    unsent: int = 0

    @property
    def faults(self) -> dict[str, int]:
        """What is wrong; empty when nothing is."""
        names = ("lost", "misplaced", "twice", "gaps", "wrong_views", "unsent")
        return {name: number for name in names if (number := getattr(self, name))}

    def __add__(self, other: Verdict) -> Verdict:
        mine, theirs = asdict(self), asdict(other)
        return Verdict(**{name: mine[name] + theirs[name] for name in mine})


def judge(
    log: EventLog,
    cafe: str,
    acknowledged: Iterable[Acknowledged],
    seen: Iterable[Seen] = (),
    unsent: int = 0,
) -> Verdict:
    """Compare one café's list with what phones were told and showed."""
    records = list(whole_list(log, cafe))
    verdict = judge_list(records, acknowledged)
    verdict.unsent = unsent
    verdict.views, verdict.wrong_views = _views(cafe, records, seen)
    return verdict


def judge_list(records: list[Record], acknowledged: Iterable[Acknowledged]) -> Verdict:
    """Everything that can be asked of a list without folding it."""
    last: dict[tuple[str, str], int] = {}
    twice = 0
    before: tuple[str, str] | None = None
    for record in records:
        who = (record.actor, record.cid)
        twice += who in last and who != before  # an op's events stand together
        last[who], before = record.seq, who
    verdict = Verdict(events=len(records), twice=twice + _notes_written_twice(records))
    verdict.gaps = sum(record.seq != n for n, record in enumerate(records, 1))
    for one in acknowledged:
        verdict.acknowledged += 1
        place = last.get((one.actor, one.cid))
        verdict.lost += place is None
        verdict.misplaced += place not in (None, one.seq)
    return verdict


def _notes_written_twice(records: list[Record]) -> int:
    """A resent op that was written again right behind itself looks like one op; its note does not."""
    written = [msgspec.json.decode(r.data)["note"] for r in records if r.name == "note-written"]
    return len(written) - len(set(written))


def _views(cafe: str, records: list[Record], seen: Iterable[Seen]) -> tuple[int, int]:
    """Fold the list once and compare what was seen with the projection at the same place."""
    at: defaultdict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        at[one.seq].append(one)
    looked, wrong = 0, 0
    state: Cafe = empty(cafe)
    for record in records:
        state = evolve.evolve(state, *codec.happened(record))
        for one in at.pop(record.seq, ()):
            looked += 1
            wrong += comparable(one.view, one.parts) != comparable(
                _projected(state, one), one.parts
            )
    beyond = sum(map(len, at.values()))  # a place the list never came to
    return looked + beyond, wrong + beyond


def _projected(cafe: Cafe, one: Seen) -> dict[str, Any]:
    plain = msgspec.to_builtins(projections.view(cafe, one.screen, one.person))
    view: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(plain))
    return view


def comparable(view: dict[str, Any], parts: tuple[str, ...] | None) -> dict[str, Any]:
    """Leave out what is of no log; notes are compared as a set, their order is the screen's."""
    names = parts if parts is not None else tuple(n for n in view if n not in NOT_OF_THE_LOG)
    kept = {name: view.get(name) for name in names}
    if isinstance(kept.get("notes"), list):
        kept["notes"] = sorted(kept["notes"], key=lambda note: note["id"])
    if isinstance(kept.get("people"), list):
        kept["people"] = [{k: v for k, v in p.items() if k != "connected"} for p in kept["people"]]
    return kept

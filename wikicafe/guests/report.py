"""What a replay found: counted by the clients themselves and from the downloads, not by the server."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from wikicafe.guests.guest import Guest
from wikicafe.guests.outbox import Sending
from wikicafe.guests.session import Session

Written = tuple[str, str]  # question, text


@dataclass(frozen=True, slots=True)
class Report:
    """Field for field what `report.json` says.

    repeated_pairs: pairs of people who sat at one table in more than one round, by what their own
    phones were told. lost: notes written that are not in the outcome; duplicated: notes in the
    outcome more often than written. reconnects: connections after a person's first. Times in ms,
    `seconds` for the whole replay.
    """

    session: str
    joined: int
    present: int
    rounds: int
    tables: int
    repeated_pairs: int
    notes_sent: int
    notes_acknowledged: int
    notes_in_outcome: int
    lost: int
    duplicated: int
    reconnects: int
    seconds: float
    median_ack_ms: float | None
    slowest_ack_ms: float | None
    clock_difference_max_ms: float | None
    late_joined: int
    late_seated_max_ms: float | None
    left: int
    hellos_after_gaps: int
    refused: dict[str, int]
    turned_away: dict[str, str]
    never_seated: list[str]
    registered_no_shows: int
    remote: int
    choices: int

    @property
    def is_faultless(self) -> bool:
        return self.lost == 0 and self.duplicated == 0


def report_of(
    session: Session, guests: list[Guest], counts: Mapping[str, int], outcome: bytes, seconds: float
) -> Report:
    """Count everything. counts: those of the panel's last view. outcome: the JSON download."""
    notes = [s for guest in guests for s in guest.outbox.sent if s.name == "write-note"]
    question = {around.step: around.question for around in session.rounds}
    written = Counter((question[n.payload["step"]], _bare(n.payload["text"])) for n in notes)
    found = _in_outcome(outcome)
    took = sorted(ms for note in notes if (ms := note.took_ms) is not None)
    late = [g.memory.seated_after_ms for g in guests if g.memory.seated_after_ms is not None]
    sat = {guest.name: guest.memory.sat for guest in guests}
    return Report(
        session=session.name,
        joined=counts["joined"],
        present=counts["present"],
        rounds=len({step for seats in sat.values() for step in seats}),
        tables=len({table for seats in sat.values() for table in seats.values()}),
        repeated_pairs=len(repeated_pairs(sat)),
        notes_sent=len(notes),
        notes_acknowledged=sum(note.accepted is not None for note in notes),
        notes_in_outcome=found.total(),
        lost=(written - found).total(),
        duplicated=(found - written).total(),
        reconnects=sum(guest.memory.reconnects for guest in guests),
        seconds=round(seconds, 1),
        median_ack_ms=_ms(took[len(took) // 2] if took else None),
        slowest_ack_ms=_ms(took[-1] if took else None),
        clock_difference_max_ms=_ms(clock_difference(guests)),
        late_joined=len(late),
        late_seated_max_ms=_ms(max(late, default=None)),
        left=sum(guest.has_left for guest in guests),
        hellos_after_gaps=sum(guest.memory.gaps for guest in guests),
        refused=_refusals(notes),
        turned_away={g.name: g.turned_away for g in guests if g.turned_away is not None},
        never_seated=sorted(guest.name for guest in guests if not guest.memory.sat),
        registered_no_shows=session.counts.get("registered_no_show", 0),
        remote=sum(who.remote for who in session.participants),
        choices=session.counts.get("choose", 0),
    )


def repeated_pairs(sat: Mapping[str, Mapping[str, str]]) -> set[tuple[str, str]]:
    """Return the pairs who shared a table in more than one step. sat: person → step → table."""
    tables: dict[tuple[str, str], list[str]] = {}
    for person, seats in sorted(sat.items()):
        for place in seats.items():
            tables.setdefault(place, []).append(person)
    met = Counter(pair for people in tables.values() for pair in combinations(people, 2))
    return {pair for pair, times in met.items() if times > 1}


def clock_difference(guests: Iterable[Guest]) -> float | None:
    """Return by how many ms two phones disagree at most about the end of a step; None: unknown."""
    ends: dict[str, list[float]] = {}
    for guest in guests:
        offset = guest.timepiece.offset
        if offset is not None:
            for step, ends_at in guest.memory.ends_at.items():
                ends.setdefault(step, []).append(ends_at - offset)
    return max((max(ours) - min(ours) for ours in ends.values()), default=None)


def _in_outcome(outcome: bytes) -> Counter[Written]:
    notes: list[dict[str, Any]] = json.loads(outcome)["notes"]
    return Counter((str(note["question"] or ""), _bare(str(note["text"]))) for note in notes)


def _bare(text: str) -> str:
    """The letters that must arrive; the server may trim spaces and control characters."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


def _refusals(notes: Iterable[Sending]) -> dict[str, int]:
    return dict(Counter(note.refused for note in notes if note.refused is not None))


def _ms(value: float | None) -> float | None:
    return None if value is None else round(value, 1)

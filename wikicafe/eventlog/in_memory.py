"""An event log that forgets everything at the end, for tests and rehearsals; never touches a disk."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from wikicafe.eventlog import steady_clock
from wikicafe.eventlog.contract import (
    EPOCH,
    HERE_S,
    Accepted,
    Answer,
    Conflict,
    Op,
    Position,
    Record,
    TooEarly,
)


@dataclass(slots=True)
class _Kept:
    """All there is of one café."""

    records: list[Record] = field(default_factory=list)
    registers: dict[str, int] = field(default_factory=dict)
    asked: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def place(self) -> _Place:
        return _Place(len(self.records), dict(self.registers))


@dataclass(frozen=True, slots=True)
class _Place:
    length: int
    registers: dict[str, int]


class InMemory:
    """The event log as lists and dictionaries; for one process, gone with it."""

    def __init__(self, clock: Callable[[], int] | None = None) -> None:
        self._clock = clock or steady_clock.now
        self._cafes: dict[str, _Kept] = {}
        self._epoch = secrets.token_hex(8)
        self._followers: list[Callable[[str], None]] = []
        self._here: dict[str, tuple[float, dict[str, frozenset[str]]]] = {}

    def append(self, batch: Sequence[tuple[str, Op]]) -> list[Answer]:
        before = {cafe: self._cafes.get(cafe, _Kept()).place() for cafe, _ in batch}
        try:
            answers = [self._answer(cafe, op) for cafe, op in batch]
        except BaseException:
            for cafe, place in before.items():
                self._go_back(cafe, place)
            raise
        for cafe in before:
            for callback in self._followers:
                callback(cafe)
        return answers

    def _go_back(self, cafe: str, place: _Place) -> None:
        """All or nothing: a fault in the middle leaves no half of a batch."""
        if (kept := self._cafes.get(cafe)) is None:
            return
        for record in kept.records[place.length :]:
            kept.asked.pop((record.actor, record.cid), None)
        del kept.records[place.length :]
        kept.registers = place.registers
        if not kept.records:
            del self._cafes[cafe]

    def _answer(self, cafe: str, op: Op) -> Answer:
        kept = self._cafes.get(cafe) or _Kept()
        if first := kept.asked.get((op.actor, op.cid)):
            return Accepted(*first, duplicate=True)
        if op.epoch not in (None, self._epoch):
            return Conflict(EPOCH, 0)
        for guard in op.guards:
            if kept.registers.get(guard.register, 0) != guard.expect:
                return Conflict(guard.register, kept.registers.get(guard.register, 0))
        if op.not_before is not None and self.now() < op.not_before:
            return TooEarly(self.now())
        return self._write(cafe, kept, op)

    def _write(self, cafe: str, kept: _Kept, op: Op) -> Accepted:
        accepted = Accepted(len(kept.records) + 1, len(kept.records) + len(op.events))
        if not op.events:
            return accepted
        at = self.now() if op.at is None else op.at
        self._cafes[cafe] = kept
        for seq, event in enumerate(op.events, accepted.first):
            kept.records.append(
                Record(seq, at, op.actor, op.cid, event.name, event.data, event.body)
            )
        kept.registers.update({guard.register: guard.new for guard in op.guards})
        kept.asked[op.actor, op.cid] = accepted.first, accepted.last
        return accepted

    def read(self, cafe: str, after: int = 0, limit: int = 1000) -> list[Record]:
        kept = self._cafes.get(cafe)
        return kept.records[after : after + limit] if kept else []

    def head(self, cafe: str) -> Position:
        kept = self._cafes.get(cafe)
        return Position(self._epoch, len(kept.records) if kept else 0)

    def cafes(self) -> list[str]:
        return sorted(self._cafes)

    def registers(self, cafe: str) -> dict[str, int]:
        kept = self._cafes.get(cafe)
        return dict(kept.registers) if kept else {}

    def follow(
        self, callback: Callable[[str], None], wake: Callable[[], None] | None = None
    ) -> None:
        self._followers.append(callback)

    def share_presence(
        self, worker: str, here: Mapping[str, Collection[str]] | None
    ) -> dict[str, dict[str, frozenset[str]]]:
        now = time.monotonic()
        self._here.pop(worker, None)
        if here is not None:
            self._here[worker] = now, {cafe: frozenset(people) for cafe, people in here.items()}
        said = list(self._here.items())
        return {w: at for w, (then, at) in said if w != worker and now - then < HERE_S}

    def erase_body(self, cafe: str, seq: int) -> None:
        self._change_body(cafe, seq, None)

    def put_body(self, cafe: str, seq: int, body: bytes) -> None:
        self._change_body(cafe, seq, body)

    def _change_body(self, cafe: str, seq: int, body: bytes | None) -> None:
        records = self._cafes[cafe].records if cafe in self._cafes else []
        if 1 <= seq <= len(records):
            records[seq - 1] = replace(records[seq - 1], body=body)

    def now(self) -> int:
        return self._clock()

    def self_check(self) -> None:
        """Nothing to check: it promises to lose everything at the end."""

    def close(self) -> None:
        """Nothing to let go of."""

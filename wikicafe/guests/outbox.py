"""What was written and not yet acknowledged: kept, sent in order, sent again; each thing counted once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOST_AT_ONCE = 100  # commands in one packet; the server takes no more
LONGEST_BATCH = 48_000  # characters of text; the server takes 65,536 in one packet
# These mean "not now"; any other refusal is a verdict.
NOT_NOW = frozenset({"busy", "storage-full", "our-mistake", "unknown-token"})

Answer = dict[str, Any]


@dataclass(slots=True)
class Sending:
    """One command on its way. accepted: its place in the log; refused: the code of a verdict."""

    cid: str
    name: str
    payload: dict[str, Any]
    sent_at: float | None = None  # time.monotonic() of the first attempt
    answered_at: float | None = None
    accepted: int | None = None
    refused: str | None = None

    @property
    def is_settled(self) -> bool:
        return self.accepted is not None or self.refused is not None

    @property
    def took_ms(self) -> float | None:
        """From the first attempt to the verdict; None without one."""
        if self.sent_at is None or self.answered_at is None:
            return None
        return (self.answered_at - self.sent_at) * 1000

    def as_command(self) -> dict[str, Any]:
        return {"cid": self.cid, "name": self.name, "payload": self.payload}


@dataclass(slots=True)
class Outbox:
    """Of one person. sent: everything ever put here, in the order of writing."""

    sent: list[Sending] = field(default_factory=list)
    _waiting: list[Sending] = field(default_factory=list)
    _at_once: int = MOST_AT_ONCE

    def put(self, cid: str, name: str, payload: dict[str, Any]) -> None:
        sending = Sending(cid, name, payload)
        self.sent.append(sending)
        self._waiting.append(sending)

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    def batch(self, may_go: Callable[[Sending], bool]) -> list[Sending]:
        """Return what to send now: the first in line that may go, and no overtaking."""
        batch: list[Sending] = []
        size = 0
        for sending in self._waiting[: self._at_once]:
            size += len(str(sending.payload))
            if (batch and size > LONGEST_BATCH) or not may_go(sending):
                break
            batch.append(sending)
        now = time.monotonic()
        for sending in batch:
            sending.sent_at = sending.sent_at or now
        return batch

    def settle(self, batch: list[Sending], answers: list[Answer] | Answer) -> bool:
        """Note what became of a batch. Returns whether everything in it got a verdict.

        answers: one each, or one refusal of the whole packet: then they are sent singly.
        """
        if not isinstance(answers, list):
            self._at_once = 1
            answers = [answers] if len(batch) == 1 else []
        now = time.monotonic()
        for sending, answer in zip(batch, answers, strict=False):
            refusal = answer.get("refused", {}).get("code")
            if refusal in NOT_NOW or (refusal is None and "accepted" not in answer):
                continue
            sending.accepted, sending.refused = answer.get("accepted"), refusal
            sending.answered_at = now
        self._waiting = [sending for sending in self._waiting if not sending.is_settled]
        return all(sending.is_settled for sending in batch)

"""What every event log promises; the stores (`in_memory`, `in_sqlite`, …) stand beside it and keep it.

A log holds one list of events per café. `append` is the only way in; a place in the list is never
asked for, a guard is: a named register that must still hold the expected number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

HERE_S = 15.0  # seconds for which it counts what a process said of its connections
EPOCH = "epoch"  # the register of a Conflict that says: this is another list


@dataclass(frozen=True, slots=True)
class Written:
    """One event as the log keeps it: what happened, and beside it what can be erased.

    data: JSON without any personal text. body: JSON of the personal texts, or None if it has none.
    """

    name: str
    data: bytes
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """A compare-and-set on a register of the café: must be `expect` (0 at first), becomes `new`."""

    register: str
    expect: int
    new: int


@dataclass(frozen=True, slots=True)
class Op:
    """What one command wants written, all of it or nothing.

    cid: minted by the client; the same (café, actor, cid) is written once.
    not_before: milliseconds since 1970 by the store's clock, checked inside the append.
    at: when it happened elsewhere, for an import alone; None: now, by the store's clock.
    epoch: the log in which the café was read that this was decided on; None: whichever it is.
    """

    actor: str
    cid: str
    events: tuple[Written, ...]
    guards: tuple[Guard, ...] = ()
    not_before: int | None = None
    at: int | None = None
    epoch: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    first: int
    last: int
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    register: str
    now: int


@dataclass(frozen=True, slots=True)
class TooEarly:
    now: int  # milliseconds by the store's clock


Answer = Accepted | Conflict | TooEarly


@dataclass(frozen=True, slots=True)
class Record:
    """One event as read back. seq counts from 1 without gaps; at is the store's clock in ms."""

    seq: int
    at: int
    actor: str
    cid: str
    name: str
    data: bytes
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a list ends. A new epoch means: this is another list, forget what you hold."""

    epoch: str
    seq: int


class Unsafe(Exception):
    """The store cannot keep what it promises; the message says what to do, in one sentence."""


class Away(OSError):
    """The store does not answer. What was asked may be written or not: ask again, by the same cids."""


class EventLog(Protocol):
    def append(self, batch: Sequence[tuple[str, Op]]) -> list[Answer]:
        """Write the ops in order, durably, with one commit for all; answers in the same order.

        Blocks; call it outside the event loop. One caller at a time.
        An op without events writes nothing, not even its cid, and is answered like any other:
        Accepted(head + 1, head) if it is no duplicate and its guards hold. Raises OSError if the
        store cannot write: then nothing of the batch was written. Raises Away, which is one, if
        that is not known, or if the store takes so many ops in several parts.
        """

    def read(self, cafe: str, after: int = 0, limit: int = 1000) -> list[Record]: ...

    def head(self, cafe: str) -> Position: ...

    def cafes(self) -> list[str]: ...

    def registers(self, cafe: str) -> dict[str, int]:
        """Return every register that was ever set, and its number."""

    def follow(
        self, callback: Callable[[str], None], wake: Callable[[], None] | None = None
    ) -> None:
        """Call back with the café's id after something was appended. A hint: may be missed.

        The callback may run in the thread of `append`: it may note the café, and no more. wake:
        called after that where a hint comes from another process, in a thread of `threading`; it
        may wake whoever waits.
        """

    def share_presence(
        self, worker: str, here: Mapping[str, Collection[str]] | None
    ) -> dict[str, dict[str, frozenset[str]]]:
        """Say who is connected to this process, and return what the others said of theirs.

        here: café → people; None: this process ends. Returns process → café → people, of those
        that said something within HERE_S; not in the list of events, and gone with the processes.
        """

    def erase_body(self, cafe: str, seq: int) -> None:
        """Overwrite an event's personal texts so that no byte of them is left on the disk.

        Like `append`: blocks, one caller at a time, OSError. Unknown events are nothing to erase.
        """

    def put_body(self, cafe: str, seq: int, body: bytes) -> None:
        """Put personal texts in place of an event's own, which are erased."""

    def now(self) -> int:
        """The store's clock, in milliseconds since 1970."""

    def self_check(self) -> None:
        """Raise Unsafe if an acknowledged event could be lost or the file is damaged."""

    def close(self) -> None: ...


def whole_list(log: EventLog, cafe: str) -> Iterator[Record]:
    """Read all records of a café, in order, a batch at a time."""
    after = 0
    while batch := log.read(cafe, after):
        yield from batch
        after = batch[-1].seq

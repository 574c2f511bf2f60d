"""The event log in one SQLite file; what was acknowledged survives kill -9 and loss of power.

WAL with `synchronous=FULL` (NORMAL lost acknowledged events in 604 of 1,000 power-loss images), one
connection that writes, one that reads. No thread is started and no lock waited for: `append`, and
an import that looks around before it, run in a thread of the operating system, where eventlet's green
locks must not be touched.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from wikicafe.eventlog import sqlite_file, sqlite_schema, steady_clock
from wikicafe.eventlog.contract import (
    EPOCH,
    Accepted,
    Answer,
    Conflict,
    Op,
    Position,
    Record,
    TooEarly,
    Unsafe,
)

READ = """
SELECT r.seq, r.at, r.actor, r.cid, r.name, r.data, b.text FROM record r
LEFT JOIN body b ON b.cafe = r.cafe AND b.seq = r.seq AND b.erased = 0
WHERE r.cafe = ? AND r.seq > ? ORDER BY r.seq LIMIT ?
"""
# Overwritten in place, not deleted: when rows go, SQLite shifts their neighbours to other pages and
# leaves old copies behind, secure_delete or not (17 of 2,000 erased texts were still in the file).
ERASE = """
UPDATE body SET text = zeroblob(length(text)), erased = 1
WHERE cafe = ? AND seq = ? AND erased = 0
"""


class InSqlite:
    """The event log in a file of its own, for one server process."""

    def __init__(
        self, path: Path, only_reading: bool = False, clock: Callable[[], int] | None = None
    ) -> None:
        self._path = path.absolute()
        self._clock = clock or steady_clock.now
        self._followers: list[Callable[[str], None]] = []
        self._lock: int | None = None if only_reading else sqlite_file.claim(self._path)
        try:
            self._open(only_reading)
        except BaseException:
            self.close()
            raise

    def _open(self, only_reading: bool) -> None:
        if only_reading and not self._path.exists():
            raise Unsafe(f"There is no event log at {self._path}: name another file.")
        with sqlite_file.said_plainly(self._path, opening=True):
            self._writing = None if only_reading else sqlite_file.connect(self._path, writes=True)
            self._reading = sqlite_file.connect(self._path, writes=False)
            self._epoch = sqlite_schema.prepare(self._writing or self._reading, self._path)

    def append(self, batch: Sequence[tuple[str, Op]]) -> list[Answer]:
        with self._transaction() as writing:
            at = self.now()
            answers = [_answer(writing, cafe, op, at, self._epoch) for cafe, op in batch]
        for cafe in dict.fromkeys(cafe for cafe, _ in batch):
            for callback in self._followers:
                callback(cafe)
        return answers

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: a full disk in the middle leaves no half of a batch."""
        if self._writing is None:
            raise Unsafe(
                f"{self._path} was opened for reading only: stop the server and try again."
            )
        with sqlite_file.said_plainly(self._path):
            self._writing.execute("BEGIN IMMEDIATE")
            try:
                yield self._writing
                self._writing.execute("COMMIT")
            except BaseException:
                if self._writing.in_transaction:  # SQLite may have rolled back by itself
                    self._writing.execute("ROLLBACK")
                raise

    def read(self, cafe: str, after: int = 0, limit: int = 1000) -> list[Record]:
        return [Record(*row) for row in self._look(READ, cafe, after, limit)]

    def head(self, cafe: str) -> Position:
        found = self._look("SELECT seq FROM head WHERE cafe = ?", cafe)
        return Position(self._epoch, found[0][0] if found else 0)

    def cafes(self) -> list[str]:
        return [cafe for (cafe,) in self._look("SELECT cafe FROM head ORDER BY cafe")]

    def _look(self, query: str, *values: str | int) -> list[sqlite3.Row]:
        with sqlite_file.said_plainly(self._path):
            return self._reading.execute(query, values).fetchall()

    def registers(self, cafe: str) -> dict[str, int]:
        rows = self._look("SELECT name, value FROM registers WHERE cafe = ?", cafe)
        return {row[0]: row[1] for row in rows}

    def follow(
        self, callback: Callable[[str], None], wake: Callable[[], None] | None = None
    ) -> None:
        self._followers.append(callback)

    def share_presence(
        self, worker: str, here: Mapping[str, Collection[str]] | None
    ) -> dict[str, dict[str, frozenset[str]]]:
        return {}  # the file is locked: there is no other process

    def erase_body(self, cafe: str, seq: int) -> None:
        with self._transaction() as writing:
            writing.execute(ERASE, (cafe, seq))
        self._empty_the_wal()

    def put_body(self, cafe: str, seq: int, body: bytes) -> None:
        with self._transaction() as writing:
            writing.execute(ERASE, (cafe, seq))
            writing.execute(
                "INSERT INTO body(cafe, seq, text) SELECT cafe, seq, ? FROM record"
                " WHERE cafe = ? AND seq = ?",
                (body, cafe, seq),
            )
        self._empty_the_wal()

    def _empty_the_wal(self) -> None:
        """Copy the log of changes into the file and cut it to nothing, old texts included."""
        assert self._writing is not None
        with sqlite_file.said_plainly(self._path):
            busy = self._writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise OSError(errno.EBUSY, "somebody reads the event log; erase again later")

    def now(self) -> int:
        return self._clock()

    def self_check(self) -> None:
        with sqlite_file.said_plainly(self._path):
            sqlite_schema.check(self._reading, self._path)

    def close(self) -> None:
        for connection in (getattr(self, "_reading", None), getattr(self, "_writing", None)):
            if connection is not None:
                connection.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _answer(writing: sqlite3.Connection, cafe: str, op: Op, at: int, epoch: str) -> Answer:
    asked = writing.execute(
        "SELECT first, last FROM asked WHERE cafe = ? AND actor = ? AND cid = ?",
        (cafe, op.actor, op.cid),
    ).fetchone()
    if asked:
        return Accepted(asked[0], asked[1], duplicate=True)
    if op.epoch not in (None, epoch):
        return Conflict(EPOCH, 0)
    for guard in op.guards:
        now = _number(
            writing, "SELECT value FROM registers WHERE cafe = ? AND name = ?", cafe, guard.register
        )
        if now != guard.expect:
            return Conflict(guard.register, now)
    if op.not_before is not None and at < op.not_before:
        return TooEarly(at)
    return _write(writing, cafe, op, at if op.at is None else op.at)


def _write(writing: sqlite3.Connection, cafe: str, op: Op, at: int) -> Accepted:
    head = _number(writing, "SELECT seq FROM head WHERE cafe = ?", cafe)
    accepted = Accepted(head + 1, head + len(op.events))
    if not op.events:
        return accepted
    for seq, event in enumerate(op.events, accepted.first):
        writing.execute(
            "INSERT INTO record VALUES(?, ?, ?, ?, ?, ?, ?)",
            (cafe, seq, at, op.actor, op.cid, event.name, event.data),
        )
        if event.body is not None:
            writing.execute(
                "INSERT INTO body(cafe, seq, text) VALUES(?, ?, ?)", (cafe, seq, event.body)
            )
    writing.execute("INSERT OR REPLACE INTO head VALUES(?, ?)", (cafe, accepted.last))
    writing.executemany(
        "INSERT OR REPLACE INTO registers VALUES(?, ?, ?)",
        [(cafe, guard.register, guard.new) for guard in op.guards],
    )
    writing.execute(
        "INSERT INTO asked VALUES(?, ?, ?, ?, ?)",
        (cafe, op.actor, op.cid, accepted.first, accepted.last),
    )
    return accepted


def _number(connection: sqlite3.Connection, query: str, *values: str) -> int:
    found = connection.execute(query, values).fetchone()
    return found[0] if found else 0

"""Servers that are broken on purpose: the controls, without which a zero says nothing.

`python -m tests.faults.broken KIND serve …` is `wikicafe serve` with one promise taken away.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from tests.faults import timeshift

COMMITS_EVERY_S = 0.4
ANSWERS_AFTER_S = 0.1
TO_BEGIN_WITH = 60  # events: the café itself shall be there, or nobody could go on
DEAF_TO = 0.25  # of the messages, which are lost on their way


def hasty() -> None:
    """Answers at once and commits now and then: what stands between is lost by a kill."""
    from wikicafe.eventlog import in_sqlite

    last = [time.monotonic()]

    @contextmanager
    def transaction(self: Any) -> Iterator[sqlite3.Connection]:
        self._reading = self._writing  # so that what is not committed is at least seen
        if not self._writing.in_transaction:
            self._writing.execute("BEGIN IMMEDIATE")
        yield self._writing
        (written,) = self._writing.execute("SELECT count(*) FROM record").fetchone()
        if time.monotonic() - last[0] > COMMITS_EVERY_S or written < TO_BEGIN_WITH:
            self._writing.execute("COMMIT")
            last[0] = time.monotonic()

    in_sqlite.InSqlite._transaction = transaction  # type: ignore[method-assign]


def forgetful() -> None:
    """Does not know what was asked before, neither in the log nor in the café."""
    from msgspec import structs

    from wikicafe.cafe import notes, topics
    from wikicafe.eventlog import in_redis, in_sqlite, redis_words
    from wikicafe.live.submit import Submit

    answer_to = Submit._answer
    script = redis_words.APPEND.replace("if known then", "if false then")
    assert script != redis_words.APPEND
    in_redis.APPEND = redis_words.APPEND = script
    redis_words.APPEND_SHA = hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()
    answer, write = in_sqlite._answer, notes.write_note

    def answered(writing: sqlite3.Connection, cafe: str, op: Any, *more: Any) -> Any:
        which = (cafe, op.actor, op.cid)
        writing.execute("DELETE FROM asked WHERE cafe = ? AND actor = ? AND cid = ?", which)
        return answer(writing, cafe, op, *more)

    def written(cafe: Any, command: Any, asking: Any) -> Any:
        if asking.cid in cafe.notes:
            cafe = structs.replace(cafe, notes=cafe.notes.delete(asking.cid))
        return write(cafe, command, asking)

    def hesitant(self: Any, *command: Any) -> Any:
        said = answer_to(self, *command)
        time.sleep(ANSWERS_AFTER_S)  # so that a kill finds commands written and not yet answered
        return said

    in_sqlite._answer = answered
    topics.DECIDE[notes.WriteNote] = written
    Submit._answer = hesitant  # type: ignore[method-assign]


def deaf() -> None:
    """Loses messages between server and phone."""
    from wikicafe.live.broadcast import Broadcast

    # By chance: every fourth might always be one to the panel.
    hand_on, chance = Broadcast._hand_on, Random("deaf")

    def lossy(self: Any, rooms: list[str], event: str, message: Any) -> None:
        if event != "told" or chance.random() > DEAF_TO:
            hand_on(self, rooms, event, message)

    Broadcast._hand_on = lossy  # type: ignore[method-assign]


def early() -> None:
    """Goes by the clock on its own wall, and writes an end whenever that says so."""
    from wikicafe.eventlog.in_redis import InRedis

    timeshift.shift(Path(os.environ["WALL"]))
    append = InRedis.append

    def at_once(self: Any, batch: Any) -> Any:
        return append(self, [(cafe, replace(op, not_before=None)) for cafe, op in batch])

    InRedis.append = at_once  # type: ignore[method-assign]
    InRedis.now = lambda self: int(time.time() * 1000)  # type: ignore[method-assign]


KINDS: dict[str, Callable[[], None]] = {
    "hasty": hasty,
    "forgetful": forgetful,
    "deaf": deaf,
    "early": early,
}

if __name__ == "__main__":
    from wikicafe import serve
    from wikicafe.cli import main

    serve.Eventlet()  # patches before anything of ours is imported
    KINDS[sys.argv.pop(1)]()
    main()

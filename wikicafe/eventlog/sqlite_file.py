"""How the file of the SQLite event log is claimed, opened, and how its errors are said in words."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wikicafe.eventlog import one_server
from wikicafe.eventlog.contract import Unsafe

BUSY_S = 10.0  # to wait for another reader, e.g. an export, before giving up
SERIALIZED = 3  # sqlite3.threadsafety: connections may be shared between threads
LARGEST_WAL = 64 * 1024 * 1024  # bytes it is cut back to after a burst


def claim(path: Path) -> int:
    """Lock the path and make the file, readable by its owner only: it holds what people wrote."""
    try:
        path.parent.mkdir(exist_ok=True, mode=0o700)
        handle = one_server.lock(path)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise Unsafe(
            f"{path} cannot be written ({error.strerror}): choose another file."
        ) from error
    return handle


def connect(path: Path, writes: bool) -> sqlite3.Connection:
    """Open the file. Threads may read at the same time without a lock: SQLite keeps them apart."""
    if sqlite3.threadsafety != SERIALIZED:
        raise Unsafe("This Python's SQLite is not safe for threads: use another Python.")
    connection = sqlite3.connect(
        path,
        timeout=BUSY_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=128 if writes else 0,  # no two readers ever hold the same statement
    )
    connection.execute("PRAGMA temp_store = MEMORY")  # no people's texts in temporary files
    if not writes:
        connection.execute("PRAGMA query_only = ON")
        return connection
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        connection.close()
        raise Unsafe(f"{path} cannot be kept safely on its disk: put it on a local disk.")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA journal_size_limit = {LARGEST_WAL}")
    # Whoever was killed in the middle of erasing left the old text in the log of changes.
    connection.execute("PRAGMA busy_timeout = 0")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_S * 1000:.0f}")
    return connection


DAMAGES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
ERRNOS = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_READONLY: errno.EROFS}


@contextmanager
def said_plainly(path: Path, opening: bool = False) -> Iterator[None]:
    """Turn SQLite's errors into Unsafe (damaged, cannot be opened) or OSError (cannot write)."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:  # not SQLite's word but our mistake
            raise
        if code & 0xFF in DAMAGES:
            raise damaged(path, error) from error
        if opening:
            raise Unsafe(f"{path} cannot be opened ({error}): choose another file.") from error
        raise OSError(ERRNOS.get(code & 0xFF, errno.EIO), str(error), str(path)) from error


def damaged(path: Path, why: object) -> Unsafe:
    return Unsafe(
        f"The event log {path} is damaged ({why}): keep a copy of it, then put back the last"
        f" backup, or rescue what is left with `sqlite3 {path} .recover | sqlite3 rescued.sqlite`."
    )

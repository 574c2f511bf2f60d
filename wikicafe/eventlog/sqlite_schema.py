"""The tables of the SQLite event log, and whether a file has them; no café is read or written here."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from wikicafe.eventlog.contract import Unsafe
from wikicafe.eventlog.sqlite_file import damaged

APPLICATION = 0x57694361  # "WiCa", so that `file` and we know our own
VERSION = 1

TABLES = """
CREATE TABLE record(
  cafe TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
  actor TEXT NOT NULL, cid TEXT NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY(cafe, seq)) WITHOUT ROWID;
CREATE TABLE body(
  id INTEGER PRIMARY KEY, cafe TEXT NOT NULL, seq INTEGER NOT NULL,
  erased INTEGER NOT NULL DEFAULT 0, text BLOB NOT NULL);
CREATE UNIQUE INDEX body_of ON body(cafe, seq) WHERE erased = 0;
CREATE TABLE asked(
  cafe TEXT NOT NULL, actor TEXT NOT NULL, cid TEXT NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY(cafe, actor, cid)) WITHOUT ROWID;
CREATE TABLE registers(
  cafe TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
  PRIMARY KEY(cafe, name)) WITHOUT ROWID;
CREATE TABLE head(cafe TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE store(epoch TEXT NOT NULL);
"""

GAPS = """
SELECT cafe FROM (SELECT cafe, count(*) n, min(seq) a, max(seq) z FROM record GROUP BY cafe) r
LEFT JOIN head USING(cafe) WHERE a <> 1 OR z <> n OR head.seq IS NOT n
UNION SELECT cafe FROM head WHERE cafe NOT IN (SELECT cafe FROM record)
"""


def prepare(connection: sqlite3.Connection, path: Path) -> str:
    """Make the tables in a new file, recognise them in an old one; return the file's epoch.

    Raises Unsafe if the file is somebody else's or from a newer WikiCafé.
    """
    application = _pragma(connection, "application_id")
    version = _pragma(connection, "user_version")
    if application == 0 and version == 0 and _is_empty(connection):
        _make(connection)
    elif application != APPLICATION:
        raise Unsafe(f"{path} is the database of another program: choose another file.")
    elif version != VERSION:
        raise Unsafe(
            f"{path} was written by a newer WikiCafé (format {version}, this one reads {VERSION}):"
            " start that newer version."
        )
    epoch: str = connection.execute("SELECT epoch FROM store").fetchone()[0]
    return epoch


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Raise Unsafe if a page of the file is damaged or a café's list has a gap."""
    if _pragma(connection, "quick_check") != "ok":
        raise damaged(path, "its pages contradict each other")
    if gap := connection.execute(GAPS).fetchone():
        raise damaged(path, f"events of café {gap[0]} are missing")


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def _is_empty(connection: sqlite3.Connection) -> bool:
    found: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    return found == 0


def _make(connection: sqlite3.Connection) -> None:
    # One transaction: a kill in the middle leaves an empty file, not half a schema.
    connection.executescript(f"""
        BEGIN IMMEDIATE; {TABLES}
        INSERT INTO store(epoch) VALUES('{secrets.token_hex(8)}');
        PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;
    """)

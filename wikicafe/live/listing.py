"""The list of all cafés and their codes, itself a list of events in the log under the name "house"."""

from __future__ import annotations

import secrets
import threading
from typing import Any

import msgspec

from wikicafe.cafe.state import Cafe
from wikicafe.eventlog.contract import EventLog, Guard, Op, Written

HOUSE = "house"
# No vowels, so that no code is a word; nothing that looks or, read aloud, sounds like another.
ALPHABET = "BCDFHJKMNPQRTVWX3479"
CODE_LENGTH = 6


class CafeListed(msgspec.Struct, frozen=True):
    cafe: str
    code: str


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_cafe_id() -> str:
    """Return 12 characters a to z and 2 to 7: 60 bits, nobody meets one by chance."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(12))


def listing_of(cafe: str, code: str) -> tuple[str, Op]:
    """Return what has to be appended so that a café is found by its code.

    The log answers Conflict if another café has that code.
    """
    event = Written("cafe-listed", msgspec.json.encode(CafeListed(cafe, code)))
    guard = Guard(f"code:{code}", expect=0, new=1)
    return HOUSE, Op(actor=HOUSE, cid=f"list:{cafe}", events=(event,), guards=(guard,))


def in_the_list(cafe: Cafe) -> dict[str, Any]:
    """Return what the house shows of a café."""
    return {
        "id": cafe.id,
        "title": cafe.plan.title,
        "code": cafe.code,
        "opened_at": cafe.opened_at,
        "closed": cafe.closed_at is not None,
        "published": cafe.published_at is not None,
    }


class Listing:
    """The list as it stands, read on from the log whenever it is asked."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._epoch = ""
        self._seq = 0
        self._codes: dict[str, str] = {}
        self._lock = threading.Lock()

    def cafes(self) -> dict[str, str]:
        """Return code → café, oldest first."""
        with self._lock:
            epoch = self._log.head(HOUSE).epoch
            if epoch != self._epoch:  # another list, as after its store was emptied
                self._epoch, self._seq, self._codes = epoch, 0, {}
            while records := self._log.read(HOUSE, after=self._seq):
                for record in records:
                    self._seq = record.seq
                    if record.name == "cafe-listed":
                        listed = msgspec.json.decode(record.data, type=CafeListed)
                        self._codes[listed.code] = listed.cafe
            return dict(self._codes)

    def find(self, code: str) -> str | None:
        """Return the café with this code, however people spaced and wrote it."""
        plain = "".join(letter for letter in code.upper() if letter.isalnum())
        return self.cafes().get(plain)

"""What is wrong at this moment: for the panel, the probe of the operator and the figures. In no log.

Of the whole house (its disk is full) or of one café (it cannot be read). Each has a code and a
message `panel-trouble-<code>`.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})

Changed = Callable[[str | None], None]  # the café; None: all of them


@dataclass(frozen=True, slots=True)
class Trouble:
    code: str
    params: tuple[Any, ...] = ()

    def shown(self) -> dict[str, Any]:
        return {"code": self.code, "params": list(self.params)}


class Troubles:
    """Remembers what began and is not over. changed: called when somebody should be told."""

    def __init__(self, changed: Changed) -> None:
        self._changed = changed
        self._now: dict[tuple[str | None, str], Trouble] = {}

    def begin(self, code: str, *params: Any, cafe: str | None = None) -> None:
        trouble = Trouble(code, params)
        if self._now.get((cafe, code)) != trouble:
            self._now[cafe, code] = trouble
            self._changed(cafe)

    def over(self, code: str, cafe: str | None = None) -> None:
        if self._now.pop((cafe, code), None) is not None:
            self._changed(cafe)

    def wrote(self, fault: OSError | None) -> None:
        """Note how an attempt to write went; None: well."""
        if fault is None:
            self.over("storage-full")
            self.over("log-away")
        else:
            self.begin("storage-full" if fault.errno in FULL else "log-away")

    def looked(self, cafe: str, fault: Exception | None) -> None:
        """Note how an attempt to follow a café went; None: well."""
        if fault is None:
            self.over("cafe-unread", cafe)
            self.over("log-away")  # it answers again; nobody may be writing just now
        elif isinstance(fault, OSError):
            self.begin("log-away")
        else:
            self.begin("cafe-unread", cafe=cafe)

    def shown(self, cafe: str) -> list[dict[str, Any]]:
        """Return what the panel of a café shows: the house's troubles first, then its own."""
        standing = sorted(self._now.items(), key=lambda one: (one[0][0] is not None, one[0][1]))
        return [trouble.shown() for (where, _), trouble in standing if where in (None, cafe)]

    def codes(self) -> dict[str, int]:
        """Return each code with the number of places where it stands now."""
        found: dict[str, int] = {}
        for _, code in list(self._now):
            found[code] = found.get(code, 0) + 1
        return found

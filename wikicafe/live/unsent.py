"""How many notes still wait on phones, as the phones themselves say; in no log.

What a phone said last counts until it says something else: one that fell silent with notes on it
is exactly what a facilitator wants to know before closing the café.
"""

from __future__ import annotations

from wikicafe.live.troubles import Troubles

CODE = "unsent-on-phones"


class Unsent:
    """Only of phones connected to this process, or last seen here."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles
        self._waiting: dict[str, dict[str, int]] = {}  # café → person → notes

    def said(self, cafe: str, person: str, count: int) -> None:
        """Note what a phone said."""
        people = self._waiting.setdefault(cafe, {})
        people.pop(person, None)
        if count > 0:
            people[person] = count
        if people:
            self._troubles.begin(CODE, len(people), sum(people.values()), cafe=cafe)
        else:
            del self._waiting[cafe]
            self._troubles.over(CODE, cafe)

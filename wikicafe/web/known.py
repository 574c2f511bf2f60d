"""Which café a request is about; an unknown one ends the request."""

from __future__ import annotations

from wikicafe.cafe.state import Cafe
from wikicafe.web.desk import desk
from wikicafe.web.refusing import No
from wikicafe.web.tokens import HOUSE, Token


def known_cafe(cafe: str) -> Cafe:
    """Return the café as it stands. Raises No (no-such-cafe)."""
    standing = desk().live.look(cafe) if cafe != HOUSE else None
    if standing is None:
        raise No("no-such-cafe")
    return standing.cafe


def is_facilitator(cafe: str, token: Token | None) -> bool:
    """Say whether this is a facilitator of the café now; a role that was taken away is gone."""
    if token is None or token.cafe != cafe:
        return False
    person = known_cafe(cafe).people.get(token.person or "")
    return person is not None and "facilitator" in person.roles and person.why_away != "removed"

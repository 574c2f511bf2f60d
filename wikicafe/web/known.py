"""Which café a request is about; an unknown one ends the request."""

from __future__ import annotations

from wikicafe.cafe.state import Cafe
from wikicafe.web.desk import desk
from wikicafe.web.refusing import No
from wikicafe.web.tokens import HOUSE, Token
from wikicafe.web.valid import refused_now


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
    standing = known_cafe(cafe)
    person = standing.people.get(token.person or "")
    if person is None or refused_now(standing, token) is not None:
        return False
    return "facilitator" in person.roles

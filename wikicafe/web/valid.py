"""Whether a token still holds in its café: people who are out, devices that were revoked, old links.

A signature says who somebody was when it was made; the café says whether that is true today.
"""

from __future__ import annotations

from dataclasses import replace

from wikicafe.cafe.messages import Refused
from wikicafe.cafe.permissions import refused_out
from wikicafe.cafe.state import Cafe
from wikicafe.web.tokens import Token


def refused_now(cafe: Cafe, token: Token) -> Refused | None:
    """Return None if the token holds, else why not. To "unknown-token" a phone comes in anew."""
    if token.person is None:
        return None if token.link == _link(cafe, token.role) else Refused("revoked")
    person = cafe.people.get(token.person)
    if person is None:  # joined after the copy was made from which the café was put back
        return Refused("unknown-token")
    if token.device != person.generation:
        return Refused("revoked")
    return refused_out(person)


def of_today(cafe: Cafe, token: Token) -> Token:
    """Return the token with the generations it has to carry to hold today."""
    if token.person is None:
        return replace(token, link=_link(cafe, token.role))
    person = cafe.people.get(token.person)
    return replace(token, device=person.generation if person is not None else 0)


def _link(cafe: Cafe, role: str) -> int:
    # A projector is nobody, so its token lives and dies with its link.
    return cafe.links.get(role, 0) if role == "projector" else 0

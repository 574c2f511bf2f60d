"""The token as a cookie, for what a browser fetches without script: pages and downloads, by GET only."""

from __future__ import annotations

from flask import Response, request

from wikicafe.settings import Settings
from wikicafe.web.desk import desk
from wikicafe.web.tokens import RANK, Token
from wikicafe.web.valid import refused_now

KEPT_S = 90 * 24 * 3600


def cookie_name(cafe: str, settings: Settings) -> str:
    """`__Host-` binds a cookie to this host, but browsers take it on https only."""
    return f"{'__Host-' if settings.is_secure else ''}wikicafe-{cafe}"


def token_of_cookie(cafe: str) -> Token | None:
    """Return who this browser is in the café, or None if it never came in or is let in no more."""
    here = desk()
    token = here.seal.read(request.cookies.get(cookie_name(cafe, here.settings)))
    if token is None or token.cafe != cafe:
        return None
    standing = here.live.look(cafe, token.person)
    if standing is None or refused_now(standing.cafe, token) is not None:
        return None
    return token


def keep(response: Response, token: Token) -> Response:
    """Set the cookie, unless the browser already has one that allows more."""
    here = desk()
    known = token_of_cookie(token.cafe)
    if known is None or RANK.get(known.role, 0) <= RANK.get(token.role, 0):
        response.set_cookie(
            cookie_name(token.cafe, here.settings),
            here.seal.sign(token),
            max_age=KEPT_S,
            httponly=True,
            samesite="Lax",
            secure=here.settings.is_secure,
            path="/",
        )
    return response

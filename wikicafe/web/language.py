"""In which language this person is spoken to: the wish in the address, else the cookie, else the browser's."""

from __future__ import annotations

from functools import partial

from flask import Response, g, request

from wikicafe import i18n

COOKIE = "wikicafe-lang"
KEPT_S = 365 * 24 * 3600


def language() -> str:
    """Return the catalogue's code of the language, worked out once per request."""
    if "language" not in g:
        g.language = _wished() or _remembered() or i18n.match(_accepted())
    return str(g.language)


def speaker() -> partial[str]:
    """Return `speak(key, *params)` in the person's language."""
    return partial(i18n.message, language())


def remember(response: Response) -> Response:
    """Keep a wish made by `?uselang=`, so that the next page speaks alike."""
    wished = _wished()
    if wished and wished != request.cookies.get(COOKIE):
        response.set_cookie(COOKIE, wished, max_age=KEPT_S, samesite="Lax", httponly=True)
    return response


def _wished() -> str | None:
    return i18n.known(request.args.get("uselang"))


def _remembered() -> str | None:
    return i18n.known(request.cookies.get(COOKIE))


def _accepted() -> str:
    return request.headers.get("Accept-Language", "")

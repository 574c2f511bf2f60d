"""The pages: a frame in the person's language, with the view for the first paint where we know them."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Blueprint, Response, request, url_for

from wikicafe.assets import STATIC
from wikicafe.web import screens
from wikicafe.web.addresses import base_of
from wikicafe.web.cookies import token_of_cookie
from wikicafe.web.desk import desk
from wikicafe.web.downloads import formats_for, outcome_for_reader
from wikicafe.web.known import known_cafe
from wikicafe.web.page import page_of
from wikicafe.web.refusing import No

LONGEST_QR = 500  # characters; more makes squares a phone cannot tell apart
bp = Blueprint("pages", __name__)


@bp.get("/")
def home() -> str:
    return page_of("join", {"home": True})


@bp.get("/join")
@bp.get("/join/<code>")
def join(code: str = "") -> str:
    """Ask for the code, or for the name if the code stands in the address. Looks nothing up."""
    return page_of("join", {"code": (code or request.args.get("code", ""))[:20]})


@bp.get("/facilitator")
def facilitator() -> str:
    return page_of("facilitator")


@bp.get("/cafe/<cafe>")
def participant(cafe: str) -> str:
    return _screen(cafe, "participant")


@bp.get("/cafe/<cafe>/<any(panel, board, projector):screen>")
def screen(cafe: str, screen: str) -> str:
    return _screen(cafe, screen)


@bp.get("/cafe/<cafe>/enter")
def enter(cafe: str) -> str:
    """The page a secret link leads to: its script exchanges the key behind `#` for a token."""
    known_cafe(cafe)
    return page_of("enter", {"cafe": cafe})


@bp.get("/cafe/<cafe>/outcome")
def outcome(cafe: str) -> str:
    """What the café came to: for everybody once published, for its facilitators before."""
    composed = outcome_for_reader(cafe)
    downloads = [
        (format, url_for("downloads.download", cafe=cafe, format=format))
        for format in formats_for(cafe)
    ]
    return page_of(
        "outcome",
        {"cafe": cafe},
        outcome=composed,
        preview=not composed.published,
        downloads=downloads,
    )


@bp.get("/qr.svg")
def qr() -> Response:
    """Draw an address of ours as a QR code; nobody else's, lest we lend our name to it."""
    text = request.args.get("text", "")
    here = (base_of(request.environ, desk().settings), request.host_url.rstrip("/"))
    ours = any(text == base or text.startswith(f"{base}/") for base in here)
    if not ours or len(text) > LONGEST_QR:
        raise No("bad-shape")
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", border=2, omitsize=True, dark="#000", light="#fff"
    )
    response = Response(drawn.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@bp.get("/sw.js")
def service_worker() -> Response:
    """Serve the service worker from the top, where it may watch over all pages."""
    script = STATIC / "sw.js"
    if not script.is_file():
        raise No("no-such-page")
    response = Response(script.read_bytes(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _screen(cafe: str, screen: str) -> str:
    """The frame of a screen. Who may not see it gets the frame: their script asks and is refused."""
    standing = known_cafe(cafe)
    token = token_of_cookie(cafe)
    seen: dict[str, Any] | None = None
    if token is not None and screens.may_see(standing, screen, token) is None:
        seen = screens.view(desk(), screen, token, base=None)
    return page_of(screen, {"cafe": cafe, "view": seen}, view=seen)

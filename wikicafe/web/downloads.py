"""The outcome to take away: for facilitators at any time, for everybody once it is published."""

from __future__ import annotations

import threading

from flask import Blueprint, Response

from wikicafe.outcome import RENDERERS, Outcome, compose
from wikicafe.web.cookies import token_of_cookie
from wikicafe.web.desk import desk
from wikicafe.web.known import is_facilitator, known_cafe
from wikicafe.web.language import language, remember, speaker
from wikicafe.web.published import as_published
from wikicafe.web.refusing import No

bp = Blueprint("downloads", __name__)
# One at a time: memory, and because green locks inside the renderers' libraries would not wake a
# waiter of another OS thread.
RENDERING = threading.Lock()


@bp.get("/cafe/<cafe>/download/<format>")
def download(cafe: str, format: str) -> Response:
    """Hand over one file. What holds names and the whole log is for facilitators only."""
    renderer = RENDERERS.get(format)
    if renderer is None:
        raise No("no-such-format")
    if format not in formats_for(cafe):
        raise No(
            "not-published" if not is_facilitator(cafe, token_of_cookie(cafe)) else "not-allowed"
        )
    outside = desk().live.runtime.outside
    # Read here: what runs outside the loop gets its data as arguments.
    records = list(desk().live.records(cafe)) if renderer.whole_log else []
    # Seconds for a large café: every phone would wait for it in the loop.
    with RENDERING:
        made = outside(renderer.render, outcome_for_reader(cafe), speaker(), records)
    response = Response(made, mimetype=None, content_type=renderer.mimetype)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="cafe-{cafe}{renderer.extension}"'
    )
    return remember(response)


def outcome_for_reader(cafe: str) -> Outcome:
    """Compose the outcome in the reader's language: as it was published, or to facilitators as it is.

    Raises No if it is not theirs to read yet.
    """
    here, standing = desk().live, known_cafe(cafe)
    if not is_facilitator(cafe, token_of_cookie(cafe)):
        if standing.published_at is None:
            raise No("not-published")
        standing = as_published(here, standing)
    composed: Outcome = here.runtime.outside(compose, standing, speaker(), language())
    return composed


def formats_for(cafe: str) -> list[str]:
    """List what this reader may download now."""
    if is_facilitator(cafe, token_of_cookie(cafe)):
        return list(RENDERERS)
    if known_cafe(cafe).published_at is None:
        return []
    return [name for name, renderer in RENDERERS.items() if not renderer.whole_log]

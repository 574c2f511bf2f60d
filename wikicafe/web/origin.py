"""Whether a request that changes something comes from a page of ours; a stranger's page is refused.

Nothing is granted by a cookie alone, yet a foreign page could make a browser join some café.
Socket.IO checks the same by itself.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

from wikicafe.web.desk import desk
from wikicafe.web.refusing import No

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


def check_origin() -> None:
    """Refuse a change asked for by another site. Programs send no Origin and pass."""
    origin = request.headers.get("Origin")
    if request.method in HARMLESS or origin is None:
        return
    ours = {request.host_url.rstrip("/"), desk().settings.url}
    # Behind a proxy that speaks https for us the scheme differs, the host does not.
    if origin not in ours and urlsplit(origin).netloc != request.host:
        raise No("not-allowed")

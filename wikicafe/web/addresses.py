"""Under which address people reach us: what links, QR codes and printed lines begin with."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wikicafe.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
NOWHERE = "192.0.2.1"  # reserved for documentation: asked for a route only, nothing is sent


def base_of(environ: Mapping[str, Any], settings: Settings) -> str:
    """Return the address links shall begin with, without a slash at the end.

    The public one if it was set; else the one this request came by, except that a facilitator at
    the serving machine itself gets the address of the hall's network: others shall type it.
    """
    if settings.url:
        return settings.url
    host = str(environ.get("HTTP_HOST") or f"localhost:{settings.port}")
    name = urlsplit(f"//{host}").hostname or ""
    if name in LOOPBACK and settings.listens_everywhere and (own := lan_address()):
        port = environ.get("SERVER_PORT") or settings.port
        return f"http://{own}:{port}"
    return f"{environ.get('wsgi.url_scheme', 'http')}://{host}"


def own_host(settings: Settings) -> str:
    """Return the host by which this machine reaches itself, as written in an address."""
    host = "127.0.0.1" if settings.listens_everywhere else settings.host
    return f"[{host}]" if ":" in host else host


def lan_address() -> str | None:
    """Return the address other machines of the network see us under, or None if there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((NOWHERE, 9))
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address in LOOPBACK or address == "0.0.0.0" else address  # noqa: S104

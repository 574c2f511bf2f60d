"""The headers that every response carries, whoever made it: pages, files, Socket.IO, errors.

A layer of WSGI and not `after_request`, because static files and polling never reach Flask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wikicafe.assets import dev_server

StartResponse = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
}


def content_security_policy(dev: str | None = None) -> str:
    """Write the policy. dev: address of Vite's development server, which needs more freedom."""
    policy = dict(POLICY)
    if dev:
        policy["script-src"] += f" {dev}"
        policy["style-src"] += f" 'unsafe-inline' {dev}"
        policy["connect-src"] += f" {dev} {dev.replace('http', 'ws', 1)}"
        policy["img-src"] += f" {dev}"
        policy["font-src"] += f" {dev}"
        del policy["require-trusted-types-for"]
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def always() -> list[tuple[str, str]]:
    return [
        ("Content-Security-Policy", content_security_policy(dev_server())),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ]


class Headers:
    """Wraps a WSGI application and adds what is missing; nothing said by the response is replaced.

    What says nothing about caching is not kept by anybody: most pages are personal.
    """

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        self._always = [*always(), ("Cache-Control", "no-store")]

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            said = {name.lower() for name, _ in headers}
            added = [(name, value) for name, value in self._always if name.lower() not in said]
            return start_response(status, [*headers, *added], *more)

        # Without permessage-deflate: a zlib window per phone costs more memory than all the rest of
        # its connection, and a message built once for a hall would be compressed for each.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return self._application(environ, start)

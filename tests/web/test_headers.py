"""The headers are on every response, whoever made it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import request

from tests.web.visitors import Visitor, settings_for
from wikicafe.app import House, build
from wikicafe.eventlog import open_log
from wikicafe.serve import Threading
from wikicafe.web.headers import content_security_policy

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ELSEWHERE = ("/no/such/page", "/static/nothing.js", "/socket.io/?EIO=4&transport=polling")


def addresses(house: House, cafe: str) -> list[str]:
    """One address for every route there is; a new route is tested without being listed here."""
    values = {"cafe": cafe, "code": "BCDFGH", "format": "csv", "screen": "panel", "person": "x"}
    routes = house.app.url_map.bind("localhost")
    return [
        routes.build(rule.endpoint, {name: values[name] for name in rule.arguments})
        for rule in house.app.url_map.iter_rules()
    ]


def test_every_route_carries_the_headers(house: House, fatima: Visitor) -> None:
    for address in (*addresses(house, fatima.cafe), *ELSEWHERE):
        for response in (fatima.browser.get(address), fatima.browser.post(address, data=b"x")):
            carried = {name: response.headers.get(name) for name in ALWAYS}
            assert carried == ALWAYS, address
            assert response.headers["Content-Security-Policy"] == content_security_policy()
            assert response.headers.get("Cache-Control"), address


def test_pages_and_answers_are_kept_by_nobody(house: House, fatima: Visitor) -> None:
    for address in (f"/cafe/{fatima.cafe}", f"/cafe/{fatima.cafe}/panel", "/api/templates"):
        assert fatima.browser.get(address).headers["Cache-Control"] == "no-store"


def test_scripts_and_styles_come_from_here_alone() -> None:
    policy = content_security_policy()
    for word in ("unsafe", "*", "http", "nonce"):
        assert word not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")


def test_another_site_s_page_changes_nothing(house: House, fatima: Visitor) -> None:
    asked = {"json": {"code": fatima.code}}
    for origin, status in (
        ("https://evil.example", 403),
        ("null", 403),
        ("http://localhost.evil.example", 403),
        ("http://localhost", 200),
        ("https://localhost", 200),
    ):
        answer = fatima.browser.post("/api/find", headers={"Origin": origin}, **asked)
        assert answer.status_code == status, origin


def test_only_named_proxies_say_who_asks(tmp_path: Path) -> None:
    for proxies, address in ((0, "127.0.0.1"), (1, "203.0.113.9")):
        made = build(
            settings_for(tmp_path, proxies=proxies), open_log("memory://"), Threading().runtime
        )
        made.app.add_url_rule("/who", view_func=lambda: request.remote_addr)
        said = made.app.test_client().get("/who", headers={"X-Forwarded-For": "203.0.113.9"})
        assert said.text == address


@pytest.mark.parametrize("address", ["/static/icon.svg", "/healthz"])
def test_nothing_may_be_read_from_other_sites(house: House, address: str) -> None:
    assert "Access-Control-Allow-Origin" not in house.app.test_client().get(address).headers

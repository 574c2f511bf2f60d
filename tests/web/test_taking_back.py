"""Tokens, cookies and links that were taken back open nothing more, at once and everywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from socketio.exceptions import ConnectionError as NotConnected

from tests.web.test_joining import key_of, late
from tests.web.test_sockets import CID, Dial, wait_until
from tests.web.visitors import Visitor, code_of, settings_for
from wikicafe.app import House, build
from wikicafe.eventlog import open_log
from wikicafe.serve import Threading
from wikicafe.web.devices import kind_of


@pytest.fixture
def gus(house: House, fatima: Visitor) -> Visitor:
    """A second facilitator, come by the link."""
    guest = Visitor(house, "g" * 32)
    guest.enters(fatima.cafe, "facilitator", key_of(fatima, "facilitator"))
    return guest


def link(fatima: Visitor, entrance: str) -> str:
    """The key of the link as the panel shows it now."""
    desk = fatima.house.app.extensions["wikicafe"]
    renewed = fatima.house.live.look(fatima.cafe).cafe.links.get(entrance, 0)
    return str(desk.seal.key(fatima.cafe, entrance, renewed))


def test_an_old_link_opens_nothing_and_the_new_one_does(
    house: House, fatima: Visitor, gus: Visitor
) -> None:
    old = link(fatima, "facilitator")
    fatima.commands("renew-links", {"entrance": "facilitator"})
    new = link(fatima, "facilitator")
    bo = Visitor(house, "b" * 32)
    assert code_of(bo.enters(fatima.cafe, "facilitator", old)) == "wrong-key"
    assert bo.enters(fatima.cafe, "facilitator", new).status_code == 200
    path = f"/api/cafes/{fatima.cafe}/seating"
    assert code_of(gus.asks(path, {}, gus.token)) == "not-allowed"
    assert code_of(fatima.asks(path, {}, fatima.token)) == "too-few-people"
    assert gus.browser.get(f"/cafe/{fatima.cafe}/download/archive").status_code == 404


def test_a_late_link_that_was_renewed_lets_nobody_in_and_throws_nobody_out(
    house: House, fatima: Visitor
) -> None:
    ama, old = Visitor(house, "a" * 32), late(fatima)
    ama.joins(late=old)
    fatima.commands("renew-links", {"entrance": "late"})
    assert code_of(Visitor(house, "b" * 32).joins(late=old)) == "wrong-key"
    assert ama.commands("leave-cafe").seq


@pytest.mark.slow
def test_a_projector_goes_dark_with_its_link(dial: Dial, house: House, fatima: Visitor) -> None:
    hall = Visitor(house, "h" * 32)
    hall.enters(fatima.cafe, "projector", key_of(fatima, "projector"))
    line = dial(hall.cafe, hall.token)
    assert "view" in line.call("hello", {"screen": "projector"})
    fatima.commands("renew-links", {"entrance": "projector"})
    wait_until(lambda: not line.connected)
    with pytest.raises(NotConnected):
        dial(hall.cafe, hall.token)


@pytest.mark.slow
def test_a_revoked_device_is_cut_at_once_and_its_token_is_void(
    dial: Dial, house: House, fatima: Visitor, gus: Visitor
) -> None:
    line = dial(gus.cafe, gus.token)
    line.call("hello", {"screen": "panel"})
    fatima.commands("revoke-devices", {"people": [gus.person]})
    wait_until(lambda: not line.connected)
    with pytest.raises(NotConnected):
        dial(gus.cafe, gus.token)
    again = Visitor(house, gus.secret)
    asked = {"cafe": fatima.cafe, "secret": gus.secret}
    assert code_of(again.asks("/api/return", asked)) == "revoked"


def test_a_revoked_device_comes_in_anew_by_the_link(
    house: House, fatima: Visitor, gus: Visitor
) -> None:
    fatima.commands("revoke-devices", {"people": [gus.person]})
    old = gus.token
    assert gus.enters(fatima.cafe, "facilitator", link(fatima, "facilitator")).status_code == 200
    path = f"/api/cafes/{fatima.cafe}/seating"
    assert code_of(gus.asks(path, {}, gus.token)) == "too-few-people"
    assert code_of(gus.asks(path, {}, old)) == "not-allowed"


@pytest.mark.slow
def test_a_stolen_secret_and_the_code_on_the_wall_make_no_facilitator(
    dial: Dial, house: House, fatima: Visitor, gus: Visitor
) -> None:
    fatima.commands("revoke-devices", {"people": [gus.person]})
    gus.joins(code=fatima.code)
    line = dial(gus.cafe, gus.token)
    assert line.call("hello", {"screen": "panel"})["refused"]["code"] == "not-allowed"
    ask = {"cid": CID, "name": "close-cafe", "payload": {}}
    assert line.call("command", ask)["refused"]["code"] == "not-allowed"


@pytest.mark.slow
def test_whoever_erased_themselves_is_out(dial: Dial, house: House, fatima: Visitor) -> None:
    ama = Visitor(house, "a" * 32)
    ama.joins(code=fatima.code)
    line = dial(ama.cafe, ama.token)
    ama.commands("erase-person", {"person": ama.person, "notes": True})
    wait_until(lambda: not line.connected)
    assert code_of(ama.joins(code=fatima.code)) == "erased"


@pytest.mark.slow
def test_the_panel_lists_who_may_steer_and_with_what(
    dial: Dial, house: House, fatima: Visitor, gus: Visitor
) -> None:
    phone = "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"
    dial(gus.cafe, gus.token, headers={"User-Agent": phone})
    view = dial(fatima.cafe, fatima.token).call("hello", {"screen": "panel"})["view"]
    kinds = {device["person"]: device["kind"] for device in view["devices"]}
    assert kinds[gus.person] == "Firefox phone"
    assert set(kinds) == {fatima.person, gus.person}


@pytest.mark.parametrize(
    ("browser", "kind"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
         "Firefox computer"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
         " Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari phone"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
         " Chrome/130.0.0.0 Mobile Safari/537.36", "Chrome phone"),
        ("Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Version/16.6 Mobile"
         " Safari/604.1", "Safari tablet"),
        ("", "? computer"),
    ],
)  # fmt: skip
def test_a_device_is_told_coarsely(browser: str, kind: str) -> None:
    assert kind_of(browser) == kind


def test_on_https_cookies_are_bound_to_this_host(tmp_path: Path) -> None:
    settings = replace(settings_for(tmp_path), url="https://cafe.example.org")
    made = build(settings, open_log("memory://"), Threading().runtime)
    made.start()
    fatima = Visitor(made).opens_a_cafe()
    ama = Visitor(made, "a" * 32)
    cookie = ama.joins(code=fatima.code).headers["Set-Cookie"]
    made.stop()
    assert cookie.startswith(f"__Host-wikicafe-{fatima.cafe}=")
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    assert attributes >= {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert not any(part.startswith("Domain") for part in attributes)

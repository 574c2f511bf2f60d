"""Pages in the person's language, QR codes, and the first paint."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.web.visitors import Visitor, code_of, settings_for
from wikicafe.app import House
from wikicafe.web import addresses


def page_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="page">(.*?)</script>', html, re.S)
    assert found is not None
    page: dict[str, Any] = json.loads(found[1])
    return page


def test_a_page_speaks_the_browser_s_language(house: House) -> None:
    browser = house.app.test_client()
    html = browser.get("/no/page", headers={"Accept-Language": "ar,en;q=0.5"}).text
    assert '<html lang="ar" dir="rtl">' in html


def test_a_wished_language_is_remembered(house: House) -> None:
    browser = house.app.test_client()
    assert '<html lang="de" dir="ltr">' in browser.get("/no/page?uselang=de").text
    assert '<html lang="de" dir="ltr">' in browser.get("/no/page").text
    assert '<html lang="fr" dir="ltr">' in browser.get("/no/page?uselang=fr").text


def test_an_error_is_a_sentence_to_people_and_a_code_to_scripts(house: House) -> None:
    browser = house.app.test_client()
    page, answer = browser.get("/no/page"), browser.get("/api/no/page")
    assert (page.status_code, answer.status_code) == (404, 404)
    assert "⧼" not in page.text
    assert code_of(answer) == "no-such-page"


def test_while_the_log_is_away_one_is_asked_to_come_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise ConnectionError("the store does not answer")

    monkeypatch.setattr(house.log, "read", away)
    monkeypatch.setattr(house.log, "head", away)
    answer = house.app.test_client().post("/api/find", json={"code": "BCDFHJ"})
    assert (answer.status_code, code_of(answer)) == (503, "busy")


def test_an_unknown_cafe_is_not_found(house: House) -> None:
    for path in ("", "/panel", "/board", "/projector", "/outcome", "/enter", "/download/csv"):
        assert house.app.test_client().get(f"/cafe/aaaaaaaaaaaa{path}").status_code == 404
        assert house.app.test_client().get(f"/cafe/house{path}").status_code == 404


def test_a_known_browser_gets_its_view_with_the_page(house: House, fatima: Visitor) -> None:
    page = page_of(fatima.browser.get(f"/cafe/{fatima.cafe}/panel").text)
    assert page["view"]["me"]["id"] == fatima.person
    assert "links" not in page["view"]  # keys come by the socket only


def test_a_stranger_gets_the_frame_only(house: House, fatima: Visitor) -> None:
    page = page_of(house.app.test_client().get(f"/cafe/{fatima.cafe}/panel").text)
    assert page["view"] is None


def test_nothing_people_write_ends_the_page_s_json(house: House) -> None:
    evil = "</script><script>alert(1)</script>"
    fatima = Visitor(house).opens_a_cafe(title=evil)
    html = fatima.browser.get(f"/cafe/{fatima.cafe}/panel").text
    assert "<script>alert" not in html
    assert page_of(html)["view"]["cafe"]["title"] == evil


def test_a_qr_code_is_drawn_for_our_own_addresses_only(house: House) -> None:
    browser = house.app.test_client()
    drawn = browser.get("/qr.svg", query_string={"text": "http://localhost/join#late=a.b"})
    assert drawn.mimetype == "image/svg+xml"
    assert b"<script" not in drawn.data
    for text in ("", "http://evil.example/", "http://localhost.evil.example/", "javascript:1"):
        assert browser.get("/qr.svg", query_string={"text": text}).status_code == 400
    assert browser.get("/qr.svg", query_string={"text": "http://localhost/" + "x" * 500})


def test_links_begin_with_an_address_others_can_reach(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "lan_address", lambda: "10.0.0.7")
    here = {"HTTP_HOST": "localhost:8000", "SERVER_PORT": "8000", "wsgi.url_scheme": "http"}
    there = here | {"HTTP_HOST": "cafe.local:8000"}
    hall = settings_for(tmp_path, host="0.0.0.0")
    assert addresses.base_of(here, hall) == "http://10.0.0.7:8000"
    assert addresses.base_of(there, hall) == "http://cafe.local:8000"
    assert addresses.base_of(here, settings_for(tmp_path)) == "http://localhost:8000"
    public = settings_for(tmp_path, url="https://cafe.example.org")
    assert addresses.base_of(here, public) == "https://cafe.example.org"


def test_cookies_are_bound_to_the_host_on_https(house: House, tmp_path: Any) -> None:
    from wikicafe.web.cookies import cookie_name

    public = settings_for(tmp_path, url="https://cafe.example.org")
    assert cookie_name("a", public) == "__Host-wikicafe-a"
    assert cookie_name("a", settings_for(tmp_path)) == "wikicafe-a"


def test_templates_are_worded(house: House) -> None:
    german = house.app.test_client().get("/api/templates?lang=de").json
    assert {one["id"] for one in german} >= {"stockholm", "classic"}
    assert all(one["design"]["languages"] == ["de"] for one in german)
    assert not any("template-" in json.dumps(one["design"]) for one in german)

"""Who may take what away, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.visitors import Visitor, code_of, settings_for
from wikicafe.app import House, build
from wikicafe.eventlog import open_log
from wikicafe.outcome import RENDERERS
from wikicafe.serve import Threading

OPEN = [name for name, renderer in RENDERERS.items() if not renderer.whole_log]


@pytest.mark.parametrize("format", list(RENDERERS))
def test_a_facilitator_takes_anything_at_any_time(
    house: House, fatima: Visitor, format: str
) -> None:
    taken = fatima.browser.get(f"/cafe/{fatima.cafe}/download/{format}")
    assert taken.status_code == 200
    assert taken.data
    name = f"cafe-{fatima.cafe}{RENDERERS[format].extension}"
    assert name in taken.headers["Content-Disposition"]


@pytest.mark.parametrize("format", list(RENDERERS))
def test_before_publishing_others_take_nothing(house: House, fatima: Visitor, format: str) -> None:
    ama = Visitor(house, "a" * 32)
    ama.joins(code=fatima.code)
    for browser in (ama.browser, house.app.test_client()):
        assert browser.get(f"/cafe/{fatima.cafe}/download/{format}").status_code == 404
        assert browser.get(f"/cafe/{fatima.cafe}/outcome").status_code == 404


def writes(guest: Visitor, text: str) -> None:
    guest.commands("write-note", {"step": "s1", "text": text, "lang": "en"})


@pytest.fixture
def ama(house: House, fatima: Visitor) -> Visitor:
    """Ama, who wrote a note in Fatima's café; then its outcome was published."""
    ama, bo = Visitor(house, "a" * 32), Visitor(house, "b" * 32)
    for guest in (ama, bo):
        guest.joins(code=fatima.code)
    fatima.commands("begin-step", {"step": "s1"})
    writes(ama, "Write in plain words")
    fatima.commands("publish-outcome")
    return ama


def test_what_is_written_after_publishing_waits_for_the_next_time(
    house: House, fatima: Visitor, ama: Visitor
) -> None:
    writes(ama, "Too late for the paper")
    anybody, address = house.app.test_client(), f"/cafe/{fatima.cafe}/outcome"
    assert "Write in plain words" in anybody.get(address).text
    assert "Too late for the paper" not in anybody.get(address).text
    assert "Too late for the paper" in fatima.browser.get(address).text
    fatima.commands("publish-outcome")
    assert "Too late for the paper" in anybody.get(address).text


def test_a_note_withdrawn_after_publishing_is_public_no_longer(
    house: House, fatima: Visitor, ama: Visitor
) -> None:
    known = house.live.look(fatima.cafe)
    assert known is not None
    fatima.commands("withdraw-note", {"note": next(iter(known.cafe.notes))})
    anybody = house.app.test_client()
    page = anybody.get(f"/cafe/{fatima.cafe}/outcome")
    assert page.status_code == 200
    assert "Write in plain words" not in page.text
    for format in OPEN:
        taken = anybody.get(f"/cafe/{fatima.cafe}/download/{format}")
        assert b"plain words" not in taken.data


def test_once_published_everybody_takes_what_names_nobody(
    house: House, fatima: Visitor, ama: Visitor
) -> None:
    anybody = house.app.test_client()
    for format in OPEN:
        assert anybody.get(f"/cafe/{fatima.cafe}/download/{format}").status_code == 200
    assert anybody.get(f"/cafe/{fatima.cafe}/download/archive").status_code == 404
    page = anybody.get(f"/cafe/{fatima.cafe}/outcome")
    assert page.status_code == 200
    assert "download/archive" not in page.text


def test_an_unknown_format_is_not_found(house: House, fatima: Visitor) -> None:
    assert fatima.browser.get(f"/cafe/{fatima.cafe}/download/docx").status_code == 404


def test_who_is_facilitator_no_more_takes_nothing(house: House, fatima: Visitor) -> None:
    bo = Visitor(house, "b" * 32)
    key = house.app.extensions["wikicafe"].seal.key(fatima.cafe, "facilitator")
    bo.enters(fatima.cafe, "facilitator", key)
    fatima.commands("revoke-role", {"person": bo.person, "role": "facilitator"})
    assert bo.browser.get(f"/cafe/{fatima.cafe}/download/archive").status_code == 404


def test_an_archive_can_be_brought_in_elsewhere(
    house: House, fatima: Visitor, tmp_path: Path
) -> None:
    packed = fatima.browser.get(f"/cafe/{fatima.cafe}/download/archive").data
    elsewhere = build(settings_for(tmp_path), open_log("memory://"), Threading().runtime)
    elsewhere.start()
    bo = Visitor(elsewhere)
    assert code_of(bo.sends(packed, token="")) == "unknown-token"
    token = bo.house_token()
    assert code_of(bo.sends(b"no zip", token)) == "archive-not-a-zip"
    brought = bo.sends(packed, token).json["cafe"]
    listed = bo.browser.get("/api/cafes", headers={"Authorization": f"Bearer {token}"}).json
    assert [(one["id"], one["title"]) for one in listed["cafes"]] == [(brought, "Growing together")]
    elsewhere.stop()

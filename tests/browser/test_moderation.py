"""A facilitator hides, approves, mutes and publishes with care; the writer sees honestly what is so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gathering import LAPTOP, PHONE, Gathering
from tests.browser.prepared import PreparedCafe
from tests.cafe_server import CafeServer
from wikicafe.i18n import message

PREPARE = Callable[..., PreparedCafe]
GATHER = Callable[[PreparedCafe], Gathering]


@pytest.fixture
def opened(server: CafeServer, prepare: PREPARE, gather: GATHER) -> Callable[..., Any]:
    """opened(**design) → a café in its first round, the panel of its facilitator, Ama's phone."""

    def made(**design: Any) -> tuple[PreparedCafe, Page, Page]:
        cafe = prepare(server, **design).join("Ama", "Bo", "Chen")
        cafe.facilitator.ask("begin-step", {"step": "s2"})
        hall = gather(cafe)
        hall.panel.goto(f"{server.url}/cafe/{cafe.id}/panel")
        phone = hall.screen(PHONE, storage_state=cafe.as_guest(0))
        phone.goto(f"{server.url}/cafe/{cafe.id}")
        return cafe, hall.panel, phone

    return made


def en(key: str, *params: Any) -> str:
    return message("en", key, *params)


def test_a_hidden_note_stays_on_its_writer_s_phone_with_the_reason(
    opened: Callable[..., Any], axe: Callable[..., list[str]], screenshot: Callable[..., Any]
) -> None:
    cafe, panel, phone = opened()
    cafe.guests[0].writes("Chen never listens")
    panel.get_by_role("tab", name=en("panel-tab-notes")).click()
    panel.get_by_role("button", name=f"{en('panel-note-hide')} (#1)").click()
    dialog = panel.get_by_role("dialog")
    dialog.get_by_role("textbox", name=en("panel-reason")).fill("about a person")
    dialog.get_by_role("button", name=en("panel-note-hide"), exact=True).click()
    expect(panel.get_by_text(en("panel-note-hidden-because", "about a person"))).to_be_visible()
    assert axe(panel) == []
    screenshot(panel, "a hidden note")
    expect(phone.get_by_text(en("participant-held-because", "about a person"))).to_be_visible()
    screenshot(phone, "a hidden note on its writer's phone")
    assert cafe.guests[1].view()["notes"] == []
    panel.get_by_role("button", name=f"{en('panel-note-show')} (#1)").click()
    expect(phone.get_by_text(en("participant-held-because", "about a person"))).to_have_count(0)
    assert len(cafe.guests[1].view()["notes"]) == 1


def test_a_note_waits_until_it_is_approved(opened: Callable[..., Any]) -> None:
    cafe, panel, phone = opened(approve_notes=True)
    cafe.guests[0].writes("We need a room")
    expect(phone.get_by_text(en("participant-held-waits"))).to_be_visible()
    assert cafe.guests[1].view()["notes"] == []
    panel.get_by_role("tab", name=en("panel-tab-notes")).click()
    panel.get_by_role("button", name=f"{en('panel-note-approve')} (#1)").click()
    expect(phone.get_by_text(en("participant-held-waits"))).to_have_count(0)
    assert len(cafe.guests[1].view()["notes"]) == 1


def test_who_is_muted_reads_why_and_cannot_write(opened: Callable[..., Any]) -> None:
    cafe, panel, phone = opened()
    cafe.guests[0].writes("Chen never listens")
    panel.get_by_role("tab", name=en("panel-tab-people")).click()
    panel.get_by_role("button", name=en("panel-change-person", "Ama")).click()
    dialog = panel.get_by_role("dialog")
    dialog.get_by_role("button", name=en("panel-mute"), exact=True).click()
    dialog.get_by_role("textbox", name=en("panel-reason")).fill("insults")
    dialog.get_by_role("button", name=en("panel-mute"), exact=True).click()
    expect(phone.get_by_text(en("participant-muted", "insults"))).to_be_visible()
    expect(phone.get_by_role("textbox", name=en("participant-write"))).to_have_count(0)


def test_before_publishing_a_person_decides_on_every_name(
    opened: Callable[..., Any], axe: Callable[..., list[str]], screenshot: Callable[..., Any]
) -> None:
    cafe, panel, _ = opened()
    cafe.guests[0].writes("Ask Chen, chen@example.org")
    cafe.guests[1].writes("We need a room")
    panel.get_by_role("tab", name=en("panel-tab-outcome")).click()
    panel.get_by_role("button", name=en("panel-publish"), exact=True).click()
    dialog = panel.get_by_role("dialog")
    decide = dialog.get_by_role("button", name=en("panel-publish-decide"), exact=True)
    dialog.get_by_role("checkbox", name=en("panel-publish-agreed")).check()
    expect(decide).to_be_disabled()
    expect(dialog.get_by_text("chen@example.org", exact=True)).to_be_visible()
    assert axe(panel) == []
    screenshot(panel, "what may tell who somebody is")
    dialog.get_by_role("button", name=f"{en('panel-clue-hide')} (chen@example.org)").click()
    expect(dialog.get_by_text(en("panel-clues-none"))).to_be_visible()
    decide.click()
    expect(panel.get_by_text(en("panel-published"), exact=True).first).to_be_visible()
    panel.goto(f"{cafe.address('outcome')}")
    expect(panel.get_by_text("We need a room").first).to_be_visible()
    assert "chen@example.org" not in panel.content()


def test_one_s_own_note_is_kept_out_of_publication(opened: Callable[..., Any]) -> None:
    _, panel, phone = opened()
    box = phone.get_by_role("textbox", name=en("participant-write"))
    box.fill("My boss said no")
    phone.get_by_role("checkbox", name=en("participant-withhold")).check()
    phone.get_by_role("button", name=en("participant-put-on-sheet")).click()
    expect(phone.get_by_text(en("participant-not-for-publication"), exact=True)).to_be_visible()
    panel.get_by_role("tab", name=en("panel-tab-notes")).click()
    expect(panel.get_by_text(en("panel-kept-back", 1))).to_be_visible()
    phone.get_by_role("button", name=en("participant-release")).click()
    expect(panel.get_by_text(en("panel-kept-back", 1))).to_have_count(0)


def test_another_facilitator_s_device_is_shut_out_at_once(
    opened: Callable[..., Any],
    server: CafeServer,
    new_context: Callable[..., Any],
    axe: Callable[..., list[str]],
    screenshot: Callable[..., Any],
) -> None:
    _, panel, _ = opened()
    panel.get_by_role("tab", name=en("panel-tab-invite")).click()
    link = panel.get_by_role("textbox", name=en("panel-link-facilitator")).input_value()
    other = new_context(viewport=LAPTOP).new_page()
    other.goto(link)
    other.get_by_role("textbox").first.fill("Gus")
    other.get_by_role("button").last.click()
    expect(other.get_by_text(en("panel-join-code"))).to_be_visible()
    expect(panel.get_by_role("button", name=f"{en('panel-revoke')} (Gus)")).to_be_visible()
    assert axe(panel) == []
    screenshot(panel, "devices")
    panel.get_by_role("button", name=f"{en('panel-revoke')} (Gus)").click()
    expect(other.get_by_text(en("refused-revoked")).first).to_be_visible()
    expect(panel.get_by_role("button", name=f"{en('panel-revoke')} (Gus)")).to_have_count(0)


def test_a_renewed_link_is_shown_and_the_old_one_opens_nothing(
    opened: Callable[..., Any], new_context: Callable[..., Any]
) -> None:
    _, panel, _ = opened()
    panel.get_by_role("tab", name=en("panel-tab-invite")).click()
    name = en("panel-link-projector")
    field = panel.get_by_role("textbox", name=name)
    old = field.input_value()
    panel.get_by_role("button", name=f"{en('panel-renew')} ({name})").click()
    panel.get_by_role("dialog").get_by_role("button", name=en("panel-renew"), exact=True).click()
    expect(field).not_to_have_value(old)
    hall = new_context(viewport=LAPTOP).new_page()
    hall.goto(old)
    expect(hall.get_by_text(en("refused-wrong-key")).first).to_be_visible()

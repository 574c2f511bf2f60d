"""What people do wrong, and what they do with ill will: a sentence in their language, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gathering import PHONE, Gathering, table_on, write
from tests.browser.prepared import PreparedCafe
from tests.cafe_server import CafeServer
from wikicafe.i18n import message

ILL_WILL = (
    "<script>alert(1)</script> first",
    "<img src=x onerror=alert(2)> second",
    "</script><svg onload=alert(3)> third {{constructor.constructor('alert(4)')()}}",
    "&lt;b&gt;fourth&lt;/b&gt; [x](javascript:alert(5)) {{delete}} '''",
)
PREPARE = Callable[..., PreparedCafe]
GATHER = Callable[[PreparedCafe], Gathering]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_wrong_code_is_said_beside_its_field(
    lang: str, server: CafeServer, new_context: Callable[..., Any], screenshot: Callable[..., Any]
) -> None:
    phone = new_context(viewport=PHONE, locale=lang).new_page()
    phone.goto(f"{server.url}/join")
    code = phone.get_by_role("textbox", name=message(lang, "join-code"))
    code.fill("QQQQQ2")
    phone.get_by_role("button", name=message(lang, "join-continue")).click()
    sentence = message(lang, "refused-no-such-cafe")
    expect(phone.get_by_role("alert")).to_have_text(sentence)
    expect(code).to_have_accessible_description(f"{message(lang, 'join-code-hint')} {sentence}")
    expect(code).to_be_focused()
    expect(code).to_have_value("QQQQQ2")  # to be mended, not to be typed again
    screenshot(phone, f"wrong code {lang}")


def test_a_code_in_the_address_that_is_wrong_leads_to_the_field(
    server: CafeServer, new_context: Callable[..., Any]
) -> None:
    phone = new_context(viewport=PHONE).new_page()
    phone.goto(f"{server.url}/join/QQQQQ2")
    expect(phone.get_by_role("alert")).to_have_text(message("en", "refused-no-such-cafe"))
    expect(phone.get_by_role("textbox", name="Code")).to_have_value("QQQQQ2")


@pytest.fixture
def cafe(server: CafeServer, prepare: PREPARE) -> PreparedCafe:
    """A first round, in which everybody sits at one table."""
    cafe = prepare(server).join("Ama", "Bo", "Chen")
    cafe.facilitator.ask("begin-step", {"step": "s2"})
    return cafe


def test_a_note_that_is_too_long_is_not_lost(cafe: PreparedCafe, gather: GATHER) -> None:
    phone = phone_of(cafe, gather(cafe))
    long = "ten words " * 1000
    field = phone.get_by_role("textbox", name="Write a note")
    field.fill(long)
    phone.get_by_role("button", name="Put on the sheet").click()
    expect(field).to_have_value(long)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(phone.get_by_text(message("en", "participant-too-long", 7999))).to_be_visible()
    expect(phone.locator("li.note")).to_have_count(0)

    phone.reload()
    expect(field).to_have_value(long)
    assert cafe.notes() == []
    write(phone, "ten words")
    assert cafe.notes() == ["ten words"]


def test_a_note_the_cafe_does_not_take_stays_on_the_phone_with_the_reason(
    cafe: PreparedCafe, gather: GATHER
) -> None:
    hall = gather(cafe)
    phone = phone_of(cafe, hall)
    table_on(phone)
    phone.context.set_offline(True)
    phone.get_by_role("textbox", name="Write a note").fill("Said a moment too late")
    phone.get_by_role("button", name="Put on the sheet").click()
    cafe.facilitator.ask("close-cafe")
    phone.context.set_offline(False)
    refused = phone.locator(".refused-items")
    expect(refused.get_by_text("Said a moment too late").first).to_be_visible()
    expect(refused.get_by_text(message("en", "refused-cafe-closed")).first).to_be_visible()
    phone.reload()
    expect(refused.get_by_text("Said a moment too late").first).to_be_visible()


def test_script_tags_are_read_as_text_everywhere(
    cafe: PreparedCafe, gather: GATHER, screenshot: Callable[..., Any]
) -> None:
    hall = gather(cafe)
    phone, mate = phone_of(cafe, hall), phone_of(cafe, hall, 1)
    projector, board, panel = (
        hall.screen({"width": 1280, "height": 800}, storage_state=cafe.as_facilitator())
        for _ in range(3)
    )
    projector.goto(cafe.address("projector"))
    board.goto(cafe.address("board"))
    panel.goto(cafe.address("panel#notes"))
    projector.keyboard.press("3")
    alerts: list[str] = []
    screens = (phone, mate, projector, board, panel)
    for screen in screens:
        expect(screen.get_by_role("heading").first).to_be_visible()
        screen.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for text in ILL_WILL:
        write(phone, text)
    for screen in screens:
        for text in ILL_WILL:
            expect(screen.get_by_text(text, exact=True).first).to_be_visible()
    screenshot(projector, "the wall with script tags")

    cafe.facilitator.ask("open-theme", {"title": ILL_WILL[0]})
    cafe.facilitator.ask("publish-outcome")
    expect(board.get_by_text(ILL_WILL[0]).nth(1)).to_be_visible()
    reader = hall.screen(PHONE)
    reader.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    reader.goto(cafe.address("outcome"))
    for text in ILL_WILL:
        expect(reader.get_by_text(text, exact=True).first).to_be_visible()
    assert alerts == []
    for screen in (*screens, reader):
        assert screen.locator("img[src=x], svg[onload], #app script").count() == 0
    assert hall.all_complaints() == []
    assert hall.foreign == []


def test_the_menu_comes_although_the_network_was_away_when_it_was_fetched(
    cafe: PreparedCafe, gather: GATHER
) -> None:
    hall = gather(cafe)
    phone = hall.screen(PHONE, storage_state=cafe.as_guest())
    refused: list[str] = []

    def refuse_once(route: Any) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    phone.route("**/TheMenu*.js", refuse_once)
    phone.goto(cafe.address())
    phone.locator(".top-bar__menu").click()
    expect(phone.get_by_role("dialog", name="You in this café")).to_be_visible()
    assert refused


def phone_of(cafe: PreparedCafe, hall: Gathering, number: int = 0) -> Page:
    phone = hall.screen(PHONE, storage_state=cafe.as_guest(number))
    phone.goto(cafe.address())
    return phone

"""The harvest board for everybody: on phones, in both directions, light and dark, with 600 notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cafe_server import CafeServer
from tests.outcome.board_page import board, theme, tray
from tests.outcome.served_cafe import Served, evil_cafe, large_cafe, serve_cafe
from tests.outcome.small_cafe import small_cafe


def test_on_a_phone_one_part_is_shown_at_a_time(page: Page, fresh: Served) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    board(page, fresh)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Move to… (Note 1)").click()
    page.get_by_role("textbox", name="Name of the theme").fill("Time")
    page.get_by_role("dialog").get_by_role("button", name="Move", exact=True).click()
    expect(tray(page).get_by_role("listitem")).to_have_count(5)
    expect(theme(page, "Time")).to_be_hidden()
    page.get_by_role("button", name="Themes 1").click()
    expect(theme(page, "Time").get_by_role("listitem")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_axe_finds_nothing_on_the_board(
    lang: str,
    scheme: Any,
    page: Page,
    server: CafeServer,
    axe: Callable[..., list[str]],
    complaints: Callable[[Page], list[str]],
    screenshot: Callable[..., Any],
) -> None:
    found = complaints(page)
    page.emulate_media(color_scheme=scheme)
    board(page, serve_cafe(server, small_cafe()), lang)
    screenshot(page, f"board {lang} {scheme}")
    assert axe(page) == []
    page.locator(".card__move").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_timeout(400)  # the dialog fades in; axe would see pale letters
    assert axe(page, within=".cdx-dialog") == []
    assert found == []


def test_mischief_is_shown_as_it_was_written(
    page: Page, server: CafeServer, complaints: Callable[[Page], list[str]]
) -> None:
    found = complaints(page)
    cafe = evil_cafe()
    board(page, serve_cafe(server, cafe))
    shown = page.locator(".card__text").evaluate_all("all => all.map(one => one.textContent)")
    assert shown == [note.text for note in cafe.cafe.in_order(cafe.cafe.notes)]
    assert page.locator(".board script, .board img, .board iframe, .board b").count() == 0
    assert found == []


def test_six_hundred_cards_stay_smooth(page: Page, server: CafeServer) -> None:
    board(page, serve_cafe(server, large_cafe()))
    expect(page.locator(".card")).to_have_count(600)
    took = page.evaluate(
        """async () => {
            const box = document.querySelectorAll('.card__check')[10];
            const begun = performance.now();
            box.click();
            await new Promise(resolve => (requestAnimationFrame(resolve), setTimeout(resolve, 2000)));
            await new Promise(resolve => setTimeout(resolve));
            return performance.now() - begun;
        }"""
    )
    assert took < 400  # milliseconds on two busy cores; 30 when they are idle

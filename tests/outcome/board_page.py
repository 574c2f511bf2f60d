"""What the board's browser tests share: coming in, and the ways to its themes and tray."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.outcome.served_cafe import Served


def board(page: Page, served: Served, lang: str = "en") -> Page:
    served.remember(page)
    page.goto(f"{served.address('board')}?uselang={lang}")
    expect(page.locator(".board[data-pane]")).to_be_visible()
    expect(page.locator(".board__connection")).to_have_attribute("data-state", "live")
    return page


def add_theme(page: Page, title: str) -> None:
    page.get_by_role("textbox", name="New theme").fill(title)
    page.get_by_role("textbox", name="New theme").press("Enter")
    expect(theme(page, title)).to_be_visible()


def theme(page: Page, title: str) -> Any:
    return page.get_by_role("region", name=title, exact=True)


def tray(page: Page) -> Any:
    return page.get_by_role("list", name="Not yet placed")

"""Why somebody sits there, what the seats cost, and how a plan would go: on the facilitator's screens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gathering import LAPTOP, Gathering
from tests.browser.prepared import GUESTS, PreparedCafe
from tests.browser.test_screens import (
    COLOURS,
    DRAW_ALL,
    LANGS,
    NARROWEST,
    SCHEMES,
    SIZES,
    STILL,
    TOO_WIDE,
)
from tests.cafe_server import CafeServer

PEOPLE, TABLES, PLAN = 1, 2, 6  # tabs of the panel


@pytest.fixture(scope="module")
def seated(server: CafeServer) -> Iterator[PreparedCafe]:
    cafe = PreparedCafe(server).join(*GUESTS).talk()
    yield cafe
    cafe.close()


def ask_why(panel: Page) -> None:
    panel.get_by_role("tab").nth(PEOPLE).click()
    panel.locator(".person").filter(has_text="Ama").get_by_role("button").click()
    panel.locator(".why button").click()
    expect(panel.locator(".why__round li").first).to_be_visible()


def open_costs(panel: Page) -> None:
    panel.keyboard.press("Escape")
    expect(panel.get_by_role("dialog")).to_have_count(0)
    panel.get_by_role("tab").nth(TABLES).click()
    panel.locator(".costs summary").click()
    expect(panel.locator(".costs__table td").first).to_be_visible()


def look_ahead(panel: Page) -> None:
    panel.get_by_role("tab").nth(PLAN).click()
    panel.locator("details:has(.agenda) > summary").first.click()
    panel.locator("details:has(.outlook) > summary").click()
    panel.locator(".outlook input").fill("80")
    expect(panel.locator(".outlook__said")).to_contain_text(re.compile("80|٨٠"))


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_said_about_seats_is_for_everybody(
    lang: str,
    seated: PreparedCafe,
    new_context: Callable[..., Any],
    axe: Callable[..., list[str]],
    screenshot: Callable[..., Any],
) -> None:
    who = seated.as_facilitator()
    context = new_context(locale=lang, viewport=LAPTOP, reduced_motion="reduce", storage_state=who)
    page = context.new_page()
    page.goto(seated.address("panel"))
    page.evaluate(DRAW_ALL)
    found: list[str] = []
    for part, go in {"why": ask_why, "costs": open_costs, "outlook": look_ahead}.items():
        page.set_viewport_size(LAPTOP)
        go(page)
        for size, scheme in product(SIZES, SCHEMES):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.evaluate(STILL)
            where = f"seats {part} {lang} {scheme} {size['width']}"
            only = COLOURS if scheme == "dark" else None
            found += [f"{where}: {line}" for line in axe(page, only=only)]
            screenshot(page, where)
        page.set_viewport_size(NARROWEST)
        page.evaluate(STILL)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{part} {lang} is too wide: {page.evaluate(TOO_WIDE)}")
    assert not found, "\n".join(found)


def test_the_panel_says_why_somebody_sits_there(
    seated: PreparedCafe, gather: Callable[..., Gathering]
) -> None:
    hall = gather(seated)
    hall.panel.goto(seated.address("panel"))
    ask_why(hall.panel)
    why = hall.panel.locator(".why")
    expect(why.get_by_role("heading", name="Why does Ama sit there?")).to_be_visible()
    expect(why).to_contain_text("is common to all here.")
    expect(why).to_contain_text("for the second time.")
    assert hall.all_complaints() == []


def test_the_plan_says_at_once_for_how_many_rounds_nobody_meets_twice(
    seated: PreparedCafe, gather: Callable[..., Gathering]
) -> None:
    hall = gather(seated)
    hall.panel.goto(seated.address("panel"))
    look_ahead(hall.panel)
    said = hall.panel.locator(".outlook__said")
    hall.panel.get_by_role("spinbutton", name="People at a table").fill("5")
    hall.panel.keyboard.press("Tab")
    expect(said).to_have_text(
        "80 people at 16 tables: no repeats for 16 rounds and more. Hosts are counted in."
    )
    hall.panel.locator(".outlook input").fill("12")
    hall.panel.get_by_role("spinbutton", name="Number of tables").fill("3")
    hall.panel.keyboard.press("Tab")
    expect(said).to_contain_text("12 people at 3 tables: no repeats for up to 1 round.")
    expect(said).to_contain_text("In your 2 rounds")


def test_a_round_may_bring_people_of_one_language_together(
    server: CafeServer, prepare: Callable[..., PreparedCafe], gather: Callable[..., Gathering]
) -> None:
    cafe = prepare(server).join(*GUESTS)
    hall = gather(cafe)
    panel = hall.panel
    panel.goto(cafe.address("panel"))
    hall.tab("Plan")
    panel.locator("details:has(.agenda) > summary").first.click()
    panel.get_by_role("combobox", name="Who sits together in step 2").select_option("By language")
    hall.press("Save the plan")
    expect(panel.get_by_text("Not saved yet.")).to_have_count(0)
    hall.tab("Tables")
    hall.press("Seat everybody now")
    expect(panel.locator(".costs")).to_be_visible()
    ask_why(panel)
    expect(panel.locator(".why__round").first).to_contain_text(
        "People sit by language in this round; here it is English."
    )

"""Every screen for everybody: two directions, light and dark, phone and laptop; axe, console, width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gathering import LAPTOP, PHONE
from tests.browser.prepared import GUESTS, PreparedCafe
from tests.cafe_server import CafeServer
from tests.conftest import listen_for_complaints

LANGS = {"en": "ltr", "ar": "rtl"}
SCHEMES = ("light", "dark")
SIZES = (PHONE, LAPTOP)
COLOURS = ["color-contrast", "link-in-text-block"]
NARROWEST = {"width": 320, "height": 700}
# What lies outside the window keeps its old colours until it is drawn: axe would see pale letters.
DRAW_ALL = """() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { content-visibility: visible !important }');
    document.adoptedStyleSheets.push(sheet); }"""
# Colours fade; what never ends is not waited for.
STILL = """async () => {
    const drawn = () => new Promise(requestAnimationFrame);
    await drawn(); await drawn();
    await Promise.allSettled(document.getAnimations()
        .filter(one => one.effect.getComputedTiming().endTime < Infinity).map(one => one.finished));
}"""
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(one => { const box = one.getBoundingClientRect();
        return box.width && (box.right > innerWidth + 1 || box.left < -1); })
    .map(one => one.tagName + '.' + one.className).slice(0, 5)"""
Go = Callable[[Page], Any]


@dataclass(frozen=True)
class Hall:
    """Three cafés: nobody has begun; in the first round; in the harvest, published, with a vote."""

    server: CafeServer
    waiting: PreparedCafe
    talking: PreparedCafe
    harvesting: PreparedCafe


@dataclass(frozen=True)
class Screen:
    """address: of the page. who: what the browser remembers. ready: what must be seen first.

    parts: what one comes to on this page, each with the way there; asked in this order.
    """

    address: Callable[[Hall], str]
    ready: str
    who: Callable[[Hall], Any] = lambda hall: None
    parts: dict[str, Go] = field(default_factory=lambda: {"": lambda page: None})


def press(key: str) -> Go:
    return lambda page: page.keyboard.press(key)


def click(selector: str) -> Go:
    return lambda page: page.locator(selector).first.click()


def click_tab(number: int) -> Go:
    return lambda page: page.get_by_role("tab").nth(number).click()


SCREENS = {
    "home": Screen(lambda hall: hall.server.url, "form #code"),
    "join form": Screen(
        lambda hall: f"{hall.server.url}/join/{hall.waiting.code}",
        "#consent",
        parts={"empty": lambda page: None, "refused": click("button[type=submit]")},
    ),
    "participant waiting": Screen(
        lambda hall: hall.waiting.address(),
        ".waiting__welcome",
        lambda hall: hall.waiting.as_guest(),
        {"": lambda page: None, "menu": click(".top-bar__menu")},
    ),
    "participant in a round": Screen(
        lambda hall: hall.talking.address(), "textarea", lambda hall: hall.talking.as_guest()
    ),
    "participant voting": Screen(
        lambda hall: hall.harvesting.address(), ".options", lambda hall: hall.harvesting.as_guest()
    ),
    "panel in a round": Screen(
        lambda hall: hall.talking.address("panel"),
        "[role=tab]",
        lambda hall: hall.talking.as_facilitator(),
        {tab: click_tab(n) for n, tab in enumerate(("agenda", "people", "tables", "notes"))},
    ),
    "panel in the harvest": Screen(
        lambda hall: hall.harvesting.address("panel"),
        "[role=tab]",
        lambda hall: hall.harvesting.as_facilitator(),
        {tab: click_tab(n) for n, tab in enumerate(("outcome", "invite", "plan"), 4)},
    ),
    "house": Screen(lambda hall: hall.server.facilitator_link, "[type=radio]"),
    "enter": Screen(lambda hall: hall.waiting.links["board_url"], "#name"),
    "projector before": Screen(
        lambda hall: hall.waiting.address("projector"),
        ".join-scene",
        lambda hall: hall.waiting.as_facilitator(),
    ),
    "projector in a round": Screen(
        lambda hall: hall.talking.address("projector"),
        ".wall--round",
        lambda hall: hall.talking.as_facilitator(),
        {"tables": lambda page: None, "notes": press("3")},
    ),
    "projector voting": Screen(
        lambda hall: hall.harvesting.address("projector"),
        ".wall--vote",
        lambda hall: hall.harvesting.as_facilitator(),
    ),
    "board": Screen(
        lambda hall: hall.harvesting.address("board"),
        ".board[data-pane]",
        lambda hall: hall.harvesting.as_facilitator(),
    ),
    "outcome": Screen(lambda hall: hall.harvesting.address("outcome"), ".outcome h1"),
    "not found": Screen(lambda hall: f"{hall.server.url}/cafe/aaaaaaaaaaaa", ".refused h1"),
}


@pytest.fixture(scope="module")
def hall(server: CafeServer) -> Iterator[Hall]:
    waiting = PreparedCafe(server).join(*GUESTS)
    talking = PreparedCafe(server).join(*GUESTS).talk()
    harvesting = PreparedCafe(server).join(*GUESTS).talk().harvest()
    yield Hall(server, waiting, talking, harvesting)
    for cafe in (waiting, talking, harvesting):
        cafe.close()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_for_everybody(
    name: str,
    lang: str,
    hall: Hall,
    new_context: Callable[..., Any],
    axe: Callable[..., list[str]],
    screenshot: Callable[..., Any],
) -> None:
    screen, foreign = SCREENS[name], []
    context = new_context(
        locale=lang,
        viewport=LAPTOP,
        reduced_motion="reduce",
        storage_state=screen.who(hall),
    )
    context.on("request", lambda request: foreign.append(request.url))
    page = context.new_page()
    complaints = listen_for_complaints(page)
    page.goto(screen.address(hall))
    expect(page.locator(screen.ready).first).to_be_visible()
    assert page.evaluate("[document.documentElement.lang, document.dir]") == [lang, LANGS[lang]]

    page.evaluate(DRAW_ALL)
    found: list[str] = []
    for part, go in screen.parts.items():
        page.set_viewport_size(LAPTOP)
        go(page)
        for size, scheme in product(SIZES, SCHEMES):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.evaluate(STILL)
            where = f"{name} {part} {lang} {scheme} {size['width']}".replace("  ", " ")
            only = COLOURS if scheme == "dark" else None  # nothing else is different at night
            found += [f"{where}: {line}" for line in axe(page, only=only)]
            if (scheme == "light") == ((lang == "en") == (size == PHONE)):  # each with each, once
                screenshot(page, where)
        page.set_viewport_size(NARROWEST)
        page.evaluate(STILL)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} {part} {lang} is too wide: {page.evaluate(TOO_WIDE)}")
    assert not found, "\n".join(found)
    assert [line for line in complaints if not (name == "not found" and "404" in line)] == []
    ours = (hall.server.url, "data:", "blob:")
    assert [url for url in foreign if not url.startswith(ours)] == []

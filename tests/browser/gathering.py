"""A gathering in real browsers: a facilitator's laptop, a projector, and phones, as people use them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, expect

from tests.cafe_server import CafeServer
from tests.conftest import listen_for_complaints

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1440, "height": 900}
CODE = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ23456789]{6}\b")


class Gathering:
    """Opens a café as its facilitator. Everything a page complains about lands in `complaints`.

    how: of the panel's device, as for `screen`.
    """

    def __init__(self, browser: Browser, server: CafeServer, **how: Any) -> None:
        self._browser = browser
        self.server = server
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self._devices: list[BrowserContext] = []
        self.panel = self.screen(LAPTOP, **how)

    def screen(self, size: dict[str, int], **how: Any) -> Page:
        """A new device: nothing in common with the others but the network."""
        context = self._browser.new_context(viewport=size, **({"locale": "en-GB"} | how))
        self._devices.append(context)
        context.on("request", lambda request: self._watch(request.url))
        page = context.new_page()
        complaints = listen_for_complaints(page)
        page.on("close", lambda: None)
        self._collect(complaints)
        return page

    def _collect(self, found: list[str]) -> None:
        self._lists: list[list[str]] = [*getattr(self, "_lists", []), found]

    def _watch(self, url: str) -> None:
        if not url.startswith((self.server.url, "data:", "blob:", self.server.url[4:])):
            self.foreign.append(url)

    def close(self) -> None:
        """Put all devices away, so that they do not disturb the tests that follow."""
        for device in self._devices:
            device.close()

    def all_complaints(self) -> list[str]:
        return [line for found in self._lists for line in found]

    def open(self, template: str, title: str) -> str:
        """Open a café from the facilitator's secret link; returns its join code."""
        panel = self.panel
        panel.goto(self.server.facilitator_link)
        panel.get_by_role("radio", name=template).check(force=True)
        panel.get_by_role("textbox", name="Title", exact=True).first.fill(title)
        panel.get_by_role("textbox", name="Your name").fill("Fatima")
        panel.get_by_role("button", name="Open the café").click()
        expect(panel.get_by_text("Join code")).to_be_visible()
        found = CODE.search(panel.locator("body").inner_text())
        assert found, "the panel shows no join code"
        return found.group()

    def join(self, code: str, name: str, **how: Any) -> Page:
        """Come in by the code in at most four taps; returns the phone."""
        phone = self.screen(PHONE, **how)
        phone.goto(f"{self.server.url}/join/{code}")
        phone.locator("form input[autocomplete=nickname], form input[type=text]").first.fill(name)
        phone.get_by_role("checkbox").last.check(force=True)
        phone.locator("form button[type=submit]").click()
        expect(phone.get_by_text(name).first).to_be_visible()
        return phone

    def tab(self, name: str) -> Page:
        self.panel.get_by_role("tab", name=name).click()
        return self.panel

    def press(self, name: str | re.Pattern[str]) -> None:
        self.panel.get_by_role("button", name=name).first.click()

    def go_on(self) -> None:
        """End the running step and begin the next one, as the big button offers."""
        between = self.panel.get_by_text("Between two steps")
        while not between.is_visible():
            # In the middle of a talk the panel asks again, and takes a double tap for one press.
            self.press(re.compile("^End (step|now)"))
            with suppress(TimeoutError):
                between.wait_for(timeout=700)
        self.press(re.compile("^(Rotate|Begin|Next|Seat)"))

    def link(self, label: str) -> str:
        """Return one of the links on the panel's page of invitations."""
        self.tab("Invite")
        return self.panel.get_by_role("textbox", name=label).first.input_value()

    def projector(self) -> Page:
        screen = self.screen(LAPTOP)
        screen.goto(self.link("Projector"))
        return screen


def write(phone: Page, text: str, kind: str | None = None) -> None:
    """Write a note on the phone and wait until it says that it is saved."""
    if kind is not None:
        phone.get_by_role("radio", name=kind).check(force=True)
    phone.get_by_role("textbox", name=re.compile("Write a note")).fill(text)
    phone.get_by_role("button", name="Put on the sheet").click()
    note = phone.get_by_role("listitem").filter(has_text=text)
    expect(note.get_by_text("Saved", exact=True)).to_be_visible()


def table_on(phone: Page) -> str:
    """Return the big number."""
    heading = phone.get_by_role("heading", name=re.compile(r"Table \d+")).first
    expect(heading).to_be_visible()
    found = re.search(r"\d+", heading.inner_text())
    assert found
    return found.group()


def seconds_on(page: Page) -> int:
    """Return what the clock of a screen shows, in seconds."""
    face = page.get_by_role("timer").first
    expect(face).to_be_visible()
    minutes, seconds = re.search(r"(\d+):(\d\d)", face.inner_text()).groups()  # type: ignore[union-attr]
    return int(minutes) * 60 + int(seconds)


def each(pages: list[Page]) -> Iterator[tuple[int, Page]]:
    return enumerate(pages)

"""The server dies in the middle of a round, and nobody has to do anything about it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.gathering import Gathering, seconds_on, table_on, write
from tests.browser.prepared import PreparedCafe
from tests.cafe_server import CafeServer

SAID = (
    "Too few of us decide",
    "We pay for travel, not for time",
    "Ask the elders",
    "Write it down",
)
OFFLINE = "Written while there was no server"
AWAY = re.compile("^No connection|^Connecting")
CLOCK_MAY_ERR = 2  # seconds: one, and one for reading the screens in turn
PREPARE = Callable[..., PreparedCafe]
GATHER = Callable[[PreparedCafe], Gathering]


def test_after_a_kill_in_the_middle_of_a_round_everybody_is_back(
    own_server: CafeServer, prepare: PREPARE, gather: GATHER, screenshot: Callable[..., Any]
) -> None:
    cafe = prepare(own_server)
    hall = gather(cafe)
    phones = [hall.join(cafe.code, name) for name in ("Ama", "Bo", "Chen", "Dmitri")]
    cafe.join("Eun-ji", "Farah").hang_up()  # six make two tables
    projector = hall.screen({"width": 1280, "height": 720}, storage_state=cafe.as_facilitator())
    projector.goto(cafe.address("projector"))
    panel = hall.panel
    panel.goto(cafe.address("panel#notes"))
    cafe.facilitator.ask("begin-step", {"step": "s2"})
    for phone, text in zip(phones, SAID, strict=True):
        write(phone, text, "Insight")
    screens = [*phones, panel, projector]
    tables = [table_on(phone) for phone in phones]
    assert set(tables) == {"1", "2"}
    for screen in screens:
        screen.evaluate("window.neverReloaded = true")
    complained_before = hall.all_complaints()

    own_server.kill()
    expect(panel.get_by_text("What you see may be old.")).to_be_visible()
    for phone in phones:
        expect(phone.get_by_role("status").filter(has_text=AWAY)).to_be_visible()
    put_on_the_sheet(phones[0], OFFLINE)
    expect(note(phones[0], OFFLINE).get_by_text("Saved on this phone", exact=True)).to_be_visible()
    expect(phones[0].get_by_text("1 entry is safe on this phone")).to_be_visible()
    screenshot(phones[0], "phone while the server is down")
    assert [table_on(phone) for phone in phones] == tables

    own_server.restart()
    expect(panel.get_by_text("Connected", exact=True)).to_be_visible()
    expect(note(phones[0], OFFLINE).get_by_text("Saved", exact=True)).to_be_visible()
    for phone in phones:
        expect(phone.get_by_role("status").filter(has_text=AWAY)).to_have_count(0)
    expect(projector.get_by_text("No connection")).to_have_count(0)
    assert [table_on(phone) for phone in phones] == tables
    assert all(screen.evaluate("window.neverReloaded") for screen in screens)

    for screen in screens:
        assert abs(seconds_on(screen) - seconds_left(cafe)) <= CLOCK_MAY_ERR
    for phone, table in zip(phones, tables, strict=True):
        at_the_table = [text for text, where in zip(SAID, tables, strict=True) if where == table]
        at_the_table += [OFFLINE] if table == tables[0] else []
        for text in at_the_table:
            expect(note(phone, text)).to_have_count(1)
        expect(phone.locator("li.note")).to_have_count(len(at_the_table))
    expect(panel.get_by_role("listitem").filter(has_text=OFFLINE)).to_have_count(1)
    assert sorted(cafe.notes()) == sorted([*SAID, OFFLINE])

    for phone in phones:  # what a page fetches late came as well
        phone.locator(".top-bar__menu").click()
        expect(phone.get_by_role("dialog")).to_be_visible()

    # What the browser itself says about a server that is not there is no complaint about us.
    new = hall.all_complaints()[len(complained_before) :]
    assert complained_before == []
    assert [line for line in new if "ERR_" not in line and "WebSocket" not in line] == []


def test_a_phone_that_is_reloaded_has_everything_it_had(
    server: CafeServer, prepare: PREPARE, gather: GATHER
) -> None:
    cafe = prepare(server).join("Bo", "Chen", "Dmitri")
    hall = gather(cafe)
    phone = hall.join(cafe.code, "Ama")
    cafe.facilitator.ask("begin-step", {"step": "s2"})
    write(phone, "This one is saved", "Solution")
    starve = Starved(phone)
    put_on_the_sheet(phone, "This one waits")
    field = phone.get_by_role("textbox", name="Write a note")
    field.fill("Half a sen")
    table = table_on(phone)
    waiting = note(phone, "This one waits")
    expect(waiting.get_by_text("Saved on this phone", exact=True)).to_be_visible()

    phone.reload()
    expect(waiting.get_by_text("Saved on this phone", exact=True)).to_be_visible()
    expect(note(phone, "This one is saved")).to_have_count(1)
    expect(field).to_have_value("Half a sen")
    assert table_on(phone) == table
    assert abs(seconds_on(phone) - seconds_left(cafe)) <= CLOCK_MAY_ERR
    assert cafe.notes() == ["This one is saved"]

    starve.feed()
    expect(waiting.get_by_text("Saved", exact=True)).to_be_visible()
    phone.reload()
    expect(waiting).to_have_count(1)
    expect(field).to_have_value("Half a sen")
    assert cafe.notes() == ["This one is saved", "This one waits"]


class Starved:
    """Pages come, but the live connection does not: what a bad network in a full hall does."""

    def __init__(self, phone: Page) -> None:
        self._phone = phone
        self._phone.context.set_offline(True)  # ends the running WebSocket
        expect(phone.get_by_role("status").filter(has_text=AWAY)).to_be_visible()
        phone.context.route("**/socket.io/**", self._refuse)
        phone.context.route_web_socket(re.compile("socket.io"), lambda line: line.close())
        phone.context.set_offline(False)
        self._hungry = True

    def feed(self) -> None:
        """Let it connect again: by polling, for the page's WebSockets stay closed until a reload."""
        self._hungry = False

    def _refuse(self, route: Route) -> None:
        if self._hungry:
            route.abort()
        else:
            route.continue_()


def put_on_the_sheet(phone: Page, text: str) -> None:
    phone.get_by_role("textbox", name="Write a note").fill(text)
    phone.get_by_role("button", name="Put on the sheet").click()


def note(phone: Page, text: str) -> Any:
    return phone.locator("li.note").filter(has_text=text)


def seconds_left(cafe: PreparedCafe) -> int:
    """Return what every clock should show at this moment, by the server's own."""
    ends_at = cafe.facilitator.look()["clock"]["ends_at"]
    assert ends_at is not None
    return round(ends_at / 1000 - time.time())

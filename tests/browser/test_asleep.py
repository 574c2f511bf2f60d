"""Phones between a pocket and a table: locked, frozen, left and come back to, from one network into another, full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.gathering import Gathering, seconds_on, table_on, write
from tests.browser.prepared import PreparedCafe
from tests.browser.test_offline import (
    AWAY,
    OUTBOX,
    all_written,
    note,
    offline,
    online,
    put_many_on_the_sheet,
    put_on_the_sheet,
    seats_of,
    wait_until_all_is,
    wait_until_kept,
)
from tests.cafe_server import CafeServer
from tests.faults.proxy import Proxy

PREPARE = Callable[..., PreparedCafe]
GATHER = Callable[[PreparedCafe], Gathering]
BEGUN = Callable[..., tuple[PreparedCafe, Page]]
MINUTE = 60_000  # milliseconds
MANY = 60  # more than the server takes at once of one phone


@pytest.fixture
def network(server: CafeServer) -> Iterator[Proxy]:
    """A network of its own between the phones of one test and the server."""
    made = Proxy(lambda: [server.port])
    yield made
    made.close()


@pytest.fixture
def begun(prepare: PREPARE, gather: GATHER) -> BEGUN:
    """Return a café in its first round, and the phone of Ama, who sits there."""

    def beginning(server: CafeServer, network: Proxy | None = None) -> tuple[PreparedCafe, Page]:
        cafe = prepare(server).join("Bo", "Chen", "Dmitri")
        hall = gather(cafe)
        if network:
            hall.server = CafeServer(server.data)
            hall.server.port = network.port
        phone = hall.join(cafe.code, "Ama")
        cafe.facilitator.ask("begin-step", {"step": "s2"})
        expect(phone.get_by_role("textbox", name="Write a note")).to_be_visible()
        return cafe, phone

    return beginning


def at_the_wire(phone: Page) -> CDPSession:
    return phone.context.new_cdp_session(phone)


def turn(cafe: PreparedCafe) -> None:
    """End the first round and begin the second."""
    cafe.facilitator.ask("end-step", {"step": "s2"})
    cafe.facilitator.ask("begin-step", {"step": "s3"})


def in_the_second_round(phone: Page, table: str) -> None:
    expect(phone.get_by_text("ماذا نفعل أولاً؟").first).to_be_visible()
    assert table_on(phone) == table
    assert 1100 < seconds_on(phone) <= 1201


def show(phone: Page, hidden: bool) -> None:
    """Lock the phone, or unlock it: what the page sees of that."""
    phone.evaluate(
        """(hidden) => {
            Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
            document.dispatchEvent(new Event('visibilitychange'));
        }""",
        hidden,
    )


# ---- asleep --------------------------------------------------------------------------------------


def test_a_frozen_phone_wakes_into_the_round_of_the_hall_and_sends_what_was_written_once(
    own_server: CafeServer, begun: BEGUN
) -> None:
    cafe, phone = begun(own_server)
    first, later = seats_of(cafe, "Ama")
    assert table_on(phone) == first
    phone.evaluate("window.neverReloaded = true")
    wire = at_the_wire(phone)
    put_on_the_sheet(phone, "Written as the screen went dark")
    wire.send("Page.setWebLifecycleState", {"state": "frozen"})
    own_server.restart()  # nothing of the old connection is left when it wakes
    turn(cafe)
    wire.send("Page.setWebLifecycleState", {"state": "active"})

    in_the_second_round(phone, later)
    write(phone, "Written after waking")
    assert sorted(all_written(cafe)) == ["Written after waking", "Written as the screen went dark"]
    assert phone.evaluate("window.neverReloaded")


def test_a_frozen_phone_that_had_no_network_sends_in_order_when_it_wakes_in_one(
    server: CafeServer, begun: BEGUN
) -> None:
    cafe, phone = begun(server)
    wire = at_the_wire(phone)
    offline(phone)
    said = [f"Thought {number}" for number in range(12)]
    put_many_on_the_sheet(phone, said)
    wire.send("Page.setWebLifecycleState", {"state": "frozen"})
    phone.context.set_offline(False)
    wire.send("Page.setWebLifecycleState", {"state": "active"})
    wait_until_all_is(phone, "saved", len(said))
    assert all_written(cafe) == said


def test_a_phone_locked_for_ten_minutes_shows_the_right_time_as_soon_as_it_is_unlocked(
    server: CafeServer, begun: BEGUN
) -> None:
    cafe, phone = begun(server)
    before = seconds_on(phone)
    show(phone, hidden=True)
    # No timer runs in a pocket: time goes on, and nothing on the page has heard of it.
    phone.evaluate("(away) => { const now = Date.now; Date.now = () => now() + away }", 10 * MINUTE)
    show(phone, hidden=False)
    assert 600 <= before - seconds_on(phone) <= 660
    write(phone, "Written after ten minutes in a pocket")
    assert cafe.notes() == ["Written after ten minutes in a pocket"]


def test_a_phone_whose_line_died_while_it_was_locked_finds_out_when_it_is_unlocked(
    server: CafeServer, network: Proxy, begun: BEGUN
) -> None:
    cafe, phone = begun(server, network)
    _first, later = seats_of(cafe, "Ama")
    phone.clock.install()
    show(phone, hidden=True)
    network.swallow()
    turn(cafe)
    phone.clock.fast_forward(1 * MINUTE)
    show(phone, hidden=False)
    phone.clock.resume()
    put_on_the_sheet(phone, "Into a line that is dead")
    expect(phone.get_by_role("status").filter(has_text=AWAY)).to_be_visible()
    network.mend()
    in_the_second_round(phone, later)
    wait_until_all_is(phone, "saved", 1)
    assert all_written(cafe) == ["Into a line that is dead"]


def test_who_leaves_the_page_and_comes_back_finds_everything_as_it_is_now(
    begun: BEGUN, server: CafeServer
) -> None:
    cafe, phone = begun(server)
    _first, later = seats_of(cafe, "Ama")
    phone.get_by_role("textbox", name="Write a note").fill("Half a sentence")
    put_on_the_sheet(phone, "Written before leaving")
    phone.goto(f"{server.url}/")
    turn(cafe)
    phone.go_back()
    in_the_second_round(phone, later)
    wait_until_all_is(phone, "saved", 1)
    assert all_written(cafe) == ["Written before leaving"]


def test_a_page_out_of_the_cache_of_pages_left_says_hello_again(
    begun: BEGUN, server: CafeServer, network: Proxy
) -> None:
    cafe, phone = begun(server, network)
    _first, later = seats_of(cafe, "Ama")
    phone.evaluate("window.neverReloaded = true")
    # As browsers do it: the line is dead, nobody says so, and then the page is shown again.
    network.swallow()
    turn(cafe)
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(phone.get_by_role("status").filter(has_text=AWAY)).to_be_visible()
    network.mend()
    in_the_second_round(phone, later)
    assert phone.evaluate("window.neverReloaded")


# ---- from one network into another -----------------------------------------------------------------


def test_a_line_cut_again_and_again_in_the_middle_of_sending_brings_everything_once_and_in_order(
    server: CafeServer, network: Proxy, begun: BEGUN
) -> None:
    cafe, phone = begun(server, network)
    offline(phone)
    said = [f"Note {number}" for number in range(MANY)]
    put_many_on_the_sheet(phone, said)
    phone.context.set_offline(False)
    for saved in (1, MANY // 2, MANY * 3 // 4):
        wait_until_all_is(phone, "saved", saved)
        network.cut()
    wait_until_all_is(phone, "saved", MANY)
    assert all_written(cafe) == said


def test_answers_that_got_lost_are_asked_for_again_and_nothing_is_written_twice(
    server: CafeServer, network: Proxy, begun: BEGUN, gather: GATHER
) -> None:
    cafe, phone = begun(server, network)
    panel = gather(cafe).panel
    panel.goto(cafe.address("panel#notes"))
    said = [f"Note {number}" for number in range(5)]
    network.delay_s = 0.5  # what was sent arrives, and the line is cut before the answer does
    for text in said:
        put_on_the_sheet(phone, text)
        expect(panel.get_by_text(text)).to_be_visible()
        network.cut()
    network.delay_s = 0
    wait_until_all_is(phone, "saved", len(said))
    assert all_written(cafe) == said


def test_another_network_in_the_middle_of_sending_changes_nothing(
    server: CafeServer, begun: BEGUN
) -> None:
    cafe, phone = begun(server)
    wire = at_the_wire(phone)
    wire.send("Network.enable")
    offline(phone)
    said = [f"Note {number}" for number in range(MANY)]
    put_many_on_the_sheet(phone, said)
    phone.context.set_offline(False)
    for saved, kind in ((1, "cellular4g"), (MANY // 2, "wifi")):
        wait_until_all_is(phone, "saved", saved)
        for away in (True, False):
            wire.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": away,
                    "latency": 50,
                    "downloadThroughput": -1,
                    "uploadThroughput": -1,
                    "connectionType": "none" if away else kind,
                },
            )
    wait_until_all_is(phone, "saved", MANY)
    assert all_written(cafe) == said


# ---- room on the phone ------------------------------------------------------------------------------


def test_the_browser_is_asked_once_and_quietly_to_keep_what_lies_there(
    server: CafeServer, begun: BEGUN
) -> None:
    _cafe, phone = begun(server)
    phone.add_init_script(
        """window.asked = 0;
        navigator.storage.persisted = async () => false;
        navigator.storage.persist = async () => { window.asked++; return false; };
        Notification.requestPermission = async () => { window.asked += 100; return 'denied'; };"""
    )
    phone.reload()
    wait_until_kept(phone)
    phone.wait_for_function("window.asked > 0")
    assert phone.evaluate("window.asked") == 1
    expect(phone.get_by_role("dialog")).to_have_count(0)


def test_a_full_phone_says_that_nothing_is_kept_and_keeps_it_when_there_is_room(
    server: CafeServer, begun: BEGUN, screenshot: Callable[..., Any]
) -> None:
    cafe, phone = begun(server)
    write(phone, "Before the phone was full")
    phone.clock.install()
    offline(phone)
    phone.evaluate(
        """() => {
            const { add } = IDBObjectStore.prototype;
            window.makeRoom = () => { IDBObjectStore.prototype.add = add; };
            IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); };
        }"""
    )
    put_on_the_sheet(phone, "There is no room for this")
    expect(phone.get_by_text("not kept if you close this page")).to_be_visible()
    entry = note(phone, "There is no room for this")
    expect(entry.get_by_text("Waiting to be sent")).to_be_visible()
    screenshot(phone, "a full phone")
    assert phone.evaluate(OUTBOX) == ["saved"]

    phone.evaluate("window.makeRoom()")
    phone.clock.fast_forward(MINUTE // 2)
    expect(phone.get_by_text("1 entry is safe on this phone")).to_be_visible()
    assert phone.evaluate(OUTBOX) == ["saved", "on-this-phone"]
    online(phone)
    expect(entry.get_by_text("Saved", exact=True)).to_be_visible()
    assert cafe.notes() == ["Before the phone was full", "There is no room for this"]

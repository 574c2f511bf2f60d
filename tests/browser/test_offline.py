"""A phone without a network: what can be used goes on, and what is written is sent once, in order, later."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gathering import Gathering, seconds_on, table_on, write
from tests.browser.prepared import PreparedCafe
from tests.cafe_server import CafeServer
from tests.faults.company import wait_until
from wikicafe.outcome import archive

AWAY = re.compile("^No connection|^Connecting")
# The server takes five a second of one phone: five hundred need two minutes, and an environment that asks.
MANY = int(os.environ.get("WIKICAFE_MANY", "120"))
LONGEST_TURN_S = 30.0
MINUTE = 60_000  # milliseconds
PREPARE = Callable[..., PreparedCafe]
GATHER = Callable[[PreparedCafe], Gathering]

# What the participant's page has put into IndexedDB of the outbox: its size, and how much is sent.
OUTBOX = """() => new Promise((resolve) => {
    const asked = indexedDB.open('wikicafe');
    asked.onsuccess = () => {
        const all = asked.result.transaction('outbox').objectStore('outbox').getAll();
        all.onsuccess = () => {
            asked.result.close();
            resolve(all.result.map(({ state }) => state));
        };
    };
})"""


def offline(phone: Page) -> None:
    phone.context.set_offline(True)
    expect(phone.get_by_role("status").filter(has_text=AWAY)).to_be_visible()


def online(phone: Page) -> None:
    phone.context.set_offline(False)
    expect(phone.get_by_role("status").filter(has_text=AWAY)).to_have_count(0)


def put_on_the_sheet(phone: Page, text: str) -> None:
    phone.get_by_role("textbox", name="Write a note").fill(text)
    phone.get_by_role("button", name="Put on the sheet").click()


def note(phone: Page, text: str) -> Any:
    return phone.locator("li.note").filter(has_text=text)


def wait_until_kept(phone: Page) -> None:
    """Wait until the page is there for the time without a network."""
    phone.evaluate(
        """async () => {
            while (!(await (await caches.open('wikicafe-pages-1')).keys()).length)
                await new Promise((wake) => setTimeout(wake, 50));
            await navigator.serviceWorker.ready;
        }"""
    )


@pytest.fixture
def two_rounds(
    server: CafeServer, prepare: PREPARE, gather: GATHER
) -> Callable[..., tuple[PreparedCafe, Page]]:
    """Return a café in its first round, and the phone of Ama, who sits there."""

    def begun(**how: Any) -> tuple[PreparedCafe, Page]:
        cafe = prepare(server).join("Bo", "Chen", "Dmitri")
        phone = gather(cafe).join(cafe.code, "Ama", **how)
        cafe.facilitator.ask("begin-step", {"step": "s2"})
        expect(phone.get_by_role("textbox", name="Write a note")).to_be_visible()
        return cafe, phone

    return begun


def test_a_page_opened_without_a_network_shows_table_question_clock_and_notes(
    two_rounds: Callable[..., tuple[PreparedCafe, Page]], screenshot: Callable[..., Any]
) -> None:
    cafe, phone = two_rounds()
    write(phone, "Before the network went", "Insight")
    table = table_on(phone)
    wait_until_kept(phone)
    offline(phone)
    left = seconds_on(phone)

    phone.reload()
    assert table_on(phone) == table
    expect(phone.get_by_text("What stands in the way?")).to_be_visible()
    expect(note(phone, "Before the network went")).to_have_count(1)
    assert 0 <= left - seconds_on(phone) < 30
    put_on_the_sheet(phone, "Written after a reload without a network")
    kept = note(phone, "Written after a reload without a network")
    expect(kept.get_by_text("Saved on this phone", exact=True)).to_be_visible()
    screenshot(phone, "a phone reloaded without a network")

    phone.reload()
    expect(kept.get_by_text("Saved on this phone", exact=True)).to_be_visible()
    online(phone)
    expect(kept.get_by_text("Saved", exact=True)).to_be_visible()
    assert cafe.notes() == ["Before the network went", "Written after a reload without a network"]


def test_what_is_kept_for_offline_holds_nothing_that_anybody_wrote(
    two_rounds: Callable[..., tuple[PreparedCafe, Page]],
) -> None:
    _cafe, phone = two_rounds()
    write(phone, "A thought of mine")
    wait_until_kept(phone)
    kept = phone.evaluate(
        """async () => {
            const found = {};
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys())
                    found[new URL(request.url).pathname] =
                        await (await caches.match(request, { cacheName: name })).text();
            return found;
        }"""
    )
    pages = [path for path in kept if not path.startswith("/static/assets/")]
    assert len(pages) == 1
    assert re.fullmatch("/cafe/[a-z2-7]{12}", pages[0])
    assert not any(word in kept[pages[0]] for word in ("A thought of mine", "Ama", "Dmitri"))


def test_ten_minutes_without_a_network_cost_nothing_and_a_round_turns_on_the_phone(
    two_rounds: Callable[..., tuple[PreparedCafe, Page]], screenshot: Callable[..., Any]
) -> None:
    cafe, phone = two_rounds()
    first, later = seats_of(cafe, "Ama")
    phone.clock.install()
    offline(phone)
    said = [f"Thought {number} of ten minutes" for number in range(20)]
    for text in said[:10]:
        put_on_the_sheet(phone, text)
    expect(phone.get_by_text("10 entries are safe on this phone")).to_be_visible()

    phone.clock.fast_forward(10 * MINUTE)
    # In the hall the next round begins; the phone learns it from its owner.
    cafe.facilitator.ask("end-step", {"step": "s2"})
    cafe.facilitator.ask("begin-step", {"step": "s3"})
    expect(phone.get_by_text(f"Next you sit at table {later}.")).to_be_visible()
    screenshot(phone, "a phone that can go on alone")
    phone.get_by_role("button", name="The next round has begun").click()
    assert table_on(phone) == later
    expect(phone.get_by_text("ماذا نفعل أولاً؟")).to_be_visible()
    assert wait_until(lambda: 1100 < seconds_on(phone) <= 1201, LONGEST_TURN_S)
    for text in said[10:]:
        put_on_the_sheet(phone, text)
    screenshot(phone, "a phone in the second round without a network")

    online(phone)
    expect(note(phone, said[-1]).get_by_text("Saved", exact=True)).to_be_visible()
    written = [note for note in cafe.facilitator.look()["notes"] if note["text"] in said]
    assert [note["text"] for note in written] == said
    assert [(note["step"], note["table"]) for note in written] == [("s2", first)] * 10 + [
        ("s3", later)
    ] * 10
    assert [note["late"] for note in written] == [True] * 10 + [False] * 10


@pytest.mark.slow
def test_the_notes_of_three_hours_arrive_once_and_in_order(
    two_rounds: Callable[..., tuple[PreparedCafe, Page]], screenshot: Callable[..., Any]
) -> None:
    cafe, phone = two_rounds()
    phone.clock.install()
    offline(phone)
    said = [f"Note {number}" for number in range(MANY)]
    for hour in range(3):
        put_many_on_the_sheet(phone, said[hour * MANY // 3 : (hour + 1) * MANY // 3])
        phone.clock.fast_forward(60 * MINUTE)
    phone.clock.resume()
    expect(phone.get_by_text(f"{MANY} entries are safe on this phone")).to_be_visible()
    assert phone.evaluate(OUTBOX) == ["on-this-phone"] * MANY

    phone.context.set_offline(False)
    expect(phone.get_by_text(re.compile(r"^Sending… \d+ entries to go"))).to_be_visible()
    screenshot(phone, "a phone that sends what three hours wrote")
    phone.reload()  # in the middle of sending
    wait_until_all_is(phone, "saved", MANY)
    assert all_written(cafe) == said


def test_two_tabs_send_what_one_of_them_wrote_once(
    two_rounds: Callable[..., tuple[PreparedCafe, Page]],
) -> None:
    cafe, phone = two_rounds()
    other = phone.context.new_page()
    other.goto(phone.url)
    expect(other.get_by_role("textbox", name="Write a note")).to_be_visible()
    offline(phone)
    put_on_the_sheet(phone, "From the one tab")
    put_on_the_sheet(other, "From the other tab")
    for page in (phone, other):
        for text in ("From the one tab", "From the other tab"):
            expect(note(page, text).get_by_text("Saved on this phone", exact=True)).to_be_visible()
    phone.context.set_offline(False)
    for page in (phone, other):
        for text in ("From the one tab", "From the other tab"):
            expect(note(page, text).get_by_text("Saved", exact=True)).to_be_visible()
    assert sorted(cafe.notes()) == ["From the one tab", "From the other tab"]


def test_a_browser_that_keeps_nothing_says_so(
    two_rounds: Callable[..., tuple[PreparedCafe, Page]], screenshot: Callable[..., Any]
) -> None:
    cafe, phone = two_rounds()
    phone.add_init_script("delete window.indexedDB; Object.defineProperty(window, 'indexedDB', {})")
    phone.reload()
    expect(phone.get_by_role("textbox", name="Write a note")).to_be_visible()
    offline(phone)
    put_on_the_sheet(phone, "Nothing keeps this")
    expect(phone.get_by_text("not kept if you close this page")).to_be_visible()
    expect(note(phone, "Nothing keeps this").get_by_text("Waiting to be sent")).to_be_visible()
    screenshot(phone, "a browser that keeps nothing")
    online(phone)
    expect(note(phone, "Nothing keeps this").get_by_text("Saved", exact=True)).to_be_visible()
    assert cafe.notes() == ["Nothing keeps this"]


def put_many_on_the_sheet(phone: Page, texts: list[str]) -> None:
    """As by hand, without a way to the browser and back for each."""
    phone.evaluate(
        """async (texts) => {
            const field = document.querySelector('.composer textarea');
            const drawn = () => new Promise((wake) => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = wake;
                port2.postMessage(0);
            });
            for (const text of texts) {
                field.value = text;
                field.dispatchEvent(new Event('input'));
                await drawn();
                field.form.requestSubmit();
                await drawn();
            }
        }""",
        texts,
    )


def seats_of(cafe: PreparedCafe, name: str) -> list[str]:
    """Return the tables at which somebody sits in the rounds, in their order."""
    [person] = [one for one in cafe.facilitator.look()["people"] if one["name"] == name]
    return [person["seats"][step] for step in ("s2", "s3")]


def all_written(cafe: PreparedCafe) -> list[str]:
    """Return the texts of all notes in the order of the log."""
    records = archive.read(cafe.facilitator.download("archive")).records
    return [json.loads(r.body or b"")["text"] for r in records if r.name == "note-written"]


def wait_until_all_is(phone: Page, state: str, count: int) -> None:
    phone.evaluate(
        f"""async ([state, count]) => {{
            const states = {OUTBOX};
            while ((await states()).filter((one) => one === state).length < count)
                await new Promise((wake) => setTimeout(wake, 200));
        }}""",
        [state, count],
    )

"""The server's disk is gone: a facilitator's browser puts the café back, and the phones bring what it lacked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.gathering import Gathering, table_on, write
from tests.browser.test_offline import note, put_on_the_sheet, wait_until_kept
from tests.cafe_server import CafeServer

AWAY = re.compile("^No connection|^Connecting|^The server does not have")


def lose_the_disk(server: CafeServer) -> None:
    """Kill the server, destroy all it kept, its secret key as well, and start it at the same address."""
    server.kill()
    shutil.rmtree(server.data)
    server.data.mkdir()
    server.start()


def wait_until_copied(panel: Page, entries: int) -> None:
    """Wait until this many events lie in the facilitator's browser."""
    panel.evaluate(
        """async (wanted) => {
            const count = () => new Promise((resolve) => {
                const asked = indexedDB.open('wikicafe-log');
                asked.onsuccess = () => {
                    const found = asked.result.transaction('lines').objectStore('lines').count();
                    found.onsuccess = () => { asked.result.close(); resolve(found.result); };
                };
            });
            while (await count() < wanted) await new Promise((wake) => setTimeout(wake, 50));
        }""",
        entries,
    )


def test_a_cafe_whose_servers_disk_is_gone_is_put_back_whole(
    own_server: CafeServer, browser: Browser, screenshot: Callable[..., Any]
) -> None:
    hall = Gathering(browser, own_server)
    try:
        code = hall.open("Classic World Café: three rounds", "A café that comes back")
        phones = [hall.join(code, name) for name in ("Ama", "Bo", "Chen", "Dmitri")]
        panel = hall.panel
        hall.press(re.compile("^Begin"))
        hall.go_on()
        for phone in phones:
            expect(phone.get_by_role("textbox", name="Write a note")).to_be_visible()
        write(phones[0], "In the copy")
        wait_until_kept(phones[2])
        cafe = panel.url.split("/cafe/")[1].split("/")[0]
        copied = len(lines_of(panel, cafe))
        wait_until_copied(panel, copied)

        # What comes now is accepted by the server, and not in the copy: the laptop sleeps.
        panel.context.set_offline(True)
        write(phones[1], "Accepted after the last copy")
        tables = [table_on(phone) for phone in phones]
        own_server.kill()
        put_on_the_sheet(phones[2], "Written while there was no server")
        lose_the_disk(own_server)
        expect(phones[0].get_by_text("The server does not have this café")).to_be_visible()
        screenshot(phones[0], "a phone whose cafe is lost")
        assert [table_on(phone) for phone in phones] == tables
        phones[2].reload()  # the server says that there is no such café; the phone knows better
        assert table_on(phones[2]) == tables[2]

        panel.context.set_offline(False)
        panel.goto(own_server.facilitator_link)
        expect(panel.get_by_role("heading", name="Kept in this browser")).to_be_visible()
        screenshot(panel, "the house with a cafe to put back")
        panel.get_by_role("button", name="Put back A café that comes back").click()
        expect(panel.get_by_text("Join code")).to_be_visible()

        for phone in phones:
            expect(phone.get_by_role("status").filter(has_text=AWAY)).to_have_count(
                0, timeout=60_000
            )
        assert [table_on(phone) for phone in phones] == tables
        for phone, text in (
            (phones[0], "In the copy"),
            (phones[1], "Accepted after the last copy"),
            (phones[2], "Written while there was no server"),
        ):
            expect(note(phone, text).get_by_text("Saved", exact=True)).to_be_visible()
        hall.tab("Notes")
        for text in (
            "In the copy",
            "Accepted after the last copy",
            "Written while there was no server",
        ):
            expect(panel.get_by_role("listitem").filter(has_text=text)).to_have_count(1)
        write(phones[3], "And the café goes on")
    finally:
        hall.close()


def lines_of(panel: Page, cafe: str) -> list[str]:
    """Return what the server's list holds, as the facilitator's browser may read it."""
    answer = panel.evaluate(
        """async (cafe) => {
            const known = JSON.parse(localStorage.getItem(`wikicafe:${cafe}`));
            const token = known.roles?.facilitator ?? known.token;
            const headers = { Authorization: `Bearer ${token}` };
            return (await fetch(`/api/cafes/${cafe}/log`, { headers })).json();
        }""",
        cafe,
    )
    return list(answer["lines"])

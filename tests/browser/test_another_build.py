"""A newer server under a page of an older one: other files with other names, and nothing that was written is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.gathering import Gathering, seconds_on, table_on, write
from tests.browser.prepared import PreparedCafe
from tests.browser.test_offline import note, offline, online, put_on_the_sheet, wait_until_kept
from tests.cafe_server import CafeServer
from wikicafe import assets

BUTTON, NEWER_BUTTON = "Put on the sheet", "Lay on the sheet"
HASH = re.compile(r"(?<=-)([\w-]{7})([\w-])(?=\.(?:js|css)\b)")
SERVES = """
import pathlib
from wikicafe import assets
assets.STATIC = pathlib.Path({static!r})
from wikicafe.cli import main
main(prog_name="wikicafe")
"""
AWAY = re.compile("^No connection|^Connecting")
PREPARE = Callable[..., PreparedCafe]
GATHER = Callable[[PreparedCafe], Gathering]


def another_build(into: Path) -> Path:
    """Copy the built pages so that no file with a hash keeps its name, and one button says something else."""
    shutil.copytree(assets.STATIC, into, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    for path in [path for path in into.rglob("*") if path.is_file()]:
        text = HASH.sub(r"\2\1", path.read_text(encoding="utf-8"))
        path.write_text(text.replace(BUTTON, NEWER_BUTTON), encoding="utf-8")
        path.rename(path.with_name(HASH.sub(r"\2\1", path.name)))
    return into


def renew(server: CafeServer, static: Path) -> None:
    """Start the server anew at its address with its data, with the pages of another build."""
    server.kill()
    server.program = ("-c", SERVES.format(static=str(static)))
    server.start()


def scripts_of(page: Page) -> set[str]:
    """Return the names of the files with a hash that the page named when it came."""
    named: list[str] = page.evaluate(
        "[...document.querySelectorAll('script[src], link[rel=modulepreload], link[rel=stylesheet]')]"
        ".map((one) => (one.src || one.href).split('/').pop())"
    )
    return set(named)


def begun(server: CafeServer, prepare: PREPARE, gather: GATHER) -> tuple[PreparedCafe, Page]:
    cafe = prepare(server).join("Bo", "Chen", "Dmitri")
    phone = gather(cafe).join(cafe.code, "Ama")
    cafe.facilitator.ask("begin-step", {"step": "s2"})
    expect(phone.get_by_role("textbox", name="Write a note")).to_be_visible()
    return cafe, phone


def back(phone: Page) -> None:
    expect(phone.get_by_role("status").filter(has_text=AWAY)).to_have_count(0)


def test_an_old_page_goes_on_with_a_new_server_and_a_reload_brings_the_new_page(
    own_server: CafeServer,
    tmp_path: Path,
    prepare: PREPARE,
    gather: GATHER,
    screenshot: Callable[..., Any],
) -> None:
    newer = another_build(tmp_path / "newer")
    cafe, phone = begun(own_server, prepare, gather)
    write(phone, "With the old server")
    wait_until_kept(phone)
    table, old = table_on(phone), scripts_of(phone)

    own_server.kill()
    expect(phone.get_by_role("status").filter(has_text=AWAY)).to_be_visible()
    put_on_the_sheet(phone, "With no server")
    renew(own_server, newer)
    back(phone)
    expect(note(phone, "With no server").get_by_text("Saved", exact=True)).to_be_visible()
    write(phone, "An old page and the new server")
    # What is fetched late is of the old build, which no server has any more.
    phone.get_by_role("button", name="Menu").click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    phone.get_by_role("button", name="Close").click()
    assert (table_on(phone), scripts_of(phone)) == (table, old)

    phone.reload()
    expect(phone.get_by_role("button", name=NEWER_BUTTON)).to_be_visible()
    screenshot(phone, "a phone with the new page")
    assert table_on(phone) == table
    assert scripts_of(phone).isdisjoint(old)
    said = ["With the old server", "With no server", "An old page and the new server"]
    for text in said:
        expect(note(phone, text)).to_have_count(1)
    assert sorted(cafe.notes()) == sorted(said)


def test_after_the_new_page_was_seen_it_is_the_new_one_that_opens_without_a_network(
    own_server: CafeServer, tmp_path: Path, prepare: PREPARE, gather: GATHER
) -> None:
    newer = another_build(tmp_path / "newer")
    _cafe, phone = begun(own_server, prepare, gather)
    wait_until_kept(phone)
    offline(phone)
    put_on_the_sheet(phone, "On the old page")
    renew(own_server, newer)
    # Nobody has told the phone: the old page opens, with all its files.
    phone.reload()
    expect(phone.get_by_role("button", name=BUTTON)).to_be_visible()
    online(phone)
    expect(note(phone, "On the old page").get_by_text("Saved", exact=True)).to_be_visible()

    phone.reload()
    expect(phone.get_by_role("button", name=NEWER_BUTTON)).to_be_visible()
    new = scripts_of(phone)
    wait_until_files_are_kept(phone, new)
    offline(phone)
    phone.reload()
    expect(phone.get_by_role("button", name=NEWER_BUTTON)).to_be_visible()
    expect(note(phone, "On the old page")).to_have_count(1)
    assert scripts_of(phone) == new
    assert seconds_on(phone) > 0


def test_a_menu_that_only_the_old_server_had_brings_the_new_page(
    own_server: CafeServer, tmp_path: Path, prepare: PREPARE, gather: GATHER
) -> None:
    newer = another_build(tmp_path / "newer")
    cafe = prepare(own_server).join("Bo", "Chen", "Dmitri")
    hall = gather(cafe)
    phone = hall.screen({"width": 360, "height": 740}, storage_state=cafe.as_guest())
    phone.route(re.compile("/assets/TheMenu-"), lambda route: route.abort())
    phone.goto(cafe.address())
    cafe.facilitator.ask("begin-step", {"step": "s2"})
    write(phone, "Before the menu")
    phone.get_by_role("textbox", name="Write a note").fill("A draft")
    renew(own_server, newer)
    back(phone)
    phone.unroute(re.compile("/assets/TheMenu-"))
    phone.get_by_role("button", name="Menu").click()
    expect(phone.get_by_role("button", name=NEWER_BUTTON)).to_be_visible()
    expect(phone.get_by_role("textbox", name="Write a note")).to_have_value("A draft")
    phone.get_by_role("button", name="Menu").click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    assert cafe.notes() == ["Before the menu"]


def wait_until_files_are_kept(phone: Page, names: set[str]) -> None:
    """Wait until the worker can give these files without a network."""
    phone.evaluate(
        """async (names) => {
            const lies = async (name) => await caches.match(`/static/assets/${name}`);
            for (const name of names)
                while (!(await lies(name))) await new Promise((wake) => setTimeout(wake, 50));
            const frame = async () => (await (await caches.open('wikicafe-pages-1')).match(location.pathname)).text();
            while (!(await frame()).includes(names.find((name) => name.endsWith('.css'))))
                await new Promise((wake) => setTimeout(wake, 50));
        }""",
        sorted(names),
    )

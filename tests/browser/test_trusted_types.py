"""No page of ours makes a script out of text, and the browser would not let it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.prepared import PreparedCafe
from tests.cafe_server import CafeServer

PAGES = ("/", "/join", "/facilitator", "/cafe/{id}/panel", "/cafe/{id}/board",
         "/cafe/{id}/projector", "/cafe/{id}/outcome")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_text_becomes_no_mark_up_and_no_script(
    path: str,
    server: CafeServer,
    prepare: Callable[..., PreparedCafe],
    new_context: Callable[..., object],
    complaints: Callable[[Page], list[str]],
) -> None:
    cafe = prepare(server).join("Ama", "Bo", "Chen")
    cafe.facilitator.ask("begin-step", {"step": "s2"})
    cafe.guests[0].writes("<img src=x onerror=alert(1)>")
    page: Page = new_context(storage_state=cafe.as_facilitator()).new_page()  # type: ignore[attr-defined]
    found = complaints(page)
    page.goto(server.url + path.format(id=cafe.id))
    page.wait_for_load_state("networkidle")
    assert found == []
    refused = page.evaluate(
        """() => {
            const tries = {
                mark_up: () => { document.body.innerHTML = '<b>x</b>'; },
                script: () => { document.createElement('script').src = 'https://evil.example/x.js'; },
                text: () => { document.createElement('script').text = 'alert(1)'; },
                parsed: () => new DOMParser().parseFromString('<b>x</b>', 'text/html'),
            };
            return Object.entries(tries).filter(([, attempt]) => {
                try { attempt(); return false; } catch { return true; }
            }).map(([name]) => name);
        }"""
    )
    assert refused == ["mark_up", "script", "text", "parsed"]

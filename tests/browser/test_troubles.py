"""The panel says what is wrong with the server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.prepared import PreparedCafe
from tests.cafe_server import CafeServer
from tests.faults.timeshift import WallClock

NEW_CONTEXT = Callable[..., Any]


def test_the_panel_warns_while_something_is_wrong(
    tmp_path: Path,
    prepare: Callable[..., PreparedCafe],
    new_context: NEW_CONTEXT,
    complaints: Callable[[Page], list[str]],
    axe: Callable[..., list[str]],
    screenshot: Callable[..., Any],
) -> None:
    wall = WallClock(tmp_path / "wall")
    server = CafeServer(tmp_path / "data")
    server.program = wall.program
    server.start()
    try:
        cafe = prepare(server)
        panel = new_context(storage_state=cafe.as_facilitator()).new_page()
        found = complaints(panel)
        panel.goto(cafe.address("panel"))
        expect(panel.get_by_text("Connected", exact=True)).to_be_visible()
        warnings = panel.locator(".troubles .cdx-message")
        expect(warnings).to_have_count(0)

        wall.set_by(3600)
        expect(warnings.filter(has_text="clock was set by 3,600 seconds")).to_be_visible()
        panel.reload()
        expect(warnings.filter(has_text="clock was set by 3,600 seconds")).to_be_visible()
        screenshot(panel, "a clock was set")
        assert axe(panel) == []
        assert found == []
    finally:
        server.kill()

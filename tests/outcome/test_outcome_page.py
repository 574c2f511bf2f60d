"""The outcome page in a real browser: without a script, on phones, on paper, for all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cafe_server import CafeServer
from tests.outcome.evil import CORPUS
from tests.outcome.served_cafe import Served, evil_cafe, serve_cafe
from tests.outcome.small_cafe import small_cafe, small_outcome, speak
from wikicafe.outcome import RENDERERS


@pytest.fixture
def served(server: CafeServer) -> Served:
    return serve_cafe(server, small_cafe())


def test_everybody_reads_it_once_published_without_any_script(
    new_context: Callable[..., Any], served: Served
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(served.address("outcome"))
    expect(page.get_by_role("heading", name="Small café")).to_be_visible()
    expect(page.get_by_role("heading", name="Blockers and solutions")).to_be_visible()
    expect(page.get_by_text("Whole café, with names")).to_have_count(0)


def test_a_finding_leads_to_its_notes_and_a_note_back(page: Page, served: Served) -> None:
    page.goto(served.address("outcome"))
    page.locator("#f1").get_by_role("link", name="2", exact=True).click()
    note = page.locator("#n2")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("Ingen har tid")
    expect(note).to_contain_text("Table 2")
    note.get_by_role("link", name="Used in: Blocker").click()
    expect(page.locator("#f1")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_axe_finds_nothing(
    lang: str,
    scheme: Any,
    page: Page,
    served: Served,
    axe: Callable[..., list[str]],
    complaints: Callable[[Page], list[str]],
    screenshot: Callable[..., Any],
) -> None:
    found = complaints(page)
    page.emulate_media(color_scheme=scheme)
    served.remember(page)
    page.goto(f"{served.address('outcome')}?uselang={lang}")
    assert axe(page) == []
    screenshot(page, f"outcome {lang} {scheme}")
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_nothing_is_wider_than_the_screen(width: int, page: Page, server: CafeServer) -> None:
    cafe = evil_cafe()
    served = serve_cafe(server, cafe)
    served.remember(page)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(served.address("outcome"))
    expect(page.locator(".note").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("form", RENDERERS)
def test_facilitators_download_every_form(form: str, page: Page, served: Served) -> None:
    served.remember(page)
    page.goto(served.address("outcome"))
    with page.expect_download() as downloading:
        page.get_by_role("link", name=speak(f"outcome-download-{form}")).click()
    downloaded = downloading.value
    assert downloaded.suggested_filename.endswith(RENDERERS[form].extension)
    assert Path(downloaded.path()).stat().st_size > 100


def test_the_offline_file_opens_without_a_server_and_asks_for_nothing(
    page: Page,
    tmp_path: Path,
    axe: Callable[..., list[str]],
    complaints: Callable[[Page], list[str]],
) -> None:
    found, asked = complaints(page), []
    page.on("request", lambda request: asked.append(request.url))
    file = tmp_path / "index.html"
    file.write_bytes(RENDERERS["html"].render(small_outcome(), speak, ()))
    page.goto(file.as_uri())
    page.locator("#f1").get_by_role("link", name="2", exact=True).click()
    expect(page.locator("#n2")).to_be_in_viewport()
    assert [url.partition("#")[0] for url in asked] == [file.as_uri()]
    assert found == []
    assert axe(page) == []


def test_mischief_is_read_by_the_browser_as_it_was_written(page: Page, server: CafeServer) -> None:
    cafe = evil_cafe()
    served = serve_cafe(server, cafe)
    served.remember(page)
    page.goto(served.address("outcome"))
    texts = page.locator(".note__text").evaluate_all("all => all.map(one => one.textContent)")
    assert texts == [note.text for note in cafe.cafe.in_order(cafe.cafe.notes)]
    assert len(texts) > len(CORPUS) * 0.8


def test_on_paper_it_has_pages_and_no_downloads(page: Page, served: Served) -> None:
    served.remember(page)
    page.goto(served.address("outcome"))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Downloads")).to_be_hidden()
    assert page.pdf().startswith(b"%PDF")

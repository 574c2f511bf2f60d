"""A phone is spoken to in its own language, without being asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.gathering import PHONE
from tests.cafe_server import CafeServer
from wikicafe.i18n import catalogue, message

PHONES = {  # what the phone is set to → the catalogue's language and its direction
    "ar": ("ar", "rtl"),
    "ar-EG": ("ar", "rtl"),
    "zh-CN": ("zh-hans", "ltr"),
    "fr-CA": ("fr", "ltr"),
    "de": ("de", "ltr"),
    "id-ID": ("id", "ltr"),
    "ru": ("ru", "ltr"),
    "es-MX": ("es", "ltr"),
    "en-GB": ("en", "ltr"),
    "tlh": ("en", "ltr"),
}


@pytest.mark.parametrize("locale", PHONES)
def test_a_phone_gets_the_door_in_its_language_and_direction(
    locale: str, server: CafeServer, new_context: Callable[..., Any]
) -> None:
    lang, direction = PHONES[locale]
    phone = new_context(viewport=PHONE, locale=locale).new_page()
    phone.goto(f"{server.url}/join")
    expect(phone.locator("html")).to_have_attribute("lang", lang)
    expect(phone.locator("html")).to_have_attribute("dir", direction)
    assert "join-title" in catalogue(lang)
    title = message(lang, "join-title")
    assert lang == "en" or title != message("en", "join-title")
    expect(phone.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(phone.locator("#code-hint")).to_have_text(message(lang, "join-code-hint"))


def test_another_language_can_be_chosen_and_is_kept(
    server: CafeServer, new_context: Callable[..., Any]
) -> None:
    phone = new_context(viewport=PHONE, locale="en-GB").new_page()
    phone.goto(f"{server.url}/join")
    menu = phone.get_by_role("combobox", name=message("en", "join-interface-language"))
    menu.select_option("ar")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.get_by_role("heading", name=message("ar", "join-title"))).to_be_visible()
    phone.goto(f"{server.url}/")
    expect(phone.locator("html")).to_have_attribute("lang", "ar")

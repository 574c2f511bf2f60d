"""Halls for browser tests; every device is put away when its test ends."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.gathering import Gathering
from tests.browser.prepared import PreparedCafe
from tests.cafe_server import CafeServer


@pytest.fixture
def gather(browser: Browser) -> Iterator[object]:
    """`gather(cafe)` → a hall before a prepared café, its facilitator sitting at the panel."""
    halls: list[Gathering] = []

    def gathered(cafe: PreparedCafe) -> Gathering:
        halls.append(Gathering(browser, cafe.server, storage_state=cafe.as_facilitator()))
        return halls[-1]

    yield gathered
    for hall in halls:
        hall.close()


@pytest.fixture
def prepare() -> Iterator[object]:
    """`prepare(server, …)` → a prepared café whose sockets are hung up in the end."""
    cafes: list[PreparedCafe] = []

    def prepared(server: CafeServer, **design: object) -> PreparedCafe:
        cafes.append(PreparedCafe(server, **design))
        return cafes[-1]

    yield prepared
    for cafe in cafes:
        cafe.close()

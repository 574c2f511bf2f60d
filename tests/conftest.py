"""Fixtures for everybody: the real server, the real browser, and what to look for in a page."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.cafe_server import CafeServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PICTURES = ROOT / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# redis-server lies beside Python (scripts/install-redis); so may node.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
# No test asserts wall time: machines are busy.
settings.register_profile("wikicafe", deadline=None)
settings.load_profile("wikicafe")
LONGEST_EXPECTATION = 15_000  # milliseconds; two busy cores, eight pages
SERVER_FIXTURES = {"server", "own_server"}


# ---- the server --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CafeServer]:
    """The real server, one for all tests of this run. Make your own café in it; never kill it."""
    running = CafeServer(tmp_path_factory.mktemp("cafe")).start()
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[CafeServer]:
    """The real server for one test, which may kill() and restart() it."""
    running = CafeServer(tmp_path / "cafe").start()
    yield running
    running.stop()


# ---- the browser -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; nothing is downloaded. The sandbox needs rights that containers lack."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """Give `expect` the time that a busy machine with two cores needs."""
    from playwright.sync_api import expect

    expect.set_options(timeout=LONGEST_EXPECTATION)


@pytest.fixture
def complaints() -> Callable[["Page"], list[str]]:
    """Collect what a page complains about: errors on the console, broken rules of the CSP, exceptions.

    Call it before the first goto; the list it gives fills as the page lives:
    `found = complaints(page)` … `assert found == []`.
    """
    return listen_for_complaints


def listen_for_complaints(page: "Page") -> list[str]:
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"exception: {error}"))
    page.on(
        "console",
        lambda message: (
            found.append(f"{message.type}: {message.text}")
            if message.type == "error" or "Content Security Policy" in message.text
            else None
        ),
    )
    return found


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Ask axe-core what is wrong with a page: `assert axe(page) == []`.

    `axe(page, leave_out=["target-size"])` leaves out rules; say why beside it. `only=` asks for a few.
    """
    return violations


def violations(
    page: "Page",
    *,
    within: str = "html",
    leave_out: list[str] | None = None,
    only: list[str] | None = None,
) -> list[str]:
    # As a value to evaluate(), not as a script tag: the page's CSP forbids the latter. Rows outside
    # the window have no size under content-visibility:auto, which axe takes for small targets.
    page.evaluate(
        "for (const e of document.querySelectorAll('*'))"
        " if (getComputedStyle(e).contentVisibility === 'auto') e.style.contentVisibility = 'visible'"
    )
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n;0")
    options = {
        "runOnly": only or AXE_RULES,
        "rules": {rule: {"enabled": False} for rule in leave_out or []},
    }
    answer = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['target']} {node['html'][:200]}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[..., Path]:
    """Keep a picture of a page in screenshots/: `screenshot(page, "join in Arabic")`."""

    def take(page: "Page", name: str, *, full_page: bool = True) -> Path:
        PICTURES.mkdir(parents=True, exist_ok=True)
        stem = re.sub(r"[^\w-]+", "-", f"{request.node.originalname}--{name}").strip("-")
        path = PICTURES / f"{stem}.png"
        page.screenshot(path=path, full_page=full_page)
        return path

    return take


# ---- which tests run together ------------------------------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or a server by what it asks for, so that nobody has to remember."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"page", "context", "browser", "new_context"}:
            item.add_marker(pytest.mark.browser)
        if fixtures & SERVER_FIXTURES:
            item.add_marker(pytest.mark.server)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the server's last words beside a failure."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call" and report.failed:
        for name in SERVER_FIXTURES & set(getattr(item, "funcargs", {})):
            report.sections.append((f"{name} said", item.funcargs[name].tail()))  # type: ignore[attr-defined]

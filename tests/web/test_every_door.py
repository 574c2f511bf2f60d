"""Every HTTP route and every screen × who asks × how far the café is, against a table written by hand.

A route without a row fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.web.test_joining import key_of
from tests.web.visitors import Visitor
from wikicafe.app import House
from wikicafe.web import screens
from wikicafe.web.tokens import Token

pytestmark = pytest.mark.slow

# e everybody · h the house · f a facilitator of this café · s synthesis group · p participant ·
# j a projector. After / : who besides, once the outcome is published.
ROUTES = {
    "pages.home": "e",
    "pages.join": "e",
    "pages.facilitator": "e",
    "pages.participant": "p",  # the frame is everybody's; what counts is the view within
    "pages.screen:panel": "f",
    "pages.screen:board": "fs",
    "pages.screen:projector": "fj",
    "pages.enter": "e",
    "pages.outcome": "f/e",
    "pages.qr": "e",
    "pages.service_worker": "e",
    "downloads.download:csv": "f/e",
    "downloads.download:wikitext": "f/e",
    "downloads.download:archive": "f",
    "api.designs": "e",
    "api.find": "e",  # the code, a key, or nothing
    "api.join": "e",
    "api.enter": "e",
    "housekeeping.house": "e",
    "housekeeping.cafes": "h",
    "housekeeping.open_cafe": "h",
    "housekeeping.enter": "h",
    "housekeeping.import_cafe": "h",
    "housekeeping.seat": "f",
    "housekeeping.rehearse": "f",
    "keeping.come_back": "e",  # by the secret of a browser
    "keeping.read_on": "f",
    "keeping.erased": "f",
    "keeping.put_back": "h",
    "planning.outlook": "hfF",  # of any café: it is about none
    "planning.costs": "f",
    "planning.why": "f",
    "openapi.document": "e",
    "revealing.clues": "f",
    "health.healthz": "e",
    "metrics.metrics": "",  # by the operator's token alone
}
SCREENS = {"participant": "p", "panel": "f", "board": "fs", "projector": "fj"}
# who → letters; F is a facilitator of another café
WHO = {
    "nobody": "",
    "a forger": "",
    "a participant": "p",
    "the synthesis group": "ps",
    "a facilitator": "f",
    "a projector": "j",
    "removed": "",
    "revoked": "",
    "erased": "",
    "of another café": "F",
    "the house": "h",
}
PHASES = ("before", "round", "published", "closed", "closed and published")
NO = {
    "unknown-token", "not-allowed", "not-published", "removed", "revoked", "erased", "wrong-key",
}  # fmt: skip
BODIES: dict[str, Any] = {
    "housekeeping.open_cafe": {"design": {"title": "x"}, "name": "x"},
    "housekeeping.enter": {"name": "x", "secret": "z" * 32},
    "housekeeping.rehearse": {"people": 1},
}
BY_OTHER_MEANS = {"api.find", "api.join", "api.enter", "housekeeping.house", "keeping.come_back"}


@dataclass
class Gathering:
    house: House
    cafe: str
    tokens: dict[str, str]


def gathered(house: House) -> tuple[Gathering, Visitor]:
    fatima = Visitor(house, "f" * 32).opens_a_cafe()
    people = {name: Visitor(house, f"{n:032}") for n, name in enumerate(WHO)}
    for name in ("a participant", "the synthesis group", "removed", "erased"):
        people[name].joins(code=fatima.code)
    people["revoked"].enters(fatima.cafe, "facilitator", key_of(fatima, "facilitator"))
    people["a projector"].enters(fatima.cafe, "projector", key_of(fatima, "projector"))
    people["of another café"].opens_a_cafe()
    tokens = {name: visitor.token for name, visitor in people.items()}
    group = people["the synthesis group"].person
    fatima.commands("grant-role", {"person": group, "role": "synthesiser"})
    fatima.commands("remove-participant", {"person": people["removed"].person})
    fatima.commands("revoke-devices", {"people": [people["revoked"].person]})
    fatima.commands("erase-person", {"person": people["erased"].person})
    tokens |= {"nobody": "", "a facilitator": fatima.token, "the house": fatima.house_token()}
    tokens["a forger"] = tokens["a participant"][:-3] + "AAA"
    return Gathering(house, fatima.cafe, tokens), fatima


def brought_to(phase: str, fatima: Visitor, here: Gathering) -> None:
    guests = [Visitor(here.house, f"guest{n}" * 6) for n in range(3)]
    for guest in guests:
        guest.joins(code=fatima.code)
    if phase != "before":
        fatima.commands("begin-step", {"step": "s1"})
    if "published" in phase:
        guests[0].commands("write-note", {"step": "s1", "text": "a room"})
        fatima.commands("publish-outcome")
    if "closed" in phase:
        fatima.commands("close-cafe")


def addresses(here: Gathering) -> Iterator[tuple[str, str, str, str]]:
    """Row, endpoint, method, address."""
    values = {"cafe": here.cafe, "code": "BCDFGH", "person": "x"}
    more = {"format": ("csv", "wikitext", "archive"), "screen": ("panel", "board", "projector")}
    routes = here.house.app.url_map.bind("localhost")
    for rule in here.house.app.url_map.iter_rules():
        variable = next((name for name in more if name in rule.arguments), None)
        for value in more.get(variable or "", (None,)):
            row = rule.endpoint if value is None else f"{rule.endpoint}:{value}"
            filled = {n: values.get(n, value) for n in rule.arguments}
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                address = routes.build(rule.endpoint, filled, method=method)
                yield row, rule.endpoint, method, address


def is_let_in(here: Gathering, who: str, row: str, method: str, address: str) -> bool:
    browser, token = here.house.app.test_client(), here.tokens[who]
    if token:
        browser.set_cookie(f"wikicafe-{here.cafe}", token)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = BODIES.get(row, {})
    asked = browser.open(address, method=method, headers=headers, json=body)
    view = re.search(r'id="page">(.*?)</script>', asked.text) if "html" in asked.mimetype else None
    if view is not None and row != "metrics.metrics":
        page = json.loads(view[1])
        return page["view"] is not None if "view" in page else page.get("code") not in NO
    said = asked.json if asked.is_json else {}
    code = said["refused"]["code"] if isinstance(said, dict) and "refused" in said else None
    if row == "metrics.metrics":  # nobody shall even learn that it is there
        return asked.status_code == 200
    return code not in NO and asked.status_code not in (401, 403)


def may(row: str, table: dict[str, str], who: str, phase: str) -> bool:
    always, _, then = table[row].partition("/")
    letters = always + (then if "published" in phase else "")
    return "e" in letters or bool(set(letters) & set(WHO[who]))


@pytest.fixture(params=PHASES)
def phase(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def here(house: House, phase: str) -> Gathering:
    desk = house.app.extensions["wikicafe"]
    object.__setattr__(desk, "rehearse", lambda *_: None)
    desk.pace._per_s = desk.pace._burst = 1e9
    made, fatima = gathered(house)
    brought_to(phase, fatima, made)
    return made


def test_every_route_has_a_row(house: House) -> None:
    fatima = Visitor(house).opens_a_cafe()
    rows = {row for row, *_ in addresses(Gathering(house, fatima.cafe, {}))}
    assert rows == set(ROUTES)


def test_no_route_lets_in_whom_the_table_does_not_name(here: Gathering, phase: str) -> None:
    wrong, tried = [], 0
    for row, endpoint, method, address in addresses(here):
        for who in WHO if endpoint not in BY_OTHER_MEANS else ():
            tried += 1
            if is_let_in(here, who, row, method, address) != may(row, ROUTES, who, phase):
                wrong.append((row, method, who))
    assert wrong == []
    assert tried >= 300


def test_no_screen_shows_itself_to_whom_the_table_does_not_name(
    here: Gathering, phase: str
) -> None:
    desk = here.house.app.extensions["wikicafe"]
    cafe = here.house.live.look(here.cafe).cafe
    for who, text in here.tokens.items():
        token = desk.seal.read(text)
        for screen in SCREENS:
            # At the door the token's café has to be the one it says; see test_sockets.
            is_of_here = isinstance(token, Token) and token.cafe == here.cafe
            sees = is_of_here and screens.may_see(cafe, screen, token) is None
            assert sees == may(screen, SCREENS, who, phase), (who, screen)

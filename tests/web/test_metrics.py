"""What an operator measures: health for everybody, figures for whoever has the token."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.visitors import Visitor, settings_for
from wikicafe import serve
from wikicafe.app import House, build
from wikicafe.eventlog import open_log

TOKEN = "a token of the operator"


@pytest.fixture
def measured(tmp_path: Path) -> Iterator[House]:
    settings = settings_for(tmp_path, metrics_token=TOKEN)
    made = build(settings, open_log("memory://"), serve.Threading().runtime)
    made.start()
    yield made
    made.stop()


def figures(house: House, token: str = TOKEN) -> Any:
    return house.app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def value(text: str, name: str) -> float:
    (found,) = re.findall(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found)


def test_figures_are_for_whoever_shows_the_token(measured: House) -> None:
    assert figures(measured).status_code == 200
    assert figures(measured, "").status_code == 404
    assert figures(measured, TOKEN[:-1]).status_code == 404
    assert figures(measured, "ünder").status_code == 404


def test_without_a_token_there_are_no_figures(house: House) -> None:
    assert figures(house, "").status_code == 404
    assert figures(house, "None").status_code == 404


def test_commands_are_counted_by_their_answer_and_timed(measured: House) -> None:
    visitor = Visitor(measured).opens_a_cafe()
    before = figures(measured).text
    visitor.commands("close-doors")
    visitor.commands("begin-step", {"step": "s9"})
    after = figures(measured).text
    accepted = 'wikicafe_commands_total{as="accepted"}'
    assert value(after, accepted) == value(before, accepted) + 1
    assert value(after, 'wikicafe_commands_total{as="unknown-step"}') == 1
    count = "wikicafe_command_seconds_count"
    assert value(after, count) == value(before, count) + 2
    assert value(after, 'wikicafe_command_seconds_bucket{le="+Inf"}') == value(after, count)
    assert value(after, "wikicafe_cafes") == 1
    assert value(after, "wikicafe_told_total") > value(before, "wikicafe_told_total")
    assert value(after, "wikicafe_commit_ops_count") > 0


def test_figures_name_no_cafe_and_no_person(measured: House) -> None:
    visitor = Visitor(measured).opens_a_cafe()
    text = figures(measured).text
    for secret in (visitor.cafe, visitor.person, visitor.code, "Fatima"):
        assert secret not in text


def test_health_says_what_is_degraded(house: House) -> None:
    ask = house.app.test_client().get
    assert ask("/healthz").json == {"status": "ok", "troubles": []}
    house.live.troubles.wrote(OSError(28, "No space left on device"))
    degraded = ask("/healthz")
    assert degraded.json == {"status": "degraded", "troubles": ["storage-full"]}
    assert degraded.status_code == 200
    house.live.troubles.wrote(None)
    assert ask("/healthz").json == {"status": "ok", "troubles": []}


def test_a_server_that_ends_says_so(house: House) -> None:
    house.live.is_ending = True
    answer = house.app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["status"]) == (503, "ending")


@pytest.mark.slow
def test_the_panel_hears_of_troubles_and_of_their_end(
    dial: Callable[..., Any], house: House, fatima: Visitor
) -> None:
    from tests.web.test_sockets import wait_until

    panel = dial(fatima.cafe, fatima.token)
    heard: list[Any] = []
    panel.on("signal", heard.append)
    assert panel.call("hello", {"screen": "panel"})["view"]["troubles"] == []
    house.live.troubles.begin("clock-jumped", 3600)
    told = {"name": "troubles", "troubles": [{"code": "clock-jumped", "params": [3600]}]}
    wait_until(lambda: told in heard)
    assert panel.call("hello", {"screen": "panel"})["view"]["troubles"] == told["troubles"]
    house.live.troubles.over("clock-jumped")
    wait_until(lambda: {"name": "troubles", "troubles": []} in heard)


@pytest.mark.slow
def test_phones_say_how_much_they_still_keep(
    dial: Callable[..., Any], house: House, fatima: Visitor
) -> None:
    guest = Visitor(house, "a" * 32)
    guest.joins(code=fatima.code)
    phone = dial(guest.cafe, guest.token)
    assert phone.call("unsent", {"count": 3}) == {"heard": 3}
    assert house.live.troubles.shown(fatima.cafe) == [
        {"code": "unsent-on-phones", "params": [1, 3]}
    ]
    assert phone.call("unsent", {"count": -1})["refused"]["code"] == "bad-shape"
    phone.disconnect()
    assert house.live.troubles.shown(fatima.cafe) != []
    dial(guest.cafe, guest.token).call("unsent", {"count": 0})
    assert house.live.troubles.shown(fatima.cafe) == []


@pytest.mark.slow
def test_one_phone_cannot_flood_the_panels(
    dial: Callable[..., Any], house: House, fatima: Visitor
) -> None:
    guest = Visitor(house, "a" * 32)
    guest.joins(code=fatima.code)
    phone = dial(guest.cafe, guest.token)
    buckets = house.app.extensions["wikicafe"].looking
    buckets._clock = lambda: 0.0
    answers = [phone.call("unsent", {"count": n}) for n in range(1, 50)]
    assert answers[0] == {"heard": 1}
    assert answers[-1]["refused"]["code"] == "busy"

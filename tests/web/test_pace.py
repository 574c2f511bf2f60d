"""One token may ask only so fast; people never notice, phones slow down and lose nothing."""

from __future__ import annotations

import pytest

from tests.web.test_sockets import Dial
from tests.web.visitors import Visitor, code_of
from wikicafe.app import House
from wikicafe.web import pace
from wikicafe.web.pace import BURST, PER_S, Pace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_five_a_second() -> None:
    clock = Clock()
    buckets = Pace(clock=clock)
    assert [buckets.take("ama") for _ in range(BURST)] == [0] * BURST
    assert buckets.take("ama") > 0
    clock.now += 4
    passed = sum(buckets.take("ama") == 0 for _ in range(100))
    assert passed == PER_S * 4


def test_one_who_floods_slows_nobody_else() -> None:
    buckets = Pace(clock=Clock())
    for _ in range(1000):
        buckets.take("flood")
    assert buckets.take("ama") == 0


def test_memory_does_not_grow_with_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_BUCKETS", 100)
    buckets = Pace(clock=Clock())
    for number in range(1000):
        buckets.take(number)
    assert len(buckets._buckets) == 100


@pytest.mark.slow
def test_what_a_phone_kept_for_hours_gets_through_in_order(
    dial: Dial, house: House, fatima: Visitor
) -> None:
    clock = Clock()
    buckets = house.app.extensions["wikicafe"].pace
    buckets._clock = clock
    line = dial(fatima.cafe, fatima.token)
    todo = [
        {"cid": f"three-hours-{n:03}", "name": "open-theme", "payload": {"title": f"t{n}"}}
        for n in range(500)
    ]
    waited = 0
    while todo:
        answers = line.call("commands", todo[:100])
        accepted = sum("accepted" in answer for answer in answers)
        # None overtakes: what was taken is the front of the batch.
        assert all("accepted" in answer for answer in answers[:accepted])
        assert all(a["refused"]["code"] == "busy" for a in answers[accepted:])
        todo = todo[accepted:]
        if todo:
            clock.now += answers[-1]["refused"]["params"][0] + 5
            waited += 1
    titles = [t.title for t in house.live.look(fatima.cafe).cafe.themes.values()]
    assert sorted(titles, key=lambda t: int(t[1:])) == [f"t{n}" for n in range(500)]
    numbers = house.live.look(fatima.cafe).cafe.themes.values()
    assert all(int(t.title[1:]) == t.number - 1 for t in numbers)
    assert waited > 5


@pytest.mark.slow
def test_views_and_clocks_have_a_bucket_of_their_own(
    dial: Dial, house: House, fatima: Visitor
) -> None:
    house.app.extensions["wikicafe"].looking._clock = Clock()
    line = dial(fatima.cafe, fatima.token)
    answers = [line.call("clock", {"t0": 1}) for _ in range(BURST + 5)]
    assert sum("now" in answer for answer in answers) == BURST
    assert line.call("hello", {"screen": "panel"})["refused"]["code"] == "busy"
    ask = {"cid": "abcdefghijkl", "name": "close-doors", "payload": {}}
    assert "accepted" in line.call("command", ask)


def test_a_facilitator_s_script_is_slowed_down_too(house: House, fatima: Visitor) -> None:
    house.app.extensions["wikicafe"].pace._clock = Clock()
    asked = [fatima.asks(f"/api/cafes/{fatima.cafe}/seating", {}, fatima.token) for _ in range(45)]
    assert [code_of(answer) for answer in asked][:BURST] == ["too-few-people"] * BURST
    assert (asked[-1].status_code, code_of(asked[-1])) == (429, "busy")


def test_a_thousand_join_within_a_minute_from_one_address(house: House, fatima: Visitor) -> None:
    """And fifty of them mistype the code first."""
    clock = Clock()
    house.app.extensions["wikicafe"].guesses._clock = clock
    refused = 0
    for number in range(1000):
        guest = Visitor(house, f"guest-{number:028}")
        if number % 20 == 0:
            assert code_of(guest.asks("/api/find", {"code": "QQQQQQ"})) == "no-such-cafe"
        refused += guest.joins(code=fatima.code).status_code != 200
        clock.now += 60 / 1000
    assert refused == 0
    assert len(house.live.look(fatima.cafe).cafe.people) == 1001

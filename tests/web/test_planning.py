"""The calls about seats: how a plan would go, why somebody sits there, and what it costs."""

from __future__ import annotations

from typing import Any

from tests.web.visitors import Visitor
from wikicafe.app import House


def get(visitor: Visitor, path: str, token: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return visitor.browser.get(path, headers=headers)


def seated_cafe(house: House, fatima: Visitor, guests: int = 6) -> list[Visitor]:
    found = []
    for number in range(guests):
        guest = Visitor(house, f"{number:032}")
        guest.joins(code=fatima.code)
        found.append(guest)
    assert fatima.asks(f"/api/cafes/{fatima.cafe}/seating", {}, fatima.token).status_code == 200
    return found


def test_the_outlook_says_for_how_many_rounds_nobody_meets_twice(fatima: Visitor) -> None:
    answer = get(fatima, "/api/seating/outlook?people=80&rounds=3&size=5&hosts=true", fatima.token)
    assert answer.status_code == 200
    told = answer.json
    assert (told["people"], told["tables"], told["without_repeats"]) == (80, 16, 16)
    assert told["repeats_at_least"] == 0


def test_the_outlook_says_what_must_repeat(fatima: Visitor) -> None:
    path = "/api/seating/outlook?people=12&rounds=4&tables=3"
    told = get(fatima, path, fatima.token).json
    assert told["without_repeats"] < 4
    assert told["repeats_at_least"] > 0


def test_the_outlook_is_for_planners_and_for_sensible_numbers(fatima: Visitor) -> None:
    path = "/api/seating/outlook?people=12&rounds=3"
    assert get(fatima, path).status_code == 401
    for nonsense in ("people=1&rounds=3", "people=x&rounds=3", "rounds=3", "people=9&rounds=3&x=1"):
        told = get(fatima, f"/api/seating/outlook?{nonsense}", fatima.token)
        assert told.status_code == 400


def test_why_somebody_sits_there_is_told_round_by_round(house: House, fatima: Visitor) -> None:
    guests = seated_cafe(house, fatima)
    for guest in guests:
        told = get(fatima, f"/api/cafes/{fatima.cafe}/seating/{guest.person}", fatima.token).json
        codes = {reason["code"] for reason in told["reasons"]}
        assert {reason["step"] for reason in told["reasons"]} == {"s1"}
        assert "shares-language" in codes
        assert codes & {"all-new-people", "host-and-new-people"}


def test_the_costs_are_told_beside_the_least_possible(house: House, fatima: Visitor) -> None:
    assert get(fatima, f"/api/cafes/{fatima.cafe}/seating", fatima.token).json == {"costs": []}
    seated_cafe(house, fatima)
    costs = get(fatima, f"/api/cafes/{fatima.cafe}/seating", fatima.token).json["costs"]
    whole = {cost["kind"]: cost for cost in costs if cost["step"] is None}
    assert whole["repeats"]["value"] == whole["repeats"]["at_least"] == 0
    assert all(cost["value"] >= cost["at_least"] for cost in costs)


def test_participants_are_not_told_about_others(house: House, fatima: Visitor) -> None:
    ama, bo, *_ = seated_cafe(house, fatima)
    for path in ("seating", f"seating/{bo.person}"):
        assert get(ama, f"/api/cafes/{fatima.cafe}/{path}", ama.token).status_code in (401, 403)

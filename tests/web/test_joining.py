"""Coming in: by the code, by the late link, by secret links; and how it is refused."""

from __future__ import annotations

import pytest

from tests.web.visitors import Visitor, code_of
from wikicafe.app import House
from wikicafe.web.limits import ADDRESS_BURST
from wikicafe.web.tokens import LATE, REHEARSAL, person_id


def late(fatima: Visitor, entrance: str = LATE) -> str:
    key = fatima.house.app.extensions["wikicafe"].seal.key(fatima.cafe, entrance)
    return f"{fatima.cafe}.{key}"


def key_of(fatima: Visitor, entrance: str) -> str:
    return late(fatima, entrance).partition(".")[2]


def test_the_code_tells_which_cafe_it_opens(house: House, fatima: Visitor) -> None:
    found = Visitor(house).asks("/api/find", {"code": fatima.code})
    assert found.json["title"] == "Growing together"
    assert found.json["languages"] == ["en", "ar"]


def test_one_comes_in_by_the_code(house: House, fatima: Visitor) -> None:
    ama = Visitor(house, "a" * 32)
    assert ama.joins(code=fatima.code).status_code == 200
    assert house.live.look(fatima.cafe).cafe.people[ama.person].name == "Ama"


def test_a_double_tap_joins_once(house: House, fatima: Visitor) -> None:
    ama = Visitor(house, "a" * 32)
    first, second = ama.joins(code=fatima.code), ama.joins(code=fatima.code)
    assert first.json == second.json
    assert first.json["person"] == person_id(fatima.cafe, "a" * 32)
    assert len(house.live.look(fatima.cafe).cafe.people) == 2


def test_a_code_is_read_as_people_write_it(house: House, fatima: Visitor) -> None:
    written = f" {fatima.code[:3].lower()} {fatima.code[3:].lower()} "
    assert Visitor(house, "a" * 32).joins(code=written).status_code == 200


def test_closed_doors_and_unknown_codes_are_answered_alike(house: House, fatima: Visitor) -> None:
    fatima.commands("close-doors")
    ama = Visitor(house, "a" * 32)
    closed, unknown = ama.joins(code=fatima.code), ama.joins(code="QQQQQQ")
    assert code_of(closed) == "no-such-cafe"
    assert (closed.status_code, closed.data) == (unknown.status_code, unknown.data)
    assert ama.asks("/api/find", {"code": fatima.code}).data == closed.data


def test_the_late_link_works_when_the_doors_are_closed(house: House, fatima: Visitor) -> None:
    fatima.commands("close-doors")
    assert Visitor(house, "a" * 32).joins(late=late(fatima)).status_code == 200


def test_nobody_comes_into_a_closed_cafe(house: House, fatima: Visitor) -> None:
    fatima.commands("close-cafe")
    ama = Visitor(house, "a" * 32)
    assert code_of(ama.joins(late=late(fatima))) == "no-such-cafe"
    assert code_of(ama.joins(code=fatima.code)) == "no-such-cafe"


def test_a_wrong_late_key_opens_nothing(house: House, fatima: Visitor) -> None:
    ama = Visitor(house, "a" * 32)
    for shown in (f"{fatima.cafe}.wrong", late(fatima, "board"), fatima.cafe, "", "house.x"):
        assert code_of(ama.joins(late=shown)) == "wrong-key"


def test_one_door_at_a_time(house: House, fatima: Visitor) -> None:
    ama = Visitor(house, "a" * 32)
    assert code_of(ama.joins()) == "bad-shape"
    assert code_of(ama.joins(code=fatima.code, late=late(fatima))) == "bad-shape"


def test_only_the_rehearsal_s_key_makes_simulated_people(house: House, fatima: Visitor) -> None:
    ama, simulated = Visitor(house, "a" * 32), Visitor(house, "b" * 32)
    assert code_of(ama.joins(code=fatima.code, simulated=True)) == "bad-shape"
    assert code_of(ama.joins(rehearsal=late(fatima))) == "wrong-key"
    simulated.joins(rehearsal=late(fatima, REHEARSAL))
    assert house.live.look(fatima.cafe).cafe.people[simulated.person].simulated


def test_a_full_cafe_says_so(house: House) -> None:
    fatima = Visitor(house).opens_a_cafe(capacity=1)
    Visitor(house, "a" * 32).joins(code=fatima.code)
    refused = Visitor(house, "b" * 32).joins(code=fatima.code)
    assert refused.json["refused"] == {"code": "cafe-full", "params": [1]}


def test_without_consent_nobody_comes_in(house: House, fatima: Visitor) -> None:
    assert code_of(Visitor(house, "a" * 32).joins(code=fatima.code, consent=False))


def test_who_was_removed_does_not_come_back(house: House, fatima: Visitor) -> None:
    ama = Visitor(house, "a" * 32)
    ama.joins(code=fatima.code)
    fatima.commands("remove-participant", {"person": ama.person})
    assert code_of(ama.joins(code=fatima.code)) == "removed"


def test_wrong_codes_are_limited_and_the_late_link_is_not(house: House, fatima: Visitor) -> None:
    ama = Visitor(house, "a" * 32)
    for _ in range(ADDRESS_BURST):
        assert code_of(ama.asks("/api/find", {"code": "QQQQQQ"})) == "no-such-cafe"
    assert ama.joins(code=fatima.code).status_code == 429
    assert ama.joins(late=late(fatima)).status_code == 200


def test_right_codes_are_never_limited(house: House, fatima: Visitor) -> None:
    for _ in range(3 * ADDRESS_BURST):
        assert Visitor(house).asks("/api/find", {"code": fatima.code}).status_code == 200


@pytest.mark.parametrize(
    ("entrance", "role"), [("facilitator", "facilitator"), ("board", "synthesiser")]
)
def test_a_secret_link_gives_its_role(
    house: House, fatima: Visitor, entrance: str, role: str
) -> None:
    bo = Visitor(house, "b" * 32)
    assert bo.enters(fatima.cafe, entrance, key_of(fatima, entrance)).status_code == 200
    assert house.live.look(fatima.cafe).cafe.people[bo.person].roles == {role}


def test_a_projector_is_nobody(house: House, fatima: Visitor) -> None:
    hall = Visitor(house, "c" * 32)
    assert hall.enters(fatima.cafe, "projector", key_of(fatima, "projector")).status_code == 200
    assert hall.person is None


def test_a_key_of_another_entrance_is_refused(house: House, fatima: Visitor) -> None:
    bo = Visitor(house, "b" * 32)
    assert code_of(bo.enters(fatima.cafe, "facilitator", key_of(fatima, "board"))) == "wrong-key"
    assert code_of(bo.enters(fatima.cafe, "house", key_of(fatima, "house"))) == "bad-shape"


def test_the_house_s_key_lists_and_opens_cafes(house: House, fatima: Visitor) -> None:
    assert code_of(fatima.asks("/api/house", {"key": "wrong"})) == "wrong-key"
    assert code_of(fatima.asks("/api/cafes", {"design": {}, "name": "Bo"})) == "unknown-token"
    # A token of one café is none of the house.
    opening = {"design": {}, "name": "Bo"}
    assert code_of(fatima.asks("/api/cafes", opening, fatima.token)) == "unknown-token"


def test_the_cookie_keeps_what_allows_more(house: House, fatima: Visitor) -> None:
    fatima.joins(code=fatima.code)
    assert fatima.browser.get(f"/cafe/{fatima.cafe}/download/archive").status_code == 200


def test_bodies_that_are_no_good_are_refused(house: House) -> None:
    browser = house.app.test_client()
    for body in (b"", b"{", b"[]", b'{"code":7}', b'{"code":NaN}', b"[" * 60_000, b" " * 70_000):
        refused = browser.post("/api/find", data=body)
        assert code_of(refused) == "bad-shape", body[:20]
        assert refused.status_code in (400, 413)

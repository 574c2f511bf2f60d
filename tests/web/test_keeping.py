"""What outlives the server's disk: the list in a facilitator's browser, and coming back by one's secret."""

from __future__ import annotations

import json
from typing import Any

from tests.web.visitors import Visitor, code_of, settings_for
from wikicafe import serve
from wikicafe.app import House, build
from wikicafe.cafe.messages import Refused
from wikicafe.eventlog import open_log
from wikicafe.web.tokens import Seal, Token
from wikicafe.web.valid import refused_now


def log_of(who: Visitor, after: int = 0, token: str | None = None) -> Any:
    return reads(who, f"/api/cafes/{who.cafe}/log?after={after}", token)


def reads(who: Visitor, path: str, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {who.token if token is None else token}"}
    return who.browser.get(path, headers=headers)


def kept_by(who: Visitor) -> bytes:
    """All that a facilitator's browser has read, as the events.jsonl it would hand back."""
    lines = [json.dumps({"wikicafe-archive": 1, "cafe": who.cafe})]
    while len(lines) - 1 < (page := log_of(who, len(lines) - 1).json)["head"]:
        lines += page["lines"]
    return "\n".join(lines).encode()


def puts_back(who: Visitor, kept: bytes, token: str | None = None) -> Any:
    token = who.house_token() if token is None else token
    headers = {"Authorization": f"Bearer {token}"}
    return who.browser.post("/api/cafes/put-back", data=kept, headers=headers)


def returns(who: Visitor) -> Any:
    return who.asks("/api/return", {"cafe": who.cafe, "secret": who.secret})


def another_house(tmp_path: Any, **more: Any) -> House:
    made = build(settings_for(tmp_path, **more), open_log("memory://"), serve.Threading().runtime)
    made.start()
    return made


def guest_of(fatima: Visitor, secret: str = "a-secret-of-somebody-else") -> Visitor:
    guest = Visitor(fatima.house, secret)
    assert guest.joins(code=fatima.code).status_code == 200
    return guest


def test_a_facilitators_browser_reads_on_where_it_stopped(fatima: Visitor) -> None:
    first = log_of(fatima).json
    assert len(first["lines"]) == first["head"] > 0
    assert log_of(fatima, first["head"]).json["lines"] == []

    fatima.commands("close-doors")
    [line] = log_of(fatima, first["head"]).json["lines"]
    assert json.loads(line)["name"] == "doors-closed"


def test_a_place_beyond_the_end_is_the_end(fatima: Visitor) -> None:
    for beyond in (10**6, 10**30, -1):
        assert log_of(fatima, beyond).status_code == 200
    assert log_of(fatima, 10**30).json["lines"] == []


def test_only_facilitators_read_the_list(fatima: Visitor) -> None:
    guest = guest_of(fatima)
    for path in (f"/api/cafes/{fatima.cafe}/log", f"/api/cafes/{fatima.cafe}/log/erased"):
        assert code_of(reads(guest, path)) == "not-allowed"
        assert code_of(reads(guest, path, token="")) == "unknown-token"


def test_an_erased_text_is_named_so_that_the_copy_loses_it(fatima: Visitor) -> None:
    guest = guest_of(fatima)
    before = log_of(fatima).json["lines"]
    named = next(r for r in map(json.loads, before) if r["actor"] == guest.person and r["body"])
    assert reads(fatima, f"/api/cafes/{fatima.cafe}/log/erased").json["lines"] == []

    fatima.house.live.erase_body(fatima.cafe, named["seq"])
    [line] = reads(fatima, f"/api/cafes/{fatima.cafe}/log/erased").json["lines"]
    assert json.loads(line) == named | {"body": None}


def test_a_cafe_put_back_is_the_same_cafe(fatima: Visitor, tmp_path: Any) -> None:
    guest_of(fatima)
    kept = kept_by(fatima)
    before = fatima.house.live.look(fatima.cafe)
    there = another_house(tmp_path)
    try:
        elsewhere = Visitor(there, fatima.secret)
        elsewhere.cafe = fatima.cafe
        assert puts_back(elsewhere, kept).json == {"cafe": fatima.cafe}
        after = there.live.look(fatima.cafe)
        assert before is not None and after is not None
        assert after.cafe == before.cafe
        assert after.position.seq == before.position.seq
        assert after.position.epoch != before.position.epoch
        assert code_of(puts_back(elsewhere, kept)) == "cafe-exists"
    finally:
        there.stop()


def test_only_the_house_puts_a_cafe_back(fatima: Visitor) -> None:
    assert code_of(puts_back(fatima, kept_by(fatima), fatima.token)) == "unknown-token"


def test_what_is_no_kept_cafe_is_not_put_back(fatima: Visitor) -> None:
    assert code_of(puts_back(fatima, b"")) == "archive-broken-line"
    assert code_of(puts_back(fatima, b"no events at all")) == "archive-broken-line"


def test_a_phone_comes_back_by_its_secret_when_the_servers_is_lost(
    fatima: Visitor, tmp_path: Any
) -> None:
    guest = guest_of(fatima)
    there = another_house(tmp_path, secret_key=b"quite another secret of thirty-two letters")
    try:
        back = Visitor(there, guest.secret)
        back.cafe = fatima.cafe
        assert code_of(returns(back)) == "no-such-cafe"

        key = Seal(b"quite another secret of thirty-two letters", 1).key("house", "house")
        house_token = back.asks("/api/house", {"key": key}).json["token"]
        puts_back(back, kept_by(fatima), house_token)
        answer = returns(back).json
        assert answer["person"] == guest.person
        assert answer["token"] != guest.token

        facilitator = Visitor(there, fatima.secret)
        facilitator.cafe = fatima.cafe
        facilitator.token = returns(facilitator).json["token"]
        assert log_of(facilitator).status_code == 200
    finally:
        there.stop()


def test_a_stranger_and_somebody_removed_do_not_come_back(fatima: Visitor) -> None:
    stranger = Visitor(fatima.house, "nobody-has-this-secret")
    stranger.cafe = fatima.cafe
    assert code_of(returns(stranger)) == "not-in-this-cafe"

    guest = guest_of(fatima)
    fatima.commands("remove-participant", {"person": guest.person})
    assert code_of(returns(guest)) == "removed"


def test_a_revoked_browser_does_not_come_back_by_its_secret(fatima: Visitor) -> None:
    guest = guest_of(fatima)
    fatima.commands("revoke-devices", {"people": [guest.person]})
    assert code_of(returns(guest)) == "revoked"


def test_whoever_is_not_in_the_cafe_that_was_put_back_is_told_to_come_in_anew(
    fatima: Visitor,
) -> None:
    """To "not-allowed" a phone gives its notes up; to this it joins again, as the same person."""
    cafe = fatima.house.live.look(fatima.cafe).cafe
    token = Token(fatima.cafe, "joinedlater2", "participant")
    assert refused_now(cafe, token) == Refused("unknown-token")

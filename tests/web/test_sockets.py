"""The live wire, over real sockets: who gets in, what is answered, and what the connection survives."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import socketio
from socketio.exceptions import ConnectionError as NotConnected

from tests.web.visitors import Visitor
from wikicafe.app import House

pytestmark = pytest.mark.slow
Dial = Callable[..., Any]
CID = "abcdefghijkl"


@pytest.fixture
def ama(house: House, fatima: Visitor) -> Visitor:
    guest = Visitor(house, "a" * 32)
    guest.joins(code=fatima.code)
    return guest


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_hello_answers_with_the_view(dial: Dial, ama: Visitor, transport: str) -> None:
    line = dial(ama.cafe, ama.token, transports=[transport])
    view = line.call("hello", {"screen": "participant"})["view"]
    assert view["cafe"]["title"] == "Growing together"
    assert view["me"]["id"] == ama.person
    assert view["position"]["seq"] > 0


def test_what_happens_is_told_to_whom_it_concerns(
    dial: Dial, fatima: Visitor, ama: Visitor
) -> None:
    panel, phone = dial(fatima.cafe, fatima.token), dial(ama.cafe, ama.token)
    before = panel.call("hello", {"screen": "panel"})["view"]["position"]["seq"]
    phone.call("hello", {"screen": "participant"})
    ask = {"cid": CID, "name": "close-doors", "payload": {}}
    accepted = panel.call("command", ask)["accepted"]
    wait_until(lambda: any(t["name"] == "doors-closed" for t in phone.told))
    told = next(t for t in panel.told if t["name"] == "doors-closed")
    assert told["channel"] == "panel"
    assert before < told["seq"] == accepted


def test_the_same_command_twice_is_one(dial: Dial, fatima: Visitor) -> None:
    line = dial(fatima.cafe, fatima.token)
    ask = {"cid": CID, "name": "close-doors", "payload": {}}
    first, second = line.call("commands", [ask, ask])
    assert first["accepted"] == second["accepted"]
    assert (first["duplicate"], second["duplicate"]) == (False, True)


def test_the_panel_gets_links_and_who_is_connected(
    dial: Dial, fatima: Visitor, ama: Visitor, address: str
) -> None:
    dial(ama.cafe, ama.token)
    view = dial(fatima.cafe, fatima.token).call("hello", {"screen": "panel"})["view"]
    assert view["links"]["join_url"] == f"{address}/join/{fatima.code}"
    assert ama.person in view["connected"]


@pytest.mark.parametrize("screen", ["panel", "board", "projector", "nonsense", 7])
def test_a_participant_sees_no_other_screen(dial: Dial, ama: Visitor, screen: Any) -> None:
    line = dial(ama.cafe, ama.token)
    code = line.call("hello", {"screen": screen})["refused"]["code"]
    assert code == ("not-allowed" if screen in ("panel", "board", "projector") else "bad-shape")


def test_nobody_gets_in_without_a_token_of_this_cafe(
    dial: Dial, house: House, fatima: Visitor
) -> None:
    elsewhere = Visitor(house, "b" * 32).opens_a_cafe()
    for cafe, token in (
        (fatima.cafe, None),
        (fatima.cafe, "nonsense"),
        (fatima.cafe, elsewhere.token),
        ("house", fatima.token),
    ):
        with pytest.raises(NotConnected):
            dial(cafe, token)


def test_a_refusal_at_the_door_says_why(dial: Dial, address: str, fatima: Visitor) -> None:
    line = socketio.Client(reconnection=False)
    said: list[Any] = []
    line.on("connect_error", said.append)
    with pytest.raises(NotConnected):
        line.connect(address, auth={"cafe": fatima.cafe, "token": "x"})
    assert said == [{"message": "refused", "data": {"code": "unknown-token", "params": []}}]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("hello", None),
        ("hello", "participant"),
        ("hello", {}),
        ("hello", {"screen": "participant", "more": 1}),
        ("hello", {"screen": "participant", "have": {"epoch": 1, "seq": "2"}}),
        ("hello", ({"screen": "participant"}, 2)),
        ("command", {"cid": "short", "name": "leave-cafe", "payload": {}}),
        ("command", {"cid": CID, "name": "leave-cafe", "payload": []}),
        ("command", {"cid": CID, "name": "leave-cafe", "payload": {"more": 1}}),
        ("command", {"cid": CID, "name": "nonsense", "payload": {}}),
        ("command", {"cid": CID, "name": "write-note", "payload": {"text": "x" * 70_000}}),
        ("commands", {"cid": CID}),
        ("commands", [{}] * 101),
        ("clock", {"t0": "now"}),
        ("connect", {}),
        ("disconnect", {}),
        ("nonsense", {}),
        ("hello", b"bytes"),
    ],
)
def test_a_wrong_shape_is_refused_and_the_connection_stays(
    dial: Dial, ama: Visitor, event: str, said: Any
) -> None:
    line = dial(ama.cafe, ama.token, transports=["websocket"])
    if said != b"bytes":  # whose number of the answer cannot be read
        assert line.call(event, said)["refused"]["code"] == "bad-shape"
    else:
        line.emit(event, said)
    assert line.call("clock", {"t0": 1})["t0"] == 1


def test_one_wrong_command_of_many_spoils_no_other(dial: Dial, fatima: Visitor) -> None:
    line = dial(fatima.cafe, fatima.token)
    right = {"cid": CID, "name": "close-doors", "payload": {}}
    answers = line.call("commands", [7, right, {"cid": CID}])
    assert [set(answer) >= {"refused"} for answer in answers] == [True, False, True]


def test_reserved_words_from_a_client_are_no_presence(
    dial: Dial, house: House, ama: Visitor
) -> None:
    line = dial(ama.cafe, ama.token)
    line.call("disconnect", "x")
    assert ama.person in house.live.connected(ama.cafe)
    line.disconnect()
    wait_until(lambda: ama.person not in house.live.connected(ama.cafe))


def test_another_site_s_page_gets_no_socket(dial: Dial, ama: Visitor) -> None:
    for transport in ("websocket", "polling"):
        with pytest.raises(NotConnected):
            dial(
                ama.cafe,
                ama.token,
                headers={"Origin": "https://evil.example"},
                transports=[transport],
            )


def test_who_was_removed_hears_and_says_nothing_more(
    dial: Dial, house: House, fatima: Visitor, ama: Visitor
) -> None:
    line = dial(ama.cafe, ama.token)
    line.call("hello", {"screen": "participant"})
    fatima.commands("remove-participant", {"person": ama.person})
    wait_until(lambda: not line.connected)  # at once, not at the next sweep
    with pytest.raises(NotConnected):
        dial(ama.cafe, ama.token)


def test_on_an_open_line_a_removed_person_may_nothing(
    dial: Dial, house: House, fatima: Visitor, ama: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.sockets, "cut_the_uninvited", lambda cafe=None: None)
    line = dial(ama.cafe, ama.token)
    fatima.commands("remove-participant", {"person": ama.person})
    ask = {"cid": CID, "name": "leave-cafe", "payload": {}}
    assert line.call("command", ask)["refused"]["code"] == "removed"
    assert line.call("hello", {"screen": "participant"})["refused"]["code"] == "removed"
    assert line.call("commands", [ask])[0]["refused"]["code"] == "removed"


def test_who_never_says_a_name_is_cut(house: House, address: str) -> None:
    import engineio

    silent = engineio.Client()
    silent.connect(address, engineio_path="socket.io")
    house.sockets.lines.cut_the_nameless(time.monotonic())
    assert house.socketio.server.eio.sockets
    house.sockets.lines.cut_the_nameless(time.monotonic() + 60)
    wait_until(lambda: not any(not s.closed for s in house.socketio.server.eio.sockets.values()))
    silent.disconnect()

"""A screen follows what is told, and knows when it must ask for the whole view again."""

from typing import Any

from wikicafe.guests.screen import Screen

STEPS = [
    {"id": "s1", "kind": "round", "state": "planned"},
    {"id": "s2", "kind": "harvest", "state": "planned"},
]


def arrived(seq: int = 10) -> Screen:
    screen = Screen()
    clock = {"step": None, "ends_at": None, "left_ms": None}
    position = {"epoch": "e", "seq": seq}
    cafe = {"doors": "open", "closed": False}
    screen.arrive(
        {"position": position, "clock": clock, "steps": STEPS, "notes": [], "cafe": cafe}
        | {"seats": {"s1": "4"}}
    )
    return screen


def told(seq: int, follows: int, name: str, payload: dict[str, Any], channel: str = "participants"):
    return {"channel": channel, "seq": seq, "follows": follows, "name": name, "payload": payload}


def begun(step: str) -> dict[str, Any]:
    steps = [{**s, "state": "running" if s["id"] == step else s["state"]} for s in STEPS]
    return {"clock": {"step": step, "ends_at": 99, "left_ms": None}, "steps": steps}


def test_a_step_that_begins_is_known_at_once_and_brings_another_sheet() -> None:
    screen = arrived()
    assert screen.tell(told(11, 10, "step-begun", begun("s1"))) == "anew"
    assert screen.has_begun("s1") and screen.seated_step == "s1" and screen.seat("s1") == "4"


def test_nobody_sits_in_a_harvest() -> None:
    screen = arrived()
    screen.tell(told(11, 10, "step-begun", begun("s2")))
    assert screen.seated_step is None


def test_what_the_view_holds_already_is_old() -> None:
    assert arrived(10).tell(told(10, 9, "step-begun", begun("s1"))) == "old"


def test_a_message_that_follows_what_one_did_not_hear_is_a_gap() -> None:
    assert arrived(10).tell(told(13, 12, "doors-closed", {"doors": "closed"})) == "gap"


def test_each_channel_has_a_place_of_its_own() -> None:
    screen = arrived(10)
    assert screen.tell(told(12, 10, "doors-closed", {"doors": "closed"})) == "applied"
    own = told(11, 10, "vote-cast", {}, channel="person:me")
    assert screen.tell(own) == "anew"


def test_a_note_told_twice_is_on_the_sheet_once() -> None:
    screen = arrived()
    screen.tell(told(11, 10, "note-written", {"id": "n", "text": "first"}))
    screen.tell(told(12, 11, "note-amended", {"id": "n", "text": "second"}))
    assert [note["text"] for note in screen.view["notes"]] == ["second"]


def test_an_unknown_word_asks_for_the_view_again() -> None:
    assert arrived().tell(told(11, 10, "sun-risen", {})) == "anew"

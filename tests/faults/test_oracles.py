"""The oracles see what they are there for; without this a zero of theirs says nothing."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.cast import AMA, running_cafe
from tests.faults.oracles import Acknowledged, Seen, _views, judge_list
from wikicafe.eventlog.contract import Record


def record(seq: int, cid: str, name: str = "x", data: bytes = b"{}") -> Record:
    return Record(seq, 0, "ama", cid, name, data, None)


def as_heard(view: dict[str, Any]) -> dict[str, Any]:
    heard: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(view))
    return heard


def faults(records: list[Record], *acknowledged: Acknowledged) -> dict[str, int]:
    return judge_list(records, acknowledged).faults


def test_a_list_in_order_has_no_fault() -> None:
    records = [record(1, "a"), record(2, "a"), record(3, "b")]
    assert faults(records, Acknowledged("ama", "a", 2), Acknowledged("ama", "b", 3)) == {}


def test_what_was_acknowledged_and_is_not_there_is_lost() -> None:
    assert faults([record(1, "a")], Acknowledged("ama", "b", 2)) == {"lost": 1}


def test_what_lies_elsewhere_than_was_said_is_misplaced() -> None:
    records = [record(1, "a"), record(2, "b")]
    assert faults(records, Acknowledged("ama", "a", 2)) == {"misplaced": 1}


def test_what_was_done_again_is_there_twice() -> None:
    assert faults([record(1, "a"), record(2, "b"), record(3, "a")]) == {"twice": 1}


def test_a_note_written_again_right_behind_itself_is_there_twice() -> None:
    written = ("a", "note-written", b'{"note":"a"}')
    assert faults([record(1, *written), record(2, *written)]) == {"twice": 1}


def test_a_missing_number_is_a_gap() -> None:
    assert faults([record(1, "a"), record(3, "b")]) == {"gaps": 1}


def test_a_screen_is_right_when_it_shows_the_cafe_of_some_moment() -> None:
    cafe = running_cafe()
    cafe.write(AMA, "first")
    showed = [as_heard(cafe.view("participant", AMA))]
    places = [len(cafe.log)]
    cafe.write(AMA, "second")
    showed.append(as_heard(cafe.view("participant", AMA)))
    places.append(len(cafe.log))
    records = [Record(s.seq, s.at, s.actor, "c", n, d, b) for n, d, b, s in cafe.log]

    def looked(*pairs: tuple[int, dict[str, Any]]) -> tuple[int, int]:
        seen = [Seen("participant", AMA, seq, view) for seq, view in pairs]
        return _views(cafe.cafe.id, records, seen)

    assert looked((places[0], showed[0]), (places[1], showed[1])) == (2, 0)
    assert looked((places[1], showed[0]), (places[0], showed[1])) == (2, 2)
    assert looked((places[1] + 1, showed[1])) == (1, 1)  # a place the log never came to

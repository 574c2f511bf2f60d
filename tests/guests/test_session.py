"""A recorded session is read whole, or refused in one sentence that names the line."""

import json
from pathlib import Path
from typing import Any

import pytest

from wikicafe.guests.session import BadSession, read_session

SMALL = Path(__file__).parent / "session_008_small.jsonl"
HEAD = {
    "type": "session",
    "rounds": [{"round": 1, "question": "Q1", "start_s": 0, "length_s": 60}],
}
ANA = {"t": -5, "type": "join", "participant": "ana", "lang": "es"}


def written(folder: Path, *lines: Any) -> Path:
    path = folder / "session.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), "utf-8")
    return path


def test_the_small_session_is_read_whole() -> None:
    session = read_session(SMALL)
    assert len(session.participants) == 8
    assert [around.step for around in session.rounds] == ["s1", "s2"]
    assert sum(act.kind == "note" for act in session.acts) == 20
    assert session.counts["registered_no_show"] == 1 and session.counts["choose"] == 1
    assert [p.code for p in session.participants if p.remote] == ["emil"]
    assert [p.code for p in session.participants if p.is_late] == ["hana"]


def test_acts_are_in_the_order_of_time(tmp_path: Path) -> None:
    note = {"t": 9, "type": "note", "round": 1, "participant": "ana", "text": "x"}
    session = read_session(written(tmp_path, HEAD, note, {**note, "t": 3, "text": "y"}, ANA))
    assert [(act.t, act.text) for act in session.acts] == [(-5, ""), (3, "y"), (9, "x")]


def test_people_also_work_in_the_languages_they_write(tmp_path: Path) -> None:
    note = {"t": 9, "type": "note", "round": 1, "participant": "ana", "text": "x", "lang": "en"}
    eva = {**ANA, "participant": "eva", "lang": "sv"}
    session = read_session(written(tmp_path, HEAD, ANA, eva, note))
    assert [p.languages for p in session.participants] == [("es", "en"), ("sv", "en")]


def test_gold_labels_are_not_read(tmp_path: Path) -> None:
    note = {"t": 9, "type": "note", "round": 1, "participant": "ana", "text": "x"}
    session = read_session(written(tmp_path, HEAD, ANA, {**note, "gold_label": "blocker"}))
    assert "blocker" not in repr(session)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "does not begin"),
        (["{"], "Line 1 is not JSON"),
        (["[1]"], "Line 1 is not a JSON object"),
        ([{"type": "note"}], "does not begin"),
        ([{"type": "session", "rounds": []}], "rounds"),
        ([{**HEAD, "rounds": [{"question": "Q1", "start_s": 0, "length_s": 0}]}, ANA], "length"),
        ([HEAD], "Nobody joins"),
        ([HEAD, {"t": 1, "type": "leave"}], "Line 2 does not say which participant"),
        ([HEAD, {**ANA, "t": "soon"}], "Line 2 lacks a time"),
        ([HEAD, ANA, {"t": 1, "type": "note", "participant": "ana", "round": 9}], "Line 3"),
        ([HEAD, ANA, {"t": 1, "type": "note", "participant": "ana", "round": 1}], "without text"),
        (
            [HEAD, ANA, {"t": 1, "type": "note", "participant": "eva", "round": 1, "text": "x"}],
            "eva writes notes but never joins",
        ),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(
    tmp_path: Path, lines: list[Any], sentence: str
) -> None:
    with pytest.raises(BadSession, match=sentence) as refused:
        read_session(written(tmp_path, *lines))
    assert "\n" not in str(refused.value) and str(refused.value).endswith(".")

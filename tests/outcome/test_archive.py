"""The archive: the same café, the same bytes; what comes back is what went in; nonsense is refused."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import CafeInTests
from tests.outcome.small_cafe import small_cafe, speak
from wikicafe.cafe import codec, evolve
from wikicafe.cafe.messages import Stamp
from wikicafe.cafe.state import empty
from wikicafe.outcome import RENDERERS, archive, compose
from wikicafe.outcome.archive import Line, NotAnArchive


def records(cafe: CafeInTests) -> list[Line]:
    return [
        Line(stamp.seq, stamp.at, stamp.actor, f"cid-{stamp.seq}", name, data, body)
        for name, data, body, stamp in cafe.log
    ]


def packed(cafe: CafeInTests) -> bytes:
    outcome = compose(cafe.cafe, speak)
    return RENDERERS["archive"].render(outcome, speak, records(cafe))


def zip_of(**files: bytes) -> bytes:
    return archive.write({name.replace("_", "."): content for name, content in files.items()})


HEAD = b'{"wikicafe-archive":1,"cafe":"c"}\n'


def test_the_log_comes_back_byte_for_byte() -> None:
    cafe = small_cafe()
    assert archive.read(packed(cafe)) == archive.Archived("cafe1", tuple(records(cafe)))


def test_the_café_folds_to_the_same_again() -> None:
    cafe = small_cafe()
    happened = (
        (codec.unpack(line.name, line.data, line.body), Stamp(line.seq, line.at, line.actor))
        for line in archive.read(packed(cafe)).records
    )
    assert evolve.fold(empty("cafe1"), happened) == cafe.cafe


def test_the_same_café_gives_the_same_bytes() -> None:
    assert packed(small_cafe()) == packed(small_cafe())


def test_it_holds_what_the_read_me_says() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(small_cafe()))) as opened:
        names = opened.namelist()
        read_me = opened.read("README.txt").decode()
        assert opened.testzip() is None
    assert names == ["README.txt", "index.html", "outcome.wikitext", "notes.csv", "events.jsonl"]
    assert all(name in read_me for name in names[1:])


def test_each_event_is_one_line_of_json_with_its_texts() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(small_cafe()))) as opened:
        head, *events = map(json.loads, opened.read("events.jsonl").splitlines())
    assert head == {"wikicafe-archive": 1, "cafe": "cafe1"}
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    texts = [event["body"]["text"] for event in events if event["name"] == "note-written"]
    assert "Ingen har tid" in texts


def test_an_erased_body_stays_erased() -> None:
    line = Line(1, 2, "a", "c", "note-written", b'{"note":"n"}', None)
    assert archive.read(zip_of(events_jsonl=archive.events("c", [line]))).records == (line,)


def test_an_event_kept_over_several_lines_is_put_on_one() -> None:
    line = Line(1, 2, "a", "c", "x", b'{\n"a": 1\n}', None)
    read = archive.read(zip_of(events_jsonl=archive.events("c", [line])))
    assert json.loads(read.records[0].data) == {"a": 1}


EVENT = b'{"seq":1,"at":1,"actor":"a","cid":"c","name":"n","data":{},"body":null}'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-a-zip"),
        (b"PK\x03\x04 but no more", "not-a-zip"),
        (b"\x00" * 100, "not-a-zip"),
        (zip_of(README_txt=b"hello"), "no-events"),
        (zip_of(events_jsonl=b""), "broken-line"),
        (zip_of(events_jsonl=b"{}\n"), "broken-line"),
        (zip_of(events_jsonl=b"\xff\xfe\n"), "broken-line"),
        (zip_of(events_jsonl=b'{"wikicafe-archive":2,"cafe":"c"}\n'), "other-version"),
        (zip_of(events_jsonl=HEAD + b"{}\n"), "broken-line"),
        (zip_of(events_jsonl=HEAD + EVENT.replace(b'"seq":1', b'"seq":2')), "broken-line"),
        (zip_of(events_jsonl=HEAD + EVENT.replace(b"{}", b"NaN")), "broken-line"),
        (zip_of(events_jsonl=HEAD + EVENT.replace(b"{}", b"[" * 100_000)), "broken-line"),
        (zip_of(events_jsonl=HEAD + EVENT[:-1] + b',"more":1}'), "broken-line"),
        (zip_of(events_jsonl=HEAD + b"x" * (archive.LONGEST_LINE + 1)), "too-large"),
        (zip_of(events_jsonl=HEAD, **{f"f{n}": b"" for n in range(100)}), "too-many-files"),
    ],
)
def test_what_is_no_archive_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(NotAnArchive, match=f"^{code}$"):
        archive.read(content)


def test_a_zip_bomb_is_refused_before_it_unfolds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "BIGGEST_LOG", 1_000_000)
    bomb = zip_of(events_jsonl=HEAD + b"\n" * 50_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(NotAnArchive, match="too-large"):
        archive.read(bomb)


def test_a_file_too_large_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "BIGGEST_ZIP", 10)
    with pytest.raises(NotAnArchive, match="too-large"):
        archive.read(packed(small_cafe()))


def test_an_encrypted_or_twice_named_log_is_refused() -> None:
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as opened:
        opened.writestr("events.jsonl", HEAD)
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr("events.jsonl", HEAD)
    with pytest.raises(NotAnArchive, match="no-events"):
        archive.read(twice.getvalue())
    locked = bytearray(zip_of(events_jsonl=HEAD))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(NotAnArchive, match="not-a-zip"):
        archive.read(bytes(locked))


@given(st.data())
def test_a_damaged_archive_never_breaks_the_reader(data: st.DataObject) -> None:
    good = bytearray(zip_of(events_jsonl=HEAD + EVENT))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    with suppress(NotAnArchive):
        archive.read(bytes(good))

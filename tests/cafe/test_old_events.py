"""Every event ever released can be read for ever. Lines are added here, never changed."""

import json
from pathlib import Path

import pytest

from wikicafe.cafe import codec, evolve
from wikicafe.cafe.messages import Event, Stamp
from wikicafe.cafe.state import empty
from wikicafe.cafe.topics import EVENTS

LINES = Path(__file__).parent / "old_events"


def lines(name):
    return [json.loads(line) for line in (LINES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def read(name, line):
    body = json.dumps(line["body"]).encode() if line["body"] else None
    return codec.unpack(name, json.dumps(line["data"]).encode(), body)


def holds(now, then):
    """Whether all that was said then is said now; a design may have got new fields since."""
    if isinstance(then, dict):
        return all(field in now and holds(now[field], then[field]) for field in then)
    if isinstance(then, list):
        return len(now) == len(then) and all(map(holds, now, then))
    return now == then


@pytest.mark.parametrize("name", EVENTS)
def test_an_old_event_still_has_its_meaning(name):
    for line in lines(name):
        event = read(name, line)
        assert isinstance(event, Event)
        _, data, body = codec.pack(event)
        kept = json.loads(data) | (json.loads(body) if body else {})
        was = line["data"] | (line["body"] or {})
        assert holds(kept, was)


def test_an_old_cafe_still_folds_without_anything_set_aside():
    cafe = empty("cafe1")
    for line in lines("a-whole-cafe"):
        stamp = Stamp(line["seq"], line["at"], line["actor"])
        cafe = evolve.evolve(cafe, read(line["name"], line), stamp)
    assert cafe.set_aside == 0
    assert cafe.closed_at is not None
    assert [f.text for f in cafe.in_order(cafe.findings)] == ["No room", "Ask", "Call them", "x"]
    assert sum(not n.withdrawn for n in cafe.notes.values()) == 2

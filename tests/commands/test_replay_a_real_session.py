"""A recorded gathering of eighty people, replayed through real clients against a real server."""

import json
import subprocess
import sys
from html import unescape
from pathlib import Path

import mwparserfromhell
import pytest

SESSIONS = Path(__file__).parents[3] / "shared" / "data" / "sessions"
SESSION = SESSIONS / "session_080_running_a_gathering_en.jsonl"
SPEED = "240"  # an hour and a half in half a minute


@pytest.mark.slow
@pytest.mark.server
def test_eighty_people_lose_nothing_and_meet_nobody_twice(tmp_path):
    if not SESSION.exists():
        pytest.skip(f"the recorded session is not here: {SESSION}")
    played = subprocess.run(
        [sys.executable, "-m", "wikicafe", "replay", str(SESSION), "--speed", SPEED]
        + ["--out", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert played.returncode == 0, played.stderr[-2000:]
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["joined"] == 80
    assert (report["rounds"], report["tables"]) == (5, 16)
    assert report["notes_sent"] == report["notes_acknowledged"] == report["notes_in_outcome"] == 576
    assert (report["lost"], report["duplicated"], report["repeated_pairs"]) == (0, 0, 0)
    assert_wikitext_is_safe((tmp_path / "outcome.wikitext").read_text("utf-8"))


def assert_wikitext_is_safe(page):
    lines = [json.loads(line) for line in SESSION.read_text("utf-8").splitlines()]
    code = mwparserfromhell.parse(page)
    theirs = code.filter_tags(matches=lambda node: str(node.tag) == "bdi")
    assert {type(n).__name__ for tag in theirs for n in tag.contents.nodes} <= {
        "Text",
        "HTMLEntity",
    }
    written = {" ".join(unescape(str(tag.contents)).split()) for tag in theirs}
    notes = {" ".join(line["text"].split()) for line in lines if line["type"] == "note"}
    assert notes - written == set()
    assert code.filter_templates() == []
    names = {line["participant"] for line in lines if line["type"] == "join"}
    assert not any(name in page for name in names)

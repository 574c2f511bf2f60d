"""The small session is played through the real server with real clients, and nothing is lost."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cafe_server import CafeServer
from wikicafe.commands.replay import replay

SMALL = Path(__file__).parent / "session_008_small.jsonl"


@pytest.mark.slow
def test_every_note_of_a_session_is_in_the_outcome_once(server: CafeServer, tmp_path: Path) -> None:
    given = ["--url", server.url, "--key", server.facilitator_key, "--speed", "200"]
    result = CliRunner().invoke(replay, [str(SMALL), "--out", str(tmp_path), *given])
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    expected = {"joined": 8, "present": 7, "rounds": 2, "tables": 2, "left": 1}
    expected |= {"notes_sent": 20, "notes_acknowledged": 20, "notes_in_outcome": 20}
    expected |= {"lost": 0, "duplicated": 0, "refused": {}, "turned_away": {}}
    expected |= {"registered_no_shows": 1, "remote": 1, "choices": 1, "never_seated": []}
    assert {name: report[name] for name in expected} == expected
    # On a busy machine who lost the network for a moment may not have noticed.
    assert report["reconnects"] <= 2
    for name in ("outcome.wikitext", "outcome.md", "notes.csv", "outcome.json", "outcome.html"):
        assert (tmp_path / name).stat().st_size > 0
    assert zipfile.is_zipfile(tmp_path / "cafe.zip")

"""The same under eventlet: hundreds of green threads, one writer in a real one, nobody held up."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_six_hundred_notes_at_once_share_commits_and_hold_nobody_up(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.live.under_eventlet", str(tmp_path / "log")],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=60,
    )
    found = re.search(r"commits (\d+) held-up (\d+)", ran.stdout)
    assert found, ran.stdout + ran.stderr
    assert int(found[1]) < 200  # of more than 660 commands
    assert int(found[2]) < int(found[1]) / 2  # were commits in the loop, all would hold us up
    assert "Traceback" not in ran.stderr

"""A rehearsal fills a café with simulated people, and ends with whoever began it."""

import contextlib
import json
import os
import select
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner

from tests.cafe_server import CafeServer
from wikicafe.cafe.messages import Refused
from wikicafe.commands.rehearse import rehearse
from wikicafe.guests.door import Door, Profile, TurnedAway
from wikicafe.guests.facilitator import Facilitator
from wikicafe.guests.rehearsing import design_of
from wikicafe.live.rehearsal import Rehearsals

LONG = 30.0  # seconds


@pytest.fixture
def facilitator(server: CafeServer) -> Any:
    door = Door(server.url)
    one = Facilitator(door, server.facilitator_key, design_of(1, 1, 6), "Fay")
    yield one
    one.close()


@pytest.mark.slow
@pytest.mark.server
def test_a_café_of_ones_own_is_played_to_its_end() -> None:
    result = CliRunner().invoke(
        rehearse, ["--people", "9", "--speed", "60", "--minutes", "8", "--seed", "2"]
    )
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout)
    assert summary["people"] == 9 and summary["turned_away"] == {} and summary["refused"] == {}
    assert summary["notes"] > 9 and summary["unsent"] == 0
    assert summary["scripts"] >= 4 and summary["languages"] >= 8
    assert summary["votes"] > 0


@pytest.mark.slow
def test_simulated_people_are_marked_and_leave_when_they_are_removed(
    server: CafeServer, facilitator: Facilitator
) -> None:
    arguments = ["--cafe", facilitator.code, "--url", server.url, "--data", str(server.data)]
    command = [sys.executable, "-m", "wikicafe", "rehearse", *arguments]
    with subprocess.Popen([*command, "--people", "6", "--speed", "300"]) as crowd:
        joined = iter(lambda: facilitator.look(), None)
        view = next(v for v in joined if v["simulated"] == 6 or crowd.poll() is not None)
        assert view["simulated"] == 6, "the crowd ended before it was complete"
        assert all(
            person["simulated"] for person in view["people"] if "participant" in person["roles"]
        )
        facilitator.ask("remove-simulated")
        assert crowd.wait(LONG) == 0
    assert facilitator.look()["counts"]["joined"] == 0


def test_nobody_comes_as_simulated_without_the_key(
    server: CafeServer, facilitator: Facilitator
) -> None:
    way_in = {"rehearsal": f"{facilitator.credential.cafe}.guessed"}
    with pytest.raises(TurnedAway, match="wrong-key"):
        Door(server.url).join(way_in, Profile("Eve", ("en",)), "0123456789abcdef")


@pytest.mark.slow
def test_a_rehearsal_ends_with_the_process_that_began_it() -> None:
    begin = (
        "from wikicafe.live.rehearsal import Rehearsals; r = Rehearsals();"
        "r.start('http://127.0.0.1:9', 'abcdefghijkl', 1, 1, 1.0, 'k');"
        "print(r._running['abcdefghijkl'].pid)"
    )
    said = subprocess.run([sys.executable, "-c", begin], capture_output=True, text=True, check=True)
    with contextlib.suppress(ProcessLookupError):  # gone already
        child = os.pidfd_open(int(said.stdout))
        assert select.select([child], [], [], LONG)[0], "the child outlived us"
        os.close(child)


def test_a_second_rehearsal_in_the_same_café_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rehearsals = Rehearsals()
    started = subprocess.Popen

    def cat(command: list[str], **options: Any) -> Any:
        return started(["/bin/cat"], **options)

    monkeypatch.setattr(subprocess, "Popen", cat)
    assert rehearsals.start("http://x", "abcdefghijkl", 5, 1, 1.0, "key") is None
    assert rehearsals.start("http://x", "abcdefghijkl", 5, 1, 1.0, "key") == Refused(
        "rehearsal-running"
    )
    assert rehearsals.start("http://x", "mnopqrstuvwx", 5, 1, 1.0, "key") is None
    rehearsals.stop()
    assert not rehearsals.is_running("abcdefghijkl")

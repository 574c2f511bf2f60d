"""`wikicafe copy` carries cafés between any two stores: whole, resumable, and over nothing."""

from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cast import AMA, FATIMA
from tests.eventlog.stores import STORES, op
from tests.live.hall import Hall
from tests.redis_server import url_for
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.steps import BeginStep, EndStep
from wikicafe.commands.copy import CannotCopy, copy, copy_all
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import Accepted, EventLog, Guard, whole_list
from wikicafe.live.listing import HOUSE, listing_of

WAYS = [
    pytest.param(one, other, marks=[pytest.mark.redis] if "redis" in (one, other) else [])
    for one, other in permutations(STORES, 2)
]


def opened(store: str, folder: Path) -> EventLog:
    return STORES[store](folder, lambda: 1_000)


def everything(log: EventLog, cafe: str) -> tuple[object, ...]:
    return list(whole_list(log, cafe)), log.registers(cafe), log.head(cafe).seq


@pytest.mark.parametrize(("one", "other"), WAYS)
def test_a_cafe_is_the_same_in_any_other_store(one: str, other: str, tmp_path: Path) -> None:
    source, target = opened(one, tmp_path / "from"), opened(other, tmp_path / "to")
    hall = Hall(source).open().facilitated().join(AMA, "bo", "chen", "dmitri")
    hall.do(FATIMA, BeginStep("s2"))
    hall.do(AMA, WriteNote(step="s2", text="More trust"), cid="a note")
    hall.live.stop()
    source.erase_body(hall.cafe, 3)
    copy_all(source, target)
    assert everything(target, hall.cafe) == everything(source, hall.cafe)
    assert everything(target, HOUSE) == everything(source, HOUSE)
    target.self_check()

    hall.log = target
    hall.live = hall.server()
    again = hall.do(AMA, WriteNote(step="s2", text="More trust"), cid="a note")
    assert getattr(again, "duplicate", False)
    ended = hall.do(FATIMA, EndStep("s2"))  # its guard is where it was
    assert hall.names()[-1] == "step-ended" and getattr(ended, "seq", 0) > 0
    hall.close()
    source.close()
    target.close()


def cafes(log: EventLog, events: int) -> None:
    log.append([listing_of("abcdefghijkl", "BCDFGH")])
    for n in range(events):
        register, times = ("timer", "seating")[n % 2], n // 2
        guard = Guard(register, times, times + 1)
        log.append([("abcdefghijkl", op(str(n), "x", "y", guards=(guard,)))])


class CutOff(Exception):
    pass


class FailingLog:
    """A log that goes away after some appends."""

    def __init__(self, log: EventLog, appends: int) -> None:
        self._log, self._left = log, appends

    def append(self, batch):
        self._left -= 1
        if self._left < 0:
            raise CutOff
        return self._log.append(batch)

    def __getattr__(self, name):
        return getattr(self._log, name)


@pytest.mark.parametrize("appends", range(5))
def test_what_was_cut_off_is_ended_by_the_same_command(appends: int, tmp_path: Path) -> None:
    source, target = opened("memory", tmp_path), opened("sqlite", tmp_path)
    cafes(source, 700)
    with pytest.raises(CutOff):
        copy_all(source, FailingLog(target, appends))
    copy_all(source, target)
    assert copy_all(source, target) == {"abcdefghijkl": (1400, 0)}
    for cafe in (HOUSE, "abcdefghijkl"):
        assert everything(target, cafe) == everything(source, cafe)
    target.close()


def test_a_cafe_that_went_on_is_brought_up_to_date(tmp_path: Path) -> None:
    source, target = opened("memory", tmp_path), opened("memory", tmp_path)
    cafes(source, 10)
    copy_all(source, target)
    source.append([("abcdefghijkl", op("more", "z", guards=(Guard("timer", 5, 6),)))])
    assert copy_all(source, target) == {"abcdefghijkl": (21, 1)}
    assert everything(target, "abcdefghijkl") == everything(source, "abcdefghijkl")


class BusyLog(FailingLog):
    """A log into which somebody writes at the moment its registers are read."""

    def registers(self, cafe):
        if self._left:
            self._left -= 1
            timer = self._log.registers(cafe)["timer"]
            more = op(f"more{timer}", "z", guards=(Guard("timer", timer, timer + 1),))
            self._log.append([(cafe, more)])
        return self._log.registers(cafe)


def test_what_is_written_meanwhile_never_moves_the_registers_ahead_of_the_events(
    tmp_path: Path,
) -> None:
    source, target = opened("memory", tmp_path), opened("memory", tmp_path)
    cafes(source, 10)
    copy_all(BusyLog(source, 2), target)
    assert target.registers("abcdefghijkl")["timer"] == 7
    assert everything(target, "abcdefghijkl") == everything(source, "abcdefghijkl")


@pytest.mark.parametrize("store", [*STORES][:2])
def test_what_was_erased_since_is_erased_in_the_copy(store: str, tmp_path: Path) -> None:
    source, target = opened("memory", tmp_path), opened(store, tmp_path)
    cafes(source, 2)
    source.append([("abcdefghijkl", op("s", "x", "y", body=b"SECRET"))])
    copy_all(source, target)
    source.erase_body("abcdefghijkl", 5)
    source.put_body("abcdefghijkl", 6, b"softer words")
    copy_all(source, target)
    assert everything(target, "abcdefghijkl") == everything(source, "abcdefghijkl")
    target.close()


def test_another_cafe_under_the_same_id_is_never_written_over(tmp_path: Path) -> None:
    source, target = opened("memory", tmp_path), opened("memory", tmp_path)
    cafes(source, 4)
    target.append([("abcdefghijkl", op("other", "x"))])
    before = everything(target, "abcdefghijkl")
    with pytest.raises(CannotCopy, match="is another one"):
        copy_all(source, target)
    assert everything(target, "abcdefghijkl") == before
    assert target.cafes() == ["abcdefghijkl"]


def test_a_join_code_of_somebody_else_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    source, target = opened("memory", tmp_path), opened("memory", tmp_path)
    cafes(source, 4)
    assert target.append([listing_of("somebodyelse", "BCDFGH")]) == [Accepted(1, 1)]
    with pytest.raises(CannotCopy, match="join code"):
        copy_all(source, target)
    assert target.cafes() == [HOUSE]


@pytest.mark.redis
def test_the_command_says_what_it_did_and_tells_no_password(tmp_path: Path) -> None:
    here, there = f"sqlite:///{tmp_path}/cafes.sqlite", url_for(tmp_path)
    log = open_log(here)
    cafes(log, 3)
    log.close()
    ran = CliRunner().invoke(copy, [here, there])
    assert ran.output == "abcdefghijkl: 6 events, 6 of them new\n1 cafés are in both logs now.\n"
    refused = CliRunner().invoke(copy, [here, "redis://me:secret@127.0.0.1:1/0"])
    assert refused.exit_code != 0
    assert "does not answer" in str(refused.exception)
    assert "secret" not in str(refused.exception) + refused.output

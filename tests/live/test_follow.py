"""Cafés move in one place only, in the order of the log, whatever is in it."""

import threading
from typing import Any

import pytest

from tests.cast import AMA, BO, FATIMA
from tests.live.hall import Hall, until
from wikicafe.cafe.doors import CloseCafe, CloseDoors, OpenDoors
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.steps import BeginStep
from wikicafe.eventlog.contract import Away, Op, Written
from wikicafe.live import follow, runtime


def test_after_a_restart_the_cafe_stands_as_before(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    cafe.do(FATIMA, BeginStep("s2"))
    cafe.do(AMA, WriteNote(step="s2", text="More trust"))
    before = cafe.live.look(cafe.cafe)
    cafe.restart()
    assert cafe.live.look(cafe.cafe) == before


def test_an_event_nobody_understands_is_set_aside_and_the_cafe_goes_on(cafe: Hall) -> None:
    strange = (
        Written("teapot-boiled", b"{}"),
        Written("doors-closed", b"not json"),
        Written("participant-left", b'{"person":"nobody","why":"left"}'),
    )
    cafe.log.append([(cafe.cafe, Op("future", "x1", strange))])
    cafe.live._follower.hint(cafe.cafe)
    until(lambda: cafe.state.set_aside == 3)
    cafe.do(FATIMA, CloseDoors())
    assert not cafe.state.doors_open


def test_place_and_cafe_always_belong_together(cafe: Hall) -> None:
    torn: list[object] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            standing = cafe.live.look(cafe.cafe)
            if standing is None or standing.position.seq != standing.cafe.seq:
                torn.append(standing)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(20):
        cafe.do(FATIMA, CloseDoors())
        cafe.do(FATIMA, OpenDoors())
    over.set()
    watcher.join()
    assert torn == []


def test_what_no_hint_told_is_found_by_the_slow_look(
    cafe: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "SLOW_LOOK", 0.01)
    cafe.restart()
    assert cafe.state.doors_open
    cafe.log._followers.clear()
    cafe.log.append([(cafe.cafe, Op("other", "x1", (Written("doors-closed", b"{}"),)))])
    until(lambda: not cafe.state.doors_open)


def test_a_cafe_that_cannot_be_read_does_not_hold_up_the_others(
    cafe: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    cafe.expects_faults = True
    broken = cafe.cafe
    cafe.open().facilitated()
    read = cafe.log.read

    def damaged(which: str, after: int = 0, limit: int = 1000) -> object:
        if which == broken:
            raise OSError("damaged")
        return read(which, after, limit)

    monkeypatch.setattr(cafe.log, "read", damaged)
    cafe.log.append([(broken, Op("other", "x1", (Written("doors-closed", b"{}"),)))])
    cafe.do(FATIMA, CloseDoors())
    assert not cafe.state.doors_open
    cafe.restart()
    assert cafe.live.look(broken) is None  # and nobody waits for it for ever
    assert not cafe.state.doors_open


def test_closed_cafes_are_not_kept_in_memory_after_a_start(cafe: Hall) -> None:
    closed = cafe.cafe
    cafe.do(FATIMA, CloseCafe())
    cafe.open()
    cafe.restart()
    until(lambda: cafe.live._registry.cafes() == [cafe.cafe])
    standing = cafe.live.look(closed)
    assert standing is not None and standing.cafe.closed_at is not None


def test_an_erased_text_is_gone_from_memory_too_and_the_cafe_stays_where_it_was(
    cafe: Hall,
) -> None:
    cafe.join(AMA, BO)
    cafe.do(FATIMA, BeginStep("s2"))
    note = cafe.do(AMA, WriteNote(step="s2", text="My secret"), cid="note-1")
    place = cafe.live.look(cafe.cafe).position
    told = len(cafe.told)
    cafe.live.erase_body(cafe.cafe, note.seq)
    until(lambda: cafe.state.notes["note-1"].text == "")
    assert cafe.live.look(cafe.cafe).position == place
    assert len(cafe.told) == told


def test_stopping_writes_what_was_asked_for_and_ends_every_thread() -> None:
    before = threading.active_count()
    hall = Hall().open().facilitated()
    hall.close()
    until(lambda: threading.active_count() == before)
    assert hall.names() == ["cafe-opened", "role-taken"]


def test_a_log_that_is_away_at_the_start_only_delays_that_cafes_are_called_to_mind(
    cafe: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    cafe.expects_faults = True
    cafe.live.stop()
    read, away = cafe.log.read, [True] * 3

    def silent(*asked: Any, **more: Any) -> object:
        if away:
            away.pop()
            raise Away("silent")
        return read(*asked, **more)

    monkeypatch.setattr(cafe.log, "read", silent)
    monkeypatch.setattr(runtime, "REST_AFTER_A_FAULT", 0.001)
    cafe.live = cafe.server()
    until(lambda: cafe.live._registry.cafes() == [cafe.cafe])

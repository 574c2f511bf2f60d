"""What is wrong at this moment: it begins, it is told, and it is over."""

from __future__ import annotations

import errno

import pytest

from tests.cast import AMA, FATIMA
from tests.live.hall import Hall, until
from wikicafe.cafe.doors import CloseDoors, OpenDoors
from wikicafe.live.troubles import Troubles
from wikicafe.live.unsent import Unsent


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "storage-full"), (errno.EDQUOT, "storage-full"), (errno.EIO, "log-away")],
)
def test_a_log_that_cannot_write_is_a_trouble_until_it_can(number: int, code: str) -> None:
    told: list[str | None] = []
    troubles = Troubles(told.append)
    troubles.wrote(OSError(number, "why"))
    troubles.wrote(OSError(number, "why"))
    assert troubles.shown("any café") == [{"code": code, "params": []}]
    troubles.wrote(None)
    assert troubles.shown("any café") == []
    assert told == [None, None]  # once when it began, once when it was over


def test_a_cafe_that_cannot_be_read_is_its_own_trouble_only() -> None:
    troubles = Troubles(lambda _: None)
    troubles.looked("a", ValueError("strange"))
    assert troubles.shown("a") == [{"code": "cafe-unread", "params": []}]
    assert troubles.shown("b") == []
    assert troubles.codes() == {"cafe-unread": 1}
    troubles.looked("a", None)
    assert troubles.shown("a") == []


def test_a_log_that_answers_again_is_no_longer_away_though_nobody_writes() -> None:
    troubles = Troubles(lambda _: None)
    troubles.wrote(ConnectionError("no Redis"))
    troubles.looked("a", ConnectionError("no Redis"))
    assert troubles.codes() == {"log-away": 1}
    troubles.looked("a", None)
    assert troubles.codes() == {}


def test_what_waits_on_phones_is_added_up_and_remembered_of_those_who_are_gone() -> None:
    troubles = Troubles(lambda _: None)
    unsent = Unsent(troubles)
    unsent.said("a", "ama", 3)
    unsent.said("a", "bo", 4)
    unsent.said("b", "chen", 1)
    assert troubles.shown("a") == [{"code": "unsent-on-phones", "params": [2, 7]}]
    unsent.said("a", "ama", 0)
    unsent.said("a", "bo", 0)
    assert troubles.shown("a") == []
    assert troubles.codes() == {"unsent-on-phones": 1}


def test_a_full_disk_is_shown_on_the_panel_and_gone_with_the_next_note(cafe: Hall) -> None:
    cafe.expects_faults = True
    cafe.join(AMA)
    cafe.log.fault = OSError(errno.ENOSPC, "full")  # type: ignore[attr-defined]
    cafe.do(FATIMA, CloseDoors())
    assert cafe.live.troubles.codes() == {"storage-full": 1}
    rooms, _, message = next(t for t in reversed(cafe.told) if t[1] == "signal")
    assert rooms == [f"{cafe.cafe}/panel"]
    assert message == {"name": "troubles", "troubles": [{"code": "storage-full", "params": []}]}
    cafe.log.fault = None  # type: ignore[attr-defined]
    cafe.do(FATIMA, CloseDoors())
    cafe.do(FATIMA, OpenDoors())
    assert cafe.live.troubles.codes() == {}


def test_everything_asked_is_counted_and_timed(cafe: Hall) -> None:
    before = cafe.live.figures.answers["accepted"]
    cafe.do(FATIMA, CloseDoors(), cid="once")
    cafe.do(FATIMA, CloseDoors(), cid="once")
    figures = cafe.live.figures
    assert figures.answers["accepted"] == before + 1
    assert figures.answers["duplicate"] == 1
    assert figures.answered_in.cumulated()[-1] == ("+Inf", sum(figures.answers.values()))
    assert until(lambda: figures.told) > 0
    assert figures.in_memory() == (1, 0)

"""What shall be gone goes, also when the log is away, full or busy at that moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cast import AMA, BO, FATIMA
from tests.live.hall import Hall, until
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.privacy import DAY, EraseNote
from wikicafe.cafe.steps import BeginStep

NOTE = "a note of Ama"


@pytest.fixture
def written(cafe: Hall) -> Hall:
    """A café in which a note was written."""
    cafe.join(AMA, BO)
    cafe.do(FATIMA, BeginStep("s2"))
    cafe.do(AMA, WriteNote(step="s2", text="My secret"), cid=NOTE)
    return cafe


def texts(cafe: Hall) -> list[bytes]:
    return [record.body for record in cafe.log.read(cafe.cafe) if record.name == "note-written"]


def test_an_erasure_that_was_cut_off_in_the_middle_is_ended(
    written: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in SQLite, while somebody reads: the text is gone, its trace in the file beside is not."""
    erase: Callable[[str, int], None] = written.log.erase_body
    asked: list[int] = []

    def busy_at_first(cafe: str, seq: int) -> None:
        asked.append(seq)
        erase(cafe, seq)
        if len(asked) == 1:
            raise OSError("somebody reads")

    monkeypatch.setattr(written.log, "erase_body", busy_at_first)
    written.do(AMA, EraseNote(NOTE))
    until(lambda: len(asked) == 1)
    written.live._retention._wake.set()
    until(lambda: len(asked) == 2)
    assert asked[0] == asked[1]


def test_the_day_of_erasing_is_not_missed_because_the_log_was_away(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    cafe.do(FATIMA, BeginStep("s2"))
    cafe.expects_faults = True
    cafe.log.fault = OSError("full")
    cafe.now += 1000 * DAY
    cafe.live._retention._wake.set()
    until(lambda: not cafe.live._retention._wake.is_set())
    until(lambda: cafe.live.figures.answers["storage-full"])
    cafe.log.fault = None
    assert "personal-part-erased" not in cafe.names()
    cafe.live._retention._wake.set()
    until(lambda: "personal-part-erased" in cafe.names())


def test_what_was_erased_in_a_lost_log_is_erased_in_the_one_that_was_put_back(
    written: Hall,
) -> None:
    with_its_text = list(written.log.read(written.cafe))
    written.do(AMA, EraseNote(NOTE))
    until(lambda: texts(written) == [None])
    kept = written.log._cafes[written.cafe]
    kept.records[: len(with_its_text)] = with_its_text  # of a browser that had not heard of it
    written.log._epoch = "another"
    until(lambda: texts(written) == [None])

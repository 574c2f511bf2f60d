"""What every store promises, whichever it is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.eventlog.stores import EVERY, EVERY_LASTING, LASTING, STORES, op
from tests.live.hall import until
from wikicafe.eventlog.contract import (
    EPOCH,
    Accepted,
    Conflict,
    EventLog,
    Guard,
    Op,
    TooEarly,
    Written,
)


class Clock:
    now = 1_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=EVERY)
def log(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[EventLog]:
    log = STORES[request.param](tmp_path, clock)
    yield log
    log.close()


def seqs(log: EventLog, cafe: str) -> list[int]:
    return [record.seq for record in log.read(cafe)]


def test_an_empty_list_ends_at_nought(log: EventLog) -> None:
    assert log.head("a").seq == 0
    assert log.read("a") == []
    assert log.cafes() == []


def test_events_are_counted_from_one_without_gaps(log: EventLog) -> None:
    answers = log.append([("a", op("1", "x")), ("a", op("2", "x", "y")), ("a", op("3", "z"))])
    assert answers == [Accepted(1, 1), Accepted(2, 3), Accepted(4, 4)]
    assert seqs(log, "a") == [1, 2, 3, 4]
    assert log.head("a").seq == 4


def test_what_was_written_is_read_back(log: EventLog, clock: Clock) -> None:
    clock.now = 77
    log.append([("a", op("1", "note-written", actor="ben", body=b'{"text":"hi"}'))])
    (record,) = log.read("a")
    assert (record.seq, record.at, record.actor, record.cid) == (1, 77, "ben", "1")
    assert (record.name, record.data, record.body) == (
        "note-written",
        b'{"of":"1"}',
        b'{"text":"hi"}',
    )


def test_each_cafe_has_a_list_of_its_own(log: EventLog) -> None:
    log.append([("a", op("1", "x")), ("b", op("1", "x")), ("a", op("2", "x"))])
    assert (seqs(log, "a"), seqs(log, "b"), log.cafes()) == ([1, 2], [1], ["a", "b"])


def test_reading_begins_after_a_place_and_ends_at_a_limit(log: EventLog) -> None:
    log.append([("a", op(str(n), "x")) for n in range(10)])
    assert [record.seq for record in log.read("a", after=3, limit=4)] == [4, 5, 6, 7]
    assert log.read("a", after=10) == []


def test_the_same_command_sent_twice_is_written_once(log: EventLog) -> None:
    log.append([("a", op("1", "x", "y"))])
    log.append([("a", op("2", "x"))])
    assert log.append([("a", op("1", "x", "y"))]) == [Accepted(1, 2, duplicate=True)]
    assert log.append([("a", op("3", "x")), ("a", op("3", "x"))]) == [
        Accepted(4, 4),
        Accepted(4, 4, duplicate=True),
    ]
    assert seqs(log, "a") == [1, 2, 3, 4]


def test_two_people_and_two_cafes_may_use_the_same_cid(log: EventLog) -> None:
    log.append([("a", op("1", "x", actor="ana"))])
    assert log.append([("a", op("1", "x", actor="ben"))]) == [Accepted(2, 2)]
    assert log.append([("b", op("1", "x", actor="ana"))]) == [Accepted(1, 1)]


def test_of_two_who_expect_the_same_revision_one_wins(log: EventLog) -> None:
    press = (Guard("timer", 0, 1),)
    answers = log.append([("a", op("1", "x", guards=press)), ("a", op("2", "x", guards=press))])
    assert answers == [Accepted(1, 1), Conflict("timer", 1)]
    assert seqs(log, "a") == [1]


def test_registers_belong_to_one_cafe(log: EventLog) -> None:
    press = (Guard("timer", 0, 1),)
    answers = log.append([("a", op("1", "x", guards=press)), ("b", op("1", "x", guards=press))])
    assert answers == [Accepted(1, 1), Accepted(1, 1)]


def test_a_conflict_in_one_guard_moves_no_other(log: EventLog) -> None:
    both = (Guard("timer", 0, 1), Guard("seating", 5, 6))
    assert log.append([("a", op("1", "x", guards=both))]) == [Conflict("seating", 0)]
    assert log.append([("a", op("1", "x", guards=(Guard("timer", 0, 1),)))]) == [Accepted(1, 1)]


def test_a_command_refused_by_a_guard_may_be_asked_again(log: EventLog) -> None:
    log.append([("a", op("1", "x", guards=(Guard("timer", 0, 1),)))])
    assert log.append([("a", op("2", "x", guards=(Guard("timer", 0, 1),)))]) == [
        Conflict("timer", 1)
    ]
    assert log.append([("a", op("2", "x", guards=(Guard("timer", 1, 2),)))]) == [Accepted(2, 2)]


def test_a_duplicate_is_known_before_its_guards_are_looked_at(log: EventLog) -> None:
    press = op("1", "x", guards=(Guard("timer", 0, 1),), not_before=500)
    log.append([("a", press)])
    assert log.append([("a", press)]) == [Accepted(1, 1, duplicate=True)]


def test_nothing_is_written_before_its_time(log: EventLog, clock: Clock) -> None:
    end = op("end", "step-ended", guards=(Guard("timer", 0, 1),), not_before=1_500)
    assert log.append([("a", end)]) == [TooEarly(1_000)]
    assert log.head("a").seq == 0
    clock.now = 1_500
    assert log.append([("a", end)]) == [Accepted(1, 1)]


def test_asking_without_events_writes_nothing_and_tells_the_place(log: EventLog) -> None:
    log.append([("a", op("1", "x", guards=(Guard("timer", 0, 1),)))])
    assert log.append([("a", op("2"))]) == [Accepted(2, 1)]
    assert log.append([("a", op("2"))]) == [Accepted(2, 1)]
    assert log.append([("a", op("3", guards=(Guard("timer", 0, 9),)))]) == [Conflict("timer", 1)]
    assert log.append([("a", op("3", guards=(Guard("timer", 1, 9),)))]) == [Accepted(2, 1)]
    assert log.append([("a", op("4", "x", guards=(Guard("timer", 1, 2),)))]) == [Accepted(2, 2)]
    assert log.cafes() == ["a"]


def test_asking_without_events_remembers_what_was_written_before(log: EventLog) -> None:
    log.append([("a", op("1", "x", "y"))])
    assert log.append([("a", op("1"))]) == [Accepted(1, 2, duplicate=True)]


def test_an_erased_text_is_gone_and_the_event_stays(log: EventLog) -> None:
    log.append([("a", op("1", "x", body=b'"secret"')), ("a", op("2", "x", body=b'"kept"'))])
    log.erase_body("a", 1)
    assert [record.body for record in log.read("a")] == [None, b'"kept"']
    log.erase_body("a", 1)
    log.erase_body("a", 99)
    assert log.head("a").seq == 2


def test_a_text_can_be_put_in_place_of_another(log: EventLog) -> None:
    log.append([("a", op("1", "x", body=b'"first"')), ("a", op("2", "x"))])
    log.put_body("a", 1, b'"second"')
    log.put_body("a", 2, b'"new"')
    log.put_body("a", 3, b'"of nothing"')
    assert [record.body for record in log.read("a")] == [b'"second"', b'"new"']


def test_whoever_follows_hears_which_cafes_were_written(log: EventLog) -> None:
    heard: list[str] = []
    log.follow(heard.append)
    log.append([("a", op("1", "x")), ("b", op("1", "x")), ("a", op("2", "x"))])
    until(lambda: set(heard) == {"a", "b"})


def test_registers_are_told_as_they_stand(log: EventLog) -> None:
    log.append([("a", op("1", "x", guards=(Guard("timer", 0, 1), Guard("doors", 0, 7))))])
    log.append([("a", op("2", "x", guards=(Guard("timer", 1, 2),)))])
    assert log.registers("a") == {"timer": 2, "doors": 7}
    assert log.registers("b") == {}


def test_a_fault_in_one_op_leaves_nothing_of_the_batch(log: EventLog) -> None:
    log.append([("a", op("1", "x"))])
    broken = Op("ana", "3", (Written("x", b"{}"), None))  # type: ignore[arg-type]
    good = op("2", "x", guards=(Guard("timer", 0, 1),))
    with pytest.raises(AttributeError):
        log.append([("a", good), ("b", op("1", "x")), ("a", broken)])
    assert (seqs(log, "a"), seqs(log, "b"), log.registers("a")) == ([1], [], {})
    assert log.append([("a", good)]) == [Accepted(2, 2)]


def test_what_was_decided_on_another_log_is_not_written(log: EventLog) -> None:
    epoch = log.head("a").epoch
    assert log.append([("a", replace(op("1", "x"), epoch=epoch))]) == [Accepted(1, 1)]
    elsewhere = [("a", replace(op("2", "x"), epoch="elsewhere"))]
    assert log.append(elsewhere) == [Conflict(EPOCH, 0)]
    known = [("a", replace(op("1", "x"), epoch="elsewhere"))]
    assert log.append(known) == [Accepted(1, 1, duplicate=True)]
    assert seqs(log, "a") == [1]


def test_an_event_may_have_happened_elsewhere_at_another_time(log: EventLog) -> None:
    log.append([("a", replace(op("1", "x"), at=5))])
    assert [record.at for record in log.read("a")] == [5]


def test_a_sound_log_passes_its_own_check(log: EventLog) -> None:
    log.append([("a", op("1", "x", "y", body=b'"text"')), ("b", op("1", "x"))])
    log.self_check()


def test_the_epoch_is_the_same_for_all_lists_of_one_log(log: EventLog) -> None:
    log.append([("a", op("1", "x"))])
    assert log.head("a").epoch == log.head("b").epoch != ""


@pytest.mark.parametrize("store", EVERY_LASTING)
def test_everything_is_there_again_after_a_restart(
    store: str, tmp_path: Path, clock: Clock
) -> None:
    log = LASTING[store](tmp_path, clock)
    log.append([("a", op("1", "x", body=b'"text"', guards=(Guard("timer", 0, 1),)))])
    before = log.head("a"), log.read("a")
    log.close()

    log = LASTING[store](tmp_path, clock)
    assert (log.head("a"), log.read("a")) == before
    assert log.append([("a", op("1", "x"))]) == [Accepted(1, 1, duplicate=True)]
    assert log.append([("a", op("2", "x", guards=(Guard("timer", 0, 1),)))]) == [
        Conflict("timer", 1)
    ]
    log.close()


@pytest.mark.parametrize("store", EVERY_LASTING)
def test_another_log_has_another_epoch(store: str, tmp_path: Path, clock: Clock) -> None:
    epochs = set()
    for name in ("here", "there"):
        log = LASTING[store](tmp_path / name, clock)
        epochs.add(log.head("a").epoch)
        log.close()
    assert len(epochs) == 2

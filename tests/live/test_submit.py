"""The way in: what is accepted is durable and to be seen, once; what is refused leaves no trace."""

import errno

import msgspec
import pytest

from tests.cast import AMA, BO, FATIMA, TWO_ROUNDS
from tests.live.hall import Hall, LockedLog, together, until
from wikicafe.cafe.doors import CloseCafe, CloseDoors, OpenDoors
from wikicafe.cafe.messages import Refused
from wikicafe.cafe.notes import AmendNote, WriteNote
from wikicafe.cafe.participants import JoinCafe, participants_present
from wikicafe.cafe.presence import LeaveCafe, RemoveParticipant
from wikicafe.cafe.publishing import WriteStatement
from wikicafe.cafe.steps import BeginStep
from wikicafe.eventlog.contract import Guard, Op, Written
from wikicafe.live import commit, submit
from wikicafe.live.submit import Accepted


def test_what_is_accepted_can_be_seen_at_once(cafe: Hall) -> None:
    answer = cafe.do(FATIMA, CloseDoors())
    assert answer == Accepted(cafe.log.head(cafe.cafe).seq)
    assert not cafe.state.doors_open


def test_a_command_sent_twice_happens_once_and_is_answered_alike(cafe: Hall) -> None:
    first = cafe.do(FATIMA, WriteStatement(text="We met.", lang="en"), cid="same")
    cafe.do(FATIMA, WriteStatement(text="We met again.", lang="en"))
    second = cafe.do(FATIMA, WriteStatement(text="We met.", lang="en"), cid="same")
    assert isinstance(first, Accepted)
    assert second == Accepted(first.seq, duplicate=True)
    assert cafe.state.statement.text == "We met again."


def test_an_answer_lost_on_the_way_is_given_again_even_if_it_would_be_refused_now(
    cafe: Hall,
) -> None:
    cafe.join(AMA, BO)
    cafe.do(FATIMA, BeginStep("s2"))
    first = cafe.do(AMA, WriteNote(step="s2", text="More trust"), cid="note-1")
    cafe.do(FATIMA, CloseCafe())
    assert isinstance(first, Accepted)
    assert cafe.do(AMA, WriteNote(step="s2", text="More trust"), cid="note-1") == Accepted(
        first.seq, duplicate=True
    )
    assert cafe.do(AMA, WriteNote(step="s2", text="Too late"), cid="note-2") == Refused(
        "cafe-closed"
    )


def test_somebody_elses_answer_is_not_given_away(cafe: Hall) -> None:
    cafe.do(FATIMA, CloseDoors(), cid="same")
    assert cafe.do(AMA, CloseDoors(), cid="same") == Refused("not-allowed")


def test_a_refusal_leaves_no_trace(cafe: Hall) -> None:
    before = cafe.names()
    assert cafe.do(AMA, CloseDoors()) == Refused("not-allowed")
    assert cafe.do(FATIMA, BeginStep("s99")) == Refused("unknown-step", ("s99",))
    assert cafe.names() == before


def test_what_is_so_already_is_accepted_and_writes_nothing(cafe: Hall) -> None:
    before = cafe.names()
    assert cafe.do(FATIMA, OpenDoors()) == Accepted(len(before))
    assert cafe.names() == before


def test_one_s_own_words_are_known_to_the_next_command(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    cafe.do(FATIMA, BeginStep("s2"))
    for n in range(30):
        assert isinstance(cafe.do(AMA, WriteNote(step="s2", text="one"), cid=f"note-{n}"), Accepted)
        amended = cafe.do(AMA, AmendNote(note=f"note-{n}", text="other", lang="en"))
        assert isinstance(amended, Accepted)


def test_two_facilitators_who_press_at_once_close_the_doors_once(cafe: Hall) -> None:
    press = [lambda: cafe.do(FATIMA, CloseDoors())] * 8
    for _ in range(10):
        answers = together(*press)
        assert all(isinstance(answer, Accepted) for answer in answers)
        cafe.do(FATIMA, OpenDoors())
    assert cafe.times("doors-closed") == 10
    assert cafe.state.set_aside == 0


def test_a_worker_that_lags_behind_catches_up_and_decides_again(cafe: Hall) -> None:
    stale = cafe.state
    # Another worker closes the doors; this one has not heard of it.
    cafe.log._followers.clear()
    revision = stale.revisions.get("doors", 0)
    closed = Op("other", "x1", (Written("doors-closed", b"{}"),), (Guard("doors", revision, 1),))
    cafe.log.append([(cafe.cafe, closed)])
    answer = cafe.do(FATIMA, OpenDoors())
    assert isinstance(answer, Accepted)
    assert cafe.names()[-2:] == ["doors-closed", "doors-opened"]
    assert cafe.state.doors_open


def test_a_full_disk_is_said_and_the_queue_goes_on(cafe: Hall) -> None:
    cafe.expects_faults = True
    cafe.log.fault = OSError(errno.ENOSPC, "no space left")
    answers = together(*[lambda: cafe.do(FATIMA, CloseDoors())] * 5)
    assert answers == [Refused("storage-full")] * 5
    cafe.log.fault = None
    assert isinstance(cafe.do(FATIMA, CloseDoors()), Accepted)


def test_one_that_cannot_be_written_takes_nobody_with_it(cafe: Hall) -> None:
    cafe.expects_faults = True
    cafe.join(AMA, BO)
    leave = [lambda: cafe.do(AMA, LeaveCafe()), lambda: cafe.do(BO, LeaveCafe())]
    poison = lambda: cafe.do(FATIMA, CloseDoors(), cid="poison")  # noqa: E731
    ama, poisoned, bo = cafe.while_the_writer_is_busy(leave[0], poison, leave[1])
    assert isinstance(ama, Accepted) and isinstance(bo, Accepted)
    assert poisoned == Refused("our-mistake")
    assert cafe.times("participant-left") == 2


def test_many_who_write_at_once_share_one_commit(cafe: Hall) -> None:
    guests = [f"guest{n}" for n in range(40)]
    cafe.join(*guests)
    cafe.do(FATIMA, BeginStep("s2"))
    write = [
        lambda guest=guest: cafe.do(guest, WriteNote(step="s2", text=guest), cid=f"by-{guest}")
        for guest in guests
    ]
    answers = cafe.while_the_writer_is_busy(*write)
    assert cafe.log.batches == [1, 40]
    assert len({answer.seq for answer in answers}) == 40
    assert cafe.state.notes_written == 40


def test_a_group_has_a_largest_size(cafe: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit, "LARGEST_GROUP", 6)
    guests = [f"guest{n}" for n in range(15)]
    cafe.join(*guests)
    cafe.while_the_writer_is_busy(*[lambda g=g: cafe.do(g, LeaveCafe()) for g in guests])
    assert cafe.log.batches == [1, 6, 6, 3]


def test_a_cafe_nobody_opened_is_refused_and_not_remembered(hall: Hall) -> None:
    hall.cafe = "nosuchcafe22"
    assert hall.do(AMA, LeaveCafe()) == Refused("no-such-cafe")
    assert hall.live.look("nosuchcafe22") is None
    assert hall.live._registry.cafes() == []


def test_whoever_was_removed_can_write_no_more(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    cafe.do(FATIMA, BeginStep("s2"))
    cafe.do(FATIMA, RemoveParticipant(person=AMA))
    assert cafe.do(AMA, WriteNote(step="s2", text="still here")) == Refused("removed")


def test_our_own_mistake_is_an_answer_too(cafe: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    cafe.expects_faults = True

    def broken(*args: object) -> None:
        raise KeyError("oh")

    monkeypatch.setattr(submit.decide, "decide", broken)
    assert cafe.do(FATIMA, CloseDoors()) == Refused("our-mistake")


def test_a_hall_that_comes_at_once_does_not_overfill_a_cafe(hall: Hall) -> None:
    hall.open(msgspec.structs.replace(TWO_ROUNDS, capacity=5)).facilitated()
    assert isinstance(hall.log, LockedLog)
    hall.log.gate.clear()  # no commit comes through until everybody has pressed
    hall.log.is_at_the_gate.clear()
    wish = {"name": "Guest", "languages": ("en",), "consent": True}
    guests = [
        lambda n=n: hall.do(f"guest{n}", JoinCafe(f"guest{n}", **wish), roles={"newcomer"})
        for n in range(20)
    ]

    def open_the_gate() -> None:
        until(hall.log.is_at_the_gate.is_set)
        hall.log.gate.set()

    answers = together(*guests, open_the_gate)[:-1]
    assert answers.count(Refused("cafe-full", (5,))) == 15
    assert participants_present(hall.state) == 5


def test_what_comes_while_the_server_stops_is_to_be_asked_again(cafe: Hall) -> None:
    cafe.live.stop()
    assert cafe.do(FATIMA, CloseDoors()) == Refused("busy")

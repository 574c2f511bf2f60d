"""A guest does one thing after the other, in a thread of their own."""

import threading
import time

from wikicafe.guests.diary import Diary

LONG = 10.0  # seconds


def test_what_others_put_is_done_in_their_order() -> None:
    done: list[int] = []
    over = threading.Event()
    diary = Diary("ana")
    diary.begin()
    for number in range(50):
        diary.put(lambda number=number: done.append(number))
    diary.put(over.set)
    assert over.wait(LONG) and done == list(range(50))
    diary.end()


def test_what_falls_due_earlier_is_done_earlier() -> None:
    done: list[str] = []
    over = threading.Event()
    diary, now = Diary("ana"), time.monotonic()
    diary.at(now + 0.02, over.set)
    diary.at(now + 0.01, lambda: done.append("second"))
    diary.at(now, lambda: done.append("first"))
    diary.begin()
    assert over.wait(LONG) and done == ["first", "second"]
    diary.end()


def test_an_ended_diary_does_nothing_more() -> None:
    done: list[str] = []
    diary = Diary("ana")
    diary.begin()
    diary.end()
    diary.put(lambda: done.append("too late"))
    diary.join(LONG)
    assert done == []

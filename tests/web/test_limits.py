from __future__ import annotations

from wikicafe.web.limits import ADDRESS_BURST, HOUSE_BURST, MOST_ADDRESSES, Guesses


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_hall_may_mistype_often_before_it_waits() -> None:
    guesses = Guesses(Clock())
    for _ in range(ADDRESS_BURST):
        assert guesses.wait_s("hall") == 0
        guesses.was_wrong("hall")
    assert guesses.wait_s("hall") > 0


def test_one_address_that_waits_keeps_no_other_waiting() -> None:
    guesses = Guesses(Clock())
    for _ in range(ADDRESS_BURST + 5):
        guesses.was_wrong("attacker")
    assert guesses.wait_s("hall") == 0


def test_one_address_that_goes_on_and_on_keeps_no_other_waiting() -> None:
    guesses = Guesses(Clock())
    for _ in range(2 * HOUSE_BURST):
        guesses.was_wrong("attacker")
    assert guesses.wait_s("attacker") > 0
    assert guesses.wait_s("hall") == 0


def test_waiting_helps() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for _ in range(ADDRESS_BURST):
        guesses.was_wrong("hall")
    clock.now += guesses.wait_s("hall") + 0.01
    assert guesses.wait_s("hall") == 0


def test_many_addresses_together_are_limited_too() -> None:
    guesses = Guesses(Clock())
    for number in range(HOUSE_BURST):
        guesses.was_wrong(f"2001:db8::{number}")
    assert guesses.wait_s("never seen") > 0


def test_addresses_are_forgotten_and_memory_does_not_grow() -> None:
    guesses = Guesses(Clock())
    for number in range(MOST_ADDRESSES + 100):
        guesses.was_wrong(str(number))
    assert len(guesses._by_address) == MOST_ADDRESSES

"""Short silences change nothing; a long one frees the seat, and coming back takes it again."""

import pytest
from msgspec.structs import replace

from tests.cast import AMA, BO, FATIMA, TWO_ROUNDS
from tests.live.hall import Hall, until
from wikicafe.cafe.presence import LeaveCafe
from wikicafe.cafe.steps import BeginStep

GRACE = 120.0  # seconds; the design's own


def sweep(cafe: Hall, seconds: float = 0.0) -> None:
    cafe.monotonic += seconds
    cafe.live._presence.sweep()


def is_away(cafe: Hall, person: str = AMA) -> bool:
    return cafe.state.people[person].why_away == "away"


@pytest.fixture
def ama(cafe: Hall) -> Hall:
    """Ama and Bo are here, each with a phone."""
    cafe.join(AMA, BO)
    cafe.live.came(cafe.cafe, AMA, "phone")
    cafe.live.came(cafe.cafe, BO, "bo's phone")
    return cafe


def test_whoever_is_connected_stays(ama: Hall) -> None:
    sweep(ama, 10 * GRACE)
    assert ama.live.connected(ama.cafe) == {AMA, BO}
    assert not is_away(ama)


def test_a_short_silence_changes_nothing(ama: Hall) -> None:
    before = ama.names()
    ama.live.went(ama.cafe, AMA, "phone")
    sweep(ama, GRACE - 1)
    ama.live.came(ama.cafe, AMA, "phone again")
    sweep(ama, 10 * GRACE)
    assert ama.names() == before


def test_a_long_silence_frees_the_seat(ama: Hall) -> None:
    ama.live.went(ama.cafe, AMA, "phone")
    sweep(ama, GRACE)
    until(lambda: is_away(ama))
    assert not ama.state.people[AMA].present
    assert ama.state.people[BO].present


def test_coming_back_later_takes_it_again(ama: Hall) -> None:
    ama.live.went(ama.cafe, AMA, "phone")
    sweep(ama, GRACE)
    until(lambda: is_away(ama))
    ama.live.came(ama.cafe, AMA, "phone")
    until(lambda: ama.state.people[AMA].present)


def test_of_two_phones_the_last_one_counts(ama: Hall) -> None:
    ama.live.came(ama.cafe, AMA, "laptop")
    ama.live.went(ama.cafe, AMA, "phone")
    ama.live.went(ama.cafe, AMA, "phone")
    sweep(ama, 2 * GRACE)
    assert not is_away(ama)
    ama.live.went(ama.cafe, AMA, "laptop")
    sweep(ama, GRACE)
    until(lambda: is_away(ama))


def test_the_panel_hears_of_the_first_connection_and_the_last(ama: Hall) -> None:
    ama.told.clear()
    ama.live.came(ama.cafe, AMA, "laptop")
    ama.live.went(ama.cafe, AMA, "phone")
    ama.live.went(ama.cafe, AMA, "laptop")
    ama.live.came(ama.cafe, AMA, "phone")
    assert ama.told == [
        ([f"{ama.cafe}/panel"], "signal", {"name": "disconnected", "person": AMA}),
        ([f"{ama.cafe}/panel"], "signal", {"name": "connected", "person": AMA}),
    ]


def test_a_connection_nobody_had_cannot_go(ama: Hall) -> None:
    ama.live.went(ama.cafe, AMA, "somebody else's phone")
    ama.live.went(ama.cafe, "nobody", "phone")
    assert ama.live.connected(ama.cafe) == {AMA, BO}


def test_without_a_grace_the_seat_is_kept_for_ever(hall: Hall) -> None:
    hall.open(replace(TWO_ROUNDS, grace_s=None)).facilitated().join(AMA, BO)
    hall.live.came(hall.cafe, AMA, "phone")
    hall.live.went(hall.cafe, AMA, "phone")
    sweep(hall, 1000 * GRACE)
    assert not is_away(hall)


def test_whoever_joins_and_never_connects_is_waited_for_as_long(cafe: Hall) -> None:
    cafe.join(AMA, BO)
    sweep(cafe, GRACE - 1)
    assert not is_away(cafe)
    sweep(cafe, 1)
    until(lambda: is_away(cafe) and is_away(cafe, BO))


def test_after_a_start_the_grace_begins_anew_for_everybody(ama: Hall) -> None:
    ama.monotonic += 10 * GRACE
    ama.restart()
    until(lambda: ama.live._presence._silent_since)
    sweep(ama, GRACE - 1)
    assert not is_away(ama)
    ama.live.came(ama.cafe, BO, "bo's phone")
    sweep(ama, 1)
    until(lambda: is_away(ama))
    assert not is_away(ama, BO)


def test_whoever_left_on_purpose_is_not_called_back_by_an_open_page(ama: Hall) -> None:
    ama.do(AMA, LeaveCafe())
    ama.live.came(ama.cafe, AMA, "laptop")
    sweep(ama, 2 * GRACE)
    assert ama.state.people[AMA].why_away == "left"


def test_a_facilitator_without_a_seat_is_never_marked_away(cafe: Hall) -> None:
    cafe.live.came(cafe.cafe, FATIMA, "laptop")
    cafe.live.went(cafe.cafe, FATIMA, "laptop")
    sweep(cafe, 10 * GRACE)
    assert cafe.state.people[FATIMA].present


def test_whoever_connects_while_being_marked_away_is_back(ama: Hall) -> None:
    ama.do(FATIMA, BeginStep("s2"))
    ama.live.went(ama.cafe, AMA, "phone")
    presence = ama.live._presence
    submit = presence._submit

    def slowly(*asked: object, **more: object) -> object:
        answer = submit(*asked, **more)
        if not more.get("still"):
            return answer
        presence._connections[ama.cafe, AMA] = {"phone"}  # came when nobody yet saw them away
        return answer

    presence._submit = slowly
    sweep(ama, GRACE)
    until(lambda: "participant-returned" in ama.names())
    until(lambda: ama.state.people[AMA].present)

"""The list of cafés: a code leads to one café, whoever spells it how."""

import errno

import pytest
from msgspec.structs import replace

from tests.cast import TWO_ROUNDS
from tests.live.hall import Hall, together
from wikicafe.cafe.messages import Refused
from wikicafe.eventlog.contract import Accepted, Conflict, EventLog, Op, Written
from wikicafe.live import house
from wikicafe.live.house import Opened
from wikicafe.live.listing import ALPHABET, listing_of, new_code


def test_a_cafe_is_found_by_its_code(hall: Hall) -> None:
    opened = hall.live.open_cafe(TWO_ROUNDS)
    assert hall.live.find(opened.code) == opened.cafe
    assert hall.live.look(opened.cafe).cafe.code == opened.code


def test_spaces_hyphens_and_small_letters_do_not_matter(hall: Hall) -> None:
    opened = hall.live.open_cafe(TWO_ROUNDS)
    code = opened.code.lower()
    assert hall.live.find(f" {code[:3]} - {code[3:]} ") == opened.cafe


@pytest.mark.parametrize("code", ["", "ZZZZZZ", "BBBBBB", "house", "' OR 1=1", "\ud800"])
def test_an_unknown_code_leads_nowhere(hall: Hall, code: str) -> None:
    hall.live.open_cafe(TWO_ROUNDS)
    assert hall.live.find(code) is None


def test_no_two_cafes_get_the_same_code(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(["BCDFHJ", "BCDFHJ", "BCDFHJ", "KMNPQR"])
    monkeypatch.setattr(house, "new_code", lambda: next(codes))
    first, second = hall.live.open_cafe(TWO_ROUNDS), hall.live.open_cafe(TWO_ROUNDS)
    assert (first.code, second.code) == ("BCDFHJ", "KMNPQR")
    assert hall.live.find("BCDFHJ") == first.cafe


def test_many_may_open_cafes_at_once(hall: Hall) -> None:
    opened = together(*[lambda: hall.live.open_cafe(TWO_ROUNDS)] * 8)
    assert {hall.live.find(one.code) for one in opened} == {one.cafe for one in opened}
    assert len({one.cafe for one in opened}) == 8


def test_an_import_cannot_take_the_code_of_another(hall: Hall) -> None:
    opened = hall.live.open_cafe(TWO_ROUNDS)
    answers = hall.log.append([listing_of("imported", opened.code)])
    assert answers == [Conflict(f"code:{opened.code}", 1)]
    assert isinstance(hall.log.append([listing_of("imported", "BBBBBB")])[0], Accepted)


def test_the_list_shows_the_newest_first_and_survives_a_restart(hall: Hall) -> None:
    opened = [hall.live.open_cafe(TWO_ROUNDS) for _ in range(3)]
    hall.restart()
    shown = hall.live.list_cafes()
    assert [one["id"] for one in shown] == [one.cafe for one in reversed(opened)]
    assert shown[0] == {
        "id": opened[2].cafe,
        "title": "Growing together",
        "code": opened[2].code,
        "opened_at": hall.now,
        "closed": False,
        "published": False,
    }


def test_a_senseless_design_opens_nothing(hall: Hall) -> None:
    assert hall.live.open_cafe(replace(TWO_ROUNDS, title=" ")) == Refused("title-missing")
    assert hall.log.cafes() == []


def test_on_a_full_disk_no_cafe_is_opened(hall: Hall) -> None:
    hall.log.fault = OSError(errno.ENOSPC, "full")
    assert hall.live.open_cafe(TWO_ROUNDS) == Refused("storage-full")
    hall.log.fault = None
    assert isinstance(hall.live.open_cafe(TWO_ROUNDS), Opened)


def test_the_list_itself_is_no_cafe(hall: Hall) -> None:
    hall.live.open_cafe(TWO_ROUNDS)
    assert hall.live.look("house") is None


def test_codes_have_no_vowels_and_no_look_alikes() -> None:
    assert not set(ALPHABET) & set("AEIOU01LS5Z2G68")
    assert all(len(new_code()) == 6 for _ in range(100))


def test_an_import_writes_as_the_only_writer_and_is_found_at_once(hall: Hall) -> None:
    opened = hall.live.open_cafe(TWO_ROUNDS)
    record = hall.log.read(opened.cafe)[0]

    def bring_in(log: EventLog, cafe: str, code: str) -> str:
        event = Written(record.name, record.data, record.body)
        log.append([listing_of(cafe, code), (cafe, Op("house", "import", (event,)))])
        return cafe

    assert hall.live.with_the_log(bring_in, "broughtinxyz", "BBBBBB") == "broughtinxyz"
    assert hall.live.find("BBBBBB") == "broughtinxyz"
    assert [one["id"] for one in hall.live.list_cafes()] == ["broughtinxyz", opened.cafe]

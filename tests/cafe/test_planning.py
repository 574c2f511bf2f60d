"""The café as the planner reads it: who hosts, which tables stay, and which round is by language."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.cast import AMA, BO, FATIMA, GUESTS, TWO_ROUNDS, CafeInTests, code_of, running_cafe
from wikicafe.cafe.agenda import AmendDesign
from wikicafe.cafe.explaining import seated_rounds
from wikicafe.cafe.participants import AmendProfile, JoinCafe
from wikicafe.cafe.planning import announcement, needs_seats, seating_task
from wikicafe.cafe.presence import LeaveCafe


def join(cafe: CafeInTests, guest: str, *languages: str, **more: Any) -> None:
    command = JoinCafe(person=guest, name=guest, languages=languages, consent=True, **more)
    cafe.do(guest, command, roles={"newcomer"})


def by_language(cafe: CafeInTests, step: str) -> CafeInTests:
    agenda = tuple(
        replace(s, mixing="by-language") if s.id == step else s for s in TWO_ROUNDS.agenda
    )
    cafe.do(FATIMA, AmendDesign(replace(cafe.cafe.plan, agenda=agenda)))
    return cafe


def test_whoever_can_talk_with_most_hosts_before_who_came_first() -> None:
    cafe = CafeInTests()
    for guest, spoken in (("a", "fi"), ("b", "es"), ("c", "es"), ("d", "en"), ("e", "en")):
        join(cafe, guest, spoken)
    join(cafe, "f", "en", "es")
    assert seating_task(cafe.cafe).hosts["1"] == "f"
    assert "a" not in seating_task(cafe.cafe).hosts.values()


def test_whoever_said_they_would_host_comes_first() -> None:
    cafe = CafeInTests().join(*GUESTS[:5])
    join(cafe, "zoe", "en", would_host=True)
    assert seating_task(cafe.cafe).hosts["1"] == "zoe"
    cafe.do("zoe", AmendProfile(name="Zoe", languages=("en",)))
    cafe.do(BO, AmendProfile(name="Bo", languages=("en",), would_host=True))
    assert seating_task(cafe.cafe).hosts["1"] == BO


def test_who_sat_at_the_table_takes_over_from_a_host_who_left() -> None:
    cafe = running_cafe(9)
    host = cafe.cafe.hosts["2"]
    sat_there = {p for p, t in cafe.cafe.seats["s2"].items() if t == "2"} - {host}
    cafe.join("lea").do(host, LeaveCafe())
    assert seating_task(cafe.cafe).hosts["2"] in sat_there


def test_tables_too_small_are_merged_at_the_next_move() -> None:
    cafe = running_cafe(9)
    assert cafe.cafe.tables == ("1", "2", "3")
    for guest in [p for p, t in cafe.cafe.seats["s2"].items() if t == "2"][:2]:
        cafe.do(guest, LeaveCafe())
    task = seating_task(cafe.cafe)
    assert task.tables == ("1", "3")  # the table where fewest are left is the one that goes
    assert needs_seats(cafe.cafe, "s3")
    assert "2" not in {t for seats in task.problem["announced"] for t in seats.values()}


def test_a_table_opens_again_under_its_number_when_more_people_come() -> None:
    cafe = running_cafe(9)
    gone = [p for p, t in cafe.cafe.seats["s2"].items() if t == "2"]
    for guest in gone:
        cafe.do(guest, LeaveCafe())
    cafe.seated()
    assert cafe.cafe.tables == ("1", "3")
    for guest in ("x", "y", "z"):
        join(cafe, guest, "en")
    assert set(seating_task(cafe.cafe).tables) == {"1", "2", "3"}


def test_a_planned_number_of_tables_is_kept_while_three_sit_at_each() -> None:
    cafe = CafeInTests(replace(TWO_ROUNDS, table_count=3)).facilitated().join(*GUESTS).seated()
    cafe.begin("s2")
    assert len(seating_task(cafe.cafe).tables) == 3


def test_the_seats_of_who_left_are_offered_to_who_comes() -> None:
    cafe = running_cafe(9)
    cafe.do(AMA, LeaveCafe())
    task = seating_task(cafe.cafe)
    assert AMA not in {person["id"] for person in task.problem["people"]}
    assert all(AMA in seats for seats in task.problem["announced"])


def test_a_round_by_language_is_told_to_the_planner() -> None:
    cafe = by_language(running_cafe(), "s4")
    assert seating_task(cafe.cafe).problem["by_language"] == [2]
    assert seating_task(cafe.cafe, newcomer=AMA).problem["by_language"] == [2]


def test_a_way_of_mixing_nobody_knows_is_refused() -> None:
    cafe = CafeInTests().facilitated()
    agenda = (replace(TWO_ROUNDS.agenda[1], mixing="by-height"),)
    answer = cafe.do(FATIMA, AmendDesign(replace(TWO_ROUNDS, agenda=agenda)))
    assert code_of(answer) == "unknown-kind"


def test_where_everybody_stays_one_round_is_asked_for_and_given_to_all() -> None:
    cafe = CafeInTests(replace(TWO_ROUNDS, host_rule="everybody-stays")).join(*GUESTS[:6])
    task = seating_task(cafe.cafe)
    assert task.asked()["rounds"] == 1
    found = [dict.fromkeys(GUESTS[:6], "1")]
    told = announcement(cafe.cafe, task, found, 0)
    assert list(told.seats) == ["s2", "s3", "s4"]
    assert all(seats == found[0] for seats in told.seats.values())


def test_what_is_explained_are_the_rounds_with_seats_and_who_sat_there() -> None:
    cafe = running_cafe(9)
    cafe.do(AMA, LeaveCafe())
    cafe.join("late")
    seated = seated_rounds(cafe.cafe)
    assert seated.steps == ("s2", "s3", "s4")
    people = {person["id"] for person in seated.problem["people"]}
    assert AMA in people
    assert "late" not in people


@pytest.mark.parametrize("languages", [(), ("und",)])
def test_whose_languages_nobody_knows_can_host_like_anybody(languages: tuple[str, ...]) -> None:
    cafe = CafeInTests()
    for guest in GUESTS[:3]:
        join(cafe, guest, *languages, language="und")
    assert seating_task(cafe.cafe).hosts["1"] == AMA

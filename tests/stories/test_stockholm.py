"""Stockholm 2017 from the first guest to the outcome: eighty people, sixteen tables, five rounds.

Read this to see the whole idea at once: commands in, events out, views derived; the planner of
seats proposes, a command announces. No server, no clock, no disk.
"""

from html import unescape
from itertools import combinations

import msgspec
import pytest

from tests.cast import FATIMA, CafeInTests
from wikicafe import seats
from wikicafe.cafe import planning
from wikicafe.cafe.doors import CloseCafe, CloseDoors
from wikicafe.cafe.findings import LinkSolution, MarkFinding
from wikicafe.cafe.polls import CastVote, CloseVote, OpenVote
from wikicafe.cafe.presence import LeaveCafe
from wikicafe.cafe.publishing import PublishOutcome, WriteStatement
from wikicafe.cafe.seating import AnnounceSeating, SeatParticipant, people_at
from wikicafe.cafe.templates import STOCKHOLM, worded
from wikicafe.cafe.themes import OpenTheme, PlaceNotes
from wikicafe.outcome import RENDERERS, compose

ROUNDS = ("s2", "s3", "s4", "s6", "s7")
KINDS = ("blocker", "solution", "next-step", "open-question", "insight")


def opened():
    design = worded(STOCKHOLM, lambda key: key.removeprefix("template-"), "en")
    return CafeInTests(msgspec.structs.replace(design, title="WikiCafé", table_count=16))


def announce(cafe, find):
    task = planning.seating_task(cafe.cafe)
    found, repeats = find(task.problem)
    plan = dict(zip(task.steps, found, strict=True))
    for group in task.home_groups:
        plan[group] = dict(cafe.cafe.seats["s2"]) if "s2" in cafe.cafe.begun else found[0]
    command = AnnounceSeating(plan, task.tables, task.hosts, repeats)
    cafe.do("system", command, roles={"system"})


def seat_late(cafe, person):
    task = planning.seating_task(cafe.cafe, newcomer=person)
    tables = seats.seat_newcomer(task.problem, person)
    places = dict(zip(task.steps, tables, strict=True))
    cafe.do("system", SeatParticipant(person, places), roles={"system"})


def meetings(cafe):
    """Return how often each pair sat together, as the rounds were really played."""
    met = {}
    for step in ROUNDS:
        if step in cafe.cafe.begun:
            for table in cafe.cafe.tables:
                for pair in combinations(sorted(people_at(cafe.cafe, step, table)), 2):
                    met[pair] = met.get(pair, 0) + 1
    return met


def test_eighty_people_at_sixteen_tables_meet_somebody_new_in_every_round():
    cafe = opened().facilitated().join(*(f"guest{n:02}" for n in range(80)))
    announce(cafe, seats.plan)
    for step in ROUNDS:
        cafe.begin(step)
        assert {len(people_at(cafe.cafe, step, t)) for t in cafe.cafe.tables} == {5}
    assert max(meetings(cafe).values()) == 1
    assert cafe.cafe.repeats == 0
    for table, host in cafe.cafe.hosts.items():
        assert all(cafe.cafe.seats[step][host] == table for step in ROUNDS)
    assert cafe.cafe.seats["s8"] == cafe.cafe.seats["s2"]  # home groups


def test_late_comers_and_leavers_change_little_and_nobody_meets_twice():
    cafe = opened().facilitated().join(*(f"guest{n:02}" for n in range(68)))
    announce(cafe, seats.plan)
    late = iter(f"late{n:02}" for n in range(12))
    cafe.begin("s2")
    for newcomer in (next(late) for _ in range(3)):
        cafe.join(newcomer)
        seat_late(cafe, newcomer)
    announce(cafe, seats.replan)
    cafe.begin("s3")
    for newcomer in late:
        cafe.join(newcomer)
        seat_late(cafe, newcomer)
    host = cafe.cafe.hosts["4"]
    for leaver in ("guest07", "guest33", host):
        cafe.do(leaver, LeaveCafe())
    for step in ROUNDS[2:]:
        announce(cafe, seats.replan)
        cafe.begin(step)
        assert {len(people_at(cafe.cafe, step, t)) for t in cafe.cafe.tables} <= {4, 5}
    assert max(meetings(cafe).values()) == 1
    assert cafe.cafe.hosts["4"] != host


@pytest.fixture(scope="module")
def harvested():
    cafe = opened().facilitated().join(*(f"guest{n:02}" for n in range(80)))
    announce(cafe, seats.plan)
    cafe.do(FATIMA, CloseDoors())
    notes = {kind: [] for kind in KINDS}
    for step in ROUNDS:
        cafe.begin(step)
        for n in range(0, 80, 4):
            kind = KINDS[n // 4 % 5]
            note = cafe.write(f"guest{n:02}", f"{kind} {n} in {step}", step=step, kind=kind)
            notes[kind].append(note)
    cafe.begin("s8")
    cafe.begin("s9")
    cafe.do(FATIMA, OpenTheme("Rooms"), cid="rooms")
    cafe.do(FATIMA, PlaceNotes((*notes["blocker"][:3], *notes["solution"][:2]), "rooms"))
    for cid, kind in (
        ("f1", "blocker"),
        ("f2", "solution"),
        ("f3", "next-step"),
        ("f4", "next-step"),
        ("f5", "takeaway"),
    ):
        resting = tuple(notes.get(kind, notes["insight"])[:3])
        cafe.do(FATIMA, MarkFinding(kind, f"The {kind} {cid}", resting, "en", "rooms"), cid=cid)
    cafe.do(FATIMA, LinkSolution("f2", "f1"))
    cafe.do(FATIMA, OpenVote(dots=1), cid="vote")
    for n in range(40):
        cafe.do(f"guest{n:02}", CastVote("vote", ("f4" if n % 4 else "f3",)))
    cafe.do(FATIMA, CloseVote("vote"))
    cafe.do(FATIMA, WriteStatement("We keep the door open."))
    cafe.do(FATIMA, PublishOutcome())
    cafe.do(FATIMA, CloseCafe())
    return cafe


@pytest.mark.parametrize("form", [form for form in RENDERERS if form != "archive"])
def test_the_outcome_holds_every_note_and_names_nobody(harvested, form):
    def speak(key, *params):
        return key

    outcome = compose(harvested.cafe, speak)
    text = unescape(RENDERERS[form].render(outcome, speak, ()).decode("utf-8"))
    texts = [note.text for note in harvested.cafe.notes.values()]
    assert len(texts) == 100
    assert [t for t in texts if t not in text.replace("\\", "")] == []
    assert not any(f"Guest{n:02}" in text for n in range(80))


def test_the_next_step_with_most_votes_comes_first(harvested):
    votes = {f["id"]: f["votes"] for f in harvested.view("board", FATIMA)["findings"]}
    assert (votes["f3"], votes["f4"]) == (10, 30)


def test_folding_the_log_again_gives_the_same_cafe(harvested):
    assert harvested.folded_again() == harvested.cafe

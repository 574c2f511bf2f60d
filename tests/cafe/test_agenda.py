"""Opening a café and amending its design."""

import msgspec
import pytest

from tests.cast import FATIMA, TWO_ROUNDS, CafeInTests, code_of, running_cafe
from wikicafe.cafe.agenda import AmendDesign
from wikicafe.cafe.design import Design, Question, Reading, Step
from wikicafe.cafe.templates import CLASSIC, STOCKHOLM, TEMPLATES, worded


def amended(**changes):
    return msgspec.structs.replace(TWO_ROUNDS, **changes)


def test_a_cafe_opens_with_its_design_and_its_code():
    cafe = CafeInTests().cafe
    assert cafe.plan == TWO_ROUNDS
    assert cafe.code == "KLMNPQ"
    assert cafe.doors_open


def test_the_stockholm_template_has_five_seatings_over_three_questions():
    rounds = STOCKHOLM.rounds()
    assert [r.question for r in rounds] == ["Q1", "Q1", "Q2", "Q3", "Q3"]
    assert [r.length_s // 60 for r in rounds] == [15, 25, 20, 15, 20]


def test_the_classic_template_has_three_rounds():
    assert [r.length_s // 60 for r in CLASSIC.rounds()] == [20, 20, 20]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.id)
def test_every_template_needs_nothing_but_a_title(template):
    design = worded(template.design, lambda key: f"said {key}", "ar")
    cafe = CafeInTests(msgspec.structs.replace(design, title="Ours"))
    assert cafe.cafe.plan.languages == ("ar",)
    assert all(q.text.startswith("said ") and q.lang == "ar" for q in cafe.cafe.plan.questions)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "  "}, "title-missing"),
        ({"title": "x" * 301}, "text-too-long"),
        ({"agenda": (Step("s1", "karaoke", 60),)}, "unknown-kind"),
        ({"agenda": (Step("s1", "round", 0),)}, "step-length"),
        ({"agenda": (Step("s1", "break", 60), Step("s1", "break", 60))}, "step-twice"),
        ({"agenda": (Step("s1", "round", 60, question="Q9"),)}, "unknown-question"),
        ({"questions": (Question("Q1", "a"), Question("Q1", "b"))}, "question-twice"),
        ({"agenda": tuple(Step(f"s{n}", "break", 60) for n in range(61))}, "too-many-steps"),
        ({"table_count": 0}, "table-count"),
        ({"table_size": 1}, "table-size"),
        ({"capacity": 0}, "capacity"),
        ({"grace_s": -1}, "grace"),
        ({"host_rule": "musical-chairs"}, "unknown-kind"),
        ({"readings": (Reading("x", "javascript:alert(1)"),)}, "bad-address"),
        ({"friendly_space_url": "ftp://x"}, "bad-address"),
        ({"friendly_space_url": "http://["}, "bad-address"),
    ],
)
def test_a_design_that_makes_no_sense_is_refused(changes, code):
    cafe = CafeInTests().facilitated()
    assert code_of(cafe.do(FATIMA, AmendDesign(amended(**changes)))) == code
    assert cafe.cafe.plan == TWO_ROUNDS


def test_a_step_that_has_begun_cannot_be_taken_away_but_later_ones_can_change():
    cafe = running_cafe()
    without = amended(agenda=tuple(s for s in TWO_ROUNDS.agenda if s.id != "s2"))
    assert code_of(cafe.do(FATIMA, AmendDesign(without))) == "step-already-begun"
    shorter = amended(agenda=TWO_ROUNDS.agenda[:3])
    assert code_of(cafe.do(FATIMA, AmendDesign(shorter))) is None
    assert [s.id for s in cafe.cafe.plan.agenda] == ["s1", "s2", "s3"]


def test_a_step_that_begins_at_the_same_moment_wins_against_taking_it_away():
    cafe = running_cafe()
    decision = cafe.do(FATIMA, AmendDesign(amended(title="Other")))
    assert [(g.register, g.expect, g.new) for g in decision.guards] == [
        ("timer", 1, 1),
        ("design", 0, 1),
    ]


def test_amending_to_the_same_design_changes_nothing():
    cafe = CafeInTests().facilitated()
    assert cafe.do(FATIMA, AmendDesign(TWO_ROUNDS)).events == ()


def test_a_reading_without_a_title_is_called_by_its_address():
    design = Design(title="A", readings=(Reading("", "https://example.org/paper"), Reading("", "")))
    assert [r.title for r in CafeInTests(design).cafe.plan.readings] == [
        "https://example.org/paper"
    ]

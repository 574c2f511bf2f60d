"""From a café to its outcome: what stands in it, in which order, and what must not."""

from tests.cast import AMA, FATIMA
from tests.outcome.small_cafe import empty_cafe, note, small_cafe, small_outcome, speak
from wikicafe.cafe.findings import WithdrawFinding
from wikicafe.cafe.notes import WithdrawNote
from wikicafe.cafe.themes import DissolveTheme
from wikicafe.outcome import RENDERERS, compose


def test_a_finding_leads_to_its_notes_tables_and_rounds() -> None:
    blocker = small_outcome().blockers[0]
    assert (blocker.notes, blocker.tables, blocker.rounds) == ((1, 2), ("1", "2"), ("R1",))


def test_a_note_leads_back_to_the_findings_that_rest_on_it() -> None:
    outcome = small_outcome()
    assert outcome.notes[0].findings == (1, 7)
    for found in outcome.findings:
        for number in found.notes:
            assert any(n.number == number and found.number in n.findings for n in outcome.notes)


def test_a_solution_stands_beside_the_blocker_it_answers_or_apart() -> None:
    outcome = small_outcome()
    assert [blocker.answered_by for blocker in outcome.blockers] == [(3,), ()]
    assert [found.text.text for found in outcome.solutions_apart] == ["Tea first"]


def test_next_steps_are_ranked_by_votes() -> None:
    steps = small_outcome().next_steps
    assert [(rank, step.text.text, step.votes) for rank, step in steps] == [
        (1, "Try it for a month", 2),
        (2, "Ask who would pay", 1),
    ]


def test_what_was_withdrawn_is_counted_and_not_printed() -> None:
    outcome = small_outcome()
    assert outcome.figures.withdrawn == 1
    assert 4 not in [n.number for n in outcome.notes]
    assert all(
        b"slip of the finger" not in RENDERERS[form].render(outcome, speak, ())
        for form in RENDERERS
    )


def test_a_theme_of_one_table_is_named_as_such() -> None:
    assert [theme.title for theme in small_outcome().heard_at_one_table] == ["Words"]


def test_open_questions_are_those_the_writers_called_so() -> None:
    assert [n.text.text for n in small_outcome().open_questions] == ["Who would pay for it?"]


def test_notes_come_by_question_then_theme_then_number() -> None:
    order = [
        (question.id if question else None, theme.title if theme else None, [n.number for n in ns])
        for question, piles in small_outcome().notes_in_order
        for theme, ns in piles
    ]
    assert order == [
        ("Q1", "Time", [1, 2]),
        ("Q1", "Words", [3]),
        ("Q2", "Time", [5]),
        ("Q2", None, [6, 7]),
    ]


def test_notes_of_a_dissolved_theme_are_in_no_theme() -> None:
    cafe = small_cafe()
    cafe.do(FATIMA, DissolveTheme("theme-time"))
    outcome = compose(cafe.cafe, speak)
    assert [theme.title for theme in outcome.themes] == ["Words"]
    assert outcome.findings[0].theme is None
    assert outcome.figures.unplaced == 5


def test_a_finding_whose_notes_are_gone_says_so() -> None:
    cafe = small_cafe()
    cafe.do(FATIMA, WithdrawNote("note-3"))
    outcome = compose(cafe.cafe, speak)
    assert outcome.finding(2).notes == ()
    assert "The notes this rested on were withdrawn." in str(
        RENDERERS["html"].render(outcome, speak, ()), "utf-8"
    )


def test_a_withdrawn_solution_answers_nothing() -> None:
    cafe = small_cafe()
    cafe.do(FATIMA, WithdrawFinding("f-hour"))
    assert compose(cafe.cafe, speak).blockers[0].answered_by == ()


def test_no_name_is_printed_in_any_form() -> None:
    cafe = empty_cafe()
    cafe.join("zebulon", name="Zebulon Quatermass", affiliation="Secret Society")
    note(cafe, AMA, "a thought", "en", None, "s1")
    outcome = compose(cafe.cafe, speak)
    for renderer in RENDERERS.values():
        printed = renderer.render(outcome, speak, ())
        assert b"Quatermass" not in printed
        assert b"Secret Society" not in printed


def test_countries_are_counted_only_when_five_people_named_one() -> None:
    few = empty_cafe().join("g1", "g2", "g3", "g4", country="Ghana")
    assert compose(few.cafe, speak).figures.countries is None
    few.join("g5", country="Peru")
    assert compose(few.cafe, speak).figures.countries == 2


def test_a_rehearsal_says_that_it_is_one() -> None:
    cafe = empty_cafe().join("robot", simulated=True)
    outcome = compose(cafe.cafe, speak)
    assert (outcome.figures.people, outcome.figures.simulated) == (6, 1)
    for form in ("wikitext", "markdown", "html"):
        assert b"rehearsal" in RENDERERS[form].render(outcome, speak, ())


def test_a_café_where_nothing_was_said_has_an_outcome() -> None:
    outcome = compose(empty_cafe().cafe, speak)
    for renderer in RENDERERS.values():
        assert renderer.render(outcome, speak, ())

"""What is suggested in a harvest, and what never is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wikicafe.suggest import Suggestions
from wikicafe.suggest.lexicon import Lexicon

MONEY = [
    "There is no money for travel to meetings",
    "Grants are too small to pay for travel",
    "We lack funding for travel costs",
    "Money for travel is given too late",
    "The budget does not cover travel",
]
TOOLS = [
    "The editor is hard to use on a phone",
    "Editing on mobile phones is slow",
    "Old phones cannot open the editor",
    "The mobile editor loses what I wrote",
    "Phones need a simpler editor",
]


@pytest.fixture
def harvest():
    """Ten notes on one question; people have placed four of each theme."""
    suggestions = Suggestions()
    for name, texts in (("money", MONEY), ("tools", TOOLS)):
        for number, text in enumerate(texts):
            suggestions.written(f"{name}{number}", text, "en", "Q1", None)
    for number in range(4):
        suggestions.placed(f"money{number}", "t-money")
        suggestions.placed(f"tools{number}", "t-tools")
    return suggestions


def test_a_note_is_suggested_where_notes_like_it_are(harvest):
    assert harvest.themes("money4")[0].theme == "t-money"
    assert harvest.themes("tools4")[0].theme == "t-tools"


def test_a_suggestion_says_which_notes_speak_for_it(harvest):
    because = harvest.themes("money4")[0].because
    assert because and all(note.startswith("money") for note in because)


def test_before_anybody_placed_a_note_nothing_is_suggested():
    suggestions = Suggestions()
    suggestions.written("n1", MONEY[0], "en", "Q1", None)
    assert suggestions.themes("n1") == []


def test_what_people_do_is_learned(harvest):
    for number in range(4):
        harvest.placed(f"money{number}", "t-travel")
    assert harvest.themes("money4")[0].theme == "t-travel"


def test_a_theme_without_notes_is_never_suggested(harvest):
    for number in range(4):
        harvest.placed(f"money{number}", None)
    assert {one.theme for one in harvest.themes("money4")} == {"t-tools"}


def test_the_nearest_notes_are_about_the_same(harvest):
    assert [one.note[:5] for one in harvest.near("money4", 2)] == ["money", "money"]


def test_somebody_who_writes_it_again_is_shown_the_note(harvest):
    found = harvest.says_the_same("there is no money for travel to the meetings", "en", "Q1")
    assert found[0].note == "money0"


def test_two_words_are_like_nothing_yet(harvest):
    assert harvest.says_the_same("travel money", "en", "Q1") == []


def test_a_withdrawn_note_is_shown_to_nobody(harvest):
    harvest.gone("money0")
    assert "money0" not in {one.note for one in harvest.near("money4", 10)}
    assert all("money0" not in one.because for one in harvest.themes("money4"))
    assert harvest.says_the_same(MONEY[0], "en", "Q1")[:1] != ["money0"]


def test_an_amended_note_stays_in_its_theme_and_is_read_anew(harvest):
    harvest.written("money0", "Visas are refused at the border", "en", "Q1", None)
    found = harvest.says_the_same("visas are refused at our border", "en", "Q1")
    assert [one.note for one in found] == ["money0"]
    assert harvest.name("t-money").note != "money0"


def test_a_theme_is_named_by_the_words_its_notes_share(harvest):
    name = harvest.name("t-money")
    assert "travel" in name.words
    assert name.note is not None and name.note.startswith("money")


def test_unplaced_notes_that_look_alike_are_offered_as_a_stack():
    suggestions = Suggestions()
    for name, texts in (("money", MONEY), ("tools", TOOLS)):
        for number, text in enumerate(texts):
            suggestions.written(f"{name}{number}", text, "en", "Q1", None)
    for number, text in enumerate(["Rain all week", "My cat sleeps", "Trains run late"]):
        suggestions.written(f"odd{number}", text, "en", "Q1", None)
    stacks = suggestions.stacks("Q1")
    assert stacks
    for stack in stacks:
        assert len({note.rstrip("0123456789") for note in stack.notes}) == 1


def test_a_note_in_a_theme_is_in_no_stack(harvest):
    assert harvest.stacks("Q1") == []


def test_notes_in_two_languages_meet_over_the_bridge():
    bridge = {
        "sv": Lexicon(
            "sv", {"pengar": {"money": 1}, "resor": {"travel": 1}, "telefon": {"phone": 1}}
        )
    }
    suggestions = Suggestions(bridge.get)
    for name, texts in (("money", MONEY), ("tools", TOOLS)):
        for number, text in enumerate(texts):
            suggestions.written(f"{name}{number}", text, "en", "Q1", None)
            suggestions.placed(f"{name}{number}", f"t-{name}")
    suggestions.written("sv", "pengar resor", "sv", "Q1", None)
    assert suggestions.themes("sv")[0].theme == "t-money"
    assert suggestions.coverage("sv") == 1.0
    assert suggestions.coverage("fi") == 0.0


def test_the_kind_of_a_question_is_seen_at_once():
    suggestions = Suggestions()
    suggestions.written("n", "How do we reach people without internet?", "en", "Q1", None)
    assert suggestions.kind("n") == "open-question"


def test_a_kind_is_learned_from_the_kinds_people_chose():
    suggestions = Suggestions()
    for number, text in enumerate(MONEY):
        suggestions.written(f"m{number}", text, "en", "Q1", "blocker")
    for number in range(5):
        suggestions.written(
            f"s{number}", f"Offer training evening {number}", "en", "Q1", "solution"
        )
    suggestions.written("n", "Offer an evening of training", "en", "Q1", None)
    assert suggestions.kind("n") == "solution"


TEXTS = st.sampled_from(MONEY + TOOLS + ["Regn hela veckan", "知识平等", "", "?", "🙂🙂"])
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["written", "gone", "placed"]),
        st.integers(0, 7),
        TEXTS,
        st.sampled_from(["en", "sv", "zh-hans", "und"]),
        st.sampled_from([None, "a", "b"]),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_the_same_acts_give_the_same_suggestions_and_move_nothing(acts):
    first, placed = played(acts)
    second, _ = played(acts)
    assert first == second
    for note, theme in placed.items():
        assert first["placed"][note] == theme


def played(acts):
    """Play the acts; return all that is suggested then, and where people have put which note."""
    suggestions, here, placed = Suggestions(), {}, {}
    for act, number, text, lang, theme in acts:
        note = f"n{number}"
        if act == "written":
            suggestions.written(note, text, lang, f"Q{number % 2}", None)
            here[note] = None
        elif act == "gone":
            suggestions.gone(note)
            here.pop(note, None)
            placed.pop(note, None)
        elif note in here:
            suggestions.placed(note, theme)
            placed[note] = theme
    said = {
        "themes": {note: suggestions.themes(note) for note in here},
        "near": {note: suggestions.near(note) for note in here},
        "stacks": [suggestions.stacks(question) for question in ("Q0", "Q1")],
        "placed": {note: suggestions.theme_of(note) for note in here},
    }
    return said, placed

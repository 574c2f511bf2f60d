"""What counts as a word, and what words share."""

import pytest

from wikicafe.suggest.words import grams, primary, stems, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Not enough people!", ["not", "enough", "people"]),
        ("l’accès à l'eau", ["l'accès", "à", "l'eau"]),
        ("हिन्दी में ज्ञान", ["हिन्दी", "में", "ज्ञान"]),
        ("தமிழ் மொழி", ["தமிழ்", "மொழி"]),
        ("ﬁve ＷＩＫＩＳ", ["five", "wikis"]),
        ("snake_case __", ["snake_case"]),
        ("…!?", []),
    ],
)
def test_words_keep_their_marks_and_lose_their_case(text, found):
    assert words(text) == found


def test_a_word_and_its_plural_share_a_stem():
    assert stems(words("translation"), "en") == stems(words("translations"), "en")


def test_where_words_run_together_characters_and_pairs_stand_for_them():
    assert stems(words("知识"), "zh") == {"知": 1, "识": 1, "知识": 1}


def test_the_letters_of_a_word_know_where_it_ends():
    assert grams(["it"]) == {" it": 1, "it ": 1, " it ": 1}


def test_a_language_is_known_by_its_first_part():
    assert primary("zh-Hans-CN") == "zh"

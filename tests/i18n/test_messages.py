"""What a message says in which language, and which language somebody is spoken to in."""

from datetime import UTC, datetime

import pytest

from wikicafe import i18n
from wikicafe.i18n import grammar
from wikicafe.i18n.grammar import render

NOTES = "{{FORMATNUM:$1}} {{PLURAL:$1|note|notes|0=nothing yet}}"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 nothing yet"), (1, "1 note"), (2, "2 notes"), (1234, "1,234 notes")]
)
def test_english_counts(count: int, said: str) -> None:
    assert render(NOTES, "en", (count,)) == said


@pytest.mark.parametrize(
    ("count", "said"), [(1, "заметка"), (3, "заметки"), (5, "заметок"), (21, "заметка")]
)
def test_russian_counts_in_three_forms(count: int, said: str) -> None:
    assert render("{{PLURAL:$1|заметка|заметки|заметок}}", "ru", (count,)) == said


def test_arabic_has_six_forms() -> None:
    forms = "{{PLURAL:$1|zero|one|two|few|many|other}}"
    said = [render(forms, "ar", (count,)) for count in (0, 1, 2, 3, 11, 100)]
    assert said == ["zero", "one", "two", "few", "many", "other"]


def test_a_missing_form_is_the_last_one() -> None:
    assert render("{{PLURAL:$1|one|few}}", "ru", (5,)) == "few"
    assert render("{{PLURAL:$1|only}}", "en", (5,)) == "only"


def test_people_are_spoken_of_as_they_wish() -> None:
    forms = "{{GENDER:$1|he|she|they}}"
    assert [render(forms, "en", (who,)) for who in ("male", "female", "", "x")] == [
        "he", "she", "they", "they",
    ]  # fmt: skip


def test_calls_stand_inside_calls() -> None:
    text = "{{PLURAL:$1|{{GENDER:$2|his|her}} note|$1 notes of {{BIDI:$3}}}}"
    assert render(text, "en", (1, "female", "")) == "her note"
    assert render(text, "en", (2, "male", "ليلى")) == "2 notes of \u202bليلى\u202c"


def test_a_parameter_nobody_gave_stays_as_it_is() -> None:
    assert render("$1 and $2", "en", ("a",)) == "a and $2"


def test_what_people_wrote_is_never_read_as_a_message() -> None:
    assert render("{{BIDI:$1}}", "en", ("{{PLURAL:1|a}} $1",)) == "\u202a{{PLURAL:1|a}} $1\u202c"


@pytest.mark.parametrize(
    "text",
    [
        "{{PLURAL:$1|a",
        "{{NOSUCH:$1|a}}",
        "{{}}",
        "{{a}} }}",
        "{{PLURAL:$1|{a}}}",
        "a{{PLURAL:$1||s}}",
        "$ {{BIDI:$1}}",
    ],
)
def test_a_broken_message_is_noticed(text: str) -> None:
    with pytest.raises(grammar.Broken):
        grammar.parse(text)


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5", "fr"),
        ("en;q=0.1, de", "de"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("zh", "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("zh-Hans-SG", "zh-hans"),
        ("in-ID", "id"),
        ("sw, es-419;q=0.3", "es"),
        ("de;q=0, fr;q=0.1", "fr"),
        ("tlh", "en"),
        ("*", "en"),
        ("", "en"),
        (None, "en"),
        ("x" * 100_000, "en"),
    ],
)
def test_the_best_language_for_a_browser(header: str | None, lang: str) -> None:
    assert i18n.match(header) == lang


def test_a_wish_is_known_or_not() -> None:
    wishes = ["zh-CN", "AR", "pt", "", None, "qqx", "../en"]
    assert [i18n.known(wish) for wish in wishes] == [
        "zh-hans", "ar", None, None, None, "qqx", None,
    ]  # fmt: skip


def test_english_steps_in_and_unknown_keys_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"en": {"hello": "Hello $1"}, "ar": {}}
    monkeypatch.setattr(i18n, "catalogue", lambda lang: said[lang])
    assert i18n.message("ar", "hello", "x") == "Hello x"
    assert i18n.message("ar", "nothing") == "⧼nothing⧽"


def test_qqx_shows_the_keys() -> None:
    assert i18n.message("qqx", "cafe-name") == "(cafe-name)"
    assert i18n.message("qqx", "cafe-name", 3, "x") == "(cafe-name: 3, x)"


def test_languages_know_their_direction_and_their_name() -> None:
    assert [i18n.direction(lang) for lang in ("ar", "fa", "en", "zh-hans", "tlh")] == [
        "rtl", "rtl", "ltr", "ltr", "ltr",
    ]  # fmt: skip
    assert i18n.autonym("fr") == "français"
    assert i18n.autonym("ar") == "العربية"
    assert i18n.autonym("tlh") == "tlh"


def test_dates_and_times_are_written_as_the_language_does() -> None:
    at = datetime(2026, 11, 20, 15, 53, tzinfo=UTC)
    assert i18n.date("en", at, UTC) == "November 20, 2026"
    assert i18n.date("de", at, UTC) == "20. November 2026"
    assert i18n.date("de", at, UTC, parts="time") == "15:53"

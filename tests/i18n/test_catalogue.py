"""The catalogue is whole: every language says everything, with the same parameters, well formed."""

import json
import re

import pytest

from wikicafe import i18n
from wikicafe.i18n import grammar

LANGUAGES = [code for code in i18n.languages() if code != i18n.SOURCE]
EVERY = [i18n.SOURCE, *LANGUAGES]
FILES = [*EVERY, "qqq"]


def test_there_are_the_eight_languages_of_the_gatherings() -> None:
    assert {"en", "ar", "zh-hans", "fr", "de", "id", "ru", "es"} <= set(i18n.languages())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_says_everything_and_nothing_else(lang: str) -> None:
    said = set(i18n.catalogue(lang))
    assert said - i18n.every_key() == set(), "not in en.json"
    assert i18n.every_key() - said == set(), "not translated"


def test_every_message_is_explained_to_translators() -> None:
    explained = i18n.catalogue("qqq")
    assert i18n.every_key() - set(explained) == set(), "no explanation in qqq.json"
    assert set(explained) - i18n.every_key() == set(), "explained, but not in en.json"


@pytest.mark.parametrize("lang", EVERY)
def test_every_message_is_well_formed(lang: str) -> None:
    def fault(text: str) -> str | None:
        try:
            grammar.parse(text)
        except grammar.Broken:
            return "braces"
        return "mark-up" if "<" in text else None if text.strip() else "empty"

    texts = i18n.catalogue(lang)
    assert {key: text for key, text in texts.items() if fault(text)} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_uses_the_same_parameters(lang: str) -> None:
    english, theirs = i18n.catalogue(i18n.SOURCE), i18n.catalogue(lang)
    assert {
        key: (english[key], text)
        for key, text in theirs.items()
        if key in english and grammar.slots(text) != grammar.slots(english[key])
    } == {}


def test_every_parameter_is_explained() -> None:
    explained = i18n.catalogue("qqq")
    assert {
        key: text
        for key, text in i18n.catalogue(i18n.SOURCE).items()
        if grammar.slots(text) - grammar.slots(explained.get(key, ""))
    } == {}


def test_keys_are_lower_case_words_joined_by_hyphens() -> None:
    assert [
        key for key in i18n.every_key() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9_]+)*", key)
    ] == []


@pytest.mark.parametrize("name", FILES)
def test_files_look_as_at_translatewiki(name: str) -> None:
    """Tab-indented, @metadata first, keys in order, no key twice: so a merge touches one line."""
    text = (i18n.FOLDER / f"{name}.json").read_text(encoding="utf-8")
    pairs = json.loads(text, object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert keys[0] == "@metadata"
    assert keys[1:] == sorted(set(keys[1:]))
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent="\t") + "\n"

"""The word bridge: how a word of another language is found, and what it says in English."""

import gzip
import lzma

import pytest

from wikicafe.suggest import freedict
from wikicafe.suggest.bridge_file import BridgeFile
from wikicafe.suggest.lexicon import Lexicon
from wikicafe.suggest.words import words


def said(lexicon, text):
    return [[c for c, _ in one.concepts or ()] for one in lexicon.read(words(text))]


def test_the_longest_phrase_is_read_first():
    lexicon = Lexicon("fr", {"eau": {"water": 1}, "eau de vie": {"brandy": 1}})
    assert said(lexicon, "eau de vie") == [["brandy"]]


def test_a_form_of_a_word_is_found_by_its_stem():
    lexicon = Lexicon("de", {"übersetzung": {"translation": 1}})
    assert said(lexicon, "Übersetzungen") == [["translation"]]


def test_a_word_is_found_behind_its_apostrophe():
    lexicon = Lexicon("fr", {"accès": {"access": 1}})
    assert said(lexicon, "l’accès") == [["access"]]


def test_an_arabic_word_is_found_without_its_article():
    lexicon = Lexicon("ar", {"كتاب": {"book": 1}})
    assert said(lexicon, "والكتاب") == [["book"]]


def test_without_a_stemmer_a_word_is_found_by_its_beginning():
    lexicon = Lexicon("pl", {"wiedza": {"knowledge": 1}})
    assert said(lexicon, "wiedzy") == [["knowledge"]]


def test_a_run_of_characters_is_cut_into_the_longest_known_words():
    lexicon = Lexicon("zh", {"知识": {"knowledge": 1}, "知": {"know": 1}, "平等": {"equality": 1}})
    assert said(lexicon, "知识平等") == [["knowledge"], ["equality"]]


def test_korean_endings_are_left_off():
    lexicon = Lexicon("ko", {"지식": {"knowledge": 1}})
    assert said(lexicon, "지식을") == [["knowledge"]]


def test_what_is_not_known_is_said_to_be_unknown():
    assert said(Lexicon("sv", {"kunskap": {"knowledge": 1}}), "xyzzy") == [[]]


@pytest.fixture
def dictionaries(tmp_path):
    """Two small dictionaries as Debian's packages lay them down."""
    _dictionary(
        tmp_path, "swe-eng", {"kunskap": "kunskap /x/\n1. knowledge, learning (also: know-how)"}
    )
    _dictionary(tmp_path, "eng-swe", {"to translate": "to translate\növersätta; tolka"})
    return tmp_path


def _dictionary(folder, pair, entries):
    texts, index = b"", []
    for head, body in entries.items():
        packed = body.encode()
        index.append(f"{head}\t{_digits(len(texts))}\t{_digits(len(packed))}")
        texts += packed
    (folder / f"freedict-{pair}.dict.dz").write_bytes(gzip.compress(texts))
    (folder / f"freedict-{pair}.index").write_text("\n".join(index) + "\n", "utf-8")


def _digits(number):
    digits = freedict.DIGITS[number % 64]
    return digits if number < 64 else _digits(number // 64) + digits


def test_freedict_is_read_in_both_directions(dictionaries):
    lexicon = freedict.lexicon("sv", dictionaries)
    assert said(lexicon, "kunskap") == [["knowledge", "learning"]]
    assert said(lexicon, "översätta") == [["translate"]]


def test_freedict_says_which_languages_are_installed(dictionaries):
    assert freedict.languages(dictionaries) == {"sv": ["eng-swe", "swe-eng"]}
    assert freedict.lexicon("fr", dictionaries) is None


def test_a_bridge_file_is_read_one_language_at_a_time(tmp_path):
    path = tmp_path / "bridge.tsv.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write(
            "#concepts\nwater\nknowledge,cognition\n#lang fr\neau\t0\n#lang sv\nkunskap\t1\n"
        )
    bridge = BridgeFile(path)
    assert said(bridge.lexicon("sv"), "kunskap") == [["knowledge,cognition"]]
    assert said(bridge.lexicon("fr"), "eau") == [["water"]]
    assert bridge.lexicon("fi") is None

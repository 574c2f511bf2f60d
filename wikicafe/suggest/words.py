"""From a note's text to what can be counted: words, stems, and the letters inside words.

Letters with their combining marks belong to words: `\\w` alone would split Hindi, Tamil and Thai.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from functools import cache

import Stemmer

# Written without spaces between words: single characters and pairs of them stand for words.
WITHOUT_SPACES = frozenset({"zh", "ja", "th"})
SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
SHORTEST_GRAM, LONGEST_GRAM = 3, 5
MARKS = "".join(
    chr(code)
    for code in range(0x300, sys.maxunicode + 1)
    if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
WORD = re.compile(rf"[\w{re.escape(MARKS)}]+(?:['’]\w+)?")


def primary(tag: str) -> str:
    """Return the language of a tag: "zh" of "zh-Hans-CN"."""
    return tag.partition("-")[0].lower()


def words(text: str) -> list[str]:
    """Return the words of a text, case folded, compatibility forms and underscores undone."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [word for found in WORD.findall(plain) if (word := found.strip("_"))]


def has_no_spaces(word: str, language: str) -> bool:
    """Tell whether what was found is a run of several words."""
    return language in WITHOUT_SPACES and not word.isascii()


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)


def stem(word: str, language: str) -> str:
    """Return the word's stem, or the word itself in a language without a Snowball stemmer."""
    name = SNOWBALL.get(language)
    return str(_stemmer(name).stemWord(word)) if name else word


def stems(found: list[str], language: str) -> Counter[str]:
    """Count the stems; where words run together, the characters and their pairs."""
    counts: Counter[str] = Counter()
    for word in found:
        if has_no_spaces(word, language):
            counts.update(word)
            counts.update(word[i : i + 2] for i in range(len(word) - 1))
        else:
            counts[stem(word, language)] += 1
    return counts


def grams(found: list[str]) -> Counter[str]:
    """Count the runs of three to five letters of each word; its ends count as letters."""
    counts: Counter[str] = Counter()
    for word in found:
        padded = f" {word} "
        for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
            counts.update(padded[i : i + length] for i in range(len(padded) - length + 1))
    return counts

"""Read the dictionaries of FreeDict as Debian installs them (packages `dict-freedict-…`).

They are GPL and stay where they are: read at run time, if the operator installed them.
"""

from __future__ import annotations

import gzip
import re
import string
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from wikicafe.suggest.lexicon import LONGEST_PHRASE, Lexicon

FOLDER = Path("/usr/share/dictd")
PREFIX = "freedict-"
Entries = defaultdict[str, defaultdict[str, float]]  # word → English phrase → weight
MOST_TRANSLATIONS = 6
DIGITS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
# FreeDict's three letters, where they are not ours.
NAMES = {
    "ara": "ar",
    "bul": "bg",
    "cat": "ca",
    "ces": "cs",
    "cym": "cy",
    "dan": "da",
    "deu": "de",
    "ell": "el",
    "fin": "fi",
    "fra": "fr",
    "gle": "ga",
    "hin": "hi",
    "hrv": "hr",
    "hun": "hu",
    "ind": "id",
    "isl": "is",
    "ita": "it",
    "jpn": "ja",
    "kur": "ku",
    "lat": "la",
    "lit": "lt",
    "nld": "nl",
    "nor": "nb",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "slk": "sk",
    "slv": "sl",
    "spa": "es",
    "srp": "sr",
    "swe": "sv",
    "swh": "sw",
    "tur": "tr",
}
REMARKS = re.compile(r"\[[^\]]*\]|\([^)]*\)|<[^>]*>|\"[^\"]*\"|\{[^}]*\}")
NUMBERING = re.compile(r"^\s*\d+\.\s*")
ARTICLE = re.compile(r"^(?:to|a|an|the) ")
BETWEEN = re.compile(r"[,;/]|\s-\s")
NO_TRANSLATION = ("Synonym", "Note", "see:", "See", "  -", "-")


def languages(folder: Path = FOLDER) -> dict[str, list[str]]:
    """Return language → the pairs installed for it, such as "deu-eng"."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.glob(f"{PREFIX}*-*.index")):
        pair = file.name.removeprefix(PREFIX).removesuffix(".index")
        one, _, other = pair.partition("-")
        if "eng" in (one, other) and (name := NAMES.get(other if one == "eng" else one)):
            found[name].append(pair)
    return dict(found)


def lexicon(language: str, folder: Path = FOLDER) -> Lexicon | None:
    """Read the bridge of one language, both directions together; None if none is installed."""
    pairs = languages(folder).get(language)
    if not pairs:
        return None
    entries: Entries = defaultdict(lambda: defaultdict(float))
    for pair in pairs:
        for head, translations in _entries(folder, pair):
            for place, translation in enumerate(translations[:MOST_TRANSLATIONS]):
                english = (head, translation) if pair.startswith("eng-") else (translation, head)
                _add(entries, english[0], english[1], 1 / (1 + place))
    return Lexicon(language, entries)


def _add(entries: Entries, english: str, foreign: str, weight: float) -> None:
    if 0 < len(english.split()) <= LONGEST_PHRASE and 0 < len(foreign.split()) <= LONGEST_PHRASE:
        entries[foreign.lower().strip()][ARTICLE.sub("", english.lower())] += weight


def _entries(folder: Path, pair: str) -> Iterator[tuple[str, list[str]]]:
    texts = gzip.decompress((folder / f"{PREFIX}{pair}.dict.dz").read_bytes())
    for line in (folder / f"{PREFIX}{pair}.index").read_text("utf-8", "replace").splitlines():
        head, _, place = line.partition("\t")
        offset, _, length = place.partition("\t")
        if not length or head.startswith("00"):
            continue
        start = _number(offset)
        body = texts[start : start + _number(length.partition("\t")[0])]
        yield head, _translations(body.decode("utf-8", "replace"))


def _number(text: str) -> int:
    """Read a number of the index: digits to the base of 64."""
    number = 0
    for digit in text:
        number = number * 64 + DIGITS.index(digit)
    return number


def _translations(body: str) -> list[str]:
    """Return the translations of an entry, without grammar, examples and remarks."""
    found: list[str] = []
    for line in body.split("\n")[1:]:
        plain = NUMBERING.sub("", REMARKS.sub("", line)).strip()
        if not plain or plain.startswith(NO_TRANSLATION) or ":" in plain[:25]:
            continue
        found += [part.strip() for part in BETWEEN.split(plain) if part.strip()]
    return found

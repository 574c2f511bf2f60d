"""What in an outcome may tell who somebody is: addresses, telephone numbers, handles, people's names.

Pure; it finds and says where. Whether it stays is decided by a person, before publishing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wikicafe.cafe import findings, themes
from wikicafe.cafe.state import Cafe

FEWEST_DIGITS = 7  # of a telephone number; years and counts have fewer
SHORTEST_NAME = 3  # letters; "An" and "Bo" stand in too many sentences
EMAIL = re.compile(r"[^\s@<>()\[\],;:\"']+@[^\s@<>()\[\],;:\"']+\.[^\W\d_]{2,}")
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w.@])@\w[\w.-]+|\b[Uu]ser(?:[_ ]talk)?:\s?\S+")
TELEPHONE = re.compile(r"(?<![\w.,/])(?:\+|00)?\(?\d[\d ()./\u2011-]{5,}\d(?!\w)")
DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}\s?[-–]\s?\d{4}")


@dataclass(frozen=True, slots=True)
class Clue:
    """where: note, finding, theme or statement; number: as printed, 0 for the statement.

    kind: email, address, handle, telephone or name. words: as they stand in the text.
    """

    where: str
    id: str
    number: int
    kind: str
    words: str
    text: str


def clues(cafe: Cafe) -> list[Clue]:
    """Return what may reveal somebody in all that would be published, in the order of the page."""
    names = _names(cafe)
    return [
        Clue(where, id, number, kind, words, text)
        for where, id, number, text in _texts(cafe)
        for kind, words in dict.fromkeys(_within(text, names))
    ]


def _texts(cafe: Cafe) -> Iterator[tuple[str, str, int, str]]:
    if cafe.statement.text:
        yield "statement", "", 0, cafe.statement.text
    for finding in findings.standing_findings(cafe):
        yield "finding", finding.id, finding.number, finding.text
    for theme in cafe.in_order(cafe.themes):
        if themes.standing(cafe, theme.id):
            yield "theme", theme.id, theme.number, theme.title
    for note in cafe.in_order(cafe.notes):
        if note.is_public:
            yield "note", note.id, note.number, note.text


def _names(cafe: Cafe) -> re.Pattern[str] | None:
    """Whole words: every name as given, and each of its parts."""
    given = [person.name for person in cafe.people.values() if not person.simulated]
    words = {part for name in given for part in (name, *name.split())}
    long = sorted((w for w in words if len(w) >= SHORTEST_NAME), key=len, reverse=True)
    # Where words are not parted by spaces (Chinese, Japanese, Thai) a name stands anywhere.
    short = sorted({name for name in given if len(name) >= 2 and not name.isascii()}, key=len)
    spaced = rf"(?<!\w)(?:{'|'.join(map(re.escape, long))})(?!\w)" if long else ""
    joined = "|".join(re.escape(name) for name in short if _is_unspaced(name))
    pattern = "|".join(part for part in (spaced, joined) if part)
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def _is_unspaced(name: str) -> bool:
    return any("\u0e00" <= c <= "\u0eff" or "\u3040" <= c <= "\u9fff" for c in name)


def _within(text: str, names: re.Pattern[str] | None) -> Iterator[tuple[str, str]]:
    for kind, pattern in (("email", EMAIL), ("address", ADDRESS), ("handle", HANDLE)):
        for found in pattern.finditer(text):
            yield kind, found[0].rstrip(".,;:!?)")
    for found in TELEPHONE.finditer(text):
        digits = sum(c.isdigit() for c in found[0])
        if digits >= FEWEST_DIGITS and not DATE.fullmatch(found[0].strip()):
            yield "telephone", found[0].strip()
    for found in names.finditer(text) if names is not None else ():
        yield "name", found[0]

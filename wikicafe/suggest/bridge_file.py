"""A word bridge kept in one file, as a data package may bring it: concepts first, then each language.

Text, packed with xz: `#concepts`, then a line per concept with English phrases split by commas; then for
each language `#lang xx` and lines `word TAB concepts`, these by number in base 16, the likeliest first.
"""

from __future__ import annotations

import lzma
from collections import Counter, defaultdict
from pathlib import Path

from wikicafe.suggest.lexicon import Lexicon

LANGUAGE = "#lang "


class BridgeFile:
    """Reads one language at a time; a café has few of the forty."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def lexicon(self, language: str) -> Lexicon | None:
        """Return the bridge of one language; None if the file has none."""
        concepts: list[str] = []
        entries: dict[str, Counter[str]] = defaultdict(Counter)
        inside = None
        with lzma.open(self._path, "rt", encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                if line.startswith(LANGUAGE):
                    if inside == language:
                        break
                    inside = line.removeprefix(LANGUAGE).strip()
                elif inside is None:
                    concepts.append(line.rstrip("\n"))
                elif inside == language:
                    word, _, numbers = line.rstrip("\n").partition("\t")
                    for number in numbers.split(","):
                        entries[word][concepts[int(number, 16)]] += 1
        return Lexicon(language, entries) if entries else None

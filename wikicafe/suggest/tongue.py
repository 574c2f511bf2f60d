"""How the words of one language become rows of meaning, and how often each is used in this café."""

from __future__ import annotations

from collections import Counter

import numpy as np

from wikicafe.suggest.lexicon import Concepts, Lexicon
from wikicafe.suggest.table import WordTable

COMMON = 0.1  # a word in this share of the notes counts half
SYNONYMS = (1.0, 0.6, 0.4, 0.3)  # how much the first, second, … English word of a concept says
LATIN_ELSEWHERE = 0.8  # an English word in a note of another language


class Tongue:
    """One language. lexicon: None for English, and where no bridge is installed."""

    def __init__(self, table: WordTable, language: str, lexicon: Lexicon | None) -> None:
        self._table = table
        self.is_english = language == "en"
        self._lexicon = lexicon
        self._rows: dict[str, np.ndarray | None] = {}
        self._holding: Counter[str] = Counter()  # word → notes that have it
        self._notes = 0
        self._said = 0
        self._understood = 0

    @property
    def coverage(self) -> float:
        """The share of the words so far that mean something to us, 0 to 1."""
        if self.is_english:
            return 1.0
        return self._understood / self._said if self._said else 0.0

    def count(self, found: list[str]) -> list[str]:
        """Take the words of a note into account; return those that have a row."""
        known = self.known(found)
        self._notes += 1
        self._holding.update(set(known))
        return known

    def known(self, found: list[str]) -> list[str]:
        """Return the words (or phrases) of a note that mean something to us."""
        return [word for word, row in self._read(found) if row is not None]

    def meaning(self, known: list[str]) -> np.ndarray:
        """Return the weighed sum of the rows of words that `known` returned, of unit length."""
        total = np.zeros(self._table.size, dtype=np.float32)
        for word in known:
            row = self._rows[word]
            assert row is not None
            total += row * self._weight(word)
        length = float(np.linalg.norm(total))
        return total / length if length else total

    def _weight(self, word: str) -> float:
        if self.is_english:
            return 1.0  # the table has weighed it
        return COMMON / (COMMON + self._holding[word] / max(1, self._notes))

    def _read(self, found: list[str]) -> list[tuple[str, np.ndarray | None]]:
        if self._lexicon is None:
            return [(word, self._row(word, None)) for word in found]
        read = [(one.word, self._row(one.word, one.concepts)) for one in self._lexicon.read(found)]
        self._said += len(read)
        self._understood += sum(row is not None for _, row in read)
        return read

    def _row(self, word: str, concepts: Concepts | None) -> np.ndarray | None:
        if word not in self._rows:
            self._rows[word] = self._translated(concepts) if concepts else self._as_english(word)
        return self._rows[word]

    def _as_english(self, word: str) -> np.ndarray | None:
        if self.is_english:
            return self._table.find(word)
        if self._lexicon is None or not word.isascii() or word.isdigit():
            return None
        row = self._table.find(word)
        return None if row is None else row * LATIN_ELSEWHERE

    def _translated(self, concepts: Concepts) -> np.ndarray | None:
        total = np.zeros(self._table.size, dtype=np.float32)
        weights = 0.0
        for concept, weight in concepts:
            if (row := self._concept(concept)) is not None:
                total += row * weight
                weights += weight
        return total / weights if weights else None

    def _concept(self, concept: str) -> np.ndarray | None:
        total = np.zeros(self._table.size, dtype=np.float32)
        weights = 0.0
        for phrase, weight in zip(concept.split(","), SYNONYMS, strict=False):
            if (row := self._table.mean(phrase)) is not None:
                total += row * weight
                weights += weight
        return total / weights if weights else None

"""What notes mean, whatever their language: one vector a note, in one space for all languages.

What all notes of a language share is taken off, else notes would be near for being Spanish; a language
with few notes shares the café's own mean (without, those with ten notes went wrong).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wikicafe.suggest.growing import Growing
from wikicafe.suggest.lexicon import Lexicon
from wikicafe.suggest.table import WordTable
from wikicafe.suggest.tongue import Tongue

SHRINKAGE = 20  # notes of the whole café that a language's own mean is held against
GROWTH = 1.5  # vectors are computed anew when there are so many times more notes
FEWEST = 16


class Meanings:
    """Notes are numbered as they come, from 0. bridge: language → lexicon, if there is one."""

    def __init__(self, table: WordTable, bridge: Callable[[str], Lexicon | None]) -> None:
        self._table = table
        self._bridge = bridge
        self._tongues: dict[str, Tongue] = {}
        self._said: list[list[str]] = []  # per note, the words that have a row
        self._languages: list[str] = []
        self._raw = Growing((table.size,), np.float32)
        self._centred = Growing((table.size,), np.float32)
        self._sums: dict[str, np.ndarray] = {}
        self._counts: dict[str, int] = {}
        self._fresh = 0
        self.version = 0

    def coverage(self, language: str) -> float:
        """The share of this language's words that mean something to us, 0 to 1."""
        return self._tongue(language).coverage

    def of(self, notes: list[int]) -> np.ndarray:
        """Return the vectors of these notes, a row each."""
        return np.asarray(self._centred.all()[notes])

    def meaning(self, found: list[str], language: str) -> np.ndarray:
        """Return the vector of a text: unit length, or zeros if no word of it is known."""
        tongue = self._tongue(language)
        return self._off_centre(tongue.meaning(tongue.known(found)), language)

    def add(self, found: list[str], language: str) -> None:
        tongue = self._tongue(language)
        known = tongue.count(found)
        meaning = tongue.meaning(known)
        self._said.append(known)
        self._languages.append(language)
        self._raw.append(meaning)
        self._centred.append(self._off_centre(meaning, language))
        self._sum_up(language, meaning)
        if len(self._said) >= GROWTH * max(FEWEST, self._fresh):
            self._refresh()

    def near(self, found: list[str], language: str) -> np.ndarray:
        """Return the cosine between these words and each note, 0 where it would be negative."""
        meaning = self.meaning(found, language)
        # Not `@`: its threads would wait for each other beside a busy server.
        return np.asarray(np.maximum(np.einsum("ij,j->i", self._centred.all(), meaning), 0))

    def _tongue(self, language: str) -> Tongue:
        tongue = self._tongues.get(language)
        if tongue is None:
            lexicon = None if language == "en" else self._bridge(language)
            tongue = self._tongues[language] = Tongue(self._table, language, lexicon)
        return tongue

    def _sum_up(self, language: str, meaning: np.ndarray) -> None:
        if meaning.any():
            nothing = np.zeros(self._table.size)
            self._sums[language] = self._sums.get(language, nothing) + meaning
            self._counts[language] = self._counts.get(language, 0) + 1

    def _centre(self, language: str) -> np.ndarray:
        total = np.sum(list(self._sums.values()), axis=0) if self._sums else 0.0
        everybody = total / max(1, sum(self._counts.values()))
        own = self._sums.get(language, 0.0) + SHRINKAGE * everybody
        return np.asarray(own / (self._counts.get(language, 0) + SHRINKAGE), dtype=np.float32)

    def _off_centre(self, meaning: np.ndarray, language: str) -> np.ndarray:
        if not meaning.any() or not self._counts:
            return meaning
        off = meaning - self._centre(language)
        return np.asarray(off / (float(np.linalg.norm(off)) + 1e-9))

    def _refresh(self) -> None:
        """Weigh words and centres by all notes so far."""
        self._sums.clear()
        self._counts.clear()
        raw = self._raw.all()
        for note, (known, language) in enumerate(zip(self._said, self._languages, strict=True)):
            if not self._tongues[language].is_english:
                raw[note] = self._tongues[language].meaning(known)
            self._sum_up(language, raw[note])
        centred = self._centred.all()
        for language in self._counts:
            rows = np.array([one == language for one in self._languages]) & raw.any(axis=1)
            off = raw[rows] - self._centre(language)
            centred[rows] = off / (np.linalg.norm(off, axis=1, keepdims=True) + 1e-9)
        self._fresh = len(self._said)
        self.version += 1

"""How alike notes are: by their words, by their letters, by what they mean; within and across languages."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wikicafe.suggest.growing import Growing
from wikicafe.suggest.lexical import Field
from wikicafe.suggest.lexicon import Lexicon
from wikicafe.suggest.meanings import Meanings
from wikicafe.suggest.table import WordTable
from wikicafe.suggest.words import grams, primary, stems, words

# How much meaning says beside the words, within a language. Outside English the way over the
# bridge loses more than it finds: 0.5 cost 4 to 10 points of the right theme (harvest.md).
MEANING_ENGLISH, MEANING_ELSEWHERE = 0.4, 0.2
WELL_COVERED, COVERED = 0.5, 0.3  # of a language's words, to be used within it and across
ACROSS_LETTERS, ACROSS_MEANING = 0.15, 0.6
LETTERS_ALONE = 0.5  # across languages without a bridge


@dataclass(frozen=True, slots=True)
class Read:
    """A note's text, taken apart once."""

    words: list[str]
    language: str

    @staticmethod
    def of(text: str, tag: str) -> Read:
        """tag: the language the note is written in, as BCP 47 names it."""
        return Read([sys.intern(word) for word in words(text)], primary(tag))

    def stems(self) -> Counter[str]:
        return stems(self.words, self.language)

    def grams(self) -> Counter[str]:
        return grams(self.words)


class Neighbours:
    """All notes, by number as they come; each new one costs milliseconds."""

    def __init__(self, table: WordTable, bridge: Callable[[str], Lexicon | None]) -> None:
        self._stems = Field()
        self._grams = Field()
        self._meanings = Meanings(table, bridge)
        self._read: list[Read] = []
        self._numbers: dict[str, int] = {}  # language → its number
        self._languages = Growing((), np.int16)

    def __len__(self) -> int:
        return len(self._languages)

    def add(self, note: Read) -> int:
        """Take a note in; return its number."""
        self._stems.add(note.stems())
        self._grams.add(note.grams())
        self._meanings.add(note.words, note.language)
        self._read.append(note)
        self._languages.append(self._numbers.setdefault(note.language, len(self._numbers)))
        return len(self) - 1

    def alike(self, note: Read) -> np.ndarray:
        """Return how alike a text is to each note, 0 to 1: float32."""
        by_words = self.by_words(note)
        by_meaning = self._meanings.near(note.words, note.language)
        within, across = self._weights(note.language)
        languages = self._languages.all()
        same = languages == self._numbers.get(note.language, -1)
        return np.where(
            same,
            (1 - within) * by_words + within * by_meaning,
            np.where(across[languages] > 0, ACROSS_LETTERS, LETTERS_ALONE) * by_words
            + across[languages] * by_meaning,
        )

    def by_words(self, note: Read) -> np.ndarray:
        """Return how many words and letters a text shares with each note, 0 to 1."""
        by_stems = self._stems.similar(note.stems())
        return np.asarray((by_stems + self._grams.similar(note.grams())) / 2)

    def read(self, note: int) -> Read:
        """Return a note as it was taken in."""
        return self._read[note]

    def meanings(self, notes: list[int]) -> np.ndarray:
        """Return what these notes mean, a row each. Changes when `version` does."""
        return self._meanings.of(notes)

    def meaning_of(self, note: Read) -> np.ndarray:
        """Return what a text means, of unit length; nothing but zeros if no word of it is known."""
        return self._meanings.meaning(note.words, note.language)

    @property
    def version(self) -> int:
        """Rises when the meanings of all notes were computed anew."""
        return self._meanings.version

    def coverage(self, language: str) -> float:
        """The share of this language's words that mean something to us, 0 to 1."""
        return self._meanings.coverage(language)

    def usual(self, stem: str) -> float:
        """Return the stem's share of all words of the café, counted once a note."""
        return self._stems.share(stem)

    def _weights(self, language: str) -> tuple[float, np.ndarray]:
        """Return how much meaning says within the language, and towards each other one."""
        own = self.coverage(language)
        within = MEANING_ENGLISH if language == "en" else MEANING_ELSEWHERE
        others = np.array([self.coverage(one) for one in self._numbers] or [0.0])
        across = np.where((others >= COVERED) & (own >= COVERED), ACROSS_MEANING, 0.0)
        return within if own >= WELL_COVERED else 0.0, across.astype(np.float32)

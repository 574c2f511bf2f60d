"""What English words mean: a table of 40,000 of them, each a short vector; near words, near vectors.

Built once by `scripts/build-word-table` from all-MiniLM-L6-v2 (Apache-2.0); see `words.md` beside the
file. A note's meaning is the sum of its words' rows: the table weighs them (a / (a + frequency),
Arora et al. 2017), so "the" says next to nothing.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np

FILE = "english-words.npz"
ENDINGS = ("'s", "s", "es", "ed", "ing", "ly", "er", "ness", "ment", "ation")
SHORTEST_TRUNK = 3  # letters left when an ending is taken off


class WordTable:
    """rows: int8; scale: float per row; one row per word."""

    def __init__(self, words: list[str], rows: np.ndarray, scale: np.ndarray) -> None:
        self._row = {word: number for number, word in enumerate(words)}
        self._rows = rows
        self._scale = scale.astype(np.float32).reshape(-1)
        self.size = rows.shape[1]

    def find(self, word: str) -> np.ndarray | None:
        """Return the vector of a word or of its trunk, None if the table has neither."""
        row = self._row.get(word)
        if row is None:
            row = next((self._row[trunk] for trunk in _trunks(word) if trunk in self._row), None)
        return None if row is None else self._rows[row].astype(np.float32) * self._scale[row]

    def mean(self, phrase: str) -> np.ndarray | None:
        """Return the mean of the vectors of a phrase's words, None if none is known."""
        found = [vector for word in phrase.split() if (vector := self.find(word)) is not None]
        return np.mean(found, axis=0) if found else None


def _trunks(word: str) -> list[str]:
    """Return the word without each ending it has; with a lost -e or a doubled letter mended."""
    trunks = []
    for ending in ENDINGS:
        trunk = word.removesuffix(ending)
        if trunk != word and len(trunk) >= SHORTEST_TRUNK:
            trunks += [trunk, trunk + "e"]
            if trunk[-1] == trunk[-2]:
                trunks.append(trunk[:-1])
    return trunks


@cache
def english() -> WordTable:
    """Read the table that comes with the program."""
    with resources.files(__package__).joinpath(FILE).open("rb") as file, np.load(file) as kept:
        words = bytes(kept["words"]).decode().split("\n")
        return WordTable(words, kept["rows"], kept["scale"])

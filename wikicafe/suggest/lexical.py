"""Which notes share words: an inverted index that grows note by note.

Weights are those of tf-idf with a damped count (Salton and Buckley 1988): (1 + ln tf) · idf, with
idf = 1 + ln((N + 1) / (df + 1)) at the moment of asking, so that early notes count like late ones.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter

import numpy as np

from wikicafe.suggest.growing import Growing

COUNT_BITS = 4  # of a posting: how often the term is there, up to 15; the others name the note
MOST_COUNTED = (1 << COUNT_BITS) - 1
DAMPED = np.array([0.0] + [1 + math.log(n) for n in range(1, MOST_COUNTED + 1)], dtype=np.float32)
GROWTH = 1.5  # norms are computed anew when there are so many times more notes
FEWEST = 64  # notes, before the first time
# Among many notes, a term that every third has tells little and costs most: it is not looked at.
MANY, TOO_COMMON = 2_000, 1 / 3


class Field:
    """One inverted field. Notes are numbered as they come, from 0."""

    def __init__(self) -> None:
        self._postings: dict[str, array[int]] = {}
        self._norms = Growing((), np.float32)
        self._total = 0
        self._fresh = 0  # notes when the norms were last computed

    def __len__(self) -> int:
        return len(self._norms)

    def add(self, terms: Counter[str]) -> None:
        note = len(self._norms)
        self._total += len(terms)
        length = 0.0
        for term, count in terms.items():
            known = self._postings.get(term)
            if known is None:
                known = self._postings[term] = array("I")
            count = min(count, MOST_COUNTED)
            known.append(note << COUNT_BITS | count)
            length += (float(DAMPED[count]) * self._idf(len(known), note + 1)) ** 2
        self._norms.append(math.sqrt(length) or 1.0)
        if note + 1 >= GROWTH * max(FEWEST, self._fresh):
            self._refresh()

    def similar(self, terms: Counter[str]) -> np.ndarray:
        """Return the cosine between these terms and each note: float32, as many as notes."""
        notes = len(self._norms)
        scores = np.zeros(notes, dtype=np.float32)
        length = 0.0
        for term, count in terms.items():
            known = self._postings.get(term)
            weight = float(DAMPED[min(count, MOST_COUNTED)])
            idf = self._idf(len(known) if known else 0, notes)
            length += (weight * idf) ** 2
            if known and (notes < MANY or len(known) < TOO_COMMON * notes):
                postings = np.frombuffer(known, dtype=np.uint32)
                scores[postings >> COUNT_BITS] += (weight * idf * idf) * DAMPED[
                    postings & MOST_COUNTED
                ]
        return scores / (self._norms.all() * (math.sqrt(length) or 1.0))

    def share(self, term: str) -> float:
        """Return the term's share of all postings; of a new term, as if it had one."""
        return max(1, len(self._postings.get(term, ()))) / max(1, self._total)

    def _idf(self, holding: int, notes: int) -> float:
        return 1 + math.log((notes + 1) / (holding + 1))

    def _refresh(self) -> None:
        notes = len(self._norms)
        squares = np.zeros(notes)
        for known in self._postings.values():
            postings = np.frombuffer(known, dtype=np.uint32)
            weights = DAMPED[postings & MOST_COUNTED] * self._idf(len(known), notes)
            squares[postings >> COUNT_BITS] += weights * weights
        self._norms.all()[:] = np.sqrt(np.maximum(squares, 1e-9))
        self._fresh = notes

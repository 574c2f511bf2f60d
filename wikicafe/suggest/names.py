"""Names for a theme out of its own notes: their telling words, and the note that says it for all."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from wikicafe.suggest.neighbours import Neighbours
from wikicafe.suggest.words import has_no_spaces, stem

WORDS = 4
LONGEST_TITLE = 12  # words of a note that may stand as a title
SHORTEST_WORD = 3  # letters, in scripts with spaces


def telling_words(neighbours: Neighbours, notes: Sequence[int]) -> list[str]:
    """Return the words that tell this theme from the other notes, the most telling first.

    Class-based tf-idf (Grootendorst 2022) over stems, said in the form most notes use.
    """
    counts: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for note in notes:
        read = neighbours.read(note)
        for word in set(read.words):
            if has_no_spaces(word, read.language) or len(word) < SHORTEST_WORD or word.isdigit():
                continue
            trunk = stem(word, read.language)
            counts[trunk] += 1
            forms[trunk][word] += 1
    whole = counts.total()
    scores = {
        trunk: count / whole * math.log(1 + count / whole / neighbours.usual(trunk))
        for trunk, count in counts.items()
        if count > 1 or len(notes) < 3
    }
    best = sorted(scores, key=lambda trunk: (-scores[trunk], trunk))[:WORDS]
    return [min(forms[trunk], key=lambda form: (-forms[trunk][form], form)) for trunk in best]


def central_note(neighbours: Neighbours, notes: Sequence[int]) -> int | None:
    """Return the short note most like all others of the theme: a title in somebody's own words."""
    short = [n for n in notes if len(neighbours.read(n).words) <= LONGEST_TITLE]
    if not short or len(notes) < 2:
        return None
    likeness = [float(np.sum(neighbours.alike(neighbours.read(n))[list(notes)])) for n in short]
    return short[int(np.argmax(likeness))]

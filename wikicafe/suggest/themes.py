"""Where a note may belong, learned from where people have put the others.

Three opinions are added up: the themes of the notes most like it; the themes whose notes use its words
(naive Bayes); the themes whose notes mean what it means (nearest centre). Each alone is worse: on notes
that people had coded, neighbours alone found 1 to 3 of 100 fewer.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np

from wikicafe.suggest.growing import Growing
from wikicafe.suggest.neighbours import Neighbours, Read

GUESSES = 3
REASONS = 2
VOTERS = 10
WORDS_SAY = 0.3  # beside what the neighbours say, which is 1; and so does the meaning
MEANING_SAYS = 1.0
SHARPNESS = 5.0  # of the meaning: how much nearer is how much likelier
CAUTION = 15.0  # words of the whole café that every theme is taken to hold beside its own
POPULARITY = 0.2  # how much a theme with many notes is likelier than one with few


@dataclass(frozen=True, slots=True)
class Guess:
    """A theme a note may belong to. share: of all opinions, 0 to 1. because: the notes that spoke for it most."""

    theme: str
    share: float
    because: tuple[int, ...]


@dataclass(slots=True)
class Content:
    """What the notes of one theme hold together. meaning: their sum, as of `version`."""

    notes: dict[int, None] = field(default_factory=dict)
    stems: Counter[str] = field(default_factory=Counter)
    meaning: np.ndarray | None = None
    version: int = -1


class Placements:
    """Which note people have put into which theme. Notes by number, as in Neighbours."""

    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours
        self._contents: dict[str, Content] = {}
        self._names: list[str] = []  # of the themes, by their numbers
        self._numbers: dict[str, int] = {}
        self._at = Growing((), np.int32)  # of each note: its theme's number + 1, or 0

    def theme_of(self, note: int) -> str | None:
        number = int(self._at.all()[note]) if note < len(self._at) else 0
        return self._names[number - 1] if number else None

    def themes(self) -> list[str]:
        """Return the themes that have notes, in order of their names."""
        return sorted(self._contents)

    def notes_of(self, theme: str) -> list[int]:
        """Return a theme's notes, in the order they came into the café."""
        content = self._contents.get(theme)
        return sorted(content.notes) if content else []

    def placed(self, among: np.ndarray | None = None) -> np.ndarray:
        """Return the placed notes, or those of `among` (numbers) that are placed."""
        if among is None:
            return np.flatnonzero(self._at.all())
        among = among[among < len(self._at)]
        return np.asarray(among[self._at.all()[among] > 0])

    def place(self, note: int, theme: str | None) -> None:
        """Say where a note is now; None: in no theme."""
        before = self.theme_of(note)
        if before is not None:
            self._take_out(note, before)
        while len(self._at) <= note:
            self._at.append(0)
        if theme is None:
            self._at.all()[note] = 0
            return
        if theme not in self._numbers:
            self._names.append(theme)
            self._numbers[theme] = len(self._names)
        self._at.all()[note] = self._numbers[theme]
        content = self._contents.setdefault(theme, Content())
        content.notes[note] = None
        content.stems.update(self._neighbours.read(note).stems())
        content.version = -1

    def _take_out(self, note: int, theme: str) -> None:
        content = self._contents[theme]
        del content.notes[note]
        content.stems.subtract(self._neighbours.read(note).stems())
        content.version = -1
        if not content.notes:
            del self._contents[theme]

    def guesses(self, note: Read, alike: np.ndarray, among: np.ndarray) -> list[Guess]:
        """Return up to three themes for a note, the likeliest first.

        alike: how alike it is to each note. among: placed notes, the note itself not among them.
        """
        if not len(among):
            return []
        votes, speakers = self._votes(alike, among)
        themes = sorted(self._names[one - 1] for one in np.unique(self._at.all()[among]))
        opinions = np.array([votes[theme] for theme in themes])
        opinions += WORDS_SAY * self._by_words(themes, note.stems())
        opinions += MEANING_SAYS * self._by_meaning(themes, self._neighbours.meaning_of(note))
        opinions /= opinions.sum()
        best = np.argsort(-opinions, kind="stable")[:GUESSES]
        return [
            Guess(themes[place], float(opinions[place]), tuple(speakers[themes[place]][:REASONS]))
            for place in best
        ]

    def _votes(
        self, alike: np.ndarray, among: np.ndarray
    ) -> tuple[dict[str, float], dict[str, list[int]]]:
        """The ten most alike vote with the square of their likeness."""
        votes: dict[str, float] = defaultdict(float)
        speakers: dict[str, list[int]] = defaultdict(list)
        for note in most_alike(alike, among, VOTERS):
            theme = self._names[int(self._at.all()[note]) - 1]
            votes[theme] += max(0.0, float(alike[note])) ** 2
            speakers[theme].append(note)
        total = sum(votes.values()) or 1.0
        return defaultdict(float, {t: vote / total for t, vote in votes.items()}), speakers

    def _by_words(self, themes: list[str], stems: Counter[str]) -> np.ndarray:
        """Naive Bayes; a long note is not surer than a short one by as much as its length."""
        damping = 2 * math.sqrt(max(1, len(stems)))
        usual = {stem: CAUTION * self._neighbours.usual(stem) for stem in stems}
        scores = []
        for theme in themes:
            content = self._contents[theme]
            whole = content.stems.total() + CAUTION
            says = sum(math.log((content.stems[stem] + usual[stem]) / whole) for stem in stems)
            scores.append(says / damping + POPULARITY * math.log(len(content.notes) + 1))
        return _shares(np.array(scores))

    def _by_meaning(self, themes: list[str], meaning: np.ndarray) -> np.ndarray:
        scores = []
        for theme in themes:
            centre = self._meaning(theme)
            near = float(centre @ meaning) / (float(np.linalg.norm(centre)) + 1)
            popularity = POPULARITY * math.log(len(self._contents[theme].notes) + 1)
            scores.append(SHARPNESS * near + popularity)
        return _shares(np.array(scores))

    def _meaning(self, theme: str) -> np.ndarray:
        content = self._contents[theme]
        if content.meaning is None or content.version != self._neighbours.version:
            content.meaning = self._neighbours.meanings(sorted(content.notes)).sum(axis=0)
            content.version = self._neighbours.version
        return content.meaning


def most_alike(alike: np.ndarray, among: np.ndarray, count: int) -> list[int]:
    """Return the most alike of these notes, the best first; equals in the order they came."""
    if len(among) > 4 * count:
        kept = np.argpartition(-alike[among], count)[:count]
        least = alike[among[kept]].min()
        among = among[alike[among] >= least]
    order = np.lexsort((among, -alike[among]))
    return [int(note) for note in among[order[:count]]]


def _shares(scores: np.ndarray) -> np.ndarray:
    """Turn scores into shares of one (softmax)."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())

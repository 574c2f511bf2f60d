"""What a machine may say while people group notes: which are near, where one may belong, what to call it.

Everything here is a suggestion: nothing is placed, moved, named or merged by it. Notes and acts of people
go in, in the order of the log, and the same order gives the same suggestions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wikicafe.suggest.kinds import Kinds
from wikicafe.suggest.lexicon import Lexicon
from wikicafe.suggest.names import central_note, telling_words
from wikicafe.suggest.neighbours import Neighbours, Read
from wikicafe.suggest.piles import piles
from wikicafe.suggest.table import WordTable, english
from wikicafe.suggest.themes import Placements, most_alike

ENOUGH_PLACED = 15  # notes of a question; below, those of all questions speak
NEAR = 10
FEWEST_WORDS = 4  # of a note that is being written, before likeness means anything
SAYS_THE_SAME = 0.5  # nearest notes above this share their theme in 93 to 96 of 100 (harvest.md)
MOST_SAME = 3
DOTS = (0.45, 0.7)  # shares from which two and three dots are shown; never a percentage


@dataclass(frozen=True, slots=True)
class LikelyTheme:
    """dots: how clear it is, 1 to 3. because: the placed notes that speak for it."""

    theme: str
    dots: int
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    note: str
    alike: float


@dataclass(frozen=True, slots=True)
class Stack:
    """Notes that look alike. words: what they have in common, for a name."""

    notes: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """words: telling words of a theme. note: the one that says it for all, if there is one."""

    words: tuple[str, ...]
    note: str | None


class Suggestions:
    """One café's. bridge: language → its lexicon, None where there is none."""

    def __init__(
        self,
        bridge: Callable[[str], Lexicon | None] = lambda _: None,
        table: WordTable | None = None,
    ) -> None:
        self._neighbours = Neighbours(table or english(), bridge)
        self._placements = Placements(self._neighbours)
        self._kinds = Kinds()
        self._number: dict[str, int] = {}
        self._ids: list[str] = []
        self._texts: list[str] = []
        self._given: dict[str, str] = {}  # note → the kind a person gave it
        self._questions: list[str] = []
        self._of_question: dict[str, dict[int, None]] = defaultdict(dict)

    # ---- what happened ---------------------------------------------------------------------------

    def written(self, note: str, text: str, lang: str, question: str, kind: str | None) -> None:
        """Take in a note, or its new wording."""
        theme = self.theme_of(note)
        self.gone(note)
        number = self._neighbours.add(Read.of(text, lang))
        self._number[note] = number
        self._ids.append(note)
        self._texts.append(text)
        self._questions.append(question)
        self._of_question[question][number] = None
        if kind is not None:
            self._given[note] = kind
            self._kinds.learn(self._neighbours.read(number), kind)
        if theme is not None:
            self._placements.place(number, theme)

    def gone(self, note: str) -> None:
        """Take a note out: withdrawn or hidden."""
        number = self._number.pop(note, None)
        if number is None:
            return
        self._placements.place(number, None)
        del self._of_question[self._questions[number]][number]
        self._texts[number] = ""
        if kind := self._given.pop(note, None):
            self._kinds.forget(self._neighbours.read(number), kind)

    def placed(self, note: str, theme: str | None) -> None:
        """A person put a note into a theme, or out of all."""
        if note in self._number:
            self._placements.place(self._number[note], theme)

    def theme_of(self, note: str) -> str | None:
        """Return the theme people have put a note into."""
        number = self._number.get(note)
        return None if number is None else self._placements.theme_of(number)

    # ---- what may be suggested -------------------------------------------------------------------

    def themes(self, note: str) -> list[LikelyTheme]:
        """Return up to three themes where a note may belong."""
        number = self._number[note]
        read = self._neighbours.read(number)
        found = self._placements.guesses(read, self._neighbours.alike(read), self._examples(number))
        return [
            LikelyTheme(one.theme, _dots(one.share), tuple(self._ids[n] for n in one.because))
            for one in found
        ]

    def near(self, note: str, count: int = NEAR) -> list[Near]:
        """Return the notes most like this one, over all questions."""
        number = self._number[note]
        others = [other for other in self._present() if other != number]
        return self._nearest(self._neighbours.alike(self._neighbours.read(number)), others, count)

    def says_the_same(self, text: str, lang: str, question: str) -> list[Near]:
        """Return notes on this question that say what somebody is just writing."""
        read = Read.of(text, lang)
        among = list(self._of_question[question])
        if len(set(read.words)) < FEWEST_WORDS or not among:
            return []
        found = self._nearest(self._neighbours.alike(read), among, MOST_SAME)
        return [one for one in found if one.alike >= SAYS_THE_SAME]

    def stacks(self, question: str, surer: float = 0.5) -> list[Stack]:
        """Return starter piles among the notes of a question that are in no theme yet."""
        loose = [n for n in self._of_question[question] if self._placements.theme_of(n) is None]
        found = piles(loose, lambda n: self._neighbours.alike(self._neighbours.read(n)), surer)
        return [
            Stack(
                tuple(self._ids[n] for n in pile.notes),
                tuple(telling_words(self._neighbours, pile.notes)),
            )
            for pile in found
        ]

    def name(self, theme: str) -> Name:
        """Return what a theme may be called, out of its own notes."""
        notes = self._placements.notes_of(theme)
        central = central_note(self._neighbours, notes)
        words = tuple(telling_words(self._neighbours, notes))
        return Name(words, None if central is None else self._ids[central])

    def kind(self, note: str) -> str | None:
        """Return the likely kind of a note whose writer left it open."""
        number = self._number[note]
        return self._kinds.likely(self._neighbours.read(number), self._texts[number])

    def coverage(self, lang: str) -> float:
        """Return how much of a language we understand, 0 to 1: 0 means by letters alone."""
        return self._neighbours.coverage(lang)

    def _present(self) -> list[int]:
        return list(self._number.values())

    def _examples(self, number: int) -> np.ndarray:
        """Return the placed notes that speak: of the same question, or of all while they are few."""
        own = self._of_question[self._questions[number]]
        near = self._placements.placed(np.fromiter(own, dtype=np.int64, count=len(own)))
        placed = near if len(near) >= ENOUGH_PLACED else self._placements.placed()
        return np.asarray(placed[placed != number])

    def _nearest(self, alike: np.ndarray, among: Sequence[int], count: int) -> list[Near]:
        found = most_alike(alike, np.asarray(among, dtype=np.int64), count)
        return [Near(self._ids[n], float(alike[n])) for n in found]


def _dots(share: float) -> int:
    return 1 + sum(share >= least for least in DOTS)

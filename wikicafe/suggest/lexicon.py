"""A word bridge: from the words of one language to English concepts, and so into one space of meaning.

A lexicon maps words and phrases of up to three words to concepts; a concept is one or more English
words that say the same. Sources are read by `freedict.py` and `open_wordnet.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wikicafe.suggest.words import SNOWBALL, WITHOUT_SPACES, has_no_spaces, stem, words

LONGEST_PHRASE = 3  # words
LONGEST_RUN = 8  # characters, in languages without spaces
MOST_READINGS = 4  # of a stem
# Arabic and Hebrew write "and", "the", "to" as part of the word.
PREFIXES = {
    "ar": ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ك", "ف"),
    "he": ("וה", "שה", "ה", "ו", "ב", "ל", "מ", "ש", "כ"),
}
BEFORE_THE_APOSTROPHE = "'"  # l'accès, dell'arte
SHORTEST_SHARED = 0.6  # of a word, where there is no stemmer: the beginning it shares with another
KEPT_BEGINNING = 0.72
FEWEST_LETTERS = 4
MOST_OTHER_LETTERS = 4

# English phrases that say the same, split by commas, and how much each concept weighs.
Concepts = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A word of a note as the lexicon knows it. concepts: None if it does not."""

    word: str
    concepts: Concepts | None


class Lexicon:
    """The bridge of one language. entries: word or phrase → concepts with their weights."""

    def __init__(self, language: str, entries: Mapping[str, Mapping[str, float]]) -> None:
        self.language = language
        self._entries: dict[str, Concepts] = {}
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._by_beginning: dict[str, list[str]] = defaultdict(list)
        self._known: dict[str, Concepts | None] = {}
        self._guesses = language not in SNOWBALL and language not in WITHOUT_SPACES | {"ko"}
        for entry, concepts in entries.items():
            self._take_in(words(entry), tuple(concepts.items()))

    def _take_in(self, found: list[str], concepts: Concepts) -> None:
        if not found or len(found) > LONGEST_PHRASE:
            return
        entry = " ".join(found)
        self._entries[entry] = concepts
        if len(found) > 1:
            return
        if (trunk := stem(entry, self.language)) != entry or self.language in SNOWBALL:
            self._by_stem[trunk].append(entry)
        if self._guesses and len(entry) >= FEWEST_LETTERS:
            self._by_beginning[entry[: max(3, int(len(entry) * KEPT_BEGINNING))]].append(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def read(self, found: list[str]) -> Iterator[Found]:
        """Say what the words of a note mean, the longest known phrase first."""
        at = 0
        while at < len(found):
            for length in range(min(LONGEST_PHRASE, len(found) - at), 1, -1):
                phrase = " ".join(found[at : at + length])
                if phrase in self._entries:
                    yield Found(phrase, self._entries[phrase])
                    at += length
                    break
            else:
                yield from self._read_one(found[at])
                at += 1

    def _read_one(self, word: str) -> Iterator[Found]:
        if has_no_spaces(word, self.language):
            yield from self._cut(word)
        elif self.language == "ko" and not word.isascii():
            yield Found(word, self._longest_beginning(word))
        else:
            if word not in self._known:
                self._known[word] = self._look_up(word)
            yield Found(word, self._known[word])

    def _cut(self, run: str) -> Iterator[Found]:
        """Cut a run of characters into known words, the longest first, from left to right."""
        at = 0
        while at < len(run):
            for length in range(min(LONGEST_RUN, len(run) - at), 0, -1):
                word = run[at : at + length]
                if word in self._entries and (length > 1 or self.language != "th"):
                    yield Found(word, self._entries[word])
                    at += length
                    break
            else:
                at += 1

    def _longest_beginning(self, word: str) -> Concepts | None:
        """Korean adds its endings to the word: the longest known beginning is the word."""
        for length in range(len(word), 0, -1):
            if word[:length] in self._entries and (length >= 2 or len(word) <= 3):
                return self._entries[word[:length]]
        return None

    def _look_up(self, word: str) -> Concepts | None:
        entries = self._same(word)
        if not entries and "'" in word:
            entries = self._same(word.rpartition(BEFORE_THE_APOSTROPHE)[2])
        if not entries:
            entries = self._without_prefix(word)
        if not entries and self._guesses:
            entries = self._alike(word)
        return self._merged(entries[:MOST_READINGS]) if entries else None

    def _same(self, word: str) -> list[str]:
        if word in self._entries:
            return [word]
        return self._by_stem.get(stem(word, self.language), [])

    def _without_prefix(self, word: str) -> list[str]:
        for prefix in PREFIXES.get(self.language, ()):
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) >= 2 and (entries := self._same(rest)):
                return entries
        return []

    def _alike(self, word: str) -> list[str]:
        """Where no stemmer helps: words with the same beginning and nearly the same length."""
        for length in range(len(word), max(2, int(SHORTEST_SHARED * len(word) - 0.001)), -1):
            near = [
                entry
                for entry in self._by_beginning.get(word[:length], ())
                if abs(len(entry) - len(word)) <= MOST_OTHER_LETTERS
            ]
            if near:
                return sorted(near, key=lambda entry: abs(len(entry) - len(word)))[:2]
        return []

    def _merged(self, entries: list[str]) -> Concepts:
        merged: dict[str, float] = defaultdict(float)
        for entry in entries:
            for concept, weight in self._entries[entry]:
                merged[concept] += weight
        return tuple(merged.items())

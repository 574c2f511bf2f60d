"""How often the right theme is suggested: somebody places the notes in random order, we guess before.

    .venv/bin/python -m bench.harvest.suggestions [DATA] [--bridge FILE] [--freedict FOLDER]

DATA: a folder with `*.jsonl`, one note a line: id, text, lang, question, themes. Beside our figures stand
those of words alone (tf-idf of stems and letters, ten nearest), in the same run on the same orders.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np

from wikicafe.suggest import freedict
from wikicafe.suggest.bridge_file import BridgeFile
from wikicafe.suggest.lexicon import Lexicon
from wikicafe.suggest.neighbours import Neighbours, Read
from wikicafe.suggest.table import english
from wikicafe.suggest.themes import Placements, most_alike

Note = dict
Bridge = Callable[[str], Lexicon | None]
ORDERS = 3
FEWEST = 20
WITHIN = (("argkp.train", None), ("k8s_themes", None), ("seagl", 700), ("austria", 800))
ACROSS = {
    "English alone": "en",
    "6 west European": "en es fr de pt it",
    "6 of the UN": "en es fr ar ru zh",
    "20 languages": "en es fr de pt it ar ru zh ja pl tr id nl sv fa ko vi el cs",
}
# Of the codes of SIB-200.
CODES = {
    "arb": "ar",
    "bul": "bg",
    "ben": "bn",
    "cat": "ca",
    "ces": "cs",
    "dan": "da",
    "deu": "de",
    "ell": "el",
    "eng": "en",
    "spa": "es",
    "pes": "fa",
    "fin": "fi",
    "fra": "fr",
    "heb": "he",
    "hin": "hi",
    "hun": "hu",
    "ind": "id",
    "ita": "it",
    "jpn": "ja",
    "kor": "ko",
    "lit": "lt",
    "nob": "nb",
    "nld": "nl",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "rus": "ru",
    "swe": "sv",
    "swh": "sw",
    "tam": "ta",
    "tha": "th",
    "tur": "tr",
    "ukr": "uk",
    "vie": "vi",
    "zho": "zh",
    "srp": "sr",
    "kaz": "kk",
}


def lines(path: Path) -> Iterator[Note]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def questions(path: Path, limit: int | None) -> list[list[Note]]:
    """Return the notes of each question that has enough of them with a theme."""
    found = defaultdict(list)
    for note in lines(path):
        if note["themes"]:
            found[note["question"]].append(note)
    groups = [notes for _, notes in sorted(found.items()) if len(notes) >= FEWEST]
    return [_sample(notes, limit) if limit else notes for notes in groups]


def _sample(notes: list[Note], limit: int) -> list[Note]:
    chosen = sorted(random.Random(0).sample(range(len(notes)), min(limit, len(notes))))
    return [notes[number] for number in chosen]


def in_many_languages(path: Path, languages: list[str]) -> list[Note]:
    """Return every sentence once, each in one of the languages, by chance."""
    by_sentence: dict[str, dict[str, Note]] = defaultdict(dict)
    for note in lines(path):
        if language := CODES.get(note["lang"][:3]):
            by_sentence[note["pid"]][language] = {**note, "lang": language}
    chance = random.Random(0)
    return [by_sentence[sentence][chance.choice(languages)] for sentence in sorted(by_sentence)]


def measure(notes: list[Note], bridge: Bridge) -> dict[str, np.ndarray]:
    """Return for each way [right first, right among three, asked] over some orders."""
    neighbours = Neighbours(english(), bridge)
    read = [Read.of(note["text"], note["lang"]) for note in notes]
    for one in read:
        neighbours.add(one)
    alike = [neighbours.alike(one) for one in read]
    by_words = [neighbours.by_words(one) for one in read]
    tally = {"words": np.zeros(3), "ours": np.zeros(3)}
    for seed in range(ORDERS):
        placements = Placements(neighbours)
        for number in np.random.RandomState(seed).permutation(len(notes)):
            right = set(notes[number]["themes"])
            placed = placements.placed()
            if right & set(placements.themes()):
                guesses = placements.guesses(read[number], alike[number], placed)
                tally["ours"] += _right([guess.theme for guess in guesses], right)
                tally["words"] += _right(_voted(by_words[number], placed, placements), right)
            # A note that people put into two themes is placed in one; finding either is right.
            placements.place(int(number), min(right))
    return tally


def _right(found: list[str], right: set[str]) -> tuple[bool, bool, int]:
    return bool(found) and found[0] in right, bool(set(found) & right), 1


def _voted(by_words: np.ndarray, placed: list[int], placements: Placements) -> list[str]:
    votes: dict[str, float] = defaultdict(float)
    for note in most_alike(by_words, np.asarray(placed), 10):
        votes[placements.theme_of(note) or ""] += float(by_words[note]) ** 2
    return sorted(votes, key=lambda theme: -votes[theme])[:3]


def report(name: str, groups: list[list[Note]], bridge: Bridge) -> None:
    began = time.process_time()
    total: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(3))
    for notes in groups:
        for way, tally in measure(notes, bridge).items():
            total[way] += tally
    shares = "  ".join(
        f"{way} {first / asked:.3f} / {three / asked:.3f}"
        for way, (first, three, asked) in total.items()
    )
    print(f"{name:34} {shares}  ({time.process_time() - began:.0f} s)", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("data", nargs="?", default="../shared/data/harvest", type=Path)
    asked.add_argument("--bridge", type=Path)
    asked.add_argument("--freedict", type=Path, default=freedict.FOLDER)
    given = asked.parse_args()
    bridges: dict[str, Bridge] = {"no bridge": lambda _: None}
    bridges["FreeDict"] = cache(lambda language: freedict.lexicon(language, given.freedict))
    if given.bridge:
        bridges["Wordnet"] = cache(BridgeFile(given.bridge).lexicon)
    print("set                                right first / among three")
    for name, limit in WITHIN:
        report(name, questions(given.data / f"{name}.jsonl", limit), bridges["no bridge"])
    for name, languages in ACROSS.items():
        notes = in_many_languages(given.data / "sib200.dev.jsonl", languages.split())
        for bridge in bridges:
            report(f"{name}, {bridge}", [notes], bridges[bridge])


if __name__ == "__main__":
    main()

"""How long a note and a suggestion take, and how much memory, with 200, 2,000 and 20,000 notes.

.venv/bin/python -m bench.harvest.speed [DATA] [--languages en fr …] [--bridge FILE]
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import time
from functools import cache
from pathlib import Path

import numpy as np

from bench.harvest.suggestions import lines
from wikicafe.suggest import Suggestions
from wikicafe.suggest.bridge_file import BridgeFile

SIZES = (200, 2_000, 20_000)
ASKED = 60
THEMES = 40


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("data", nargs="?", default="../shared/data/harvest", type=Path)
    asked.add_argument("--bridge", type=Path)
    given = asked.parse_args()
    notes = [(note["text"], "en") for note in lines(given.data / "argkp.train.jsonl")]
    if given.bridge:
        codes = {"fra": "fr", "spa": "es", "arb": "ar", "rus": "ru", "zho": "zh"}
        notes += [
            (n["text"], codes[n["lang"][:3]])
            for n in lines(given.data / "sib200.dev.jsonl")
            if n["lang"][:3] in codes
        ]
    random.Random(1).shuffle(notes)
    bridge = cache(BridgeFile(given.bridge).lexicon) if given.bridge else lambda _: None
    suggestions = Suggestions(bridge)
    adding: list[float] = []
    for number, (text, lang) in enumerate(itertools.islice(itertools.cycle(notes), SIZES[-1])):
        began = time.process_time()
        suggestions.written(f"n{number}", f"{text} {number}", lang, f"Q{number % 3}", None)
        adding.append((time.process_time() - began) * 1e3)
        suggestions.placed(f"n{number}", f"t{number % THEMES}" if number % 2 else None)
        if number + 1 in SIZES:
            say(number + 1, adding, suggestions)
            adding.clear()


def say(size: int, adding: list[float], suggestions: Suggestions) -> None:
    asking = []
    for number in random.Random(2).sample(range(size), ASKED):
        began = time.process_time()
        suggestions.themes(f"n{number}")
        asking.append((time.process_time() - began) * 1e3)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:6} notes: adding one {np.median(adding):.2f} ms (p99 {np.percentile(adding, 99):.2f},"
        f" longest {max(adding):.0f}), suggesting {np.median(asking):.1f} ms (p95"
        f" {np.percentile(asking, 95):.1f}), {memory:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()

"""How pure the starter piles are: the share of their notes that belong to the pile's commonest theme.

.venv/bin/python -m bench.harvest.stacks [DATA]
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from bench.harvest.suggestions import Note, questions
from wikicafe.suggest.neighbours import Neighbours, Read
from wikicafe.suggest.piles import piles
from wikicafe.suggest.table import english


def tally(notes: list[Note], surer: float) -> tuple[int, int, int, int]:
    """Return notes, notes in piles, those that belong there, piles."""
    neighbours = Neighbours(english(), lambda _: None)
    read = [Read.of(note["text"], note["lang"]) for note in notes]
    for one in read:
        neighbours.add(one)
    found = piles(list(range(len(notes))), lambda n: neighbours.alike(read[n]), surer)
    belong = sum(
        Counter(theme for n in pile.notes for theme in notes[n]["themes"]).most_common(1)[0][1]
        for pile in found
    )
    return len(notes), sum(len(pile.notes) for pile in found), belong, len(found)


def main() -> None:
    data = Path(sys.argv[1]) if sys.argv[1:] else Path("../shared/data/harvest")
    for name, limit in (
        ("argkp.train", None),
        ("k8s_themes", None),
        ("seagl", 700),
        ("austria", 800),
    ):
        for surer in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            totals = [
                sum(one)
                for one in zip(
                    *(tally(n, surer) for n in questions(data / f"{name}.jsonl", limit)),
                    strict=True,
                )
            ]
            notes, piled, belong, count = totals
            print(
                f"{name:12} surer {surer}: {piled / notes:.2f} of the notes in {count} piles, {belong / max(1, piled):.3f} pure",
                flush=True,
            )


if __name__ == "__main__":
    main()

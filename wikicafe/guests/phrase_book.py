"""What simulated people are called and what they write: one JSON file a language, all written by us."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Phrases:
    """notes: pairs of kind and text."""

    language: str
    countries: tuple[str, ...]
    names: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


@cache
def phrase_book() -> dict[str, Phrases]:
    """Return language → phrases, ordered by language."""
    folder = resources.files("wikicafe.guests") / "phrases"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".json")), key=lambda f: f.name)
    pages = [json.loads(file.read_text("utf-8")) for file in files]
    return {
        page["language"]: Phrases(
            language=page["language"],
            countries=tuple(page["countries"]),
            names=tuple(page["names"]),
            notes=tuple((kind, text) for kind, texts in page["notes"].items() for text in texts),
        )
        for page in pages
    }

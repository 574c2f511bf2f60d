"""Who comes to a rehearsal: people of many languages, the same ones for the same seed."""

from __future__ import annotations

from collections import Counter
from random import Random

from wikicafe.guests.door import Profile
from wikicafe.guests.phrase_book import phrase_book

SPEAKS_ENGLISH = 0.85  # of those with another first language
SPEAKS_A_THIRD = 0.2
HIDES_NAME = 0.05
GROUPS = (
    "Harbour Readers",
    "Tuesday Circle",
    "Open Desk",
    "North Gate",
    "River Archive",
    "Bridge Collective",
    "Lantern House",
    "Garden School",
    "Orchard Radio",
    "Sunday Kitchen",
    "Old Mill",
    "Green Line",
)


def cast(people: int, seed: int) -> list[Profile]:
    """Return so many people. Every language of the phrase book is there before one is there twice."""
    chance = Random(f"cast {seed}")
    book = phrase_book()
    first: list[str] = []
    while len(first) < people:
        first += chance.sample(sorted(book), len(book))
    called: Counter[str] = Counter()
    return [_person(language, chance, called) for language in first[:people]]


def _person(language: str, chance: Random, called: Counter[str]) -> Profile:
    phrases = phrase_book()[language]
    name = chance.choice(phrases.names)
    called[name] += 1
    languages = [language]
    if language != "en" and chance.random() < SPEAKS_ENGLISH:
        languages.append("en")
    if chance.random() < SPEAKS_A_THIRD:
        languages.append(chance.choice(sorted(phrase_book())))
    return Profile(
        name=name if called[name] == 1 else f"{name} {called[name]}",
        languages=tuple(dict.fromkeys(languages)),
        affiliation=chance.choice(GROUPS),
        country=chance.choice(phrases.countries),
        show_name=chance.random() >= HIDES_NAME,
    )

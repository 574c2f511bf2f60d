"""Problems of the families that cafés come in, made by chance from a seed; solves none of them.

plain      people and tables, nothing else       lang      languages, a few interpreters
hosts      a host stays at each table            langdecl  some tables speak a declared language
distinct   each table has its own question       full      all of these, pins, pairs, foes
attr       affiliation, country, role            crowded   tables larger than their number
sgp        social golfers: full tables, as many rounds as a schedule is known for
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

Problem = dict[str, Any]

# Where people come from, how often, and what they speak there (how often).
COUNTRIES: dict[str, tuple[float, dict[str, float]]] = {
    "IN": (13, {"en": 1}),
    "US": (12, {"en": 6, "en es": 1}),
    "KE": (9, {"en sw": 5, "en": 4}),
    "GB": (8, {"en": 5, "en fr": 1}),
    "NG": (8, {"en": 1}),
    "GH": (6, {"en": 5, "en fr": 1}),
    "FR": (8, {"en fr": 7, "fr": 2}),
    "CI": (5, {"fr": 1, "en fr": 1}),
    "CM": (5, {"fr": 1, "en fr": 3}),
    "DZ": (4, {"fr ar": 3, "ar": 0.5, "en fr ar": 1}),
    "MX": (8, {"es": 2, "en es": 3}),
    "CO": (7, {"es": 1, "en es": 1}),
    "CL": (5, {"es": 1, "en es": 1}),
    "ES": (4, {"es": 1, "en es": 4}),
    "BR": (7, {"en pt": 4, "pt": 1, "pt es": 1}),
    "AO": (2, {"pt": 1, "en pt": 3}),
    "EG": (5, {"en ar": 4, "ar": 1}),
    "IQ": (3, {"en ar": 5, "ar": 1}),
    "UA": (3, {"en ru": 4, "ru": 1}),
    "CN": (3, {"en zh": 4, "zh": 1}),
    "DE": (7, {"en": 1}),
    "PL": (4, {"en": 1}),
    "PH": (5, {"en": 1}),
    "CA": (4, {"en": 3, "en fr": 2}),
}
ROLES = {"field": 40, "staff": 25, "partner": 15, "youth": 12, "board": 8}
WEIGHTS = {"affiliation": 3, "country": 2, "role": 1}
INTERPRETERS = ("es", "fr", "ar", "pt", "es", "fr", "ru", "zh")  # with English, again and again
AT_HOME = 0.85  # share of an affiliate's people who come from its country
ENTRANCE = 6  # tables one reaches without stairs

PLAIN = [
    (20, 4, 4), (24, 6, 4), (28, 7, 5), (30, 6, 4), (33, 7, 4), (36, 6, 3), (48, 8, 5),
    (58, 12, 5), (64, 8, 4), (77, 16, 4), (80, 16, 3), (80, 16, 4), (80, 16, 6), (83, 17, 4),
    (84, 12, 6), (90, 15, 6), (100, 10, 3), (100, 10, 4), (120, 12, 4), (150, 25, 5), (243, 50, 4),
    (250, 50, 4), (261, 50, 4), (1000, 200, 5), (1013, 203, 5), (4987, 1000, 5), (5000, 1000, 5),
]  # fmt: skip
CROWDED = [(40, 5, 4), (50, 5, 5), (60, 6, 4)]
HOSTS = [
    (30, 6, 3), (36, 6, 4), (60, 10, 5), (77, 16, 4), (80, 16, 4), (80, 16, 6), (83, 17, 4),
    (96, 12, 4), (243, 50, 4), (250, 50, 4), (261, 50, 4), (1000, 200, 5), (1013, 203, 5),
    (4987, 1000, 5), (5000, 1000, 5),
]  # fmt: skip
DISTINCT = [(45, 9, 4), (80, 16, 4), (250, 50, 4)]
ATTR = [(80, 16, 3), (130, 26, 4), (250, 50, 4), (1000, 200, 5), (5000, 1000, 5)]
LANG = [(80, 16, 3), (120, 24, 4), (250, 50, 4), (1000, 200, 5)]
LANGDECL = [(120, 24, 4), (250, 50, 4)]
FULL = [(80, 16, 4), (120, 20, 4), (250, 50, 4), (1000, 200, 5)]
GOLFERS = [  # groups, size, rounds for which a schedule without repeats is known
    (3, 3, 4), (4, 3, 4), (4, 4, 5), (5, 3, 7), (5, 4, 5), (5, 5, 6), (6, 3, 8), (6, 4, 7),
    (6, 5, 6), (6, 6, 3), (7, 3, 10), (7, 4, 9), (7, 5, 7), (7, 6, 7), (7, 7, 8), (8, 3, 11),
    (8, 4, 9), (8, 4, 10), (8, 5, 8), (8, 8, 9), (9, 3, 13), (9, 4, 11), (9, 5, 9), (9, 9, 10),
    (10, 3, 14), (10, 4, 13), (10, 5, 10), (10, 10, 3),
]  # fmt: skip


def all_problems(seed: int = 1) -> Iterator[Problem]:
    """Every family in every size; the same seed gives the same problems."""
    for groups, size, rounds in GOLFERS:
        yield plain(f"sgp-{groups}-{size}-{rounds}", groups * size, groups, rounds)
    for n, t, r in PLAIN:
        yield plain(named("plain", n, t, r), n, t, r)
    for n, t, r in CROWDED:
        yield plain(named("crowded", n, t, r), n, t, r)
    for n, t, r in HOSTS:
        yield plain(named("hosts", n, t, r), n, t, r, hosts=True, distinct=True)
    for n, t, r in DISTINCT:
        yield plain(named("distinct", n, t, r), n, t, r, distinct=True)
    for family, sizes in (("attr", ATTR), ("lang", LANG), ("langdecl", LANGDECL), ("full", FULL)):
        for n, t, r in sizes:
            yield peopled(family, n, t, r, seed)


def named(family: str, people: int, tables: int, rounds: int, seed: int | None = None) -> str:
    return f"{family}-{people}p-{tables}t-{rounds}r" + (f"-s{seed}" if seed is not None else "")


def plain(
    name: str, people: int, tables: int, rounds: int, hosts: bool = False, distinct: bool = False
) -> Problem:
    names = [f"p{i:04}" for i in range(people)]
    return {
        "name": name,
        "rounds": rounds,
        "tables": [{"id": f"t{k:03}", "host": names[k] if hosts else None} for k in range(tables)],
        "people": [{"id": name} for name in names],
        "distinct_tables": distinct,
    }


def peopled(family: str, people: int, tables: int, rounds: int, seed: int) -> Problem:
    """A gathering of affiliates from many countries, of the families attr, lang, langdecl, full."""
    chance = Random(f"{family} {people} {tables} {rounds} {seed}")
    speaking = family != "attr"
    problem = plain(named(family, people, tables, rounds, seed), people, tables, rounds)
    problem["people"] = gathering(people, chance, speaking)
    problem["attr_weights"] = dict(WEIGHTS)
    if speaking:
        count = 4 if people < 100 else 8 if people < 200 else 14
        problem["interpreters"] = [
            {"id": f"i{k:02}", "langs": ["en", INTERPRETERS[k % len(INTERPRETERS)]]}
            for k in range(count)
        ]
    if family == "langdecl":
        declare_languages(problem)
    if family == "full":
        bind(problem, chance)
    return problem


def gathering(count: int, chance: Random, speaking: bool) -> list[Problem]:
    """People of a few large affiliates and many small ones."""
    affiliates = max(20, min(400, count * 2 // 5))
    home = [draw(chance, {c: w for c, (w, _) in COUNTRIES.items()}) for _ in range(affiliates)]
    share = [1 / (a + 1) ** 0.9 for a in range(affiliates)]
    people = []
    for i in range(count):
        (a,) = chance.choices(range(affiliates), share)
        country = home[a]
        if chance.random() > AT_HOME:
            country = draw(chance, {c: w for c, (w, _) in COUNTRIES.items()})
        spoken = draw(chance, COUNTRIES[country][1]).split()
        people.append({
            "id": f"p{i:04}",
            "langs": spoken if speaking else [],
            "attrs": {
                "affiliation": f"a{a:03}", "country": country, "role": draw(chance, ROLES),
            },
        })  # fmt: skip
    return people


def draw(chance: Random, weights: dict[str, float] | dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def declare_languages(problem: Problem) -> None:
    """As many tables speak a language as those who speak no English need, with room to choose."""
    size = len(problem["people"]) / len(problem["tables"])
    free = iter(problem["tables"])
    for language in ("es", "fr", "pt", "ar"):
        need = sum(language in p["langs"] and "en" not in p["langs"] for p in problem["people"])
        able = sum(language in p["langs"] for p in problem["people"])
        for _ in range(min(round(1.3 * need / size), int(able / (1.2 * size)))):
            next(free)["language"] = language


def bind(problem: Problem, chance: Random) -> None:
    """Hosts who speak English, people tied to tables, assistants, people to be kept apart."""
    people, tables = problem["people"], problem["tables"]
    problem["distinct_tables"] = True
    able = [p for p in people if "en" in p["langs"]]
    for table, host in zip(tables, chance.sample(able, len(tables)), strict=True):
        table["host"] = host["id"]
    hosts = {table["host"] for table in tables}
    free = [p for p in people if p["id"] not in hosts]
    chance.shuffle(free)
    near = [table["id"] for table in tables[:ENTRANCE]]
    for k in range(min(20, max(4, len(people) // 30))):  # more find no chair near the entrance
        pinned = free.pop()
        pinned["tables"] = near if k % 2 else [near[k // 2 % len(near)]]
        if "en" not in pinned["langs"]:
            pinned["langs"] = [*pinned["langs"], "en"]
    problem["together"] = [pair_up(free) for _ in range(min(15, max(2, len(people) // 40)))]
    problem["apart"] = [
        [p["id"] for p in chance.sample(free, 2)] for _ in range(min(30, max(4, len(people) // 25)))
    ]


def pair_up(free: list[Problem]) -> list[str]:
    """Somebody and an assistant, who goes wherever they go and meets nobody."""
    person, assistant = free.pop(), free.pop()
    assistant |= {"mixes": False, "attrs": {}, "langs": list(person["langs"])}
    return [person["id"], assistant["id"]]


def family_of(name: str) -> str:
    """The family by the name of a problem; larger tables than tables are crowded."""
    family, _, rest = name.partition("-")
    if family == "plain":
        people, tables = (int(part[:-1]) for part in rest.split("-")[:2])
        return "crowded" if people > tables * tables else "plain"
    return family


def read_problems(folder: Path | None, seed: int, only: Sequence[str] = ()) -> list[Problem]:
    """All problems of a folder, or our own where there is none; `only` names how they begin."""
    if folder is not None:
        found = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    else:
        found = list(all_problems(seed))
    return [p for p in found if not only or any(p["name"].startswith(part) for part in only)]

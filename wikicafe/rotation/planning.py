"""Whole rotations: from a problem to the seats of all rounds to come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random

import numpy as np

from wikicafe.rotation.bounds import bounds
from wikicafe.rotation.budget import Budget
from wikicafe.rotation.construct import construct
from wikicafe.rotation.improve import Progress, improve
from wikicafe.rotation.languages import languages_of, place_interpreters
from wikicafe.rotation.pairs import members_of
from wikicafe.rotation.problem import Problem, Rotation
from wikicafe.rotation.repair import with_newcomers
from wikicafe.rotation.rules import Ints, Rules, named_places, rotation_of, rules_of
from wikicafe.rotation.score import Score, score
from wikicafe.rotation.weights import Mood, weights_of

TRYING, MOST_TRIALS = 0.2, 16  # share of the time for starting points, and how many at most
SECONDS_PER_SEAT = 25e-6  # of a greedy start; measured with languages, 80 to 1,000 people


def plan(problem: Problem, seconds: float, seed: int, progress: Progress | None = None) -> Rotation:
    """Seat everybody in all rounds after history, strictly by the order of costs in `Score`.

    seconds: CPU time, 0.05 to 30; less is used where nothing can become better.
    seed: the same one gives the same rotation, as long as the clock does not cut the search short.
    Raises Unseatable if there are fewer places than people or the hard rules contradict each other.
    """
    budget, chance, rules = Budget(seconds), Random(seed), rules_of(problem)
    starts = construct(rules, weights_of(rules, "remix"), chance)
    best = best_start(rules, starts, seconds)
    return improve(best, rules, seconds, chance, "remix", progress, budget)


def replan(
    problem: Problem,
    seconds: float,
    seed: int,
    progress: Progress | None = None,
    mood: Mood = "stable",
) -> Rotation:
    """Seat the rounds after history again, staying close to the announced seats.

    Who came late takes a chair that is free. In the mood "stable" a repeated meeting is worth
    moving two people and attributes are not worth moving anybody; "remix" weighs as `plan`. A host
    who left is simply not at the table any more; see `new_hosts` for who could stay instead. Raises
    Unseatable as `plan` does.
    """
    budget, chance, rules = Budget(seconds), Random(seed), rules_of(problem)
    rows = with_newcomers(rules, weights_of(rules, mood), chance)
    start = with_interpreters(rules, rows)
    return improve(start, rules, seconds, chance, mood, progress, budget)


def best_start(rules: Rules, starts: Iterator[Ints], seconds: float) -> Rotation:
    """Look at a few starting points, fewer the larger the café; stop at an unbeatable one."""
    # A fifth of the time, by a guess instead of the clock: the same seed must see the same starts.
    trials = 1 + int(TRYING * seconds / (SECONDS_PER_SEAT * rules.rounds * rules.holders + 1e-3))
    least = bounds(rules.problem)
    ideal = Score(repeats=least.repeats, attributes=least.attributes)
    found: list[tuple[Score, Rotation]] = []
    for rows in islice(starts, min(trials, MOST_TRIALS)):
        rotation = with_interpreters(rules, rows)
        found.append((score(rules.problem, rotation), rotation))
        if found[-1][0] <= ideal:
            break
    return min(found, key=lambda pair: pair[0])[1]


def with_interpreters(rules: Rules, rows: Ints) -> Rotation:
    languages = languages_of(rules.problem, rules.holders)
    if languages is None:
        return rotation_of(rules, rows, [{} for _ in range(rules.rounds)])
    padded = np.append(rows, np.full((rules.rounds, 1), rules.nowhere), axis=1)
    places = []
    for r, row in enumerate(padded):
        seats = languages.fits[members_of(rules, r, row)]
        places.append(place_interpreters(languages, seats.sum(axis=1), seats.shape[1]))
    return rotation_of(rules, rows, [named_places(rules, chosen) for chosen in places])

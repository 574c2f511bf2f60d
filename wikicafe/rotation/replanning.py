"""Rounds to come seated again while the café runs: who left, who came, and few seats changed."""

from __future__ import annotations

from random import Random

from wikicafe.rotation.budget import Budget
from wikicafe.rotation.by_language import with_language_rounds
from wikicafe.rotation.exchanges import let_tables_talk
from wikicafe.rotation.greedy import seat_the_rest
from wikicafe.rotation.improve import Progress, improve
from wikicafe.rotation.languages import languages_of
from wikicafe.rotation.mending import mended_rows
from wikicafe.rotation.planning import with_interpreters
from wikicafe.rotation.problem import Problem, Rotation
from wikicafe.rotation.rules import Ints, Rules, rows_of, rules_of
from wikicafe.rotation.tracks import take_over
from wikicafe.rotation.weights import Mood, Weights, weights_of


def replan(
    problem: Problem,
    seconds: float,
    seed: int,
    progress: Progress | None = None,
    mood: Mood = "stable",
) -> Rotation:
    """Seat the rounds after history again, staying close to the announced seats.

    Who came late takes over all the seats of somebody who left, if announced still names them; else
    a chair that is free. In the mood "stable" a repeated meeting is worth moving two people and
    attributes are not worth moving anybody; "remix" weighs as `plan`. A host who left is simply not
    at the table any more; see `new_hosts` for who could stay instead. Raises Unseatable as `plan`
    does.
    """
    if problem.by_language:
        return with_language_rounds(problem, lambda part: replan(part, seconds, seed, None, mood))
    budget, chance, rules = Budget(seconds), Random(seed), rules_of(problem)
    rows = with_newcomers(rules, weights_of(rules, mood), chance)
    best = let_tables_talk(rules, with_interpreters(rules, rows), budget)
    languages = languages_of(problem, rules.holders)
    if languages is not None:
        rows = mended_rows(rules, languages, rows_of(rules, best), chance, budget)
        best = with_interpreters(rules, rows)
    best = improve(best, rules, seconds, chance, mood, progress, budget)
    return let_tables_talk(rules, best, budget)


def with_newcomers(rules: Rules, weights: Weights, chance: Random) -> Ints:
    """Announced seats as legal rows; who has none takes over the seats of somebody who left, or the
    cheapest chair that is free.

    Raises Unseatable if the hard rules of some round contradict each other.
    """
    rows = rows_of(rules, Rotation(rules.problem.announced, ()))
    rows[:, rules.people :] = rules.nowhere
    take_over(rules, rows)
    return seat_the_rest(rules, weights, rows, chance)

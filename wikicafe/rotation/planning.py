"""Whole rotations: from a problem to the seats of all rounds to come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random

from numpy.random import default_rng

from wikicafe.rotation.bounds import bounds
from wikicafe.rotation.budget import Budget, seconds_for
from wikicafe.rotation.by_language import with_language_rounds
from wikicafe.rotation.construct import construct
from wikicafe.rotation.floor import members_with_nowhere
from wikicafe.rotation.improve import Progress, cool_down, improve, least_rank
from wikicafe.rotation.interpreting import Interpreting
from wikicafe.rotation.languages import Languages, languages_of
from wikicafe.rotation.mending import mended_rows
from wikicafe.rotation.problem import Problem, Rotation
from wikicafe.rotation.rebuild import rows_with_few_repeats
from wikicafe.rotation.rules import Ints, Rules, named_places, rotation_of, rows_of, rules_of
from wikicafe.rotation.score import Score, score
from wikicafe.rotation.search import Search
from wikicafe.rotation.talk import Talk
from wikicafe.rotation.weights import weights_of

TRYING, MOST_TRIALS = 0.2, 16  # share of the time for starting points, and how many at most
AT_THE_END = 40e-6  # CPU seconds per person for the last score and the names
START_UP = 50e-6  # CPU seconds per person for reading the rules and the first score
SECONDS_PER_SEAT = 25e-6  # of a greedy start; measured with languages, 80 to 1,000 people


def plan(problem: Problem, seconds: float, seed: int, progress: Progress | None = None) -> Rotation:
    """Seat everybody in all rounds after history, strictly by the order of costs in `Score`.

    seconds: CPU time, 0.05 to 30; less is used where nothing can become better.
    seed: the same one gives the same rotation, as long as the clock does not cut the search short.
    Raises Unseatable if there are fewer places than people or the hard rules contradict each other.
    """
    if problem.by_language:
        return with_language_rounds(problem, lambda part: plan(part, seconds, seed))
    budget = Budget(seconds - AT_THE_END * len(problem.people))
    chance, rules = Random(seed), rules_of(problem)
    languages = languages_of(problem, rules.holders)
    if languages is not None and rules.rounds and rules.tables:
        return plan_that_talks(rules, languages, chance, progress, budget)
    starts = construct(rules, weights_of(rules, "remix"), chance)
    best = best_start(rules, starts, budget)
    return improve(best, rules, seconds, chance, "remix", progress, budget)


def plan_that_talks(
    rules: Rules, languages: Languages, chance: Random, progress: Progress | None, budget: Budget
) -> Rotation:
    """Few repeats between tables that can talk first, then everything else; again while time lasts.

    More seconds continue the same search.
    """
    weights, dice = weights_of(rules, "remix"), default_rng(chance.getrandbits(64))
    target, found, rows = least_rank(rules.problem, weights), None, None
    budget.affords(START_UP * rules.holders)
    while found is None or budget.affords(0):
        rows = rows_with_few_repeats(rules, languages, weights, chance, budget, rows)
        if found is None:
            rows = mended_rows(rules, languages, rows, chance, budget)
        rotation = with_interpreters(rules, rows)
        search = Search(rules, weights, rows, dice, weights.total(score(rules.problem, rotation)))
        cool_down(search, target, budget, progress)
        rotation = search.rotation()
        reached = score(rules.problem, rotation)
        if found is None or reached < found[0]:
            found = (reached, rotation)
        rows = rows_of(rules, found[1])
        if search.best <= target:
            break
    if progress is not None:
        progress(1.0)
    return found[1]


def best_start(rules: Rules, starts: Iterator[Ints], budget: Budget) -> Rotation:
    """Look at a few starting points, fewer the larger the café; stop at an unbeatable one."""
    price = rules.rounds * rules.holders * SECONDS_PER_SEAT + 1e-3
    trials = 1 + int(TRYING * seconds_for(rules.people) / price)
    least = bounds(rules.problem)
    ideal = Score(repeats=least.repeats, attributes=least.attributes)
    found: list[tuple[Score, Rotation]] = []
    for rows in islice(starts, min(trials, MOST_TRIALS)):
        rotation = with_interpreters(rules, rows)
        found.append((score(rules.problem, rotation), rotation))
        if found[-1][0] <= ideal or not budget.affords(price):
            break
    return min(found, key=lambda pair: pair[0])[1]


def with_interpreters(rules: Rules, rows: Ints) -> Rotation:
    languages = languages_of(rules.problem, rules.holders)
    if languages is None:
        return rotation_of(rules, rows, [{} for _ in range(rules.rounds)])
    interpreting = Interpreting(languages)
    places = []
    for r, row in enumerate(rows):
        talk = Talk(languages, interpreting, members_with_nowhere(rules, r, row))
        places.append(named_places(rules, talk.places()))
    return rotation_of(rules, rows, places)

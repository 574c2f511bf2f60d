"""Rotations in which tables talk and few meet again: rounds are torn down and drawn anew.

The languages of a round decide who must meet again; single swaps hardly change them. So whole
rounds are drawn again around the meetings of the others, a short search seats everybody else, and
what is no better is forgotten (large neighbourhood search; Shaw 1998). Only silence and repeats
count here, the finer costs come afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from numpy.random import Generator, default_rng

from wikicafe.rotation.budget import Budget, seconds_for
from wikicafe.rotation.improve import least_rank
from wikicafe.rotation.languages import Languages
from wikicafe.rotation.modes import price_of_round, row_that_talks, rows_that_talk
from wikicafe.rotation.rules import Ints, Rules
from wikicafe.rotation.search import Search, price_of_step
from wikicafe.rotation.weights import Weights

STARTS = 3  # of which the best is rebuilt
SHARE = 0.45  # of the time that such a café deserves
SETTLE, PEOPLE_PER_STEP = 6, 50  # steps in each round after one was drawn; and one more for so many
WARM, COOL = 0.2, 0.05  # threshold in units of one repeat, at first and at last


def rows_with_few_repeats(
    rules: Rules,
    languages: Languages,
    weights: Weights,
    chance: Random,
    budget: Budget,
    known: Ints | None = None,
) -> Ints:
    """Draw rotations in which tables talk, and rebuild the best of them.

    known: rows to rebuild if they are the best.
    """
    only = replace(weights, attribute=0, preference=0, moved=0)
    dice = default_rng(chance.getrandbits(64))
    if known is None:
        best = best_of_a_few(rules, languages, only, chance, dice, budget)
    else:
        best = Search(rules, only, known, dice, None)
    given, least = best.best, least_rank(rules.problem, only)
    enough, price = budget.paid + SHARE * seconds_for(rules.people), price_of_round(rules)
    # of equals the first, whoever has more time would else lose finer costs on the way
    rank, rows = given, best.best_rows
    while best.best > least and budget.paid < enough and budget.affords(price):
        rebuild(best, languages, chance, budget)
        if best.best < rank:
            rank, rows = best.best, best.best_rows
    if known is not None and rank == given:
        return known  # whose finer costs are low already
    return rows[:, : rules.holders]


def best_of_a_few(
    rules: Rules,
    languages: Languages,
    weights: Weights,
    chance: Random,
    dice: Generator,
    budget: Budget,
) -> Search:
    best: Search | None = None
    enough = budget.paid + SHARE / 3 * seconds_for(rules.people)
    for _ in range(STARTS):
        price = rules.rounds * price_of_round(rules)
        if best is not None and (budget.paid > enough or not budget.affords(price)):
            break
        search = Search(rules, weights, rows_that_talk(rules, languages, chance), dice, None)
        settle(search, budget)
        if best is None or search.best < best.best:
            best = search
    assert best is not None
    return best


def rebuild(search: Search, languages: Languages, chance: Random, budget: Budget) -> None:
    """Draw one round anew; go back if that does not help."""
    rank, rows = search.best, search.best_rows
    search.return_to_best()
    drawn = rows.copy()
    r = costly_round(search, chance)
    drawn[r, :-1] = row_that_talks(search.rules, languages, r, rows, chance)
    search.sit(drawn, None)
    search.keep()
    settle(search, budget, first=r)
    if search.best > rank:
        search.best, search.best_rows = rank, rows


def settle(search: Search, budget: Budget, first: int | None = None) -> None:
    """A short search for repeats only, in the round just drawn and then everywhere."""
    rounds = search.rules.rounds
    if first is not None:
        cool(search, [first], budget)
    cool(search, list(range(rounds)), budget)


def cool(search: Search, rounds: list[int], budget: Budget) -> None:
    steps = (SETTLE + search.rules.people // PEOPLE_PER_STEP) * len(rounds)
    idle, price = 0, price_of_step(search.rules)
    for step in range(steps):
        heat = search.weights.repeat * WARM * (COOL / WARM) ** (step / steps)
        moved = search.step(rounds[step % len(rounds)], heat, focus=1.0)
        idle = 0 if moved else idle + 1
        if idle >= len(rounds) or not budget.affords(price):
            break


def costly_round(search: Search, chance: Random) -> int:
    """A round by chance, rather one with silent tables or many repeats."""
    floor, repeat = search.floor, search.weights.repeat
    costs = [
        1 + int(floor.own_costs(r).sum()) // repeat + 50 * floor.silent_tables_of(r)
        for r in range(search.rules.rounds)
    ]
    return chance.choices(range(len(costs)), costs)[0]

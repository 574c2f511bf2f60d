"""Better rotations by swapping people between tables; what came in legal goes out legal."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from numpy.random import default_rng

from wikicafe.rotation.bounds import bounds
from wikicafe.rotation.budget import Budget, seconds_for
from wikicafe.rotation.problem import Problem, Rotation
from wikicafe.rotation.rules import Rules, rows_of
from wikicafe.rotation.score import Score, score
from wikicafe.rotation.search import Search, price_of_step
from wikicafe.rotation.weights import Mood, Weights, weights_of

Progress = Callable[[float], None]  # told how much of the work is done, 0 to 1

PASS = 0.45  # share of the time such a café deserves, from one heating up to the next
HOT, COLD = 0.1, 0.005  # threshold in units of one repeat, at first and at last
LOOK_AROUND = 50  # steps between two visits of groups


def improve(
    rotation: Rotation,
    rules: Rules,
    seconds: float,
    chance: Random,
    mood: Mood = "remix",
    progress: Progress | None = None,
    budget: Budget | None = None,
) -> Rotation:
    """Swap people between tables until no swap can help or time is over.

    More seconds continue the same search, so they never make it worse.

    rotation: legal, see `legal.py`. seconds: CPU time to spend; a `budget` may have begun before.
    Returns a rotation at least as good as the given one.
    """
    budget = budget or Budget(seconds)
    given = score(rules.problem, rotation)
    weights = weights_of(rules, mood)
    dice = default_rng(chance.getrandbits(64))
    search = Search(rules, weights, rows_of(rules, rotation), dice, weights.total(given))
    target = least_rank(rules.problem, weights)
    while cool_down(search, target, budget, progress):
        pass
    if progress is not None:
        progress(1.0)
    found = search.rotation()
    reached = score(rules.problem, found)
    if mood == "stable":
        return found if stable_rank(reached) < stable_rank(given) else rotation
    return found if reached < given else rotation


def least_rank(problem: Problem, weights: Weights) -> tuple[int, int]:
    """What no search can undercut: silent tables, and the cost of everything else."""
    least = bounds(problem)
    return least.language, weights.total(Score(repeats=least.repeats, attributes=least.attributes))


def cool_down(
    search: Search,
    target: tuple[int, int],
    budget: Budget,
    progress: Progress | None = None,
) -> bool:
    """Search with a falling threshold; False if the target is reached or nothing is left to do."""
    rounds, idle, price = search.rules.rounds, 0, price_of_step(search.rules)
    steps = int(PASS * seconds_for(search.rules.people) / price)
    for step in range(steps):
        if search.best <= target or idle > 2 * rounds or not budget.affords(price):
            return False
        if step % LOOK_AROUND == 0:
            search.move_groups(step // LOOK_AROUND % rounds)
            if progress is not None:
                progress(budget.share_paid())
        heat = search.weights.repeat * HOT * (COLD / HOT) ** (step / steps)
        idle = 0 if search.step(step % rounds, heat) else idle + 1
    return True


def stable_rank(costs: Score) -> tuple[int, ...]:
    """A repeat is worth moving two people, but not three."""
    weighed = 5 * costs.repeats + 2 * costs.moved
    return (costs.hard, costs.language, weighed, costs.attributes, costs.preferences)

"""The way somebody who left would have gone: a *track*, one table for each round to come.

Whoever takes over a whole track meets nobody twice whom its owner would not have met twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from wikicafe.rotation.languages import languages_of
from wikicafe.rotation.problem import Problem, Seats
from wikicafe.rotation.rules import NOT_YET, Ints, Rules

Track = tuple[str, ...]  # a table for each round to come


def tracks_left(problem: Problem, rounds: Iterable[Seats]) -> list[Track]:
    """The tracks of those who are seated in all of these rounds and are no longer here."""
    seats = list(rounds)
    here, tables = {person.id for person in problem.people}, {t.id for t in problem.tables}
    gone = sorted(set.intersection(*map(set, seats)) - here) if seats else []
    tracks = (tuple(row[name] for row in seats) for name in gone)
    return [track for track in tracks if tables.issuperset(track)]


def take_over(rules: Rules, rows: Ints) -> None:
    """Seat whoever has no seat in any round on the track that fits best, as far as tracks reach.

    A table the newcomer can talk at comes first, then one with few of the same affiliation, country
    and so on. rows: see `rules.py`; changed in place.
    """
    problem = rules.problem
    if len(problem.announced) < rules.rounds or not rules.rounds:
        return
    waiting = np.flatnonzero(
        rules.present[:, : rules.people].all(axis=0) & (rows[:, : rules.people] == NOT_YET).all(0)
    )
    tied = {i for group in rules.groups for i in group} | {i for pair in rules.apart for i in pair}
    waiting = waiting[[i not in tied for i in waiting.tolist()]]
    numbers = {table.id: k for k, table in enumerate(problem.tables)}
    free = [
        [numbers[table] for table in track]
        for track in tracks_left(problem, problem.announced[: rules.rounds])
    ]
    if not len(waiting) or not free:
        return
    cost = costs_of_tracks(rules, rows, waiting, np.array(free))
    for who, track in matched(cost):
        if has_chairs(rules, rows, free[track]):  # or somebody has taken it over already
            rows[:, waiting[who]] = free[track]


def has_chairs(rules: Rules, rows: Ints, track: list[int]) -> bool:
    return all(
        int((row[: rules.people] == k).sum()) < most[k]
        for row, k, most in zip(rows, track, rules.most.tolist(), strict=True)
    )


def matched(cost: Ints) -> list[tuple[int, int]]:
    """Give each newcomer a track, or each track a newcomer: the cheapest first, then exchanged
    between two while that is cheaper for both together.

    Exact matching would be cheaper by less than the search that follows finds anyway.
    """
    size = max(cost.shape)
    square = np.full((size, size), NEVER // 2, dtype=np.int64)
    square[: cost.shape[0], : cost.shape[1]] = cost
    track = np.zeros(size, dtype=np.int64)
    left = square.copy()
    for _ in range(size):
        who, best = divmod(int(left.argmin()), size)
        track[who] = best
        left[who, :] = left[:, best] = 2 * NEVER
    everybody = np.arange(size)
    for _ in range(MOST_EXCHANGES):
        paid = square[everybody, track]
        change = square[:, track] + square[:, track].T - paid[:, None] - paid[None, :]
        one, other = divmod(int(change.argmin()), size)
        if change[one, other] >= 0:
            break
        track[one], track[other] = track[other], track[one]
    return [
        (who, int(at))
        for who, at in enumerate(track[: cost.shape[0]].tolist())
        if at < cost.shape[1] and cost[who, at] < NEVER
    ]


MOST_EXCHANGES = 500
NEVER = 10**9
SILENT = 10**4  # a table where somebody would not understand, in pairs of equals


def costs_of_tracks(rules: Rules, rows: Ints, waiting: Ints, tracks: Ints) -> Ints:
    """What each track would cost each newcomer: (newcomers, tracks)."""
    cost = np.zeros((len(waiting), len(tracks)), dtype=np.int64)
    languages = languages_of(rules.problem, rules.holders)
    marks = marks_of(rules.problem)
    for r, row in enumerate(rows):
        for track, k in enumerate(tracks[:, r].tolist()):
            company = np.flatnonzero(row[: rules.people] == k)
            cost[~rules.allowed[r, waiting, k], track] = NEVER
            if languages is not None:
                shared = languages.usable[k] & (languages.fits[company].sum(axis=0) == len(company))
                shared[languages.spoken :] = False
                fits = (languages.fits[waiting] * shared).max(axis=1)
                cost[:, track] += SILENT * (shared.any() & (fits == 0))
            here = Counter(mark for i in company.tolist() for mark in marks[i])
            cost[:, track] += [
                sum(here[mark] * weight for mark, weight in marks[i].items()) for i in waiting
            ]
    return np.minimum(cost, NEVER)


def marks_of(problem: Problem) -> list[dict[tuple[str, str], int]]:
    """What each person may have in common with others, and how much that weighs."""
    return [
        {
            (name, value): weight
            for name, weight in problem.attr_weights.items()
            if (value := person.attrs.get(name)) is not None and person.mixes
        }
        for person in problem.people
    ]

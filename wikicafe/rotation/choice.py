"""Breakouts of one's own choice: everybody near the top of their wishes, within the chairs there are.

Exact: no other assignment has a smaller sum of squared ranks (a third choice hurts more than two
second ones). Successive shortest paths over breakouts, see Ahuja, Magnanti, Orlin, Network Flows,
section 9.7.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wikicafe.rotation.problem import Unseatable
from wikicafe.rotation.rules import Ints

NEAREST = 2  # alternatives offered to each person
FAR = np.int64(1) << 58  # no way


@dataclass(frozen=True, slots=True)
class Breakout:
    """least: with fewer people it does not take place. tags: what it is about, to find its like."""

    id: str
    least: int = 1
    most: int = 99
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """seats: person → breakout. alternatives: person → up to two others with a free chair, nearest
    first. closed: breakouts too few people wished for. ranks[k]: how many got their wish number k;
    the last entry counts those who got none of their wishes."""

    seats: Mapping[str, str]
    alternatives: Mapping[str, tuple[str, ...]]
    closed: tuple[str, ...]
    ranks: tuple[int, ...]


def choose(breakouts: Sequence[Breakout], wishes: Mapping[str, Sequence[str]]) -> Choice:
    """Give everybody a chair as near to the top of their wishes as all together can have it.

    wishes: person → breakouts in the order wished; who wishes nothing fills up where it helps.
    Raises Unseatable if there are fewer chairs than people.
    """
    if sum(breakout.most for breakout in breakouts) < len(wishes):
        raise Unseatable("too-few-places")
    people = sorted(wishes)
    held = list(breakouts)
    while True:
        cost = np.array([[cost_of(wishes[p], b, held) for b in held] for p in people])
        at = assigned(cost.reshape(len(people), len(held)), held)
        lame = unwanted(held, people, wishes, at)
        if lame is None or sum(b.most for b in held if b is not lame) < len(people):
            break
        held.remove(lame)
    seats = {person: held[k].id for person, k in zip(people, at, strict=True)}
    taken = Counter(seats.values())
    return Choice(
        seats,
        {p: nearest(held, taken, wishes[p], seats[p]) for p in people},
        tuple(b.id for b in breakouts if b not in held),
        ranks_of(seats, wishes),
    )


def nearest(
    breakouts: Sequence[Breakout], taken: Mapping[str, int], wished: Sequence[str], own: str
) -> tuple[str, ...]:
    """The two breakouts with a free chair that come nearest to what somebody wished.

    By the order of their wishes, then by what they have in common with the first wish, then by
    free chairs. own: left out; the breakout they have, or the full one they asked for.
    """
    like = first_tags(breakouts, wished, own)
    free = [b for b in breakouts if b.id != own and taken.get(b.id, 0) < b.most]
    ordered = sorted(
        free,
        key=lambda b: (
            rank_of(wished, b.id),
            -len(like & set(b.tags)),
            taken.get(b.id, 0) - b.most,
            b.id,
        ),
    )
    return tuple(breakout.id for breakout in ordered[:NEAREST])


def first_tags(breakouts: Sequence[Breakout], wished: Sequence[str], own: str) -> set[str]:
    first = wished[0] if wished else own
    return next((set(b.tags) for b in breakouts if b.id == first), set())


def rank_of(wished: Sequence[str], breakout: str) -> int:
    return list(wished).index(breakout) if breakout in wished else len(wished)


def cost_of(wished: Sequence[str], breakout: Breakout, held: Sequence[Breakout]) -> int:
    """The squared rank; what was not wished comes after all that was, the unlike last."""
    rank = rank_of(wished, breakout.id)
    if not wished or rank < len(wished):
        return 4 * rank * rank
    like = len(first_tags(held, wished, "") & set(breakout.tags)) > 0
    return 4 * (len(wished) + 1) ** 2 + (0 if like else 1)


def unwanted(
    held: Sequence[Breakout],
    people: Sequence[str],
    wishes: Mapping[str, Sequence[str]],
    at: Sequence[int],
) -> Breakout | None:
    """The least wished breakout among those that could be filled only with people who wished
    others, if they could be filled at all."""
    here = Counter(at)
    glad = Counter(
        k for p, k in zip(people, at, strict=True) if not wishes[p] or held[k].id in wishes[p]
    )
    lame = [k for k, b in enumerate(held) if here[k] < b.least or glad[k] < min(b.least, here[k])]
    return held[min(lame, key=lambda k: (glad[k], k))] if lame and len(held) > 1 else None


def assigned(cost: Ints, breakouts: Sequence[Breakout]) -> list[int]:
    """The cheapest assignment of people to breakouts; least numbers are filled first if possible."""
    people, count = cost.shape
    bonus = 4 * (int(cost.max(initial=0)) + 1) * (people + 1)  # a chair below the least number
    at = np.full(people, -1)
    load = np.zeros(count, dtype=np.int64)
    least = np.array([b.least for b in breakouts])
    most = np.array([b.most for b in breakouts])
    step = np.full((count, count), FAR)  # step[a, b]: cheapest change of one person from a to b
    who = np.full((count, count), -1)
    for person in range(people):
        reach, came = paths(cost[person], step)
        end = np.where(load < least, reach - bonus, np.where(load < most, reach, FAR))
        b = int(end.argmin())
        load[b] += 1
        touched = {b}
        while came[b] >= 0:
            a = int(came[b])
            at[who[a, b]] = b
            b = a
            touched.add(b)
        at[person] = b
        for a in touched:
            refresh(cost, at, step, who, a)
    return [int(k) for k in at]


def paths(start: Ints, step: Ints) -> tuple[Ints, Ints]:
    """The cheapest way into each breakout, others moving on (Bellman and Ford); whence, or -1."""
    reach: Ints = start.astype(np.int64)
    came = np.full(len(start), -1)
    for _ in range(len(start)):
        over = reach[:, None] + step
        best = over.argmin(axis=0)
        value = over[best, np.arange(len(start))]
        shorter = value < reach
        if not shorter.any():
            break
        reach = np.where(shorter, value, reach)
        came[shorter] = best[shorter]
    return reach, came


def refresh(cost: Ints, at: Ints, step: Ints, who: Ints, a: int) -> None:
    """What leaving breakout a for each other one costs at least, and who would go."""
    members = np.flatnonzero(at == a)
    if not len(members):
        step[a] = FAR
        return
    change = cost[members] - cost[members, a][:, None]
    best = change.argmin(axis=0)
    step[a] = change[best, np.arange(cost.shape[1])]
    who[a] = members[best]
    step[a, a] = FAR


def ranks_of(seats: Mapping[str, str], wishes: Mapping[str, Sequence[str]]) -> tuple[int, ...]:
    longest = max(map(len, wishes.values()), default=0)
    count = Counter(
        rank_of(wishes[p], b) if b in wishes[p] else longest for p, b in seats.items() if wishes[p]
    )
    return tuple(count[k] for k in range(longest + 1))

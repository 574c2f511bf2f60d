"""Search for what wikicafe/rotation/catalogue.py keeps: it takes longer than a café waits.

    python -m bench.seating.find_designs array TABLES LINES CELLS
    python -m bench.seating.find_designs starter TABLES SEATS ORDER BASES [HOSTS]

`array` looks depth first for a difference array, `starter` anneals base rounds that are moved
around a cycle of ORDER (1 moves nothing: the base rounds are the schedule); the first HOSTS points
are to stay at their tables. Each better answer is printed after its repeats, until there are none.
The chain of seeds is fixed, so this text of the script finds the same again; entries of the
catalogue may stem from other steps and heats, and come up later, earlier or not at all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import combinations, count
from math import comb, exp
from random import Random

from wikicafe.rotation.arraysearch import depth_first, usual_group

STEPS = 3_000_000  # of one depth-first search
MOVES = 4_000_000  # of one annealing
HOT, COLD = 0.55, 0.14  # of the repeats that one more pair of points makes

Bases = list[list[int]]  # rounds, each point after point, table after table


def main(what: str, *rest: str) -> None:
    for repeats, answer in SEARCHES[what](*rest):
        print(repeats, answer, flush=True)
        if repeats == 0:
            return


def array(tables: str, few: str, many: str) -> Iterator[tuple[int, object]]:
    for seed in count():
        lines = depth_first(usual_group(int(tables)), int(few), int(many), Random(seed), STEPS)
        if lines is not None:
            yield 0, lines.tolist()


def starter(
    tables: str, seats: str, order: str, bases: str, hosts: str = "0"
) -> Iterator[tuple[int, object]]:
    """Base rounds whose points, moved around a cycle of `order`, make each pair at most once."""
    size, period = int(seats), int(order)
    points = int(tables) * size
    orbit, length = orbits_of_pairs(points, period)
    seen = [0] * len(length)
    weight = [1] * len(length)
    for a, b in combinations(range(points), 2):
        # who meets a host twice comes back to a table as well; two hosts cannot meet at all
        weight[orbit[a][b]] = 100 if b < int(hosts) else 2 if a < int(hosts) else 1

    def price(k: int) -> int:
        times = seen[k] * period // length[k]
        return length[k] * (100 * times if weight[k] == 100 else weight[k] * comb(times, 2))

    best = 10**9
    for seed in count(1):
        chance = Random(seed)
        rounds = [chance.sample(range(points), points) for _ in range(int(bases))]
        for repeats in annealed(rounds, size, orbit, seen, price, period, chance):
            if repeats < best:
                best = repeats
                yield best, [tables_of(r, size) for r in rounds]


def annealed(
    rounds: Bases, size: int, orbit: Bases, seen: list[int],
    price: Callable[[int], int], unit: int, chance: Random,
) -> Iterator[int]:  # fmt: skip
    """Swap two points of a round again and again; yield the repeats when they become fewer."""
    seen[:] = [0] * len(seen)
    for points in rounds:
        for table in tables_of(points, size):
            for a, b in combinations(table, 2):
                seen[orbit[a][b]] += 1
    total = best = sum(map(price, range(len(seen))))
    draw = chance.random
    for move in range(MOVES):
        if total == 0:
            return
        points = rounds[int(draw() * len(rounds))]
        i, j = int(draw() * len(points)), int(draw() * len(points))
        if i // size == j // size:
            continue
        a, b = points[i], points[j]
        mates = [points[k] for k in range(i // size * size, i // size * size + size) if k != i]
        others = [points[k] for k in range(j // size * size, j // size * size + size) if k != j]
        gone = [orbit[a][p] for p in mates] + [orbit[b][p] for p in others]
        come = [orbit[b][p] for p in mates] + [orbit[a][p] for p in others]
        change = 0
        for sign, pairs in ((-1, gone), (1, come)):
            for k in pairs:
                change -= price(k)
                seen[k] += sign
                change += price(k)
        heat = unit * (HOT + (COLD - HOT) * move / MOVES)
        if change <= 0 or draw() < exp(-change / heat):
            points[i], points[j] = b, a
            total += change
            if total < best:
                best = total
                yield best
        else:
            for sign, pairs in ((1, gone), (-1, come)):
                for k in pairs:
                    seen[k] += sign


def orbits_of_pairs(points: int, period: int) -> tuple[Bases, list[int]]:
    """The number of the orbit of each pair under one step of the cycle, and how long orbits are."""
    turning = points // period * period
    step = [x // period * period + (x + 1) % period for x in range(turning)]
    step = [y if y < turning else x for x, y in enumerate(step)] + list(range(turning, points))
    orbit = [[-1] * points for _ in range(points)]
    length: list[int] = []
    for a, b in combinations(range(points), 2):
        if orbit[a][b] < 0:
            length.append(0)
            while orbit[a][b] < 0:
                orbit[a][b] = orbit[b][a] = len(length) - 1
                length[-1] += 1
                a, b = step[a], step[b]
    return orbit, length


def tables_of(points: list[int], size: int) -> Bases:
    return [points[k : k + size] for k in range(0, len(points), size)]


SEARCHES: dict[str, Callable[..., Iterator[tuple[int, object]]]] = {
    "array": array,
    "starter": starter,
}

if __name__ == "__main__":
    main(*sys.argv[1:])

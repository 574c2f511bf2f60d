"""Seats of one round that obey every hard rule, changing little; no cost is weighed here.

People tied to each other (together, apart) are placed by depth-first search, everybody else by
`filling.py`, which is exact.
"""

from __future__ import annotations

from collections.abc import Iterator

from wikicafe.rotation.filling import fill
from wikicafe.rotation.problem import Unseatable
from wikicafe.rotation.rules import Ints, Rules, place_ghosts

MOST_TRIALS = 20_000  # placements of tied groups before we call a round contradictory
MOST_FILLINGS = 300  # complete placements of the tied tried with everybody else around them


def is_legal(rules: Rules, r: int, row: Ints) -> bool:
    """Say whether a row obeys every hard rule of round r."""
    seats, present = row[: rules.people], rules.present[r, : rules.people]
    here = present.nonzero()[0]
    if (seats < 0).any() or not ((seats < rules.tables) == present).all():
        return False
    taken = [0] * rules.tables
    for k in seats[here].tolist():
        taken[k] += 1
    return (
        all(low <= size <= high for low, size, high in
            zip(rules.least[r].tolist(), taken, rules.most[r].tolist(), strict=True))
        and bool(rules.allowed[r][here, seats[here]].all())
        and all(len({int(seats[i]) for i in group if present[i]}) <= 1 for group in rules.groups)
        and not any(seats[a] == seats[b] < rules.tables for a, b in rules.apart)
    )  # fmt: skip


def legal_row(rules: Rules, r: int, wanted: Ints) -> Ints:
    """Return a row close to `wanted`, ghosts included; NOT_YET wants nothing.

    Raises Unseatable if the hard rules of round r contradict each other.
    """
    row = wanted.copy()
    if not is_legal(rules, r, row):
        for i, k in legal_seats(rules, r, wanted).items():
            row[i] = k
    row[rules.people :] = rules.nowhere
    place_ghosts(rules, r, row)
    return row


def legal_seats(rules: Rules, r: int, wanted: Ints) -> dict[int, int]:
    refuse_the_torn(rules, r)
    # the question without groups first: it is exact, and it names the culprits better
    seats = fill(rules, r, wanted, {})
    if not tied_groups(rules, r):
        return seats
    for fixed in placements(rules, r, wanted):
        try:
            return fill(rules, r, wanted, fixed)
        except Unseatable:
            continue
    tied = {i for group in tied_groups(rules, r) for i in group}
    raise unseatable(rules, r, "rules-contradict", tied)


def refuse_the_torn(rules: Rules, r: int) -> None:
    foes = enemies(rules, r)
    for group in tied_groups(rules, r):
        for i in group:
            if both := foes.get(i, set()) & set(group):
                raise unseatable(rules, r, "together-and-apart", {i, min(both)})
        if len(group) > rules.most[r].max(initial=0):
            raise unseatable(rules, r, "group-too-large", set(group))


def placements(rules: Rules, r: int, wanted: Ints) -> Iterator[dict[int, int]]:
    """Place the tied groups in every way, the most restricted first, wanted tables first."""
    groups = sorted(
        tied_groups(rules, r), key=lambda g: (int(rules.allowed[r, g[0]].sum()), -len(g), g)
    )
    foes = enemies(rules, r)
    most = rules.most[r].tolist()
    taken = chairs_of_the_staying(rules, r, {i for group in groups for i in group})
    seat: dict[int, int] = {}

    def options(group: tuple[int, ...]) -> Iterator[int]:
        taboo = {seat[foe] for i in group for foe in foes.get(i, ()) if foe in seat}
        tables = [
            k for k in rules.allowed[r, group[0]].nonzero()[0].tolist()
            if k not in taboo and taken[k] + len(group) <= most[k]
        ]  # fmt: skip
        return iter(sorted(tables, key=lambda k: (k != wanted[group[0]], taken[k], k)))

    stack = [options(groups[0])] if groups else []
    trials = fillings = 0
    while stack and trials < MOST_TRIALS and fillings < MOST_FILLINGS:
        trials += 1
        group = groups[len(stack) - 1]
        if group[0] in seat:
            taken[seat[group[0]]] -= len(group)
            for i in group:
                del seat[i]
        k = next(stack[-1], None)
        if k is None:
            stack.pop()
            continue
        taken[k] += len(group)
        seat.update(dict.fromkeys(group, k))
        if len(seat) == sum(map(len, groups)):
            fillings += 1
            yield dict(seat)
        else:
            stack.append(options(groups[len(stack)]))


def chairs_of_the_staying(rules: Rules, r: int, tied: set[int]) -> list[int]:
    """How many chairs of each table belong to untied people who can sit nowhere else."""
    chairs = [0] * rules.tables
    for i in (rules.stays & rules.present[r]).nonzero()[0].tolist():
        if i not in tied:
            chairs[int(rules.allowed[r, i].argmax())] += 1
    return chairs


def tied_groups(rules: Rules, r: int) -> list[tuple[int, ...]]:
    """Everybody present who is tied to somebody, in groups that share a table; most are alone."""
    groups = [tuple(i for i in group if rules.present[r, i]) for group in rules.groups]
    grouped = {i for group in groups for i in group}
    alone = {i for i in enemies(rules, r) if i not in grouped}
    return [group for group in groups if group] + [(i,) for i in sorted(alone)]


def enemies(rules: Rules, r: int) -> dict[int, set[int]]:
    foes: dict[int, set[int]] = {}
    for a, b in rules.apart:
        if rules.present[r, a] and rules.present[r, b]:
            foes.setdefault(a, set()).add(b)
            foes.setdefault(b, set()).add(a)
    return foes


def unseatable(rules: Rules, r: int, code: str, people: set[int]) -> Unseatable:
    names = tuple(rules.problem.people[i].id for i in sorted(people))
    return Unseatable(code, names, r + len(rules.problem.history))

"""A round in which more tables can talk, whatever that costs: working languages are dealt anew.

Swaps and rings change the company of a few tables, which is not always enough.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np

from wikicafe.rotation.budget import Budget
from wikicafe.rotation.dealing import Deal
from wikicafe.rotation.floor import members_with_nowhere
from wikicafe.rotation.interpreting import Interpreting
from wikicafe.rotation.languages import Languages, bits
from wikicafe.rotation.legal import is_legal, legal_row
from wikicafe.rotation.problem import Unseatable
from wikicafe.rotation.rules import Ints, Rules
from wikicafe.rotation.talk import Talk

ATTEMPTS = 4  # with groups at other tables


def mended(
    rules: Rules,
    languages: Languages,
    r: int,
    row: Ints,
    chance: Random,
    budget: Budget | None = None,
) -> Ints | None:
    """Return a legal row close to this one in which more tables can talk; None if none was found.

    row: legal, of all holders. budget: pays for trials; without one only a few are made.
    """
    found, least = None, least_silent(rules, languages, r)
    for attempt in range(1 if budget is None else ATTEMPTS):
        talk = Talk(languages, Interpreting(languages), members_with_nowhere(rules, r, row))
        if talk.silent_tables <= least:
            break
        settled, seats = with_settled_groups(rules, languages, r, row, chance, attempt > 0)
        deal = Deal(settled, languages, r, seats, talk)
        if deal.waiting:
            continue
        for k in sorted(deal.given_up(), key=lambda k: len(deal.options[k])):
            before = deal.copy()
            if not deal.let_talk(k, chance, budget):
                deal = before
        if deal.silent_tables() < talk.silent_tables:
            settled.allowed[r] &= deal.chairs(languages)
            better = seated(settled, r, row)
            if better is not None:
                found = row = better
    return found


def seated(rules: Rules, r: int, row: Ints) -> Ints | None:
    """A legal row close to this one, or None; each group has only one table left.

    Pairs kept apart are parted afterwards, which is far faster than to look at them all at once.
    """
    try:
        row = legal_row(replace(rules, groups=(), apart=()), r, row)
    except Unseatable:
        return None
    allowed = rules.allowed[r]
    for a, b in rules.apart:
        if row[a] != row[b] or row[a] == rules.nowhere:
            continue
        for one in (a, b):
            foes = [x + y - one for x, y in rules.apart if one in (x, y)]
            others = allowed[one][np.minimum(row, rules.tables - 1)] & allowed[:, row[one]]
            others &= rules.present[r] & ~np.isin(row, row[foes])
            for other in np.flatnonzero(others).tolist():
                swapped = row.copy()
                swapped[[one, other]] = row[[other, one]]
                enemies = [x + y - other for x, y in rules.apart if other in (x, y)]
                if not (swapped[enemies] == swapped[other]).any():
                    row = swapped
                    break
            if row[a] != row[b]:
                break
    return row if is_legal(rules, r, row) else None


def least_silent(rules: Rules, languages: Languages, r: int) -> int:
    """Tables for those who fit no column of which there are people enough to fill a table."""
    fits = languages.fits[:-1][rules.present[r]] > 0
    enough = languages.usable.any(axis=0) & (fits.sum(axis=0) >= rules.least[r].min())
    lost = int((~(fits & enough).any(axis=1)).sum())
    return -(-lost // int(rules.most[r].max(initial=1)))


def with_settled_groups(
    rules: Rules, languages: Languages, r: int, row: Ints, chance: Random, anew: bool
) -> tuple[Rules, Ints]:
    """Rules and seats of a round in which each group has one table where it can talk to the host.

    anew: by chance; else groups stay where they are if they can. Such tables may be over-full.
    """
    allowed, row = rules.allowed.copy(), row.copy()
    common, room = bits(languages.usable), rules.most[r].copy()
    for i in np.flatnonzero(rules.present[r] & (allowed[r].sum(axis=1) == 1)).tolist():
        k = int(allowed[r, i].argmax())
        common[k] &= languages.masks[i]
        room[k] -= 1
    spoken = (1 << languages.spoken) - 1
    free = Counter({k: len(those) for k, those in Interpreting(languages).by_kind.items()})
    groups = [[i for i in group if rules.present[r, i]] for group in rules.groups]
    if anew:  # those kept apart may need two tables of one rare language
        grouped = {i for group in groups for i in group}
        alone = {i for pair in rules.apart for i in pair} - grouped
        groups += [[i] for i in sorted(alone) if rules.present[r, i]]
    settled: dict[int, int] = {}
    for group in chance.sample(groups, len(groups)):
        if not group or allowed[r, group[0]].sum() == 1:
            continue
        mask = np.bitwise_and.reduce(languages.masks[group])
        open_ = allowed[r, group[0]] & (room >= len(group))
        open_[[settled[x + y - i] for i in group for x, y in rules.apart
               if i in (x, y) and x + y - i in settled]] = False  # fmt: skip
        idle = sum(kind for kind, number in free.items() if number)
        choice = np.flatnonzero(open_ & ((common & mask & (spoken | idle)) != 0)).tolist()
        k = int(row[group[0]])
        if choice and (anew or k not in choice):
            k = chance.choice(choice)
        row[group], allowed[r, group] = k, False
        allowed[r, group, k] = True
        settled.update(dict.fromkeys(group, k))
        asking = common[k] & spoken == 0
        common[k] &= mask
        room[k] -= len(group)
        if not common[k] & spoken and not asking:
            kind = next((kind for kind, number in free.items() if number and common[k] & kind), 0)
            common[k] &= kind
            free[kind] -= 1
    return replace(rules, allowed=allowed), row


def mended_rows(
    rules: Rules, languages: Languages, rows: Ints, chance: Random, budget: Budget
) -> Ints:
    """All rounds with as many tables that talk as could be found."""
    rows = rows[:, : rules.holders].copy()
    for r, row in enumerate(rows):
        better = mended(rules, languages, r, row, chance, budget)
        rows[r] = row if better is None else better
    return rows

"""Whether a table can talk, and where interpreters help; languages are only codes here.

A table can talk if some working language is spoken by everybody with language data, or linked to
each of the others by one interpreter at the table. In arrays this is a matter of *columns*: one for
each language, one for each kind of interpreter. Somebody fits a column who speaks the language, or
shares one with the interpreter. A table can talk if a usable column fits all; the *deficit* counts
who does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from wikicafe.rotation.problem import Problem
from wikicafe.rotation.rules import Flags, Ints

UNUSABLE = -1000  # added to the count of a column which a table cannot use


def speaks_together(
    people: Sequence[AbstractSet[str]],
    interpreters: Sequence[AbstractSet[str]],
    declared: str | None = None,
) -> bool:
    """Say whether a table can talk; who has no language data does not matter."""
    known = [spoken for spoken in people if spoken]
    pivots = {declared} if declared else {code for spoken in known for code in spoken}
    return not known or any(
        all(
            pivot in spoken or any(pivot in link and link & spoken for link in interpreters)
            for spoken in known
        )
        for pivot in pivots
    )


@dataclass(frozen=True, slots=True)
class Languages:
    """fits (holders + 1, columns): who fits which; usable (tables, columns): without and with
    interpreters; kinds: the column of each interpreter of the problem; spoken: how many columns are
    languages, they come first."""

    fits: Ints
    usable: Flags
    kinds: tuple[int, ...]
    spoken: int


def languages_of(problem: Problem, holders: int) -> Languages | None:
    """Return the columns, or None if everybody speaks everything, as far as we know."""
    codes = sorted(
        {code for person in problem.people for code in person.langs}
        | {table.language for table in problem.tables if table.language}
    )
    links = sorted({tuple(sorted(set(i.langs))) for i in problem.interpreters})
    fits = np.ones((holders + 1, len(codes) + len(links)), dtype=np.int64)
    for i, person in enumerate(problem.people):
        if spoken := set(person.langs):
            fits[i] = [code in spoken for code in codes] + [bool(spoken & set(k)) for k in links]
    usable = np.array(
        [[table.language in (None, code) for code in codes]
         + [table.language is None or table.language in link for link in links]
         for table in problem.tables],
        dtype=bool,
    ).reshape(len(problem.tables), len(codes) + len(links))  # fmt: skip
    kinds = tuple(
        len(codes) + links.index(tuple(sorted(set(i.langs)))) for i in problem.interpreters
    )
    if fits.all():
        return None
    return Languages(fits, usable, kinds, len(codes))


def without_interpreters(languages: Languages) -> Ints:
    """What to add to the counts of a round in which no interpreter stands anywhere yet."""
    offset = np.where(languages.usable, 0, UNUSABLE)
    offset[:, languages.spoken :] = UNUSABLE
    return offset


def place_interpreters(languages: Languages, counts: Ints, seats: int) -> dict[int, int]:
    """Send interpreters where they let most people talk: interpreter -> table, greedily.

    counts (tables, columns): how many at the table fit. seats: places of each table. The idle ones
    go where somebody does not speak the commonest language, which makes later swaps possible.
    """
    if not languages.kinds:
        return {}
    alone = (counts + without_interpreters(languages)).max(axis=1)
    kinds = np.array(languages.kinds)
    helped = np.where(languages.usable[:, kinds], counts[:, kinds], UNUSABLE)
    gain = 100 * (helped - alone[:, None]) + 1000 * (helped == seats)
    gain[alone == seats] = 0
    commonest = counts[:, : languages.spoken].sum(axis=0).argmax()
    strangers = (seats - counts[:, commonest])[:, None]
    gain = np.where(gain > 0, gain, (helped == seats) * strangers)
    places: dict[int, int] = {}
    while gain.size and gain.max() > 0:
        table, interpreter = divmod(int(gain.argmax()), len(kinds))
        places[interpreter] = table
        gain[table, :] = 0
        gain[:, interpreter] = 0
    return places

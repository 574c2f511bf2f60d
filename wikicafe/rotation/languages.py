"""Whether a table can talk, and which people fit which languages; codes only, no words.

A table can talk if some working language is spoken by everybody with language data, or linked to
each of the others by one interpreter at the table. In arrays this is a matter of *columns*: one for
each language, one for each kind of interpreter. Somebody fits a column who speaks the language, or
shares one with the interpreter. A table can talk if a column it may use fits everybody. Columns are
the bits of a *mask*, so that "who fits all of these" is one bitwise and.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from wikicafe.rotation.problem import Problem
from wikicafe.rotation.rules import Flags, Ints

MOST_COLUMNS = 62  # bits of a mask; languages with fewest speakers are left out beyond that
EVERYTHING = (1 << MOST_COLUMNS) - 1


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
    """fits (holders + 1, columns): who fits which; usable (tables, columns): where an interpreter
    of the kind stands, if it is a kind; kinds: the column of each interpreter of the problem;
    spoken: how many columns are languages, they come first. masks (holders + 1) are fits as bits.
    """

    fits: Ints
    usable: Flags
    kinds: tuple[int, ...]
    spoken: int
    masks: Ints

    @property
    def commonest(self) -> int:
        """The language that most speak, in many cafés the only one that most tables can use."""
        return int(self.fits[:, : self.spoken].sum(axis=0).argmax())


def languages_of(problem: Problem, holders: int) -> Languages | None:
    """Return the columns, or None if everybody speaks everything, as far as we know."""
    links = sorted({tuple(sorted(set(i.langs))) for i in problem.interpreters})
    links = links[: MOST_COLUMNS // 2]
    codes = codes_of(problem, MOST_COLUMNS - len(links))
    fits = np.ones((holders + 1, len(codes) + len(links)), dtype=np.int64)
    for i, person in enumerate(problem.people):
        if spoken := set(person.langs):
            fits[i] = [code in spoken for code in codes] + [bool(spoken & set(k)) for k in links]
    if fits.all():
        return None
    usable = np.array(
        [[table.language in (None, code) for code in codes]
         + [table.language is None or table.language in link for link in links]
         for table in problem.tables],
        dtype=bool,
    ).reshape(len(problem.tables), len(codes) + len(links))  # fmt: skip
    kinds = tuple(
        len(codes) + links.index(link) if link in links else -1
        for link in (tuple(sorted(set(i.langs))) for i in problem.interpreters)
    )
    return Languages(fits, usable, kinds, len(codes), bits(fits))


def codes_of(problem: Problem, most: int) -> list[str]:
    """Languages that somebody speaks or a table declares: the declared ones, then by speakers."""
    speakers = Counter(code for person in problem.people for code in set(person.langs))
    declared = {table.language for table in problem.tables if table.language}
    codes = sorted({*speakers, *declared}, key=lambda c: (c not in declared, -speakers[c], c))
    return sorted(codes[:most])


def bits(flags: Ints | Flags) -> Ints:
    """Rows of flags as whole numbers, the first flag in the lowest bit."""
    places = np.left_shift(1, np.arange(flags.shape[-1], dtype=np.int64))
    masks: Ints = (flags * places).sum(axis=-1)
    return masks

"""Which table each interpreter goes to in one round: a small matching; seats nobody.

Tables that can talk by themselves need no interpreter. The others ask one after the other, and who
was promised an interpreter of one kind gives it back for another kind where that helps somebody
else (augmenting paths), so as many tables as possible can talk.
"""

from __future__ import annotations

from collections.abc import Sequence

from wikicafe.rotation.languages import Languages


class Interpreting:
    """The interpreters of a café by kind, and what each table may use, as bit masks."""

    def __init__(self, languages: Languages) -> None:
        by_kind: dict[int, list[int]] = {}
        for interpreter, kind in enumerate(languages.kinds):
            if kind >= 0:
                by_kind.setdefault(1 << kind, []).append(interpreter)
        self.by_kind = by_kind
        self.kinds = sum(by_kind)  # the mask of all kinds somebody has

    def matching(self, wants: dict[int, int]) -> dict[int, int]:
        """Give tables an interpreter of a kind they want: table -> bit of the kind.

        wants: table -> mask of kinds that would let it talk, tables that talk already left out.
        """
        given: dict[int, list[int]] = {kind: [] for kind in self.by_kind}
        for table in sorted(wants, key=lambda k: (wants[k].bit_count(), k)):
            self.give(table, wants, given, set())
        return {table: kind for kind, tables in given.items() for table in tables}

    def give(
        self, table: int, wants: dict[int, int], given: dict[int, list[int]], asked: set[int]
    ) -> bool:
        for kind, tables in given.items():
            if not wants[table] & kind or kind in asked:
                continue
            asked.add(kind)
            if len(tables) < len(self.by_kind[kind]):
                tables.append(table)
                return True
            for place, other in enumerate(tables):
                if self.give(other, wants, given, asked):
                    tables[place] = table
                    return True
        return False

    def idle(self, matched: Sequence[int]) -> int:
        """The mask of kinds of which an interpreter is still free; matched: bits given away."""
        taken = list(matched)
        return sum(kind for kind, those in self.by_kind.items() if taken.count(kind) < len(those))

    def places(self, matched: dict[int, int]) -> dict[int, int]:
        """Interpreter -> table, the first of a kind to the first table."""
        free = {kind: iter(those) for kind, those in self.by_kind.items()}
        return {next(free[kind]): table for table, kind in sorted(matched.items())}

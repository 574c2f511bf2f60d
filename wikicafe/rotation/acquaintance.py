"""Who met whom and sat where in other rounds, for seating one person after the other."""

from __future__ import annotations

from wikicafe.rotation.rules import Ints, Rules
from wikicafe.rotation.score import at_tables


def acquaintance(rules: Rules, rows: list[Ints]) -> Acquaintance:
    """Remember history and these rows; who sits nowhere met nobody."""
    known = Acquaintance(rules.people)
    for row in rows:
        tables: list[list[int]] = [[] for _ in range(rules.tables + 1)]
        for i, k in enumerate(row[: rules.people].tolist()):
            tables[k].append(i)
        for k, people in enumerate(tables[: rules.tables]):
            known.sat(k, people)
    index = {person.id: i for i, person in enumerate(rules.problem.people)}
    numbers = {table.id: k for k, table in enumerate(rules.problem.tables)}
    for seats in rules.problem.history:
        for table, names in at_tables(seats).items():
            known.sat(numbers.get(table, -1), [index[name] for name in names if name in index])
    return known


class Acquaintance:
    """met[i][j]: how often; visited[i]: the tables, by number."""

    def __init__(self, people: int) -> None:
        self.met: list[dict[int, int]] = [{} for _ in range(people)]
        self.visited: list[set[int]] = [set() for _ in range(people)]

    def sat(self, k: int, people: list[int]) -> None:
        for i in people:
            self.visited[i].add(k)
            for j in people:
                self.met[i][j] = self.met[i].get(j, 0) + 1

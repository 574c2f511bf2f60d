"""Who could stay at a table whose host has left; seats nobody."""

from __future__ import annotations

from wikicafe.rotation.problem import Problem


def new_hosts(problem: Problem) -> dict[str, str]:
    """Propose who could stay at the tables whose host has left: table -> person.

    Somebody who sat there in the last round, is free to stay and speaks the declared language.
    """
    here = {p.id: p for p in problem.people if p.last_round >= len(problem.history)}
    hosts = {table.host for table in problem.tables}
    grouped = {name for group in problem.together for name in group}
    last = problem.history[-1] if problem.history else {}
    found = {}
    for table in problem.tables:
        if table.host is None or table.host in here:
            continue
        free = [
            name for name, place in last.items()
            if place == table.id and name in here and name not in hosts | grouped
            and here[name].tables is None
            and (table.language is None or table.language in here[name].langs)
        ]  # fmt: skip
        if free:
            found[table.id] = min(free)
    return found

"""Repeats and silent tables that pins and languages force, whoever sits where; part of the bounds."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import comb

from wikicafe.rotation.problem import Person, Problem
from wikicafe.rotation.rules import table_sizes


def forced_by_pins(problem: Problem) -> int:
    """Two people tied to one table meet in every round both are here."""
    hosts = {table.host: table.id for table in problem.tables}
    tied = [set(group) for group in problem.together]
    at: dict[str, list[Person]] = {}
    for person in problem.people:
        only = hosts.get(person.id) or (person.tables or ("", ""))[0]
        if person.mixes and (person.id in hosts or len(person.tables or ()) == 1):
            at.setdefault(only, []).append(person)
    first = len(problem.history)
    total = 0
    for people in at.values():
        for a, b in combinations(people, 2):
            start, end = max(a.first_round, b.first_round, first), min(a.last_round, b.last_round)
            rounds = max(0, min(end, problem.rounds - 1) - start + 1)
            if not any({a.id, b.id} <= group for group in tied):
                total += comb(rounds, 2)
    return total


def forced_by_languages(problem: Problem) -> int:
    """A language whose speakers fill one table only brings them together in every round.

    Says something only where everybody stays all the time, tables are of one size and choose their
    language, and no interpreter links it; true of rotations without a silent table.
    """
    size = only_size(problem)
    if problem.history or size is None or any(table.language for table in problem.tables):
        return 0
    speakers = Counter(code for person in problem.people for code in set(person.langs))
    linked = {code for interpreter in problem.interpreters for code in interpreter.langs}
    tied = {name for group in problem.together for name in group}
    return sum(
        forced_by_language(problem, [p for p in problem.people if code in p.langs], size, tied)
        for code, number in speakers.items()
        if code not in linked and number // size == 1
    )


def forced_by_language(problem: Problem, speakers: list[Person], size: int, tied: set[str]) -> int:
    bound = [p for p in speakers if len(set(p.langs)) == 1]
    free = all(p.mixes and p.id not in tied and p.tables is None for p in speakers)
    if len(bound) > size or not free:
        return 0
    others, chairs = len(speakers) - len(bound), problem.rounds * (size - len(bound))
    return comb(len(bound), 2) * comb(problem.rounds, 2) + len(bound) * spread(chairs, others)


def only_size(problem: Problem) -> int | None:
    """The size of every table in every round, if everybody's language is known and all stay."""
    steady = all(p.first_round == 0 and p.last_round >= problem.rounds - 1 for p in problem.people)
    if not steady or not problem.tables or not all(p.langs for p in problem.people):
        return None
    _, most = table_sizes(len(problem.people), problem.tables)
    same = len(set(most.tolist())) == 1 and int(most.sum()) == len(problem.people)
    return int(most[0]) if same and most[0] else None


def silent_by_force(problem: Problem) -> int:
    """Tables that stay silent: of people whose languages cannot fill a table, nor be linked.

    Counts one table for as many of them as fit there, each round for itself.
    """
    links = [frozenset(i.langs) for i in problem.interpreters]
    declared = {table.language for table in problem.tables}
    silent = 0
    for r in range(len(problem.history), problem.rounds):
        here = Counter(
            frozenset(p.langs) for p in problem.people if p.first_round <= r <= p.last_round
        )
        if not here or not problem.tables or r in problem.by_language:
            continue
        least, most = table_sizes(here.total(), problem.tables, r)
        codes = set().union(*here, *links) if None in declared else declared
        who_fits = [{s for s in here if understands(s, str(code), links)} for code in codes]
        columns = [fitting for fitting in who_fits if sum(here[s] for s in fitting) >= least.min()]
        lost = sum(
            count
            for spoken, count in here.items()
            if spoken and not any(spoken in fitting for fitting in columns)
        )
        silent += -(-lost // max(1, int(most.max())))
    return silent


def understands(spoken: frozenset[str], code: str, links: list[frozenset[str]]) -> bool:
    return not spoken or code in spoken or any(code in link and link & spoken for link in links)


def spread(total: int, bins: int) -> int:
    """The least sum of C(x, 2) over `bins` numbers x that add up to `total`."""
    if bins <= 0:
        return 0
    low, more = divmod(total, bins)
    return more * comb(low + 1, 2) + (bins - more) * comb(low, 2)

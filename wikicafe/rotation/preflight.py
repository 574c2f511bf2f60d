"""Which rules contradict each other, when nobody can be seated; asked only after a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from wikicafe.rotation.legal import legal_row
from wikicafe.rotation.problem import Problem, Rule, Unseatable
from wikicafe.rotation.rules import NOT_YET, rules_of

MOST_TRIED = 400  # sets of rules looked at; a preflight takes seconds at most, not minutes
SMALL = 3  # every set up to so many rules is tried before larger ones are thinned out
SIZES = "even-tables"


def contradiction(problem: Problem, refused: Unseatable) -> Unseatable:
    """Return the refusal with a smallest set of rules that nobody could obey together.

    Taking any one of them away makes seats possible. Up to three rules it is the smallest set there
    is; larger ones are irreducible. Where there are too many people or too few, that is the rule.
    """
    if refused.code in ("too-few-places", "too-few-people"):
        return with_rules(refused, (sizes_of(problem, refused.round),))
    rounds = range(len(problem.history), problem.rounds)
    for r in rounds if refused.round is None else (refused.round,):
        alone = of_round(problem, r)
        everything = rules_in(alone)
        if not is_possible(alone, everything):
            found = smallest(alone, everything)
            told = (*found, sizes_of(problem, r)) if needs_sizes(alone, found) else found
            return Unseatable("rules-contradict", names_in(told), r, told)
    return refused


def with_rules(refused: Unseatable, rules: tuple[Rule, ...]) -> Unseatable:
    return Unseatable(refused.code, refused.names, refused.round, rules)


def sizes_of(problem: Problem, r: int | None) -> Rule:
    """The rule that tables are as large as each other, within what they hold: number of people."""
    r = len(problem.history) if r is None else r
    here = sum(p.first_round <= r <= p.last_round for p in problem.people)
    return Rule(SIZES, tables=tuple(t.id for t in problem.tables), number=here)


def of_round(problem: Problem, r: int) -> Problem:
    """One round with those present, nothing known and nothing wished."""
    here = tuple(
        replace(p, first_round=0, langs=(), attrs={})
        for p in problem.people
        if p.first_round <= r <= p.last_round
    )
    names = {person.id for person in here}
    return replace(
        problem, rounds=1, people=here, history=(), announced=(), prefs={}, interpreters=(),
        by_language=(), attr_weights={},
        together=tuple(tuple(n for n in group if n in names) for group in problem.together),
        apart=tuple(tuple(n for n in group if n in names) for group in problem.apart),
    )  # fmt: skip


def rules_in(alone: Problem) -> tuple[Rule, ...]:
    """Every rule that binds somebody in particular."""
    names = {person.id for person in alone.people}
    return (
        *(Rule("host", (t.host,), (t.id,)) for t in alone.tables if t.host in names and t.host),
        *(Rule("only-tables", (p.id,), p.tables) for p in alone.people if p.tables is not None),
        *(Rule("together", group) for group in alone.together if len(group) > 1),
        *(Rule("apart", group) for group in alone.apart if len(group) > 1),
    )


def with_only(alone: Problem, rules: Iterable[Rule]) -> Problem:
    """The round with no other rules than these (tables stay as even as they can be)."""
    rules = tuple(rules)
    hosts = {rule.tables[0]: rule.people[0] for rule in rules if rule.kind == "host"}
    tied = {rule.people[0]: rule.tables for rule in rules if rule.kind == "only-tables"}
    return replace(
        alone,
        tables=tuple(replace(t, host=hosts.get(t.id)) for t in alone.tables),
        people=tuple(replace(p, tables=tied.get(p.id)) for p in alone.people),
        together=tuple(rule.people for rule in rules if rule.kind == "together"),
        apart=tuple(rule.people for rule in rules if rule.kind == "apart"),
    )


def is_possible(alone: Problem, rules: Iterable[Rule]) -> bool:
    try:
        bound = rules_of(with_only(alone, rules))
        legal_row(bound, 0, np.full(bound.holders, NOT_YET))
    except Unseatable:
        return False
    return True


def needs_sizes(alone: Problem, rules: Sequence[Rule]) -> bool:
    """Say whether the rules could be obeyed if each table took anybody."""
    roomy = tuple(replace(t, cap_min=0, cap_max=len(alone.people) or 1) for t in alone.tables)
    return any_seats(replace(alone, tables=roomy), rules)


def any_seats(roomy: Problem, rules: Sequence[Rule]) -> bool:
    """Seats without regard to sizes: those tied to each other one by one, wherever they may."""
    bound = with_only(roomy, rules)
    named = {name for rule in rules for name in rule.people}
    people = tuple(p for p in bound.people if p.id in named)
    # as many chairs as people at every table: fill the rest of each table with nobody in particular
    extra = tuple(
        replace(people[0], id=f"\0{n}", tables=None)
        for n in range(len(people) * (len(roomy.tables) - 1) if people else 0)
    )
    wide = replace(
        bound,
        people=people + extra,
        tables=tuple(replace(t, cap_max=max(1, len(people))) for t in bound.tables),
    )
    return is_possible(wide, rules)


def smallest(alone: Problem, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The first set of one to three rules that contradict each other, else an irreducible one."""
    core = thinned(alone, rules)
    tried = 0
    for size in range(1, min(SMALL, len(core) - 1) + 1):
        for some in combinations(core if len(rules) > 60 else rules, size):
            tried += 1
            if tried > MOST_TRIED:
                return core
            if not is_possible(alone, some):
                return some
    return core


def thinned(alone: Problem, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Take away half, a quarter, an eighth … at a time, as long as the rest contradicts itself."""
    step = max(1, len(rules) // 2)
    while True:
        place = 0
        while place < len(rules):
            rest = rules[:place] + rules[place + step :]
            if is_possible(alone, rest):
                place += step
            else:
                rules = rest
        if step == 1:
            return rules
        step //= 2


def names_in(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The people the rules bind, else the tables; each once, in order."""
    rules = tuple(rules)
    people = [name for rule in rules for name in rule.people]
    return tuple(dict.fromkeys(people or [name for rule in rules for name in rule.tables]))

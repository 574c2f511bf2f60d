"""Who sits where: pure combinatorics, seeded and budgeted; no café, no clock of its own, no wire.

`plan` seats a whole café, `replan` the rounds to come with few changes, `seat_newcomer` one person
at once. The problem format is in `problem.py`, the order of costs in `score.py`.
"""

from wikicafe.rotation.bounds import Bounds, bounds
from wikicafe.rotation.explain import Reason, reasons, summary
from wikicafe.rotation.improve import Progress
from wikicafe.rotation.newcomer import seat_newcomer
from wikicafe.rotation.planning import plan
from wikicafe.rotation.problem import (
    BadProblem,
    Interpreter,
    Person,
    Problem,
    Rotation,
    Rule,
    Table,
    Unseatable,
)
from wikicafe.rotation.reading import problem_from_json, rotation_to_json
from wikicafe.rotation.repair import new_hosts
from wikicafe.rotation.replanning import replan
from wikicafe.rotation.schedules import longest_without_repeats
from wikicafe.rotation.score import Score, score
from wikicafe.rotation.seat import seat_command

__all__ = [
    "BadProblem", "Bounds", "Interpreter", "Person", "Problem", "Progress", "Reason", "Rotation",
    "Rule", "Score", "Table", "Unseatable", "bounds", "longest_without_repeats",
    "new_hosts", "plan", "problem_from_json", "reasons",
    "replan", "rotation_to_json", "score", "seat_command", "seat_newcomer", "summary",
]  # fmt: skip

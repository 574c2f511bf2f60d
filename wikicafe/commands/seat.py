"""`wikicafe seat`: plan who sits where, from a file, without a server."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click

from wikicafe.i18n import SOURCE, message
from wikicafe.rotation import BadProblem, Rule, Unseatable, problem_from_json, seat_command

BAD_PROBLEM, UNSEATABLE = 2, 3  # exit codes


@click.command()
@click.argument("problem", type=click.Path(path_type=Path))
@click.option(
    "--seconds", type=click.FloatRange(0.05, 30), help="CPU time; by default what so many deserve."
)
@click.option("--seed", default=1, show_default=True, help="The same one seats the same way.")
def seat(problem: Path, seconds: float | None, seed: int) -> None:
    """Plan who sits where, from a file, without a server.

    A small problem: {"name": "ours", "rounds": 3, "tables": [{"id": "1"}, {"id": "2"}],
    "people": [{"id": "Ama", "langs": ["en"]}, {"id": "Bo", "langs": ["fr", "en"]}]}

    Prints the rotation, its costs each beside the least possible and why, and the CPU seconds as
    JSON. Ends with 2 if the file is no problem we can read, with 3 if nobody could seat these
    people; then it says which rules contradict each other.
    """
    try:
        text = problem.read_text("utf-8")
        problem_from_json(text)  # what cannot be read is said before anything is begun
        with click.progressbar(length=100, label="seating", file=sys.stderr) as bar:
            answer = seat_command(
                text, seconds, seed, lambda done: bar.update(max(0, int(done * 100) - bar.pos))
            )
    except (OSError, UnicodeDecodeError) as unreadable:
        _end(BAD_PROBLEM, f"{problem} cannot be read as text: {unreadable}.")
    except BadProblem as bad:
        _end(BAD_PROBLEM, str(bad))
    except Unseatable as unseatable:
        _end(UNSEATABLE, _why(unseatable))
    click.echo(json.dumps(answer, ensure_ascii=False))


def _end(code: int, sentence: str) -> NoReturn:
    click.echo(f"wikicafe: {sentence}", err=True)
    sys.exit(code)


def _why(unseatable: Unseatable) -> str:
    names = f" ({', '.join(unseatable.names)})" if unseatable.names else ""
    when = "" if unseatable.round is None else f" in round {unseatable.round + 1}"
    said = f"These people cannot be seated{when}: {unseatable.code}{names}."
    if not unseatable.rules:
        return said
    heading = message(SOURCE, "seat-contradiction", (unseatable.round or 0) + 1)
    return "\n".join([said, heading, *(f"- {line}" for line in _in_words(unseatable.rules))])


def _in_words(rules: tuple[Rule, ...]) -> Iterator[str]:
    """One line for each rule; people who may sit at the same tables share one."""
    pinned: dict[tuple[str, ...], list[str]] = {}
    for rule in rules:
        if rule.kind == "only-tables":
            pinned.setdefault(rule.tables, []).extend(rule.people)
    for tables, people in pinned.items():
        yield _say("only-tables", ", ".join(people), ", ".join(tables), len(tables))
    for rule in rules:
        if rule.kind == "even-tables":
            yield _say(rule.kind, rule.number or 0, len(rule.tables))
        elif rule.kind != "only-tables":
            yield _say(rule.kind, ", ".join(rule.people), ", ".join(rule.tables))


def _say(kind: str, *params: str | int) -> str:
    return message(SOURCE, f"seat-rule-{kind}", *params)

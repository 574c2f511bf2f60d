"""`wikicafe seat`: plan who sits where, from a file, without a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from wikicafe.rotation import BadProblem, Unseatable, problem_from_json, seat_command

BAD_PROBLEM, UNSEATABLE = 2, 3  # exit codes


@click.command()
@click.argument("problem", type=click.Path(path_type=Path))
@click.option("--seconds", default=1.0, show_default=True, type=click.FloatRange(0.05, 30))
@click.option("--seed", default=1, show_default=True, help="The same one seats the same way.")
def seat(problem: Path, seconds: float, seed: int) -> None:
    """Plan who sits where, from a file, without a server.

    A small problem: {"name": "ours", "rounds": 3, "tables": [{"id": "1"}, {"id": "2"}],
    "people": [{"id": "Ama", "langs": ["en"]}, {"id": "Bo", "langs": ["fr", "en"]}]}

    Prints rotation, score and bounds as JSON. Ends with 2 if the file is no problem we can read,
    with 3 if nobody could seat these people.
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
    return f"These people cannot be seated{when}: {unseatable.code}{names}."

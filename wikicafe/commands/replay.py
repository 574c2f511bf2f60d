"""`wikicafe replay`: play a recorded session through a server with real clients, and measure it."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from wikicafe.guests.door import TurnedAway, Unreachable
from wikicafe.guests.own_server import OwnServer
from wikicafe.guests.replaying import replay as play
from wikicafe.guests.report import Report
from wikicafe.guests.session import BadSession, Session, read_session

BAD_FILE = 2  # exit code


@click.command()
@click.argument("session", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder for the results."
)
@click.option("--speed", default=60.0, show_default=True, type=click.FloatRange(0.1, 10_000))
@click.option("--url", help="Address of a running server. [one of our own]")
@click.option("--key", help="Key of that server: what follows #key= in the facilitator's link.")
@click.option("--seed", default=1, show_default=True, help="The same one makes the same people.")
def replay(
    session: Path, out: Path, speed: float, url: str | None, key: str | None, seed: int
) -> None:
    """Play a recorded session through a server and measure it.

    Ends with 0 only if no note was lost and none is there twice.
    """
    try:
        recorded = read_session(session)
    except BadSession as bad:
        click.echo(f"wikicafe: {bad}", err=True)
        sys.exit(BAD_FILE)
    if (url is None) != (key is None):
        raise click.UsageError("--url and --key go together.")
    try:
        with _server(url, key) as (address, secret):
            report = _play(recorded, address, secret, out, speed, seed)
    except Unreachable as unreachable:
        raise click.ClickException(str(unreachable)) from unreachable
    except TurnedAway as no:
        raise click.ClickException(f"The server refused: {no.code} {no.args[1]}.") from no
    words = json.dumps(asdict(report), ensure_ascii=False, indent=2)
    (out / "report.json").write_text(words + "\n", "utf-8")
    click.echo(words)
    sys.exit(0 if report.is_faultless else 1)


@contextlib.contextmanager
def _server(url: str | None, key: str | None) -> Iterator[tuple[str, str]]:
    """Yield address and key: of the server given, or of one that lives as long as the replay."""
    if url is not None and key is not None:
        yield url, key
        return
    with tempfile.TemporaryDirectory(prefix="wikicafe-") as data, OwnServer(Path(data)) as own:
        yield own.url, own.key


def _play(recorded: Session, url: str, key: str, out: Path, speed: float, seed: int) -> Report:
    length = recorded.ends_at - recorded.begins_at
    shown = click.progressbar(length=round(length), label=recorded.name, file=sys.stderr)
    with shown as bar:

        def tell(t: float) -> None:
            bar.update(max(0, min(round(t - recorded.begins_at), round(length)) - bar.pos))

        return play(recorded, url, key, out, speed, seed, tell)

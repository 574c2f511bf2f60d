"""`wikicafe check`: read every café of the event log and say what is there and what is damaged.

Nothing is served and no event written; a log that a server is using may be checked as well.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass

import click

from wikicafe.cafe import codec
from wikicafe.cafe.evolve import evolve
from wikicafe.cafe.state import Cafe, empty
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import EventLog, Unsafe, whole_list
from wikicafe.eventlog.opening import shown
from wikicafe.live.listing import HOUSE
from wikicafe.settings import read

UNREADABLE = 1  # exit code


@dataclass(frozen=True, slots=True)
class Found:
    """set_aside: names of events this version does not understand, and how often."""

    cafe: Cafe
    events: int
    set_aside: Counter[str]


@click.command()
@click.option("--data", help="Folder of everything that is kept. [~/.local/share/wikicafe]")
@click.option("--log", help="Event log: sqlite:///path or redis://host:port/0. [in the folder]")
def check(data: str | None = None, log: str | None = None) -> None:
    """Read every café of the event log and say what is damaged.

    Ends with 1 if something cannot be read.
    """
    settings = read({"data": data, "log": log})
    try:
        opened = open_log(settings.log, only_reading=True)
        try:
            sound = _check(opened, settings.log)
        finally:
            opened.close()
    except (Unsafe, OSError) as wrong:
        click.echo(f"wikicafe: {wrong}", err=True)
        sys.exit(UNREADABLE)
    _say_whether_built()
    sys.exit(0 if sound else UNREADABLE)


def _check(log: EventLog, url: str) -> bool:
    """Say what is in a log. Returns whether all of it was understood. Raises Unsafe if damaged."""
    log.self_check()
    found = [look(log, cafe) for cafe in log.cafes() if cafe != HOUSE]
    for one in found:
        click.echo(_said(one))
    events = sum(one.events for one in found)
    click.echo(
        f"The event log {shown(url)} is sound: {_counted(len(found), 'café')}, {_counted(events, 'event')}."
    )
    aside = sum(one.cafe.set_aside for one in found)
    if aside:
        click.echo(f"{aside} events were not understood and set aside.", err=True)
    return not aside


def look(log: EventLog, cafe: str) -> Found:
    """Fold one café, noting which events change nothing because nobody understands them."""
    state, events = empty(cafe), 0
    aside: Counter[str] = Counter()
    for record in whole_list(log, cafe):
        after = evolve(state, *codec.happened(record))
        if after.set_aside > state.set_aside:
            aside[record.name] += 1
        state, events = after, events + 1
    return Found(state, events, aside)


def _said(found: Found) -> str:
    cafe = found.cafe
    title = cafe.design.title if cafe.design is not None else "(never opened)"
    notes = sum(not note.withdrawn for note in cafe.notes.values())
    figures = f"{found.events} events, {len(cafe.people)} people, {notes} notes"
    names = ", ".join(f"{name} × {times}" for name, times in sorted(found.set_aside.items()))
    return f"{cafe.id}  {title}: {figures}" + (f"; set aside: {names}" if names else "")


def _say_whether_built() -> None:
    from wikicafe import assets

    if (assets.STATIC / "manifest.json").is_file():
        click.echo(f"The pages are built in {assets.STATIC}.")
    else:
        click.echo("The pages are not built: run `npm ci && npm run build`.", err=True)


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"

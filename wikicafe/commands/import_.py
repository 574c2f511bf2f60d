"""`wikicafe import`: take in a café from an archive, under its own id, as if it had happened here.

What comes in passes the house's own rules: an id lives once, a join code is won by a guard, and
every register stands afterwards where the café thinks it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import click

from wikicafe.cafe import codec, evolve
from wikicafe.cafe.state import Cafe, empty
from wikicafe.commands import kept_cafes
from wikicafe.eventlog.contract import Conflict, EventLog, Guard, Op, Written, whole_list
from wikicafe.live.listing import HOUSE, listing_of
from wikicafe.outcome import archive
from wikicafe.settings import LogUnsafe, read

ID = re.compile(r"[a-z0-9]{4,32}")


@dataclass(frozen=True, slots=True)
class Brought:
    cafe: str
    title: str
    events: int
    set_aside: int  # events of a newer version: kept, not understood


class CannotBring(Exception):
    """The archive is not taken in; the message is a code the catalogue speaks as refused-<code>."""


def bring_in(log: EventLog, packed: bytes) -> Brought:
    """Append a whole café from a zip. Raises CannotBring, and then nothing of it is there."""
    try:
        archived = archive.read(packed)
    except archive.NotAnArchive as no:
        raise CannotBring(f"archive-{no}") from no
    cafe = kept_cafes.fold(archived.cafe, archived.records)
    if cafe.design is None or not ID.fullmatch(cafe.id) or cafe.id == HOUSE:
        raise CannotBring("archive-broken-line")
    if log.head(cafe.id).seq and not _was_cut_off(log, archived):
        raise CannotBring("cafe-exists")
    # The list first: the join code may be somebody else's. Listing twice is listing once.
    if isinstance(log.append([listing_of(cafe.id, cafe.code)])[0], Conflict):
        raise CannotBring("code-taken")
    answers = log.append([(cafe.id, op) for op in ops(cafe.id, archived.records)])
    if any(isinstance(answer, Conflict) for answer in answers):  # somebody wrote between its parts
        raise CannotBring("cafe-exists")
    return Brought(cafe.id, cafe.plan.title, len(archived.records), cafe.set_aside)


def _was_cut_off(log: EventLog, archived: archive.Archived) -> bool:
    """Whether there is a beginning of this very list: then the rest is added, and nothing twice."""
    there = list(whole_list(log, archived.cafe))
    return len(there) < len(archived.records) and all(
        (is_.seq, is_.actor, is_.cid, is_.name, is_.at)
        == (was.seq, was.actor, was.cid, was.name, was.at)
        for is_, was in zip(there, archived.records, strict=False)
    )


def ops(cafe: str, records: Sequence[archive.Line]) -> Iterator[Op]:
    """Put the records together again as they were asked for, with the guards they won then."""
    standing = empty(cafe)
    for (actor, cid), group in groupby(records, key=lambda record: (record.actor, record.cid)):
        together = list(group)
        before = standing
        for record in together:
            standing = evolve.evolve(standing, *codec.happened(record))
        yield Op(
            actor=actor,
            cid=cid,
            events=tuple(Written(record.name, record.data, record.body) for record in together),
            guards=tuple(_won(before, standing)),
            at=together[0].at,
        )


def _won(before: Cafe, after: Cafe) -> Iterator[Guard]:
    for register, now in sorted(after.revisions.items()):
        if now != (was := before.revisions.get(register, 0)):
            yield Guard(register, was, now)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--data", help="Folder of everything that is kept. [~/.local/share/wikicafe]")
@click.option("--log", help="Event log: sqlite:///path or redis://host:port/0. [in the folder]")
def import_(file: str, data: str | None, log: str | None) -> None:
    """Take in the café in FILE, an archive made by `wikicafe export`. Stop the server before."""
    from wikicafe import i18n
    from wikicafe.eventlog import open_log
    from wikicafe.eventlog.contract import Unsafe

    settings = read({"data": data, "log": log})
    if Path(file).stat().st_size > archive.BIGGEST_ZIP:
        raise click.ClickException(i18n.message("en", "refused-archive-too-large"))
    try:
        opened = open_log(settings.log)
    except Unsafe as unsafe:
        raise LogUnsafe(str(unsafe)) from unsafe
    try:
        brought = bring_in(opened, Path(file).read_bytes())
    except CannotBring as cannot:
        raise click.ClickException(i18n.message("en", f"refused-{cannot}")) from cannot
    finally:
        opened.close()
    click.echo(f"{brought.title}: {brought.events:,} events, café {brought.cafe}")
    if brought.set_aside:
        click.echo(f"{brought.set_aside} of them come from a newer version and are set aside.")

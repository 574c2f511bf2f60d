"""`wikicafe copy FROM TO`: carry every café from one event log into another, whatever the stores.

Ids, cids, times, texts and registers stay as they are, so that an old café keeps its guards and a
phone that sends again is recognised. What was begun is ended by the same command, and so is a
backup kept up to date: what is new is added, and what was erased here is erased there. A café that
is there already and is another one stops it before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import click
import msgspec

from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import (
    Accepted,
    EventLog,
    Guard,
    Op,
    Record,
    Unsafe,
    Written,
    whole_list,
)
from wikicafe.live.listing import HOUSE, CafeListed, listing_of
from wikicafe.settings import LogUnsafe

AT_ONCE = 200  # ops in one commit


class CannotCopy(Exception):
    """The message is one sentence that says what to do."""


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Carry every café from the event log FROM into TO, both URLs.

    FROM may be in use (what comes later is left for the next time), TO must not. Cut off, it is
    called again and goes on. A café in TO is never written over; texts erased since are erased.
    """
    try:
        there = open_log(source, only_reading=True)
        try:
            here = open_log(target)
            try:
                there.self_check()
                here.self_check()
                copied = copy_all(there, here)
            finally:
                here.close()
        finally:
            there.close()
    except Unsafe as unsafe:
        raise LogUnsafe(str(unsafe)) from unsafe
    except CannotCopy as cannot:
        raise click.ClickException(str(cannot)) from cannot
    for cafe, (events, new) in copied.items():
        click.echo(f"{cafe}: {events:,} events, {new:,} of them new")
    click.echo(f"{len(copied):,} cafés are in both logs now.")


def copy_all(source: EventLog, target: EventLog) -> dict[str, tuple[int, int]]:
    """Copy all cafés, then list them. Returns café → its events, and how many were missing.

    Raises CannotCopy before anything is written if a café in the target is another one.
    """
    cafes = [cafe for cafe in source.cafes() if cafe != HOUSE]
    changed = {cafe: _check_alike(source, target, cafe) for cafe in cafes}
    _check_codes(source, target)
    copied = {}
    for cafe in cafes:
        for record in changed[cafe]:
            _change_text(target, cafe, record)
        before = target.head(cafe).seq
        _copy(source, target, cafe, before)
        copied[cafe] = (target.head(cafe).seq, target.head(cafe).seq - before)
    # The list at last: a café is found only when it is whole.
    for record in whole_list(source, HOUSE):
        if record.name == "cafe-listed":
            target.append([_listed(record)])
    return copied


def _copy(source: EventLog, target: EventLog, cafe: str, after: int) -> None:
    waiting: list[Op] = []
    while True:
        for op in _ops(_after(source, cafe, after)):
            after += len(op.events)
            waiting.append(op)
            if len(waiting) > AT_ONCE:  # one is kept back: the last one carries the registers
                _append(target, cafe, waiting[:-1])
                waiting = waiting[-1:]
        registers = source.registers(cafe)
        # Registers ahead of the events would lose every guard for ever: nobody may have written between.
        if source.head(cafe).seq == after:
            break
    if waiting:
        _append(target, cafe, _with_registers(target, cafe, waiting, registers))


def _with_registers(
    target: EventLog, cafe: str, ops: list[Op], registers: dict[str, int]
) -> list[Op]:
    now = target.registers(cafe)
    guards = tuple(
        Guard(name, now.get(name, 0), number) for name, number in sorted(registers.items())
    )
    last = ops[-1]
    return [*ops[:-1], Op(last.actor, last.cid, last.events, guards, at=last.at)]


def _append(target: EventLog, cafe: str, ops: list[Op]) -> None:
    for answer in target.append([(cafe, op) for op in ops]):
        if not isinstance(answer, Accepted) or answer.duplicate:
            raise CannotCopy(f"Somebody else writes café {cafe} there: stop that server first.")


def _ops(records: Iterator[Record]) -> Iterator[Op]:
    """Put the records together again as they were asked for."""
    for (actor, cid, at), together in groupby(records, key=lambda r: (r.actor, r.cid, r.at)):
        events = tuple(Written(r.name, r.data, r.body) for r in together)
        yield Op(actor, cid, events, at=at)


def _after(log: EventLog, cafe: str, after: int) -> Iterator[Record]:
    while batch := log.read(cafe, after):
        yield from batch
        after = batch[-1].seq


def _check_alike(source: EventLog, target: EventLog, cafe: str) -> list[Record]:
    """Return the records whose texts were erased or replaced since they were copied.

    Raises CannotCopy if what the target has of this café is not the beginning of it.
    """
    changed = []
    alike = target.head(cafe).seq <= source.head(cafe).seq
    for here, there in zip(whole_list(source, cafe), whole_list(target, cafe), strict=False):
        alike = alike and replace(here, body=None) == replace(there, body=None)
        if here.body != there.body:
            changed.append(here)
    if not alike:
        raise CannotCopy(f"Café {cafe} is there already and is another one: take an empty log.")
    return changed


def _change_text(target: EventLog, cafe: str, record: Record) -> None:
    if record.body is None:
        target.erase_body(cafe, record.seq)
    else:
        target.put_body(cafe, record.seq, record.body)


def _check_codes(source: EventLog, target: EventLog) -> None:
    taken = {listed.code: listed.cafe for listed in _listing(target)}
    for listed in _listing(source):
        if taken.get(listed.code, listed.cafe) != listed.cafe:
            raise CannotCopy(
                f"The join code of café {listed.cafe} belongs to another one there:"
                " take an empty log."
            )


def _listing(log: EventLog) -> Iterator[CafeListed]:
    for record in whole_list(log, HOUSE):
        if record.name == "cafe-listed":
            yield msgspec.json.decode(record.data, type=CafeListed)


def _listed(record: Record) -> tuple[str, Op]:
    listed = msgspec.json.decode(record.data, type=CafeListed)
    _, op = listing_of(listed.cafe, listed.code)
    event = Written(record.name, record.data, record.body)
    return HOUSE, Op(record.actor, record.cid, (event,), op.guards, at=record.at)

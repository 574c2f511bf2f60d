"""The names of our keys in Redis, the scripts, and how an op becomes their arguments and a reply our answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wikicafe.eventlog.contract import Accepted, Answer, Conflict, Op, Record, TooEarly
from wikicafe.eventlog.redis_lines import Command

PREFIX = "wikicafe:"
EPOCH, CHANNEL, WAITED = f"{PREFIX}epoch", f"{PREFIX}written", f"{PREFIX}waited"
WORKERS, HERE = f"{PREFIX}workers", f"{PREFIX}here:"
ERASED, REWRITTEN = f"{PREFIX}erased", f"{PREFIX}rewritten"


def _script(name: str) -> tuple[str, str]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


APPEND, APPEND_SHA = _script("append.lua")
SHARE, SHARE_SHA = _script("here.lua")


def key(cafe: str, what: str) -> str:
    return f"{PREFIX}{{{cafe}}}:{what}"


def call(cafe: str, now: str, ops: Sequence[Op]) -> Command:
    keys = [key(cafe, what) for what in ("log", "asked", "registers", "body", "head")]
    said: list[bytes | str | int] = [now, CHANNEL, cafe]
    for op in ops:
        said += [op.actor, op.cid, op.epoch or "", _or_none(op.not_before), _or_none(op.at)]
        said += [len(op.guards)]
        said += [part for g in op.guards for part in (g.register, g.expect, g.new)]
        said += [len(op.events)]
        for event in op.events:
            said += [event.name, event.data, int(event.body is not None), event.body or b""]
    # Encoded here: what cannot be is refused before anything of the batch was sent.
    plain = [part if isinstance(part, bytes) else str(part).encode() for part in said]
    return ["EVALSHA", APPEND_SHA, len(keys) + 1, *keys, EPOCH, *plain]


def _or_none(number: int | None) -> str:
    return "" if number is None else str(number)


def answer_of(reply: list[Any]) -> Answer:
    kind = reply[0]
    if kind == b"conflict":
        return Conflict(reply[1].decode(), reply[2])
    if kind == b"too-early":
        return TooEarly(reply[1])
    return Accepted(reply[1], reply[2], duplicate=kind == b"duplicate")


def record_of(seq: int, fields: list[bytes], body: bytes | None) -> Record:
    _, at, _, actor, _, cid, _, name, _, data = fields  # always in the order append.lua writes
    return Record(seq, int(at), actor.decode(), cid.decode(), name.decode(), data, body)


def people_of(said: list[bytes]) -> dict[str, frozenset[str]]:
    pairs = iter(said)
    return {
        cafe.decode(): frozenset(people.decode().split())
        for cafe, people in zip(pairs, pairs, strict=True)
        if cafe
    }

"""The event log in a Redis that many processes share; what was acknowledged survives kill -9 and loss of power.

One Lua script appends (append.lua), Redis syncs its file before it answers (`appendfsync always`, checked
at the start). A café's keys share {its id}: a list of events, its head, who asked what, registers, texts.
When an answer is lost on the way, the same is asked again under the same cids, which is never doing it twice.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import redis

from wikicafe.eventlog import redis_safety
from wikicafe.eventlog.contract import (
    HERE_S,
    Answer,
    Away,
    Op,
    Position,
    Record,
    Unsafe,
)
from wikicafe.eventlog.redis_clock import StoreClock
from wikicafe.eventlog.redis_lines import Command, Lines, pause
from wikicafe.eventlog.redis_upkeep import Erasing, Upkeep
from wikicafe.eventlog.redis_words import (
    APPEND,
    CHANNEL,
    EPOCH,
    ERASED,
    HERE,
    PREFIX,
    REWRITTEN,
    SHARE,
    SHARE_SHA,
    WAITED,
    WORKERS,
    answer_of,
    call,
    key,
    people_of,
    record_of,
)

PATIENCE = 5.0  # seconds to go on asking for an answer; then whoever asked is told to come back
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5  # seconds between two tries
WAIT_MS = 500  # for replicas, per try
AT_ONCE = 20_000  # ops in one script: under a second of Redis, which takes a million words at most


class InRedis:
    """The event log in a Redis. url: redis://, rediss:// or unix://; `?wait=1` waits for a replica."""

    def __init__(
        self, url: str, only_reading: bool = False, clock: Callable[[], int] | None = None
    ) -> None:
        self._lines = Lines(url)
        self._only_reading = only_reading
        self._given_clock = clock
        self._clock = StoreClock(lambda: self._lines.ask("TIME"))
        self._erasing = Erasing(self._lines, ERASED, REWRITTEN)
        self._upkeep = Upkeep(self._lines, self._clock, CHANNEL, self._erasing)
        self._said: dict[str, str] = {}
        try:
            if not only_reading:
                self._lines.ask("SET", EPOCH, secrets.token_hex(8), "NX")
            elif self._lines.ask("GET", EPOCH) is None:
                raise Unsafe(f"There is no event log at {self._lines.shown}: name another Redis.")
        except (OSError, redis.RedisError) as error:
            said = getattr(error, "strerror", None) or error
            raise Unsafe(f"{said}: start it, or name another one.") from error

    def append(self, batch: Sequence[tuple[str, Op]]) -> list[Answer]:
        if self._only_reading:
            raise Unsafe(f"{self._lines.shown} was opened for reading only: stop and try again.")
        if len(batch) > AT_ONCE:  # a café brought in: a script that long would hold up all others
            parts = (batch[k : k + AT_ONCE] for k in range(0, len(batch), AT_ONCE))
            return [answer for part in parts for answer in self.append(part)]
        places: dict[str, list[int]] = {}
        for place, (cafe, _) in enumerate(batch):
            places.setdefault(cafe, []).append(place)
        now = "" if self._given_clock is None else str(self._given_clock())
        commands = [
            call(cafe, now, [batch[place][1] for place in those]) for cafe, those in places.items()
        ]
        answers: list[Answer | None] = [None] * len(batch)
        for those, replies in zip(places.values(), self._durably(commands), strict=True):
            for place, reply in zip(those, replies, strict=True):
                answers[place] = answer_of(reply)
        return [answer for answer in answers if answer is not None]

    def _durably(self, commands: Sequence[Command]) -> list[Any]:
        """Ask until there is an answer, for a while. Raises Away, or OSError if Redis is full."""
        end, wait = time.monotonic() + PATIENCE, FIRST_PAUSE
        while True:
            try:
                replies = self._lines.ask_all(commands, once=True)
                for reply in replies:
                    if isinstance(reply, redis.ResponseError):
                        raise reply
                self._replicated()
                return replies
            except redis.exceptions.NoScriptError:  # it has just been started
                self._lines.ask("SCRIPT", "LOAD", APPEND)
                continue
            except redis.ResponseError as refused:
                said = self._lines.in_words(refused)
                if not isinstance(said, Away):
                    raise said from refused
                away = said
            except Away as no_answer:
                away = no_answer
            if time.monotonic() + wait > end:
                raise away
            self._lines.forget()
            pause(wait)
            wait = min(2 * wait, LONGEST_PAUSE)

    def _replicated(self) -> None:
        """Wait until enough replicas have all that was written up to now, by whatever connection."""
        if self._lines.wait:
            # WAIT counts from this connection's last write: make one, for a duplicate wrote none.
            have = self._lines.ask_all(
                [("INCR", WAITED), ("WAIT", self._lines.wait, WAIT_MS)], once=True
            )[1]
            if not isinstance(have, int) or have < self._lines.wait:
                raise self._lines.away(Exception("no replica has it yet"))

    def read(self, cafe: str, after: int = 0, limit: int = 1000) -> list[Record]:
        entries = self._lines.ask(*("XRANGE", key(cafe, "log"), f"({after}-0", "+", "COUNT", limit))
        if not entries:
            return []
        seqs = [int(entry[0].split(b"-")[0]) for entry in entries]
        bodies = self._lines.ask("HMGET", key(cafe, "body"), *seqs)
        return [record_of(s, e[1], b) for s, e, b in zip(seqs, entries, bodies, strict=True)]

    def head(self, cafe: str) -> Position:
        epoch, seq = self._lines.ask_all([("GET", EPOCH), ("GET", key(cafe, "head"))])
        if epoch is None:  # somebody emptied it: another log begins
            self._lines.ask("SET", EPOCH, secrets.token_hex(8), "NX")
            return self.head(cafe)
        if isinstance(epoch, redis.ResponseError):
            raise self._lines.in_words(epoch)
        return Position(epoch.decode(), int(seq or 0))

    def cafes(self) -> list[str]:
        found: set[str] = set()
        start, end = f"{PREFIX}{{".encode(), b"}:head"
        cursor: bytes | int = 0
        while True:
            cursor, keys = self._lines.ask(
                *("SCAN", cursor, "MATCH", f"{PREFIX}{{*}}:head", "COUNT", 1000)
            )
            found.update(k.removeprefix(start).removesuffix(end).decode() for k in keys)
            if int(cursor) == 0:
                return sorted(found)

    def registers(self, cafe: str) -> dict[str, int]:
        pairs = iter(self._lines.ask("HGETALL", key(cafe, "registers")))
        return {name.decode(): int(value) for name, value in zip(pairs, pairs, strict=True)}

    def follow(
        self, callback: Callable[[str], None], wake: Callable[[], None] | None = None
    ) -> None:
        self._upkeep.add(callback, wake)

    def erase_body(self, cafe: str, seq: int) -> None:
        body = key(cafe, "body")
        self._change([("HDEL", body, seq), ("INCR", ERASED)])

    def put_body(self, cafe: str, seq: int, body: bytes) -> None:
        if 1 <= seq <= self.head(cafe).seq:
            self._change([("HSET", key(cafe, "body"), seq, body), ("INCR", ERASED)])

    def _change(self, commands: Sequence[Command]) -> None:
        """Change texts and have the file rewritten, by ourselves or whichever process lives on."""
        wanted = self._durably([("MULTI",), *commands, ("EXEC",)])[-1][-1]
        self._erasing.begin(str(wanted).encode())

    def share_presence(
        self, worker: str, here: Mapping[str, Collection[str]] | None
    ) -> dict[str, dict[str, frozenset[str]]]:
        now = {cafe: " ".join(sorted(people)) for cafe, people in (here or {}).items() if people}
        changed = {c: now.get(c, "") for c in now.keys() | self._said.keys()}
        changed = {c: people for c, people in changed.items() if people != self._said.get(c, "")}
        # Until there is an answer nobody knows whether this was heard: then it is said again.
        self._said |= dict.fromkeys(changed, "?")
        known, others = self._share(worker, here is None, changed)
        if not known and here and changed != now:  # forgotten meanwhile: say all of it
            known, others = self._share(worker, False, now)
        self._said = {} if here is None else now
        return {name.decode(): people_of(said) for name, said in others}

    def _share(self, worker: str, goes: bool, changed: Mapping[str, str]) -> Any:
        said = [text for pair in changed.items() for text in pair]
        args: list[str | int] = [1, WORKERS, HERE, worker, int(HERE_S * 1000), int(goes), *said]
        answer = self._lines.ask_all([("EVALSHA", SHARE_SHA, *args)])[0]
        if isinstance(answer, redis.exceptions.NoScriptError):
            answer = self._lines.ask("EVAL", SHARE, *args)
        if isinstance(answer, redis.ResponseError):
            raise self._lines.in_words(answer)
        return answer

    def now(self) -> int:
        return self._clock.now() if self._given_clock is None else self._given_clock()

    def self_check(self) -> None:
        redis_safety.check_keeping(self._lines)
        keys = {cafe: (key(cafe, "log"), key(cafe, "head")) for cafe in self.cafes()}
        redis_safety.check_lists(self._lines, keys)

    def close(self) -> None:
        self._upkeep.stop()
        self._lines.close()

"""The stores that must keep the contract. A new one gets a row here, and with it all the tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.redis_server import url_for
from wikicafe.eventlog.contract import EventLog, Guard, Op, Written
from wikicafe.eventlog.in_memory import InMemory
from wikicafe.eventlog.in_redis import InRedis
from wikicafe.eventlog.in_sqlite import InSqlite

Clock = Callable[[], int]
STORES: dict[str, Callable[[Path, Clock], EventLog]] = {
    "memory": lambda folder, clock: InMemory(clock),
    "sqlite": lambda folder, clock: InSqlite(folder / "cafes.sqlite", clock=clock),
    "redis": lambda folder, clock: InRedis(url_for(folder), clock=clock),
}
LASTING = {name: STORES[name] for name in ("sqlite", "redis")}  # there again after a restart
EVERY = [pytest.param(s, marks=getattr(pytest.mark, s) if s == "redis" else ()) for s in STORES]
EVERY_LASTING = [param for param in EVERY if param.values[0] in LASTING]


def op(
    cid: str,
    *names: str,
    actor: str = "ana",
    guards: tuple[Guard, ...] = (),
    not_before: int | None = None,
    body: bytes | None = None,
) -> Op:
    """An op that writes one small event per name."""
    events = tuple(Written(name, b'{"of":"%s"}' % cid.encode(), body) for name in names)
    return Op(actor, cid, events, guards, not_before)

"""All topics of the café, and the tables one can look things up in. A new topic is one more line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from wikicafe.cafe import (
    access,
    agenda,
    doors,
    findings,
    moderation,
    notes,
    participants,
    polls,
    presence,
    privacy,
    publishing,
    roles,
    scribes,
    seating,
    simulated,
    steps,
    themes,
)
from wikicafe.cafe.messages import (
    Asking,
    Command,
    Decision,
    Event,
    Refused,
    Stamp,
    Telling,
    wire_name,
)
from wikicafe.cafe.state import Cafe

TOPICS: tuple[ModuleType, ...] = (
    agenda,
    doors,
    participants,
    presence,
    roles,
    seating,
    scribes,
    steps,
    notes,
    themes,
    findings,
    polls,
    publishing,
    simulated,
    moderation,
    privacy,
    access,
)

Decide = Callable[[Cafe, Any, Asking], list[Event] | Decision | Refused]
Evolve = Callable[[Cafe, Any, Stamp], Cafe]
Audience = Callable[[Cafe, Any, Stamp], Iterable[Telling]]

DECIDE: dict[type[Command], Decide] = {k: f for t in TOPICS for k, f in t.DECIDE.items()}
EVOLVE: dict[type[Event], Evolve] = {k: f for t in TOPICS for k, f in t.EVOLVE.items()}
AUDIENCE: dict[type[Event], Audience] = {k: f for t in TOPICS for k, f in t.AUDIENCE.items()}

COMMANDS: dict[str, type[Command]] = {wire_name(kind): kind for kind in DECIDE}
EVENTS: dict[str, type[Event]] = {wire_name(kind): kind for kind in EVOLVE}

"""What every route and handler of the edge needs at hand; made once by the factory in `app.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from flask import current_app

from wikicafe.cafe.messages import Refused
from wikicafe.live.house import Live
from wikicafe.settings import Settings
from wikicafe.web.devices import Devices
from wikicafe.web.limits import Guesses
from wikicafe.web.pace import Pace
from wikicafe.web.tokens import Seal

NAME = "wikicafe"  # in app.extensions


@dataclass(frozen=True, slots=True)
class Explain:
    """What is said about seats, see `seats.py`; each takes a while and is called outside."""

    why: Callable[[dict[str, Any], list[dict[str, str]], str], list[dict[str, Any]]]
    costs: Callable[[dict[str, Any], list[dict[str, str]]], list[dict[str, Any]]]
    outlook: Callable[[int, int, int, bool], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """bring_in(zip) → the café's id. rehearse(url, café, people, seed, speed, key)
    begins and does not wait. connections() → how many browsers are connected to this process.
    pace: how fast one token may ask for changes; looking: how fast for views and the time."""

    settings: Settings
    live: Live
    seal: Seal
    guesses: Guesses
    bring_in: Callable[[bytes], str | Refused]
    rehearse: Callable[[str, str, int, int, float, str], Refused | None]
    connections: Callable[[], int]
    explain: Explain
    pace: Pace = field(default_factory=Pace)
    looking: Pace = field(default_factory=Pace)
    devices: Devices = field(default_factory=Devices)


def desk() -> Desk:
    """Return the desk of the application that answers this request."""
    return cast(Desk, current_app.extensions[NAME])

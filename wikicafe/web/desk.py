"""What every route and handler of the edge needs at hand; made once by the factory in `app.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app

from wikicafe.cafe.messages import Refused
from wikicafe.live.house import Live
from wikicafe.settings import Settings
from wikicafe.web.limits import Guesses
from wikicafe.web.tokens import Seal

NAME = "wikicafe"  # in app.extensions


@dataclass(frozen=True, slots=True)
class Desk:
    """bring_in(zip) → the café's id. rehearse(url, café, people, seed, speed, key)
    begins and does not wait."""

    settings: Settings
    live: Live
    seal: Seal
    guesses: Guesses
    bring_in: Callable[[bytes], str | Refused]
    rehearse: Callable[[str, str, int, int, float, str], Refused | None]


def desk() -> Desk:
    """Return the desk of the application that answers this request."""
    return cast(Desk, current_app.extensions[NAME])

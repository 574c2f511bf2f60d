"""Who is told of an event, and what exactly. The only place that names the channels.

Channels: participants · table:<step>:<table> · person:<id> · panel · board · projector.
Every screen listens to its own kind of channel only, so nobody is told twice.
"""

from __future__ import annotations

from wikicafe.cafe.codec import Unknown
from wikicafe.cafe.messages import Event, Stamp, Telling
from wikicafe.cafe.state import Cafe
from wikicafe.cafe.topics import AUDIENCE

SCREENS = ("participant", "panel", "board", "projector")


def tell(cafe: Cafe, event: Event | Unknown, stamp: Stamp) -> list[Telling]:
    """Return the messages about an event. cafe: as it stands after the event.

    A participant's screen listens to `participants`, its `person:` and, through the seats, its
    `table:` channel; every other screen to the channel of its name.
    """
    if isinstance(event, Unknown):
        return []
    try:
        return list(AUDIENCE[type(event)](cafe, event, stamp))
    except Exception:  # what `evolve` set aside cannot be told either
        return []

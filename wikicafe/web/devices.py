"""Which kind of browser somebody has before them, as long as they are connected; never on a disk.

Coarse on purpose: enough to tell one's own telephone from the computer at the front.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

MOST_TABS = 12  # connections of one person; the one opened first is hung up
# In this order: almost every browser claims to be Safari, and many to be Chrome.
BROWSERS = (("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"),
            ("SamsungBrowser", "Samsung"), ("CriOS", "Chrome"), ("Chrom", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
PHONES = ("Mobi", "iPhone")
TABLETS = ("iPad", "Tablet")


def kind_of(user_agent: str) -> str:
    """Return two words, `Firefox phone`: browser or "?", and phone, tablet or computer."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "?")
    if any(mark in user_agent for mark in TABLETS):
        return f"{browser} tablet"
    return f"{browser} phone" if any(m in user_agent for m in PHONES) else f"{browser} computer"


@dataclass(frozen=True, slots=True)
class Device:
    cafe: str
    person: str
    kind: str


class Devices:
    """The connections of this process, by person, in the order of coming."""

    def __init__(self) -> None:
        self._devices: OrderedDict[str, Device] = OrderedDict()
        self._of: dict[tuple[str, str], list[str]] = {}

    def came(self, sid: str, cafe: str, person: str, user_agent: str) -> str | None:
        """Note a connection. Returns the one to hang up, if this person has too many."""
        self._devices[sid] = Device(cafe, person, kind_of(user_agent))
        own = self._of.setdefault((cafe, person), [])
        own.append(sid)
        return own[0] if len(own) > MOST_TABS else None

    def went(self, sid: str) -> None:
        device = self._devices.pop(sid, None)
        if device is None:
            return
        own = self._of[device.cafe, device.person]
        own.remove(sid)
        if not own:
            del self._of[device.cafe, device.person]

    def kind(self, cafe: str, person: str) -> str | None:
        """Return what this person came with last, or None: not connected here."""
        own = self._of.get((cafe, person))
        return self._devices[own[-1]].kind if own else None

"""Which screen somebody may look at, which channels it follows, and its view with our additions."""

from __future__ import annotations

from typing import Any

from wikicafe.cafe import projections
from wikicafe.cafe.audience import SCREENS
from wikicafe.cafe.messages import Refused
from wikicafe.cafe.state import Cafe
from wikicafe.web.desk import Desk
from wikicafe.web.tokens import LATE, Token


def was_removed(cafe: Cafe, person: str | None) -> bool:
    known = cafe.people.get(person) if person is not None else None
    return known is not None and known.why_away == "removed"


def may_see(cafe: Cafe, screen: str, token: Token) -> Refused | None:
    """Return None if somebody may look at a screen, else why not."""
    if screen not in SCREENS:
        return Refused("bad-shape")
    if was_removed(cafe, token.person):
        return Refused("removed")
    if screen not in projections.allowed_screens(cafe, token.person, frozenset({token.role})):
        return Refused("not-allowed")
    return None


def channels(screen: str, person: str | None) -> set[str]:
    """List the channels a screen follows; what concerns a table comes on the channels of its people."""
    if screen == "participant":
        return {"participants", f"person:{person}"}
    return {screen}


def view(desk: Desk, screen: str, token: Token, base: str | None) -> dict[str, Any]:
    """Return what this screen shows now. The café must exist, and the screen be allowed.

    base: the address the links of the panel begin with; None leaves them out.
    """
    standing = desk.live.look(token.cafe)
    assert standing is not None
    seen: dict[str, Any] = projections.view(standing.cafe, screen, token.person)
    epoch, seq = standing.position.epoch, standing.position.seq
    seen |= {"position": {"epoch": epoch, "seq": seq}, "now": desk.live.now()}
    if screen == "panel":
        connected = desk.live.connected(token.cafe)
        seen["connected"] = sorted(connected)
        for person in seen["people"]:
            person["connected"] = person["id"] in connected
        if base is not None:
            seen["links"] = links(desk, token.cafe, standing.cafe.code, base)
    return seen


def links(desk: Desk, cafe: str, code: str, base: str) -> dict[str, str]:
    """Write the addresses a facilitator hands out; secrets stand behind `#`, where no log sees them."""
    key = desk.seal.key
    entrance = f"{base}/cafe/{cafe}/enter"
    return {
        "join_url": f"{base}/join/{code}",
        "late_url": f"{base}/join#late={cafe}.{key(cafe, LATE)}",
        "facilitator_url": f"{entrance}#facilitator={key(cafe, 'facilitator')}",
        "board_url": f"{entrance}#board={key(cafe, 'board')}",
        "projector_url": f"{entrance}#projector={key(cafe, 'projector')}",
    }

"""Which screen somebody may look at, which channels it follows, and its view with our additions."""

from __future__ import annotations

from typing import Any

from wikicafe.cafe import projections
from wikicafe.cafe.audience import SCREENS
from wikicafe.cafe.messages import Refused
from wikicafe.cafe.roles import INVITED_ROLES
from wikicafe.cafe.state import Cafe
from wikicafe.web.desk import Desk
from wikicafe.web.tokens import LATE, ROLE_OF_ENTRANCE, Token
from wikicafe.web.valid import refused_now


def may_see(cafe: Cafe, screen: str, token: Token) -> Refused | None:
    """Return None if somebody may look at a screen, else why not."""
    if screen not in SCREENS:
        return Refused("bad-shape")
    if no := refused_now(cafe, token):
        return no
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
        seen["troubles"] = desk.live.troubles.shown(token.cafe)
        seen["devices"] = devices(desk, standing.cafe)
        if base is not None:
            seen["links"] = links(desk, standing.cafe, base)
    return seen


def devices(desk: Desk, cafe: Cafe) -> list[dict[str, Any]]:
    """List the browsers that may steer or harvest; of which kind is known while they are here."""
    return [
        {"person": person.id, "kind": desk.devices.kind(cafe.id, person.id)}
        for person in cafe.in_order(cafe.people)
        if person.roles & INVITED_ROLES and not person.is_out
    ]


def links(desk: Desk, cafe: Cafe, base: str) -> dict[str, str]:
    """Write the addresses a facilitator hands out; secrets stand behind `#`, where no log sees them."""

    def key(entrance: str) -> str:
        return desk.seal.key(cafe.id, entrance, cafe.links.get(entrance, 0))

    enter = f"{base}/cafe/{cafe.id}/enter"
    return {
        "join_url": f"{base}/join/{cafe.code}",
        "late_url": f"{base}/join#late={cafe.id}.{key(LATE)}",
        **{f"{role}_url": f"{enter}#{role}={key(role)}" for role in ROLE_OF_ENTRANCE},
    }

"""Access that is taken back: links that were given away too widely, devices that were lost.

What a link or a token holds is not known here; only from when on it is void.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from immutables import Map
from msgspec.structs import replace

from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.participants import changed, facilitators, shown_to_facilitators
from wikicafe.cafe.roles import INVITED_ROLES
from wikicafe.cafe.state import Cafe

# What a link leads to → the role one takes by its key, and loses with it.
ENTRANCES = {"facilitator": "facilitator", "board": "synthesiser", "projector": "", "late": ""}


class RenewLinks(Command, frozen=True):
    """Make a new link to this entrance; the old one opens nothing more."""

    entrance: str


class RevokeDevices(Command, frozen=True):
    """End what these people's browsers hold: they come in anew or not at all."""

    people: tuple[str, ...]


class LinksRenewed(Event, frozen=True):
    entrance: str


class DeviceRevoked(Event, frozen=True):
    person: str


def renew_links(cafe: Cafe, command: RenewLinks, asking: Asking) -> list[Event] | Refused:
    if command.entrance not in ENTRANCES:
        return Refused("unknown-kind", (command.entrance,))
    return [LinksRenewed(entrance=command.entrance)]


def revoke_devices(cafe: Cafe, command: RevokeDevices, asking: Asking) -> list[Event] | Refused:
    people = dict.fromkeys(command.people)
    if not set(people) <= set(cafe.people):
        return Refused("no-such-person")
    if facilitators(cafe) <= set(people):
        return Refused("last-facilitator")
    return [DeviceRevoked(person=person) for person in people]


def links_renewed(cafe: Cafe, event: LinksRenewed, stamp: Stamp) -> Cafe:
    """Whoever took a role by the old key loses it, but for the one who renewed it.

    Who joined by the late link stays: a participant is not a risk to others.
    """
    role = ENTRANCES.get(event.entrance)
    if role == "facilitator" and stamp.actor not in facilitators(cafe):
        return cafe  # two renewed it at the same moment: who was first stays
    people = Map(
        {
            person.id: replace(person, roles=person.roles - {role}, taken=person.taken - {role})
            if role in person.taken and person.id != stamp.actor
            else person
            for person in cafe.people.values()
        }
    )
    links = cafe.links.set(event.entrance, cafe.links.get(event.entrance, 0) + 1)
    return replace(cafe, people=people, links=links)


def device_revoked(cafe: Cafe, event: DeviceRevoked, stamp: Stamp) -> Cafe:
    if facilitators(cafe) == {event.person}:
        return cafe  # two revoked each other at the same moment: the first one stays
    person = cafe.people[event.person]
    # Without its roles: the browser still holds the secret its person is made of, and with the
    # code on the wall it would be the same facilitator again.
    return changed(
        cafe,
        person.id,
        generation=person.generation + 1,
        roles=person.roles - INVITED_ROLES,
        taken=person.taken - INVITED_ROLES,
    )


def tell_all(cafe: Cafe, event: Event, stamp: Stamp) -> Iterable[Telling]:
    """Panel, board and projector ask for their views again: links and roles are others now."""
    return [Telling(c, {}) for c in ("panel", "board", "projector")]


def tell_about_one(cafe: Cafe, event: Any, stamp: Stamp) -> Iterable[Telling]:
    """Panel: the person's new entry."""
    person = cafe.people[event.person]
    yield Telling("panel", {"person": shown_to_facilitators(cafe, person), "counts": {}})


DECIDE = {RenewLinks: renew_links, RevokeDevices: revoke_devices}
EVOLVE = {LinksRenewed: links_renewed, DeviceRevoked: device_revoked}
AUDIENCE = {LinksRenewed: tell_all, DeviceRevoked: tell_about_one}

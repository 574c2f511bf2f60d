"""Roles: facilitators and the synthesis group, by invitation or granted to somebody inside.

A role is a credential, not a presence: whoever facilitates need not sit at a table.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from wikicafe.cafe import texts
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp
from wikicafe.cafe.participants import changed, facilitators, name_of, tell_about_one
from wikicafe.cafe.state import Cafe, Person

INVITED_ROLES = frozenset({"facilitator", "synthesiser"})


class TakeRole(Command, frozen=True):
    """Come in as facilitator or member of the synthesis group, with the key of that role."""

    person: str
    name: str
    role: str
    language: str = "en"


class GrantRole(Command, frozen=True):
    person: str
    role: str


class RevokeRole(Command, frozen=True):
    person: str
    role: str


class RoleTaken(Event, frozen=True):
    PERSONAL: ClassVar[tuple[str, ...]] = ("name",)
    person: str
    role: str
    language: str
    name: str = ""


class RoleGranted(Event, frozen=True):
    person: str
    role: str


class RoleRevoked(Event, frozen=True):
    person: str
    role: str


def take_role(cafe: Cafe, command: TakeRole, asking: Asking) -> list[Event] | Refused:
    if command.role not in INVITED_ROLES:
        return Refused("unknown-kind", (command.role,))
    known = cafe.people.get(command.person)
    if known is not None and command.role in known.roles:
        return []
    name = name_of(command.name) if known is None else known.name
    if isinstance(name, Refused):
        return name
    return [
        RoleTaken(
            person=command.person,
            role=command.role,
            language=texts.language(command.language),
            name=name,
        )
    ]


def grant_role(cafe: Cafe, command: GrantRole, asking: Asking) -> list[Event] | Refused:
    if command.role not in INVITED_ROLES:
        return Refused("unknown-kind", (command.role,))
    person = cafe.people.get(command.person)
    if person is None:
        return Refused("no-such-person")
    if command.role in person.roles:
        return []
    return [RoleGranted(person=command.person, role=command.role)]


def revoke_role(cafe: Cafe, command: RevokeRole, asking: Asking) -> list[Event] | Refused:
    person = cafe.people.get(command.person)
    if person is None:
        return Refused("no-such-person")
    if command.role not in person.roles & INVITED_ROLES:
        return []
    if command.role == "facilitator" and facilitators(cafe) == {command.person}:
        return Refused("last-facilitator")
    return [RoleRevoked(person=command.person, role=command.role)]


def role_taken(cafe: Cafe, event: RoleTaken, stamp: Stamp) -> Cafe:
    known = cafe.people.get(event.person)
    if known is not None:
        return changed(
            cafe,
            event.person,
            roles=known.roles | {event.role},
            taken=known.taken | {event.role},
        )
    person = Person(
        id=event.person,
        number=len(cafe.people) + cafe.simulated_removed + 1,
        name=event.name,
        language=event.language,
        languages=(event.language,),
        roles=frozenset({event.role}),
        taken=frozenset({event.role}),
        joined_at=stamp.at,
    )
    return replace(cafe, people=cafe.people.set(person.id, person))


def role_granted(cafe: Cafe, event: RoleGranted, stamp: Stamp) -> Cafe:
    person = cafe.people[event.person]
    return changed(
        cafe, event.person, roles=person.roles | {event.role}, taken=person.taken - {event.role}
    )


def role_revoked(cafe: Cafe, event: RoleRevoked, stamp: Stamp) -> Cafe:
    if event.role == "facilitator" and facilitators(cafe) == {event.person}:
        return cafe  # two dismissed each other at the same moment: the first one stays
    roles = cafe.people[event.person].roles - {event.role}
    return changed(cafe, event.person, roles=roles)


DECIDE = {TakeRole: take_role, GrantRole: grant_role, RevokeRole: revoke_role}
EVOLVE = {RoleTaken: role_taken, RoleGranted: role_granted, RoleRevoked: role_revoked}
AUDIENCE = dict.fromkeys(EVOLVE, tell_about_one)

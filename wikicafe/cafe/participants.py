"""The people of a café: coming in, and how they are called. Who is here now: `presence.py`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from immutables import Map
from msgspec.structs import replace

from wikicafe.cafe import texts
from wikicafe.cafe.messages import (
    Asking,
    Command,
    Decision,
    Event,
    Guarded,
    Refused,
    Stamp,
    Telling,
)
from wikicafe.cafe.state import Cafe, Person

MOST_LANGUAGES = 12
PLACES = "places"  # the register of those who came in where places are counted


class JoinCafe(Command, frozen=True):
    """Come in as a participant. late: through the facilitator's link, doors closed or not."""

    person: str
    name: str
    languages: tuple[str, ...]
    consent: bool
    language: str = "en"
    affiliation: str = ""
    country: str = ""
    show_name: bool = True
    late: bool = False
    simulated: bool = False
    would_host: bool = False


class AmendProfile(Command, frozen=True):
    name: str
    languages: tuple[str, ...]
    language: str = "en"
    affiliation: str = ""
    show_name: bool = True
    would_host: bool = False


class ParticipantJoined(Event, frozen=True):
    PERSONAL: ClassVar[tuple[str, ...]] = ("name", "affiliation", "country")
    person: str
    languages: tuple[str, ...]
    language: str
    name: str = ""
    affiliation: str = ""
    country: str = ""
    show_name: bool = True
    late: bool = False
    simulated: bool = False
    counted: bool = False  # won the register "places": nobody else took the last one meanwhile
    would_host: bool = False


class ProfileAmended(Event, frozen=True):
    PERSONAL: ClassVar[tuple[str, ...]] = ("name", "affiliation")
    person: str
    languages: tuple[str, ...]
    language: str
    name: str = ""
    affiliation: str = ""
    show_name: bool = True
    would_host: bool = False


def join_cafe(cafe: Cafe, command: JoinCafe, asking: Asking) -> Decision | list[Event] | Refused:
    known = cafe.people.get(command.person)
    if known is not None and "participant" in known.roles:
        return []
    if not (cafe.doors_open or command.late):
        return Refused("no-such-cafe")
    if not command.consent:
        return Refused("consent-missing")
    capacity = cafe.plan.capacity
    if capacity is not None and participants_present(cafe) >= capacity:
        return Refused("cafe-full", (capacity,))
    name = name_of(command.name)
    if isinstance(name, Refused):
        return name
    joined = ParticipantJoined(
        person=command.person,
        languages=_languages(command.languages, command.language),
        language=texts.language(command.language),
        name=name,
        affiliation=texts.one_line(command.affiliation)[: texts.LONGEST_NAME],
        country=texts.one_line(command.country)[: texts.LONGEST_NAME],
        show_name=command.show_name,
        late=bool(cafe.begun),
        simulated=command.simulated,
        would_host=command.would_host,
        counted=capacity is not None,
    )
    if capacity is None:
        return [joined]
    taken = cafe.revisions.get(PLACES, 0)
    return Decision((joined,), (Guarded(PLACES, taken, taken + 1),))


def amend_profile(cafe: Cafe, command: AmendProfile, asking: Asking) -> list[Event] | Refused:
    name = name_of(command.name)
    if isinstance(name, Refused):
        return name
    return [
        ProfileAmended(
            person=asking.actor,
            languages=_languages(command.languages, command.language),
            language=texts.language(command.language),
            name=name,
            affiliation=texts.one_line(command.affiliation)[: texts.LONGEST_NAME],
            show_name=command.show_name,
            would_host=command.would_host,
        )
    ]


def participants_present(cafe: Cafe) -> int:
    return sum(person.is_seatable for person in cafe.people.values())


def facilitators(cafe: Cafe) -> set[str]:
    """Return whoever can steer the café: here or away, but not removed."""
    people = cafe.people.values()
    return {p.id for p in people if "facilitator" in p.roles and not p.is_out}


def name_of(name: str) -> str | Refused:
    line = texts.line(name, texts.LONGEST_NAME)
    if isinstance(line, Refused) and line.code == "text-missing":
        return Refused("name-missing")
    return line


def _languages(tags: tuple[str, ...], own: str) -> tuple[str, ...]:
    """The languages one can work in; whoever names none works in that of the screen."""
    named = dict.fromkeys(texts.language(tag) for tag in tags or (own,))
    return tuple(tag for tag in named if tag != "und")[:MOST_LANGUAGES]


def participant_joined(cafe: Cafe, event: ParticipantJoined, stamp: Stamp) -> Cafe:
    number = len(cafe.people) + cafe.simulated_removed + 1
    newcomer = Person(id=event.person, number=number, name="", roles=frozenset())
    # As facilitator or of the synthesis group: what was revoked, muted or taken by a link stays so.
    known = cafe.people.get(event.person, newcomer)
    if event.counted:  # not a REGISTER of the event: without a capacity, joining wins none
        places = cafe.revisions.get(PLACES, 0) + 1
        cafe = replace(cafe, revisions=cafe.revisions.set(PLACES, places))
    if known.why_away == "erased":  # a moment before: these texts go as well
        return replace(cafe, erased_seq=stamp.seq)
    person = replace(
        known,
        roles=known.roles | {"participant"},
        name=event.name,
        languages=event.languages,
        language=event.language,
        affiliation=event.affiliation,
        country=event.country,
        show_name=event.show_name,
        late=event.late,
        simulated=event.simulated,
        would_host=event.would_host,
        present=not known.is_out,
        why_away=known.why_away if known.is_out else None,
        joined_at=stamp.at,
    )
    return replace(cafe, people=cafe.people.set(person.id, person))


def profile_amended(cafe: Cafe, event: ProfileAmended, stamp: Stamp) -> Cafe:
    if cafe.people[event.person].why_away == "erased":  # a moment before: these texts go as well
        return replace(cafe, erased_seq=stamp.seq)
    return changed(
        cafe,
        event.person,
        name=event.name,
        languages=event.languages,
        language=event.language,
        affiliation=event.affiliation,
        show_name=event.show_name,
        would_host=event.would_host,
    )


def changed(cafe: Cafe, person: str, **changes: Any) -> Cafe:
    """Return the café with this person's fields replaced."""
    return replace(cafe, people=cafe.people.set(person, replace(cafe.people[person], **changes)))


def shown_to_facilitators(cafe: Cafe, person: Person) -> dict[str, Any]:
    """One entry of the panel's view.people."""
    return {
        "id": person.id,
        "number": person.number,
        "name": person.name,
        "languages": list(person.languages),
        "affiliation": person.affiliation,
        "present": person.present,
        "why_away": person.why_away,
        "roles": sorted(person.roles),
        "late": person.late,
        "simulated": person.simulated,
        "muted": person.muted_because,
        "seats": {s: seats[person.id] for s, seats in cafe.seats.items() if person.id in seats},
    }


def head_counts(cafe: Cafe) -> dict[str, int]:
    """joined: participants ever; present: here now; languages: those the present can work in."""
    here = [p for p in cafe.people.values() if p.is_seatable]
    return {
        "joined": sum("participant" in p.roles for p in cafe.people.values()),
        "present": len(here),
        "languages": len({tag for p in here for tag in p.languages}),
    }


def tell_about_one(cafe: Cafe, event: Any, stamp: Stamp) -> Iterable[Telling]:
    """Panel: the person's new entry. Projector: counts. The person and their table: ask again."""
    person = cafe.people[event.person]
    counts = head_counts(cafe)
    yield Telling("panel", {"person": shown_to_facilitators(cafe, person), "counts": counts})
    yield Telling("projector", {"counts": counts})
    yield Telling(f"person:{person.id}", {})
    step = cafe.clock.step or ""
    table = cafe.seats.get(step, Map()).get(person.id)
    if table is not None:
        yield Telling(f"table:{step}:{table}", {})


DECIDE = {
    JoinCafe: join_cafe,
    AmendProfile: amend_profile,
}
EVOLVE = {
    ParticipantJoined: participant_joined,
    ProfileAmended: profile_amended,
}
AUDIENCE = dict.fromkeys(EVOLVE, tell_about_one)

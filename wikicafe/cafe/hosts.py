"""Who hosts which table: stays there, and can talk with most who come."""

from __future__ import annotations

from collections import Counter

from immutables import Map

from wikicafe.cafe.state import Cafe, Person, Seats


def hosts_of(
    cafe: Cafe, people: list[Person], tables: tuple[str, ...], newcomer: str | None
) -> dict[str, str]:
    """Return table → host. Hosts stay while they are here; else somebody who sat there takes over.

    Whoever said they would host comes first, then who can talk with most of those here, then who
    came first. people: those to be seated. newcomer: hosts no table as yet.
    """
    if cafe.plan.host_rule != "host-stays":
        return {}
    here = {p.id for p in people if p.id != newcomer}
    hosts = {t: h for t, h in cafe.hosts.items() if t in tables and h in here}
    if newcomer is not None:
        return hosts
    last = last_seats(cafe)
    reach = reach_of(people)
    free = [p for p in people if p.id not in hosts.values()]
    free.sort(key=lambda p: (not p.would_host, -reach[p.languages], p.number))
    for table in (t for t in tables if t not in hosts):
        if free:
            chosen = next((p for p in free if last.get(p.id) == table), free[0])
            hosts[table] = chosen.id
            free.remove(chosen)
    return hosts


def reach_of(people: list[Person]) -> dict[tuple[str, ...], int]:
    """With how many of these people one can talk who speaks these languages."""
    spoken = Counter(person.languages for person in people)
    return {
        own: sum(n for other, n in spoken.items() if not own or not other or set(own) & set(other))
        for own in spoken
    }


def last_seats(cafe: Cafe) -> Seats:
    """Who sat where in the round that began last."""
    begun = [s for s in cafe.plan.rounds() if s.id in cafe.begun]
    return cafe.seats.get(begun[-1].id, Map()) if begun else Map()

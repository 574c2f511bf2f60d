"""What may be seen: the café as each screen shows it. The planner of seats reads `planning.py`."""

from __future__ import annotations

from typing import Any

import msgspec
from immutables import Map

from wikicafe.cafe import findings, notes, participants, polls, steps, themes
from wikicafe.cafe.design import SEATED_KINDS, Step
from wikicafe.cafe.seating import people_at, table_of
from wikicafe.cafe.state import Cafe, Note, Person

WALL = 60  # notes on the projector
LATEST = 100  # notes on the panel


def view(cafe: Cafe, screen: str, person: str | None) -> dict[str, Any]:
    """Return everything one screen shows, and nothing its reader may not see."""
    seen = {"screen": screen, **_common(cafe)}
    match screen:
        case "participant":
            return seen | _participant(cafe, cafe.people[person or ""])
        case "panel":
            return seen | _panel(cafe) | _me(cafe, person)
        case "board":
            return seen | _board(cafe, person) | _me(cafe, person)
        case "projector":
            return seen | _projector(cafe)
    raise ValueError(f"there is no screen called {screen!r}")


def allowed_screens(cafe: Cafe, person: str | None, credential: frozenset[str]) -> set[str]:
    """Return the screens somebody may open; credential: what the token says of strangers."""
    known = cafe.people.get(person or "")
    if known is None:
        return {"projector"} if "projector" in credential else set()
    if known.is_out:
        return set()
    screens = {"participant"} if "participant" in known.roles else set()
    if "facilitator" in known.roles:
        screens |= {"panel", "board", "projector"}
    if "synthesiser" in known.roles:
        screens |= {"board"}
    return screens


def _common(cafe: Cafe) -> dict[str, Any]:
    design = cafe.plan
    heading: dict[str, Any] = {
        "id": cafe.id,
        "code": cafe.code if cafe.doors_open else "",
        "doors": "open" if cafe.doors_open else "closed",
        "closed": cafe.closed_at is not None,
        "published": cafe.published_at is not None,
    }
    planned = (
        "title purpose guiding_question readings languages licence friendly_space_url host_rule"
        " capacity place date organisers approve_notes retention_days"
    )
    heading |= {name: msgspec.to_builtins(getattr(design, name)) for name in planned.split()}
    return {
        "cafe": heading,
        "steps": steps.shown_steps(cafe),
        "questions": [msgspec.to_builtins(q) for q in design.questions],
        "clock": steps.shown_clock(cafe),
        "counts": counts(cafe),
    }


def counts(cafe: Cafe) -> dict[str, int]:
    return participants.head_counts(cafe) | {
        "notes": sum(n.is_shown for n in cafe.notes.values()),
        "tables": len(cafe.tables),
    }


def _me(cafe: Cafe, person: str | None) -> dict[str, Any]:
    me = cafe.people.get(person or "")
    if me is None:
        return {}
    shown: dict[str, Any] = {"id": me.id, "name": me.name, "languages": list(me.languages)}
    shown |= {"language": me.language, "affiliation": me.affiliation, "show_name": me.show_name}
    shown |= {"muted": me.muted_because, "would_host": me.would_host}
    return {"me": shown | {"roles": sorted(me.roles), "present": me.present}}


def _participant(cafe: Cafe, person: Person) -> dict[str, Any]:
    step = shown_step(cafe, person)
    table = table_of(cafe, person.id, step.id if step else None)
    seen: dict[str, Any] = {
        "seats": {s: seats[person.id] for s, seats in cafe.seats.items() if person.id in seats},
        "host_of": next((t for t, host in cafe.hosts.items() if host == person.id), None),
        "vote": polls.shown(cafe, person.id),
        "mine": [n.id for n in _by_number(cafe) if n.author == person.id and n.stands],
        "sheet": None,
        "mates": [],
        "scribe": False,
        "notes": [],
    }
    if step is None or table is None:
        return seen | _me(cafe, person.id)
    scribe = cafe.scribes.get((step.id, table))
    question = step.question or ""
    seen["sheet"] = {"step": step.id, "table": table, "question": question}
    seen["scribe"] = scribe == person.id
    seen["notes"] = [notes.shown(cafe, n) for n in notes.sheet_of(cafe, table, question, person.id)]
    seen["mates"] = [
        {
            "id": mate,
            "name": cafe.people[mate].name if cafe.people[mate].show_name else "",
            "languages": list(cafe.people[mate].languages),
            "host": cafe.hosts.get(table) == mate,
            "scribe": scribe == mate,
        }
        for mate in people_at(cafe, step.id, table)
        if mate != person.id
    ]
    return seen | _me(cafe, person.id)


def shown_step(cafe: Cafe, person: Person) -> Step | None:
    """Return the step whose sheet lies before a person: the running one, else the last one sat at.

    A table goes on writing when time is over, until the facilitator begins the next step.
    """
    running = cafe.plan.step(cafe.clock.step)
    if running is not None:
        return running if running.kind in SEATED_KINDS else None
    begun = [s for s in cafe.plan.agenda if s.id in cafe.begun]
    last = max(begun, key=lambda s: cafe.begun[s.id], default=None)
    return last if last is not None and last.kind in SEATED_KINDS else None


def next_seated_step(cafe: Cafe) -> Step | None:
    """Return the running seated step, else the next one to come; None when all are over."""
    running = cafe.plan.step(cafe.clock.step)
    if running is not None and running.kind in SEATED_KINDS:
        return running
    ahead = (s for s in cafe.plan.agenda if s.kind in SEATED_KINDS and s.id not in cafe.begun)
    return next(ahead, None)


def _panel(cafe: Cafe) -> dict[str, Any]:
    return {
        "design": msgspec.to_builtins(cafe.plan),
        "code": cafe.code,
        "people": [participants.shown_to_facilitators(cafe, p) for p in cafe.in_order(cafe.people)],
        "table_ids": list(cafe.tables),
        "hosts": dict(cafe.hosts.items()),
        "scribes": {f"{step}:{table}": who for (step, table), who in cafe.scribes.items()},
        "seating": {
            "announced": bool(cafe.seats),
            "repeats": cafe.repeats,
            "steps": [s.id for s in cafe.plan.agenda if s.id in cafe.seats],
        },
        "sheets": _sheet_counts(cafe),
        "notes": [notes.shown(cafe, n) for n in _standing(cafe)[-LATEST:]],
        "held": [notes.shown(cafe, n) for n in _by_number(cafe) if n.is_held],
        "kept_back": sum(n.is_shown and not n.for_publication for n in cafe.notes.values()),
        "simulated": sum(p.simulated for p in cafe.people.values()),
        "set_aside": cafe.set_aside,
        **_harvest(cafe, None),
    }


def _sheet_counts(cafe: Cafe) -> dict[str, dict[str, int]]:
    """Return step → table → number of notes written there then."""
    written: dict[str, dict[str, int]] = {}
    for note in cafe.notes.values():
        if note.is_shown:
            tables = written.setdefault(note.step, {})
            tables[note.table] = tables.get(note.table, 0) + 1
    return written


def _board(cafe: Cafe, person: str | None) -> dict[str, Any]:
    return {
        "notes": [notes.shown(cafe, n) for n in _standing(cafe)],
        "table_ids": list(cafe.tables),
        **_harvest(cafe, person),
    }


def _harvest(cafe: Cafe, person: str | None) -> dict[str, Any]:
    return {
        "themes": [themes.shown(t) for t in cafe.in_order(cafe.themes) if not t.dissolved],
        "findings": [findings.shown(cafe, f) for f in findings.standing_findings(cafe)],
        "vote": polls.shown(cafe, person, with_counts=True),
        "statement": {"text": cafe.statement.text, "lang": cafe.statement.lang},
    }


def _projector(cafe: Cafe) -> dict[str, Any]:
    step = next_seated_step(cafe)
    return {
        "seating": {"announced": bool(cafe.seats), "step": step.id if step else None},
        "tables": [_shown_table(cafe, step.id, t) for t in cafe.tables] if step else [],
        "notes": [notes.shown(cafe, n) for n in _standing(cafe) if n.for_publication][-WALL:],
        "vote": polls.shown(cafe),
    }


def _shown_table(cafe: Cafe, step: str, table: str) -> dict[str, Any]:
    """A table as the whole hall sees it: names only of those who agreed to be shown."""
    seated = [cafe.people[p] for p in people_at(cafe, step, table)]
    host = cafe.people.get(cafe.hosts.get(table, ""))
    return {
        "id": table,
        "host": host.name if host is not None and host.present and host.show_name else None,
        "people": [p.name for p in seated if p.show_name],
        "unnamed": sum(not p.show_name for p in seated),
    }


def _by_number(cafe: Cafe) -> list[Note]:
    return cafe.in_order(cafe.notes)


def _standing(cafe: Cafe) -> list[Note]:
    return [n for n in _by_number(cafe) if n.is_shown]


def sits_with(cafe: Cafe, step: str, table: str) -> list[str]:
    """Return the people whom the channel table:<step>:<table> reaches."""
    return [p for p, t in cafe.seats.get(step, Map()).items() if t == table]

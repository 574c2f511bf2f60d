"""Play a recorded session through a server: a real client for each participant, and a facilitator."""

from __future__ import annotations

import base64
import hashlib
import math
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from wikicafe.guests.door import Door, Profile
from wikicafe.guests.facilitator import Facilitator
from wikicafe.guests.guest import Guest
from wikicafe.guests.pace import Pace
from wikicafe.guests.report import Report, report_of
from wikicafe.guests.session import Act, Participant, Session

GLANCE = 0.05  # seconds between two looks at the guests
SOON = 10.0  # seconds for everybody to be in, or to have heard that a round began
PATIENCE = 60.0  # seconds for the last notes to arrive
SHORTEST_GRACE = 10  # seconds; a short loss of the network is not an absence at any speed
GRACE, HARVEST = 120, 600  # seconds of the session
FILES = {  # what is downloaded → the file's name
    "wikitext": "outcome.wikitext",
    "markdown": "outcome.md",
    "csv": "notes.csv",
    "json": "outcome.json",
    "html": "outcome.html",
    "archive": "cafe.zip",
}

Tell = Callable[[float], None]  # told the session's second, now and then


def replay(
    session: Session, url: str, key: str, out: Path, speed: float, seed: int, tell: Tell
) -> Report:
    """Play the session on the server at `url`, write all downloads into `out`, measure.

    key: the house's, out of the facilitator's link. seed: makes everybody's ids and pauses.
    Raises Unreachable or TurnedAway if the café cannot be opened or steered.
    """
    began = time.monotonic()
    door = Door(url)
    facilitator = Facilitator(door, key, design_of(session, speed), "Replay")
    pace = Pace(time.monotonic() + 0.2, session.begins_at, speed)
    guests = {
        who.code: _guest(who, door, facilitator, f"{seed} {session.name}")
        for who in session.participants
    }
    for act in session.acts:
        if act.participant in guests:
            _enter(guests[act.participant], act, pace)
    try:
        for guest in guests.values():
            guest.diary.begin()
        _steer(session, facilitator, guests, pace, tell)
        _settle(session, list(guests.values()), pace, tell)
        present = facilitator.look()["counts"]
        facilitator.ask("publish-outcome")
        files = {form: facilitator.download(form) for form in FILES}
        _keep(files, out)
        return report_of(
            session, list(guests.values()), present, files["json"], time.monotonic() - began
        )
    finally:
        _say_goodbye(list(guests.values()))
        facilitator.close()


def design_of(session: Session, speed: float) -> dict[str, Any]:
    """The session as a design: its rounds, that much shorter, and a harvest."""
    rounds = [
        {
            "id": around.step,
            "kind": "round",
            "question": around.question,
            "length_s": max(1, math.ceil(around.length_s / speed)),
        }
        for around in session.rounds
    ]
    harvest = {"id": "harvest", "kind": "harvest", "length_s": max(1, math.ceil(HARVEST / speed))}
    return {
        "title": session.title[:300],
        "questions": [{"id": q, "text": words} for q, words in session.questions.items()],
        "agenda": [*rounds, harvest],
        "table_count": session.tables,
        "table_size": session.table_size,
        "grace_s": max(SHORTEST_GRACE, math.ceil(GRACE / speed)),
    }


def _guest(who: Participant, door: Door, facilitator: Facilitator, seed: str) -> Guest:
    """Late people come by the late link, all others by the code on the wall."""
    digest = hashlib.sha256(f"{seed} {who.code}".encode()).digest()
    way_in = {"late": facilitator.late_key} if who.is_late else {"code": facilitator.code}
    profile = Profile(who.code, who.languages, who.affiliation, who.country)
    return Guest(who.code, door, way_in, profile, base64.urlsafe_b64encode(digest[:18]).decode())


def _enter(guest: Guest, act: Act, pace: Pace) -> None:
    """Write one act of the session into the guest's diary."""
    works: dict[str, Callable[[], object]] = {
        "join": guest.arrive,
        "leave": guest.leave,
        "disconnect": guest.drop,
        "reconnect": guest.come_back,
        "note": lambda: guest.write(act.step, act.text, act.lang),
    }
    work = works[act.kind]

    def do() -> None:
        work()
        guest.acts_left -= 1

    guest.acts_left += 1
    guest.diary.at(pace.ours(act.t), do)


def _steer(
    session: Session, facilitator: Facilitator, guests: dict[str, Guest], pace: Pace, tell: Tell
) -> None:
    """Begin each step at its time, when everybody who should has arrived or seen the one before."""
    first = session.rounds[0].start_s
    early = {a.participant for a in session.acts if a.kind == "join" and a.t < first}
    _wait_till(pace, first, tell)
    _until(lambda: all(guests[code].arrived.is_set() for code in early), SOON)
    facilitator.seat_everybody()
    before: str | None = None
    for around in session.rounds:
        _wait_till(pace, around.start_s, tell)
        if before is not None:
            _until(partial(_all_saw, guests, before), SOON)
        facilitator.ask("begin-step", {"step": around.step})
        before = around.step
    _wait_till(pace, session.ends_at, tell)
    _until(partial(_all_saw, guests, before or ""), SOON)
    facilitator.ask("begin-step", {"step": "harvest"})


def _all_saw(guests: dict[str, Guest], step: str) -> bool:
    """Whether every phone in the hall knows that the step began, and where its person sits."""
    return all(
        guest.screen.has_begun(step) and (step in guest.memory.sat or guest.has_left)
        for guest in guests.values()
        if guest.is_live
    )


def _settle(session: Session, guests: list[Guest], pace: Pace, tell: Tell) -> None:
    """Wait until everything written has arrived; who is still without network finds it again."""
    _until(lambda: not any(guest.acts_left for guest in guests), SOON)
    for guest in guests:
        if not guest.outbox.is_empty and guest.turned_away is None:
            guest.diary.put(guest.come_back)
    _until(lambda: all(g.outbox.is_empty or g.turned_away is not None for g in guests), PATIENCE)
    tell(session.ends_at)


def _say_goodbye(guests: list[Guest]) -> None:
    for guest in guests:
        guest.diary.put(guest.close)
        guest.diary.end()
    for guest in guests:
        guest.diary.join(SOON)


def _keep(files: dict[str, bytes], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for form, content in files.items():
        (out / FILES[form]).write_bytes(content)


def _wait_till(pace: Pace, t: float, tell: Tell) -> None:
    while (left := pace.ours(t) - time.monotonic()) > 0:
        tell(pace.now())
        time.sleep(min(left, 0.5))


def _until(held: Callable[[], bool], patience: float) -> bool:
    """Wait for something others do. Returns whether it came about."""
    deadline = time.monotonic() + patience
    while not held():
        if time.monotonic() > deadline:
            return False
        time.sleep(GLANCE)
    return True

"""A rehearsal in a café of our own: its design, and a simulated facilitator who runs it to the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from wikicafe.guests.crowd import Crowd
from wikicafe.guests.door import TurnedAway
from wikicafe.guests.facilitator import Facilitator
from wikicafe.guests.habits import JOINING, VOTES_WITHIN

ROUNDS = (
    ("Q1", "What stands in our way?"),
    ("Q2", "What would help?"),
    ("Q3", "What do we do next?"),
)
HARVEST_SHARE = 0.15  # of the whole time
FINDINGS = {"blocker": 3, "solution": 3, "next-step": 5}  # kind → how many the facilitator marks


def design_of(minutes: float, speed: float, people: int) -> dict[str, Any]:
    """A café of three rounds and a harvest, in `minutes` minutes of a person's time."""
    whole = minutes * 60 / speed
    length = max(2, round((whole * (1 - HARVEST_SHARE) - JOINING / speed) / len(ROUNDS)))
    agenda = [
        {"id": f"s{n}", "kind": "round", "question": question, "length_s": length}
        for n, (question, _) in enumerate(ROUNDS, 1)
    ]
    harvest = {"id": "s4", "kind": "harvest", "length_s": max(2, round(whole * HARVEST_SHARE))}
    return {
        "title": f"Rehearsal with {people} people",
        "languages": ["en"],
        "questions": [{"id": q, "text": words} for q, words in ROUNDS],
        "agenda": [*agenda, harvest],
    }


def steer(
    facilitator: Facilitator, crowd: Crowd, speed: float, tell: Callable[[str], None]
) -> None:
    """Play the facilitator from the first seat to the published outcome."""
    time.sleep(JOINING / speed)
    tell(f"{crowd.here} people are here; seating them.")
    facilitator.seat_everybody()
    for step in facilitator.look()["steps"]:
        facilitator.ask("begin-step", {"step": step["id"]})
        tell(f"{step['question'] or step['kind']} begins.")
        if step["kind"] == "harvest":
            crowd.settle()
            _harvest(facilitator, speed)
        else:
            time.sleep(step["length_s"])
    facilitator.ask("publish-outcome")


def _harvest(facilitator: Facilitator, speed: float) -> None:
    """Mark the first notes of each kind as findings, and let everybody vote."""
    left = dict(FINDINGS)
    for note in facilitator.look()["notes"]:
        if left.get(note["kind"], 0) > 0:
            left[note["kind"]] -= 1
            text = " ".join(note["text"].split())
            found = {"kind": note["kind"], "text": text, "lang": note["lang"]}
            facilitator.ask("mark-finding", {**found, "notes": [note["id"]]})
    try:
        poll = facilitator.ask("open-vote", {"dots": 3})
    except TurnedAway:  # nobody wrote a next step
        return
    time.sleep(VOTES_WITHIN / speed + 2)
    facilitator.ask("close-vote", {"poll": poll})

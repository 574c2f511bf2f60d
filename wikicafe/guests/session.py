"""A recorded session, read from JSON lines; what is wrong with a file is said in one sentence."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACTS = ("join", "leave", "disconnect", "reconnect", "note")
MOST_ROUNDS = 50


class BadSession(Exception):
    """The file is not a session; the message is one sentence with the number of the line."""


@dataclass(frozen=True, slots=True)
class Round:
    """step: its id in the agenda we make. Times in seconds of the session."""

    step: str
    question: str
    start_s: float
    length_s: float


@dataclass(frozen=True, slots=True)
class Act:
    """t: seconds from the start of round 1. step, text, lang: of a note."""

    t: float
    kind: str
    participant: str
    step: str = ""
    text: str = ""
    lang: str = "und"


@dataclass(frozen=True, slots=True)
class Participant:
    """As they joined first.

    languages: those one can work in. The file names the first language only: to it we add those
    they write in, and for whoever writes nothing in a first language nobody writes in, the one
    most notes are in, without which they could not have taken part.
    """

    code: str
    languages: tuple[str, ...]
    country: str
    affiliation: str
    remote: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Session:
    name: str
    title: str
    tables: int | None
    table_size: int
    rounds: tuple[Round, ...]
    questions: dict[str, str]
    participants: tuple[Participant, ...]
    acts: tuple[Act, ...]
    counts: dict[str, int]  # type of event → how many, those only counted included

    @property
    def begins_at(self) -> float:
        return min([self.rounds[0].start_s, *(act.t for act in self.acts)])

    @property
    def ends_at(self) -> float:
        last = self.rounds[-1]
        return max([last.start_s + last.length_s, *(act.t for act in self.acts)])


def read_session(path: Path) -> Session:
    """Read a file. Raises BadSession."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSession(f"{path} cannot be read as text: {error}.") from error
    lines = [(n, _object(line, n)) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines or lines[0][1].get("type") != "session":
        raise BadSession(f'{path} does not begin with a line of {{"type": "session"}}.')
    head = lines[0][1]
    rounds = _rounds(head)
    steps = {number: around.step for number, around in rounds.items()}
    acts = [_act(fields, n, steps) for n, fields in lines[1:] if fields.get("type") in ACTS]
    acts.sort(key=lambda act: act.t)
    return Session(
        name=str(head.get("name", path.stem)),
        title=str(head.get("title") or head.get("name") or path.stem),
        tables=_whole(head.get("tables")),
        table_size=min(50, max(2, math.ceil(_number(head.get("seats_per_table", 5), 1)))),
        rounds=tuple(rounds.values()),
        questions=_questions(head, rounds),
        participants=_participants(lines[1:], acts),
        acts=tuple(acts),
        counts=dict(Counter(str(fields.get("type")) for _, fields in lines[1:])),
    )


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise BadSession(f"Line {number} is not JSON: {error}.") from error
    if not isinstance(fields, dict):
        raise BadSession(f"Line {number} is not a JSON object.")
    return fields


def _rounds(head: dict[str, Any]) -> dict[int, Round]:
    """Return number → round, in the order of their beginning."""
    raw = head.get("rounds")
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_ROUNDS:
        raise BadSession(f"Line 1 must list 1 to {MOST_ROUNDS} rounds.")
    found = {}
    for place, fields in enumerate(raw, 1):
        if not isinstance(fields, dict) or not fields.get("question"):
            raise BadSession(f"Round {place} in line 1 lacks its question.")
        start, length = (_number(fields.get(name), 1) for name in ("start_s", "length_s"))
        number = _whole(fields.get("round", place))
        if number is None or length <= 0 or number in found:
            raise BadSession(f"Round {place} in line 1 lacks a number or a length of its own.")
        found[number] = (start, length, str(fields["question"]))
    in_order = sorted(found.items(), key=lambda item: item[1][0])
    return {
        number: Round(f"s{place}", question, start, length)
        for place, (number, (start, length, question)) in enumerate(in_order, 1)
    }


def _questions(head: dict[str, Any], rounds: dict[int, Round]) -> dict[str, str]:
    asked = head.get("questions")
    words = asked if isinstance(asked, dict) else {}
    return {r.question: str(words.get(r.question) or r.question) for r in rounds.values()}


def _act(fields: dict[str, Any], line: int, steps: dict[int, str]) -> Act:
    who = fields.get("participant")
    if not isinstance(who, str) or not who:
        raise BadSession(f"Line {line} does not say which participant.")
    t, kind = _number(fields.get("t"), line), fields["type"]
    if kind != "note":
        return Act(t, kind, who)
    step, text = steps.get(_whole(fields.get("round")) or 0), fields.get("text")
    if step is None:
        raise BadSession(f"Line {line} is a note of a round that line 1 does not have.")
    if not isinstance(text, str):
        raise BadSession(f"Line {line} is a note without text.")
    return Act(t, kind, who, step, text, str(fields.get("lang") or "und"))


def _participants(
    lines: list[tuple[int, dict[str, Any]]], acts: list[Act]
) -> tuple[Participant, ...]:
    written: dict[str, dict[str, None]] = {}
    for act in acts:
        if act.kind == "note" and act.lang != "und":
            written.setdefault(act.participant, {})[act.lang] = None
    spoken = Counter(act.lang for act in acts if act.kind == "note" and act.lang != "und")
    common = spoken.most_common(1)[0][0] if spoken else "en"
    known: dict[str, Participant] = {}
    for _, fields in lines:
        code = fields.get("participant")
        if fields.get("type") != "join" or code in known or not isinstance(code, str):
            continue
        own = str(fields.get("lang") or common)
        more = written.get(code) or ({} if own in spoken else {common: None})
        known[code] = Participant(
            code=code,
            languages=tuple({own: None} | more),
            country=str(fields.get("country") or ""),
            affiliation=str(fields.get("affiliation") or ""),
            remote=fields.get("mode") == "remote",
            is_late=bool(fields.get("late")),
        )
    stranger = next((a for a in acts if a.kind == "note" and a.participant not in known), None)
    if stranger is not None:
        raise BadSession(f"{stranger.participant} writes notes but never joins.")
    if not known:
        raise BadSession("Nobody joins in this session.")
    return tuple(known.values())


def _number(value: object, line: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadSession(f"Line {line} lacks a time or a number, or it is none: {value!r}.")
    return float(value)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None

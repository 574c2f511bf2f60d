"""An outcome as JSON for other programs; the shape is promised, and counted in `version`.

    {"wikicafe-outcome": {"version": 1}, "cafe": id, "title", "purpose", "guiding_question",
     "place", "date", "organisers", "licence", "licence_url", "attribution",
     "published": bool, "lang" (of this file's sentences and names of rounds),
     "readings": [{"title", "url"}],
     "statement": {"text", "lang"} | null,
     "questions": [{"id", "text", "lang"}],
     "rounds": [{"code": "R1", "kind", "name", "question", "length_s", "tables", "notes"}],
     "themes": [{"number", "title", "notes": [n], "tables": [id], "rounds": [code]}],
     "findings": [{"number", "kind": blocker|solution|next-step|takeaway, "text", "lang",
                   "notes": [n], "tables", "rounds", "theme": number | null,
                   "answers": [finding numbers], "answered_by": [...], "votes": int | null}],
     "next_steps": [{"rank", "finding"}],
     "notes": [{"number", "text", "lang", "question", "table", "round", "kind", "theme", "late",
                "findings": [finding numbers]}],
     "vote": {"voters", "dots", "open"} | null,
     "figures": {"people", "tables", "notes", "spoken", "written", "countries", "withdrawn",
                 "unplaced", "uncited", "late", "simulated"}}

Fields may be added under the same version; none changes its meaning.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from wikicafe.outcome.document import Finding, Note, Outcome, Speak, Text
from wikicafe.outcome.text import clean

VERSION = 1
AS_THEY_ARE = (
    "cafe",
    "lang",
    "title",
    "purpose",
    "guiding_question",
    "place",
    "date",
    "organisers",
    "licence",
    "licence_url",
    "attribution",
    "published",
)


def render(outcome: Outcome, speak: Speak) -> str:
    return json.dumps(_cleaned(shape(outcome)), ensure_ascii=False, indent="\t") + "\n"


def shape(outcome: Outcome) -> dict[str, Any]:
    return {
        "wikicafe-outcome": {"version": VERSION},
        **{name: getattr(outcome, name) for name in AS_THEY_ARE},
        "readings": [asdict(reading) for reading in outcome.readings],
        "statement": asdict(outcome.statement) if outcome.statement else None,
        "questions": [{"id": asked.id, **asdict(asked.text)} for asked in outcome.questions],
        "rounds": [_without(asdict(around), "id", "number") for around in outcome.rounds],
        "themes": [asdict(theme) for theme in outcome.themes],
        "findings": [_flat(found) for found in outcome.findings],
        "next_steps": [{"rank": rank, "finding": step.number} for rank, step in outcome.next_steps],
        "notes": [_flat(note) for note in outcome.notes],
        "vote": asdict(outcome.vote) if outcome.vote else None,
        "figures": asdict(outcome.figures),
    }


def _flat(item: Note | Finding) -> dict[str, Any]:
    words: Text = item.text
    rest = _without(asdict(item), "id", "text")
    return {"number": item.number, "text": words.text, "lang": words.lang, **rest}


def _without(shape: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in shape.items() if name not in names}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value

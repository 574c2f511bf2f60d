"""Sentences of ours about an outcome, in the reader's language; people's words never go through here."""

from __future__ import annotations

from collections.abc import Iterable

from wikicafe.outcome.document import Figures, Speak, Vote

LICENCES = {
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def lead(figures: Figures, speak: Speak) -> tuple[str, ...]:
    """Say how many were there, and how many languages and countries."""
    said = [speak("outcome-lead-people", figures.people, figures.tables)]
    if figures.spoken > 1:
        said.append(speak("outcome-lead-languages", figures.spoken))
    if figures.countries is not None:
        said.append(speak("outcome-lead-countries", figures.countries))
    said.append(speak("outcome-lead-notes", figures.notes, len(figures.written)))
    return tuple(said)


def how(
    figures: Figures, themes: int, findings: int, vote: Vote | None, speak: Speak
) -> tuple[str, ...]:
    """Say how the outcome was made, and what was left out of it."""
    said = [
        speak("outcome-how-grouped", themes, findings),
        speak("outcome-how-unplaced", figures.unplaced),
        speak("outcome-how-uncited", figures.uncited),
        speak("outcome-how-withdrawn", figures.withdrawn),
    ]
    if vote:
        said.append(speak("outcome-how-vote", vote.voters, vote.dots))
        if vote.open:
            said.append(speak("outcome-how-vote-open"))
    if figures.late:
        said.append(speak("outcome-how-late", figures.late))
    said.append(speak("outcome-how-names"))
    return tuple(said)


def round_name(kind: str, number: int, title: str, speak: Speak) -> str:
    if kind == "round":
        return speak("outcome-round", number)
    return title or speak(f"outcome-step-{kind}")


def codes(notes: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"n{number}" for number in notes)

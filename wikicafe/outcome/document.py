"""The outcome of a café as one frozen document: what renderers print. It names nobody.

Notes, findings and themes carry the numbers people see (`n12`, `f3`, `t2`); references between
them are these numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wikicafe.outcome import text

Speak = Callable[..., str]  # speak(key, *params): the catalogue in one language


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a person, in the language they were written in."""

    text: str
    lang: str

    @property
    def dir(self) -> str:
        return text.direction(self.lang)


@dataclass(frozen=True, slots=True)
class Reading:
    title: str
    url: str | None  # None: not an address one may link to


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Round:
    """A step of the agenda people wrote in, or a round without notes."""

    id: str
    kind: str
    code: str  # R1, R2 … for rounds; S4 for another step, by its place in the agenda
    number: int  # among the rounds, or the place in the agenda
    name: str  # as people call it, in the reader's language
    question: str | None
    length_s: int
    tables: int
    notes: int

    @property
    def minutes(self) -> int:
        return max(1, round(self.length_s / 60))


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    id: str
    text: Text
    question: str | None
    table: str
    round: str  # code of the round
    kind: str | None
    theme: int | None
    late: bool
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    number: int
    title: str
    notes: tuple[int, ...]
    tables: tuple[str, ...]
    rounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    number: int
    id: str
    kind: str
    text: Text
    notes: tuple[int, ...]
    tables: tuple[str, ...]
    rounds: tuple[str, ...]
    theme: int | None
    answers: tuple[int, ...]  # blockers this solution answers
    answered_by: tuple[int, ...]  # solutions that answer this blocker
    votes: int | None  # None: nobody could vote on it


@dataclass(frozen=True, slots=True)
class Vote:
    voters: int
    dots: int
    open: bool


@dataclass(frozen=True, slots=True)
class Figures:
    people: int
    tables: int
    notes: int
    spoken: int  # languages people said they speak
    written: tuple[str, ...]  # languages of the notes
    countries: int | None  # None: fewer than FEW people named one
    withdrawn: int
    unplaced: int
    uncited: int
    late: int
    simulated: int


@dataclass(frozen=True, slots=True)
class Outcome:
    cafe: str
    lang: str
    title: str
    purpose: str
    guiding_question: str
    spoken_in: str  # language of title, purpose and guiding question
    readings: tuple[Reading, ...]
    place: str
    date: str
    organisers: str
    licence: str
    licence_url: str | None
    attribution: str
    published: bool
    lead: tuple[str, ...]  # sentences of ours, in the reader's language
    how: tuple[str, ...]  # how this was made, sentence by sentence
    statement: Text | None
    questions: tuple[Question, ...]
    rounds: tuple[Round, ...]
    themes: tuple[Theme, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    vote: Vote | None
    figures: Figures

    @property
    def dir(self) -> str:
        return text.direction(self.lang)

    def of_kind(self, kind: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.kind == kind)

    @property
    def takeaways(self) -> tuple[Finding, ...]:
        return self.of_kind("takeaway")

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """Those of one theme together, the ones most tables spoke of first."""
        last = len(self.themes) + 1
        place = {theme.number: index for index, theme in enumerate(self.themes)}
        return tuple(
            sorted(
                self.of_kind("blocker"),
                key=lambda found: (
                    place.get(found.theme or 0, last),
                    -len(found.tables),
                    found.number,
                ),
            )
        )

    @property
    def solutions_apart(self) -> tuple[Finding, ...]:
        """Solutions nobody has linked to a blocker."""
        return tuple(found for found in self.of_kind("solution") if not found.answers)

    @property
    def next_steps(self) -> tuple[tuple[int, Finding], ...]:
        """With their rank by votes; equal votes share a rank, without a vote all are in order."""
        steps = sorted(self.of_kind("next-step"), key=lambda s: (-(s.votes or 0), s.number))
        votes = [step.votes or 0 for step in steps]
        if self.vote is None:
            return tuple(enumerate(steps, start=1))
        return tuple((votes.index(step.votes or 0) + 1, step) for step in steps)

    @property
    def open_questions(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.kind == "open-question")

    @property
    def heard_at_one_table(self) -> tuple[Theme, ...]:
        return tuple(theme for theme in self.themes if len(theme.tables) == 1)

    @property
    def notes_in_order(self) -> tuple[tuple[Question | None, tuple[Pile, ...]], ...]:
        """All notes: by question, then theme, then number; what has no theme comes last."""
        known = {question.id for question in self.questions}
        piles: dict[tuple[str | None, int | None], list[Note]] = {}
        for note in self.notes:
            question = note.question if note.question in known else None
            piles.setdefault((question, note.theme), []).append(note)
        sections = []
        for place in (*self.questions, None):
            here: list[Pile] = []
            for theme in (*self.themes, None):
                key = (place.id if place else None, theme.number if theme else None)
                if key in piles:
                    here.append((theme, tuple(piles[key])))
            if here:
                sections.append((place, tuple(here)))
        return tuple(sections)

    def theme(self, number: int | None) -> Theme | None:
        return next((theme for theme in self.themes if theme.number == number), None)

    def finding(self, number: int) -> Finding:
        return next(found for found in self.findings if found.number == number)

    def round(self, code: str) -> Round:
        return next(around for around in self.rounds if around.code == code)


Pile = tuple[Theme | None, tuple[Note, ...]]

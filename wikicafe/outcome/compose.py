"""From the café as it stands to its outcome; what was withdrawn and who wrote what stays behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from immutables import Map

from wikicafe.cafe import design, polls, state
from wikicafe.cafe.findings import answered, standing_findings
from wikicafe.outcome import phrases
from wikicafe.outcome.document import (
    Figures,
    Finding,
    Note,
    Outcome,
    Question,
    Reading,
    Round,
    Speak,
    Text,
    Theme,
    Vote,
)
from wikicafe.outcome.text import clean, language, web_address

FEW = 5  # people; below this a figure about countries could tell who somebody is


def compose(cafe: state.Cafe, speak: Speak, lang: str = "en") -> Outcome:
    """Put the outcome together from an opened café.

    speak: the catalogue in the language `lang`; renderers say their headings with the same.
    """
    plan = cafe.plan
    found = _gather(cafe)
    poll = cafe.latest_poll
    vote = Vote(len(poll.votes), poll.dots, poll.open) if poll else None
    figures = _figures(cafe, found)
    title = clean(plan.title)
    return Outcome(
        cafe=cafe.id,
        lang=lang,
        title=title,
        purpose=clean(plan.purpose),
        guiding_question=clean(plan.guiding_question),
        spoken_in=language(plan.languages[0]) if plan.languages else "und",
        readings=tuple(
            Reading(clean(item.title or item.url), web_address(item.url)) for item in plan.readings
        ),
        place=clean(plan.place),
        date=clean(plan.date),
        organisers=clean(plan.organisers),
        licence=clean(plan.licence),
        licence_url=phrases.LICENCES.get(plan.licence),
        attribution=speak("outcome-attribution", title, clean(plan.date) or _year(cafe)),
        published=cafe.published_at is not None,
        lead=phrases.lead(figures, speak),
        how=phrases.how(figures, len(found.themes), len(found.findings), vote, speak),
        statement=_text(cafe.statement) if cafe.statement.text.strip() else None,
        questions=tuple(Question(asked.id, _text(asked)) for asked in plan.questions),
        rounds=_rounds(cafe, found, speak),
        themes=tuple(_theme(theme, found) for theme in found.themes.values()),
        findings=tuple(_finding(item, found) for item in found.findings.values()),
        notes=tuple(_note(note, found) for note in found.notes.values()),
        vote=vote,
        figures=figures,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands, in order, by id; every note, finding and theme keeps its number for ever."""

    notes: dict[str, state.Note]
    themes: dict[str, state.Theme]
    findings: dict[str, state.Finding]
    placed: Mapping[str, str]
    codes: Mapping[str, str]  # step → code of the round
    answers: Mapping[str, tuple[str, ...]]  # solution → blockers
    citing: Mapping[str, list[int]]  # note → numbers of the findings that rest on it
    counts: Mapping[str, int]  # next step → votes

    def sources(
        self, notes: Iterable[str]
    ) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
        """Numbers of the notes that still stand, their tables, their rounds."""
        standing = [self.notes[note] for note in notes if note in self.notes]
        order = list(self.codes.values())
        return (
            tuple(sorted(note.number for note in standing)),
            tuple(sorted({note.table for note in standing}, key=_table_order)),
            tuple(sorted({self.codes[note.step] for note in standing}, key=order.index)),
        )


def _gather(cafe: state.Cafe) -> _Found:
    notes: list[state.Note] = cafe.in_order(cafe.notes)
    themes: list[state.Theme] = cafe.in_order(cafe.themes)
    standing = {note.id: note for note in notes if note.is_public}
    findings = standing_findings(cafe)
    citing: dict[str, list[int]] = {}
    for found in findings:
        for note in found.notes:
            citing.setdefault(note, []).append(found.number)
    solutions = [found.id for found in findings if found.kind == "solution"]
    return _Found(
        notes=standing,
        themes={theme.id: theme for theme in themes if not theme.dissolved},
        findings={found.id: found for found in findings},
        placed=cafe.placed,
        codes=_codes(cafe.plan, standing.values()),
        answers={solution: tuple(answered(cafe, solution)) for solution in solutions},
        citing=citing,
        counts=polls.counts(cafe.latest_poll) if cafe.latest_poll else {},
    )


def _codes(plan: design.Design, notes: Iterable[state.Note]) -> dict[str, str]:
    codes, rounds = {}, 0
    for place, step in enumerate(plan.agenda, start=1):
        rounds += step.kind == "round"
        codes[step.id] = f"R{rounds}" if step.kind == "round" else f"S{place}"
    # The agenda can be amended: a note may stand in a step that is gone.
    return codes | {note.step: "S0" for note in notes if note.step not in codes}


def _rounds(cafe: state.Cafe, found: _Found, speak: Speak) -> tuple[Round, ...]:
    steps = (*cafe.plan.agenda, design.Step(id="", kind="round", length_s=0))
    rounds = []
    for step in steps:
        here = [
            note
            for note in found.notes.values()
            if note.step == step.id or (not step.id and found.codes[note.step] == "S0")
        ]
        if here or (step.id and step.kind == "round"):
            code = found.codes.get(step.id, "S0")
            number, kind = int(code[1:]), step.kind if step.id else "gone"
            rounds.append(
                Round(
                    id=step.id,
                    kind=kind,
                    code=code,
                    number=number,
                    name=phrases.round_name(kind, number, clean(step.title), speak),
                    question=step.question,
                    length_s=step.length_s,
                    tables=len(_tables_of(cafe, step) | {note.table for note in here}),
                    notes=len(here),
                )
            )
    return tuple(rounds)


def _tables_of(cafe: state.Cafe, step: design.Step) -> set[str]:
    """Return where people sat in a step that was held."""
    return set(cafe.seats.get(step.id, Map()).values()) if step.id in cafe.begun else set()


def _year(cafe: state.Cafe) -> str:
    return str(datetime.fromtimestamp(cafe.opened_at / 1000, UTC).year)


def _note(note: state.Note, found: _Found) -> Note:
    theme = found.themes.get(found.placed.get(note.id, ""))
    return Note(
        number=note.number,
        id=note.id,
        text=_text(note),
        question=note.question or None,
        table=note.table,
        round=found.codes[note.step],
        kind=note.kind,
        theme=theme.number if theme else None,
        late=note.late,
        findings=tuple(found.citing.get(note.id, ())),
    )


def _theme(theme: state.Theme, found: _Found) -> Theme:
    inside = [note for note in found.notes if found.placed.get(note) == theme.id]
    return Theme(theme.number, clean(theme.title), *found.sources(inside))


def _finding(item: state.Finding, found: _Found) -> Finding:
    notes, tables, rounds = found.sources(item.notes)
    theme = found.themes.get(item.theme or "")
    answering = [solution for solution, to in found.answers.items() if item.id in to]
    return Finding(
        number=item.number,
        id=item.id,
        kind=item.kind,
        text=_text(item),
        notes=notes,
        tables=tables,
        rounds=rounds,
        theme=theme.number if theme else None,
        answers=tuple(found.findings[to].number for to in found.answers.get(item.id, ())),
        answered_by=tuple(found.findings[solution].number for solution in answering),
        votes=found.counts.get(item.id),
    )


def _figures(cafe: state.Cafe, found: _Found) -> Figures:
    came = [person for person in cafe.people.values() if "participant" in person.roles]
    people = [person for person in came if not person.simulated]
    told = [person.country for person in people if person.country]
    return Figures(
        people=len(people),
        tables=len(cafe.tables) or len({note.table for note in found.notes.values()}),
        notes=len(found.notes),
        spoken=len({spoken for person in people for spoken in person.languages}),
        written=tuple(sorted({language(note.lang) for note in found.notes.values()})),
        countries=len(set(told)) if len(told) >= FEW else cafe.countries_then,
        withdrawn=sum(not note.stands for note in cafe.notes.values()),
        unplaced=sum(found.placed.get(note) not in found.themes for note in found.notes),
        uncited=sum(note not in found.citing for note in found.notes),
        late=sum(note.late for note in found.notes.values()),
        simulated=len(came) - len(people),
    )


def _text(
    of: state.Note | state.Finding | state.Statement | design.Question,
) -> Text:
    return Text(clean(of.text), language(of.lang))


def _table_order(table: str) -> tuple[int, str]:
    return (int(table), table) if table.isascii() and table.isdigit() else (10**6, table)

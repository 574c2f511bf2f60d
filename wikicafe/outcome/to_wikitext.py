"""An outcome as wikitext that is safe to paste on Meta, with translate units; it writes no unit marks.

House style: Meta's internationalisation guidelines: headings inside <translate>, bullets
outside, numbers in <tvar>, raw notes never in translate tags (thousands of units).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wikicafe.outcome import phrases
from wikicafe.outcome.document import Finding, Note, Outcome, Speak, Text, Theme
from wikicafe.outcome.text import clean, direction, language, one_line, web_address
from wikicafe.outcome.wikitext import heading, ours, people, safe, unit


def render(outcome: Outcome, speak: Speak) -> str:
    parts = ["<languages />", *_lead(outcome, speak)]
    for section in SECTIONS:
        parts.extend(section(outcome, speak))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)) + "\n"


def _label(key: str, speak: Speak) -> str:
    return f"* {ours(speak(key))} "


def _lead(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if outcome.figures.simulated:
        yield ours(speak("outcome-rehearsal", outcome.figures.simulated)) + "\n"
    if outcome.guiding_question:
        yield f"<blockquote>{unit(_designed(outcome.guiding_question, outcome))}</blockquote>"
    for sentence in outcome.lead:
        yield ours(sentence)
    yield ""
    if outcome.purpose:
        yield f"* {unit(_designed(outcome.purpose, outcome))}"
    for key, value in (
        ("outcome-date", outcome.date),
        ("outcome-place", outcome.place),
        ("outcome-organisers", outcome.organisers),
    ):
        if value:
            yield _label(key, speak) + safe(one_line(value))
    for reading in outcome.readings:
        # Without the protocol: an address on the spam list would refuse the whole page.
        address = re.sub(r"^https?://", "", web_address(reading.url or "") or "")
        yield _label("outcome-reading", speak) + safe(one_line(f"{reading.title} {address}"))


def _designed(text: str, outcome: Outcome) -> str:
    return people(Text(text, outcome.spoken_in), outcome.lang)


def _statement(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if outcome.statement is None:
        return
    yield heading(speak("outcome-statement"))
    for line in clean(outcome.statement.text).splitlines():
        if line.strip():
            yield unit(people(Text(line, outcome.statement.lang), outcome.lang)) + "\n"


def _takeaways(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if outcome.takeaways:
        yield heading(speak("outcome-takeaways"))
        yield from (_bullet(found, outcome) for found in outcome.takeaways)


def _blockers(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if not outcome.blockers and not outcome.solutions_apart:
        return
    yield heading(speak("outcome-blockers-and-solutions"))
    if outcome.blockers:
        yield '{| class="wikitable sortable"'
        for column in ("theme", "blocker", "solutions", "notes", "tables", "sources"):
            yield f"! {ours(speak(f'outcome-column-{column}'))}"
        for blocker in outcome.blockers:
            yield from _row(blocker, outcome, speak)
        yield "|}"
    if outcome.solutions_apart:
        yield heading(speak("outcome-solutions-apart"), 3)
        yield from (_bullet(found, outcome) for found in outcome.solutions_apart)


def _row(blocker: Finding, outcome: Outcome, speak: Speak) -> Iterator[str]:
    theme = outcome.theme(blocker.theme)
    solutions = [outcome.finding(number) for number in blocker.answered_by]
    yield "|-"
    yield f"| {unit(_designed(theme.title, outcome)) if theme else '–'}"
    yield f"| {_anchor(f'f{blocker.number}')}{unit(people(blocker.text, outcome.lang))}"
    yield "|" if solutions else f"| {ours(speak('outcome-nobody-answered'))}"
    # A solution with several blockers stands in several rows; an id may stand on a page once.
    first = {number: min(outcome.finding(number).answers) for number in blocker.answered_by}
    for solution in solutions:
        yield _bullet(solution, outcome, anchored=first[solution.number] == blocker.number)
    yield f"| {len(blocker.notes)}"
    yield f"| {len(blocker.tables)}"
    yield f"| {_sources(blocker)}"


def _bullet(found: Finding, outcome: Outcome, anchored: bool = True) -> str:
    anchor = _anchor(f"f{found.number}") if anchored else ""
    return f"* {anchor}{unit(people(found.text, outcome.lang))} <small>({_sources(found)})</small>"


def _sources(of: Finding | Theme) -> str:
    notes = " ".join(_link(code) for code in phrases.codes(of.notes))
    tables = " ".join(f"T{safe(table)}" for table in of.tables)
    return " · ".join(part for part in (notes, tables, " ".join(of.rounds)) if part)


def _anchor(name: str) -> str:
    return f'<span id="{name}"></span>'


def _link(name: str) -> str:
    return f"[[#{name}|{name}]]"


def _next_steps(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if not outcome.next_steps:
        return
    yield heading(speak("outcome-next-steps"))
    yield '{| class="wikitable sortable"'
    for column in ("rank", "votes", "next-step", "sources"):
        yield f"! {ours(speak(f'outcome-column-{column}'))}"
    for rank, step in outcome.next_steps:
        yield "|-"
        yield f"| {rank}"
        yield f"| {'–' if step.votes is None else step.votes}"
        yield f"| {_anchor(f'f{step.number}')}{unit(people(step.text, outcome.lang))}"
        yield f"| {_sources(step)}"
    yield "|}"


def _open(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if outcome.open_questions:
        yield heading(speak("outcome-open-questions"))
        yield from (
            f"* {_said(note)} <small>({_link(f'n{note.number}')})</small>"
            for note in outcome.open_questions
        )
    if outcome.heard_at_one_table:
        yield heading(speak("outcome-heard-at-one-table"))
        yield from (
            f"* {unit(_designed(theme.title, outcome))} <small>({_sources(theme)})</small>"
            for theme in outcome.heard_at_one_table
        )


def _how(outcome: Outcome, speak: Speak) -> Iterator[str]:
    yield heading(speak("outcome-how"))
    yield '{| class="wikitable"'
    for column in ("round", "question", "minutes", "tables", "notes"):
        yield f"! {ours(speak(f'outcome-column-{column}'))}"
    for around in outcome.rounds:
        yield "|-"
        yield f"| {around.code}"
        yield f"| {safe(around.question or '–')}"
        yield f"| {around.minutes}"
        yield f"| {around.tables}"
        yield f"| {around.notes}"
    yield "|}"
    yield from (f"* {ours(sentence)}" for sentence in outcome.how)
    yield f"* {ours(speak('outcome-codes'))}"


def _notes(outcome: Outcome, speak: Speak) -> Iterator[str]:
    yield heading(speak("outcome-all-notes"))
    for question, piles in outcome.notes_in_order:
        if question:
            title = Text(f"{question.id}. {question.text.text}", question.text.lang)
            yield f"\n<translate>\n=== {people(title, outcome.lang)} ===\n</translate>\n"
        else:
            yield heading(speak("outcome-no-question"), 3)
        for theme, notes in piles:
            title_of = theme.title if theme else speak("outcome-no-theme")
            yield heading(title_of, 4)
            yield from (_note(note) for note in notes)


def _note(note: Note) -> str:
    rests = "".join(f" {_link(f'f{number}')}" for number in note.findings)
    source = f"T{safe(note.table)} {note.round}{rests}"
    name = f"n{note.number}"
    return f"* {_anchor(name)}'''{name}''' <small>({source})</small> {_said(note)}"


def _said(note: Note) -> str:
    lang = language(note.text.lang)
    return f'<bdi lang="{lang}" dir="{direction(lang)}">{safe(note.text.text)}</bdi>'


def _licence(outcome: Outcome, speak: Speak) -> Iterable[str]:
    yield heading(speak("outcome-licence"))
    yield _label("outcome-licence-is", speak) + safe(one_line(outcome.licence))
    yield f"* {unit(safe(outcome.attribution))}"  # the café's title is in it
    yield f"* {ours(speak('outcome-reuse'))}"


SECTIONS = (
    _statement,
    _takeaways,
    _blockers,
    _next_steps,
    _open,
    _how,
    _notes,
    _licence,
)

"""An outcome as Markdown (CommonMark and GitHub's); people's text never becomes mark-up or a link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wikicafe.outcome import phrases
from wikicafe.outcome.document import Finding, Note, Outcome, Speak, Theme
from wikicafe.outcome.text import one_line, paragraphs, web_address

PLAIN = ",?()'\""
# don't-touch-these: a hyphen between letters, a stop at the end of a word
HARMLESS = re.compile(r"(?<=[^\W_])-(?=[^\W_])|(?<=\w)[.:;!](?=\s|$)")
LIST_MARK = re.compile(r"\d+[.)]")
ASCII_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# Some look for addresses and names after they have taken the backslashes away: only another
# character beside the @ helps.
WORD_JOINER = "\u2060"


def render(outcome: Outcome, speak: Speak) -> str:
    blocks: list[str] = []
    for section in SECTIONS:
        blocks.extend(section(outcome, speak))
    return "\n\n".join(blocks) + "\n"


def safe(text: str) -> str:
    """Write a person's text on one line so that Markdown sees nothing but text."""
    text = one_line(text).replace("@", f"{WORD_JOINER}@{WORD_JOINER}")
    harmless = {found.start() for found in HARMLESS.finditer(text)}
    mark = LIST_MARK.match(text)
    escaped = {mark.end() - 1} if mark else set()
    escaped |= {
        found.start()
        for found in ASCII_PUNCTUATION.finditer(text)
        if found[0] not in PLAIN and found.start() not in harmless
    }
    return "".join(
        f"\\{character}" if index in escaped else character for index, character in enumerate(text)
    )


def _title(outcome: Outcome, speak: Speak) -> Iterator[str]:
    yield f"# {safe(outcome.title)}"
    if outcome.figures.simulated:
        yield f"**{safe(speak('outcome-rehearsal', outcome.figures.simulated))}**"
    if outcome.guiding_question:
        yield f"> {safe(outcome.guiding_question)}"
    if outcome.purpose:
        yield safe(outcome.purpose)
    yield " ".join(safe(sentence) for sentence in outcome.lead)
    told = [
        f"- {safe(speak(key))} {safe(value)}"
        for key, value in (
            ("outcome-date", outcome.date),
            ("outcome-place", outcome.place),
            ("outcome-organisers", outcome.organisers),
        )
        if value
    ]
    for reading in outcome.readings:
        address = web_address(reading.url or "")
        name = safe(reading.title)
        link = f"[{name}](<{address}>)" if address else name
        told.append(f"- {safe(speak('outcome-reading'))} {link}")
    if told:
        yield "\n".join(told)


def _statement(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if outcome.statement:
        yield f"## {safe(speak('outcome-statement'))}"
        yield from (safe(line) for line in paragraphs(outcome.statement.text))


def _takeaways(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if outcome.takeaways:
        yield f"## {safe(speak('outcome-takeaways'))}"
        yield "\n".join(_bullet(found) for found in outcome.takeaways)


def _blockers(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if outcome.blockers or outcome.solutions_apart:
        yield f"## {safe(speak('outcome-blockers-and-solutions'))}"
    if outcome.blockers:
        columns = ("theme", "blocker", "solutions", "notes", "tables")
        yield "\n".join([*_head(columns, speak), *_rows(outcome, speak)])
    if outcome.solutions_apart:
        yield f"### {safe(speak('outcome-solutions-apart'))}"
        yield "\n".join(_bullet(found) for found in outcome.solutions_apart)


def _rows(outcome: Outcome, speak: Speak) -> Iterator[str]:
    for blocker in outcome.blockers:
        theme = outcome.theme(blocker.theme)
        answers = (outcome.finding(number) for number in blocker.answered_by)
        cells = (
            safe(theme.title) if theme else "–",
            f"{_sources(blocker)} {safe(blocker.text.text)}",
            "; ".join(f"{_sources(found)} {safe(found.text.text)}" for found in answers)
            or safe(speak("outcome-nobody-answered")),
            str(len(blocker.notes)),
            str(len(blocker.tables)),
        )
        yield _line(cells)


def _next_steps(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if outcome.next_steps:
        yield f"## {safe(speak('outcome-next-steps'))}"
        lines = _head(("rank", "votes", "next-step"), speak)
        for rank, step in outcome.next_steps:
            votes = "–" if step.votes is None else str(step.votes)
            lines.append(_line((str(rank), votes, f"{_sources(step)} {safe(step.text.text)}")))
        yield "\n".join(lines)


def _open(outcome: Outcome, speak: Speak) -> Iterator[str]:
    if outcome.open_questions:
        yield f"## {safe(speak('outcome-open-questions'))}"
        yield "\n".join(_note(note) for note in outcome.open_questions)
    if outcome.heard_at_one_table:
        yield f"## {safe(speak('outcome-heard-at-one-table'))}"
        yield "\n".join(
            f"- {_sources(theme)} {safe(theme.title)}" for theme in outcome.heard_at_one_table
        )


def _how(outcome: Outcome, speak: Speak) -> Iterator[str]:
    yield f"## {safe(speak('outcome-how'))}"
    lines = _head(("round", "question", "minutes", "tables", "notes"), speak)
    for around in outcome.rounds:
        minutes = str(around.minutes)
        asked = safe(around.question or "–")
        lines.append(_line((around.code, asked, minutes, str(around.tables), str(around.notes))))
    yield "\n".join(lines)
    sentences = (*outcome.how, speak("outcome-codes"))
    yield "\n".join(f"- {safe(sentence)}" for sentence in sentences)


def _notes(outcome: Outcome, speak: Speak) -> Iterator[str]:
    yield f"## {safe(speak('outcome-all-notes'))}"
    for question, piles in outcome.notes_in_order:
        asked = f"{question.id}. {question.text.text}" if question else speak("outcome-no-question")
        yield f"### {safe(asked)}"
        for theme, notes in piles:
            yield f"#### {safe(theme.title if theme else speak('outcome-no-theme'))}"
            yield "\n".join(_note(note) for note in notes)


def _licence(outcome: Outcome, speak: Speak) -> Iterator[str]:
    yield f"## {safe(speak('outcome-licence'))}"
    address = outcome.licence_url
    licence = f"[{safe(outcome.licence)}](<{address}>)" if address else safe(outcome.licence)
    yield f"{safe(speak('outcome-licence-is'))} {licence}"
    yield safe(outcome.attribution)
    yield safe(speak("outcome-reuse"))


def _bullet(found: Finding) -> str:
    return f"- {_sources(found)} {safe(found.text.text)}"


def _note(note: Note) -> str:
    # The text comes last: a direction override in it ends with its paragraph.
    rests = "".join(f" f{number}" for number in note.findings)
    return f"- **n{note.number}** (T{safe(note.table)} {note.round}{rests}) {safe(note.text.text)}"


def _sources(of: Finding | Theme) -> str:
    name = f"**f{of.number}** " if isinstance(of, Finding) else ""
    rests = (*phrases.codes(of.notes), *(f"T{safe(table)}" for table in of.tables), *of.rounds)
    return f"{name}({' '.join(rests)})"


def _head(columns: tuple[str, ...], speak: Speak) -> list[str]:
    names = tuple(safe(speak(f"outcome-column-{column}")) for column in columns)
    return [_line(names), _line(("---",) * len(columns))]


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


SECTIONS = (
    _title,
    _statement,
    _takeaways,
    _blockers,
    _next_steps,
    _open,
    _how,
    _notes,
    _licence,
)

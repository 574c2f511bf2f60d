"""The notes of an outcome as a table for spreadsheets, one row a note; no cell is ever a formula."""

from __future__ import annotations

import csv
import io
import re

from wikicafe.outcome.document import Note, Outcome, Speak
from wikicafe.outcome.text import clean

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else
COLUMNS = ("note", "question", "round", "table", "kind", "language", "theme", "text", "findings")
# What a spreadsheet calculates, also behind characters it skips; the apostrophe itself is here so
# that taking one apostrophe off always gives the cell back.
FORMULA = re.compile(r"[\s\u200b-\u200f\u2060-\u2069\ufeff]*[=+\-@\t\r\n'|%＝＋－＠﹦﹢﹣﹫−]")


def render(outcome: Outcome, speak: Speak) -> str:
    page = io.StringIO(newline="")
    lines = csv.writer(page, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    lines.writerow([safe(speak(f"outcome-column-{column}")) for column in COLUMNS])
    for _question, piles in outcome.notes_in_order:
        for theme, notes in piles:
            title = theme.title if theme else ""
            lines.writerows([safe(cell) for cell in _row(note, title, speak)] for note in notes)
    return BYTE_ORDER_MARK + page.getvalue()


def safe(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would calculate."""
    cell = clean(cell)
    return "'" + cell if FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Take the apostrophe of `safe` away again."""
    return cell.removeprefix("'")


def _row(note: Note, theme: str, speak: Speak) -> tuple[str, ...]:
    return (
        f"n{note.number}",
        note.question or "",
        note.round,
        note.table,
        speak(f"outcome-kind-{note.kind}") if note.kind else "",
        note.text.lang,
        theme,
        note.text.text,
        " ".join(f"f{number}" for number in note.findings),
    )

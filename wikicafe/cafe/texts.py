"""Texts people wrote, made fit to keep: control characters go, length and emptiness are judged."""

from __future__ import annotations

import re
import unicodedata

from wikicafe.cafe.messages import Refused

LONGEST_NOTE = 2_000  # code points; the screen counts to 600
LONGEST_LINE = 300  # titles, findings
LONGEST_NAME = 80
LONGEST_STATEMENT = 10_000
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")


def cleaned(text: str) -> str:
    """Drop what no keyboard writes: control characters but newline, lone surrogates, NUL."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def one_line(text: str) -> str:
    return " ".join(cleaned(text).split())


def shows_something(text: str) -> bool:
    """Say whether there is anything to see: a zero-width space or a mark of direction is nothing."""
    return any(unicodedata.category(letter)[0] not in "CZ" for letter in text)


def language(tag: str) -> str:
    """Return the tag, or "und" (undetermined) if it is none."""
    return tag if LANGUAGE.fullmatch(tag) else "und"


def note_text(text: str) -> str | Refused:
    text = cleaned(text)
    if not shows_something(text):
        return Refused("note-empty")
    if len(text) > LONGEST_NOTE:
        return Refused("note-too-long", (LONGEST_NOTE, len(text)))
    return text


def line(text: str, longest: int = LONGEST_LINE) -> str | Refused:
    text = one_line(text)
    if not shows_something(text):
        return Refused("text-missing")
    if len(text) > longest:
        return Refused("text-too-long", (longest, len(text)))
    return text

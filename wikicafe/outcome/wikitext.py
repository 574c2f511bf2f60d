"""Pieces of wikitext out of anybody's words: escaping, translate units, headings.

People's text may hold anything; here it becomes plain text and numeric entities only.
"""

from __future__ import annotations

import html
import re

from wikicafe.outcome.document import Text
from wikicafe.outcome.text import clean, language, one_line

ALWAYS_PLAIN = ",.?()"
BETWEEN_LETTERS = re.compile(r"(?<=[^\W_])['-](?=[^\W_])")  # don't, re-export
ASCII_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
READABLE_STOP = re.compile(r"(?<=\w)&#(?:58|59|33);(?= |$)")  # : ; !
NUMBER = re.compile(r"\d+(?:[-.,\u00a0\u202f]\d+)*")
# "RFC 1" and "ISBN 123…" become links on their own; a written-out space stops that.
MAGIC_LINK = re.compile(r"(?<=RFC|MID|SBN)(?P<space>[ \u00a0\u2000-\u200a\u202f\u205f\u3000])")


def safe(text: str) -> str:
    """Write a person's text so that MediaWiki sees nothing but text; unescaping gives it back."""
    text = clean(text)
    keep = {match.start() for match in BETWEEN_LETTERS.finditer(text)}
    out = [_character(text, index, index in keep) for index in range(len(text))]
    return MAGIC_LINK.sub(lambda found: f"&#{ord(found['space'])};", "".join(out))


def _character(text: str, index: int, keep: bool) -> str:
    character = text[index]
    if character in "\n\t\u2028\u2029\x85":
        return f"&#{ord(character)};"
    if character == " ":
        inside = 0 < index < len(text) - 1 and text[index - 1] != " "
        return " " if inside and not _is_french(text, index) else "&#32;"
    if ASCII_PUNCTUATION.match(character) and character not in ALWAYS_PLAIN and not keep:
        return f"&#{ord(character)};"
    return character


def _is_french(text: str, index: int) -> bool:
    """Tell whether MediaWiki would set another space here, as French does beside ? and « »."""
    return text[index + 1] in "?»›" or text[index - 1] in "«‹"


def people(text: Text, page: str) -> str:
    """A person's text, marked with its language where that is not the page's."""
    words = safe(one_line(text.text))
    if language(text.lang) == page:
        return words
    return f'<bdi lang="{language(text.lang)}" dir="{text.dir}">{words}</bdi>'


def unit(text: str) -> str:
    return f"<translate>{text}</translate>"


def ours(text: str) -> str:
    """One of our sentences as a unit; its numbers are no business of translators.

    Stops before a space stay readable: only the text of a person could make mischief of them.
    """
    pieces, last = [], 0
    for name, found in enumerate(NUMBER.finditer(text), start=1):
        pieces += [safe_inside(text[last : found.start()])]
        pieces += [f'<tvar name="{name}">{found[0]}</tvar>']
        last = found.end()
    sentence = "".join([*pieces, safe_inside(text[last:])])
    return unit(READABLE_STOP.sub(lambda found: html.unescape(found[0]), sentence))


def safe_inside(text: str) -> str:
    """`safe` for a piece of a longer line: spaces at its ends stay spaces."""
    bare = text.strip(" ")
    if not bare:
        return text[:1]
    start, end = " " * text.startswith(" "), " " * text.endswith(" ")
    return start + safe(bare) + end


def heading(text: str, level: int = 2) -> str:
    return f"\n<translate>\n{'=' * level} {safe(one_line(text))} {'=' * level}\n</translate>\n"

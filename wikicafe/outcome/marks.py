"""Carry translators' unit marks from a page on the wiki over to a newly made one.

The Translate extension writes `<!--T:7-->` into a page that was marked for translation; with its
mark a unit keeps its translations. We make no marks: where a unit says what it said, its mark goes
along; where only numbers in <tvar> differ, too. Everything else is a new unit.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator

TRANSLATE = re.compile(r"<translate>(.*?)</translate>", re.DOTALL)
MARK = re.compile(r"[ \n]?<!--T:\w+-->[ \n]?")
BARE_MARK = re.compile(r"<!--T:\w+-->")
TVAR = re.compile(r"(<tvar name=[^>]*>).*?(</tvar>)", re.DOTALL)
HEADING = re.compile(r"(=+) .* \1", re.DOTALL)


def carry(old: str, new: str) -> str:
    """Return `new` with the marks that `old` has for the same units."""
    known: dict[str, deque[str]] = defaultdict(deque)
    for said, mark in _marked(old):
        known[said].append(mark)
    return TRANSLATE.sub(_marking(known), new)


def _marked(page: str) -> Iterator[tuple[str, str]]:
    """Every unit of a page that has a mark; blank lines split units."""
    for found in TRANSLATE.finditer(page):
        for piece in re.split(r"\n{2,}", found[1]):
            if mark := BARE_MARK.search(piece):
                yield _said(piece), mark[0]


def _said(piece: str) -> str:
    """What a unit says, for comparing: without mark, numbers and spaces around."""
    return TVAR.sub(r"\1\2", MARK.sub("", piece)).strip()


def _marking(known: dict[str, deque[str]]) -> Callable[[re.Match[str]], str]:
    def with_mark(found: re.Match[str]) -> str:
        waiting = known.get(_said(found[1]))
        if not waiting or BARE_MARK.search(found[1]):
            return found[0]
        mark, piece = waiting.popleft(), found[1]
        if HEADING.fullmatch(piece.strip()):  # after a heading, on its line
            return f"<translate>\n{piece.strip()} {mark}\n</translate>"
        return f"<translate>{mark} {piece}</translate>"

    return with_mark

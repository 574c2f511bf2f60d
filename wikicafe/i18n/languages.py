"""What CLDR (through Babel) knows of a language: direction, plurals, numbers, dates, its own name.

Codes are the catalogue's, as at translatewiki.net and in MediaWiki: "zh-hans", lower case, with hyphens.
"""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal

LONGEST_WISH = 1000  # characters of an Accept-Language header that are looked at
_WISH = re.compile(
    r"([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?"
)
# CLDR's minimumGroupingDigits, which Babel does not follow: 1234 but 12.345.
_LONE_THOUSANDS = {"es", "pl", "pt-pt", "it"}
_PLURALS = ("zero", "one", "two", "few", "many", "other")


def direction(lang: str) -> Literal["ltr", "rtl"]:
    """Say in which direction a language is written; "ltr" for one nobody knows."""
    return "rtl" if locale_of(lang).text_direction == "rtl" else "ltr"


def autonym(lang: str) -> str:
    """Name a language in itself: "français"; the code if nobody knows it."""
    locale = _locale(lang)
    return (locale.get_display_name() if locale else None) or lang


def number(lang: str, amount: float) -> str:
    """Write a number as the language does: 1,234.5, 1.234,5, 1 234,5."""
    grouped = lang not in _LONE_THOUSANDS or abs(amount) >= 10_000
    return format_decimal(amount, locale=locale_of(lang), group_separator=grouped)


def date(lang: str, at: datetime, zone: tzinfo | None = None, *, parts: str = "date") -> str:
    """Write a moment as the language does.

    parts: "date" (20 November 2026), "time" (15:53) or "both".
    """
    at, locale = at.astimezone(zone), locale_of(lang)
    if parts == "date":
        return format_date(at, format="long", locale=locale)
    if parts == "time":
        return format_time(at, format="short", locale=locale)
    return format_datetime(at, format="medium", locale=locale)


def plural_form(lang: str, amount: float) -> int:
    """Say which of a language's plural forms (in the order zero, one, two, few, many, other) a number takes."""
    rule = locale_of(lang).plural_form
    forms = [form for form in _PLURALS if form in {*rule.rules, "other"}]
    if math.isnan(amount):
        return forms.index("other")
    return forms.index(rule(int(amount) if amount.is_integer() else amount))


def match_among(wishes: str, codes: Sequence[str]) -> str | None:
    """Choose among codes the one that fits an Accept-Language header (or a single code) best.

    "zh-CN" and "zh" are "zh-hans" by CLDR's likely subtags; a script we lack is better than none at all.
    """
    for wish in _in_order(wishes):
        for candidate in _widening(wish):
            if candidate in codes:
                return candidate
        family = wish.split("-")[0]
        for code in codes:
            if code.split("-")[0] == family:
                return code
    return None


def locale_of(lang: str) -> Locale:
    """Give Babel's locale; English for a language nobody knows."""
    return _locale(lang) or Locale("en")


@cache
def _locale(lang: str) -> Locale | None:
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _in_order(wishes: str) -> Iterable[str]:
    """Read "fr-CH, fr;q=0.9, *;q=0.5" into codes, best first."""
    found: list[tuple[float, int, str]] = []
    for piece in wishes[:LONGEST_WISH].split(","):
        wish = _WISH.fullmatch(piece.strip())
        if wish and (quality := float(wish[2] or 1)) > 0:
            found.append((-quality, len(found), wish[1].lower().replace("_", "-")))
    return [code for _, _, code in sorted(found)]


def _widening(wish: str) -> Iterable[str]:
    """Yield a code, what it most likely means, and what is left when regions and scripts are dropped."""
    yield wish
    likely = get_global("likely_subtags")
    parts = wish.split("-")
    language = _FORMER.get(parts[0], parts[0])
    region = next((part.upper() for part in parts[1:] if len(part) == 2), None)
    script = next((part.title() for part in parts[1:] if len(part) == 4), None)
    full = likely.get(f"{language}_{region}") or likely.get(language)
    script = script or (full.split("_")[1] if full else None)
    if script:
        yield f"{language}-{script.lower()}"
    yield language


# Codes that browsers and Java still send.
_FORMER = {"in": "id", "iw": "he", "ji": "yi", "no": "nb"}

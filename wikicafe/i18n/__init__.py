"""Say a message in somebody's language. Knows the catalogue and the languages; never what is said to whom.

The catalogue (`en.json`, `qqq.json` with the explanations, `ar.json` …) is the one the browser uses
too, in MediaWiki's format; `static/src/shared/i18n.ts` says the same words.
"""

import json
from functools import cache
from pathlib import Path

from wikicafe.i18n.grammar import Parameter, render
from wikicafe.i18n.languages import autonym, date, direction, locale_of, match_among, number

__all__ = [
    "SOURCE",
    "autonym",
    "catalogue",
    "date",
    "direction",
    "every_key",
    "known",
    "languages",
    "locale_of",
    "match",
    "message",
    "number",
]

SOURCE = "en"
PSEUDO = "qqx"  # shows the keys instead of the texts, as MediaWiki does
EXPLANATIONS = "qqq"
FOLDER = Path(__file__).parent


def message(lang: str, key: str, *parameters: Parameter) -> str:
    """Say one message as plain text (escape it as any other); $1, $2 … are the parameters.

    A message missing in the language is said in English, an unknown key is shown as ⧼key⧽.
    Give numbers as numbers: {{PLURAL:$1|…}} and {{FORMATNUM:$1}} do the rest.
    """
    if lang == PSEUDO:
        return f"({key}: {', '.join(map(str, parameters))})" if parameters else f"({key})"
    for language in (lang, SOURCE):
        if (text := catalogue(language).get(key)) is not None:
            return render(text, language, parameters)
    return f"⧼{key}⧽"


def languages() -> tuple[str, ...]:
    """List the languages of the catalogue, English first."""
    codes = sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != EXPLANATIONS)
    return (SOURCE, *(code for code in codes if code != SOURCE))


def known(code: str | None) -> str | None:
    """Give the catalogue's own code for a wish like `?uselang=zh-CN`; None if we do not speak it."""
    if code == PSEUDO:
        return PSEUDO
    return match_among(code or "", languages())


def match(accept: str | None) -> str:
    """Choose the best language for an Accept-Language header; English if none fits."""
    return match_among(accept or "", languages()) or SOURCE


def every_key() -> frozenset[str]:
    """List all keys of the catalogue."""
    return frozenset(catalogue(SOURCE))


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Read all messages of one language; empty for a language we do not speak."""
    if lang not in (*languages(), EXPLANATIONS):
        return {}
    texts = json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8"))
    return {key: text for key, text in texts.items() if not key.startswith("@")}

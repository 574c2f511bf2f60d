"""Turn a message in MediaWiki's syntax into plain text. No language is chosen here, no file read.

Understands $1, {{PLURAL:$1|one|many|0=none}}, {{GENDER:$1|he|she|they}}, {{FORMATNUM:$1}} and
{{BIDI:$1}}, each inside each other, as banana-i18n 2.4 does in the browser: a test compares both.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from wikicafe.i18n.languages import number, plural_form

Parameter = str | int | float

# Embedding marks, not the newer isolates: banana-i18n writes these.
LEFT_TO_RIGHT, RIGHT_TO_LEFT, POP = "\u202a", "\u202b", "\u202c"
_TOKEN = re.compile(r"\{\{|\}\}|\||\$\d+|[^{}|$\\]+|.", re.DOTALL)
# banana-i18n cannot read these beside a call, or reads them as something else.
_FORBIDDEN = {"{", "}", "}}", "$", "\\"}
_COUNT = re.compile(r"\s*[-+]?\d+(\.\d+)?")
_EXPLICIT = re.compile(r"(\d+)=(.*)", re.DOTALL)


class Broken(ValueError):
    """The message is not well formed: a brace is missing or the word before the colon is unknown."""


class Slot(NamedTuple):
    """$1 is Slot(0)."""

    place: int


class Call(NamedTuple):
    """{{WORD:first|second}}."""

    word: str
    arguments: tuple["Text", ...]


Text = tuple[str | Slot | Call, ...]


def render(text: str, lang: str, parameters: Sequence[Parameter]) -> str:
    """Fill in the parameters and work out the calls. Raises Broken if the message is not well formed."""
    return _say(parse(text), lang, parameters)


@lru_cache(maxsize=8192)  # all messages of all languages, several times over
def parse(text: str) -> Text:
    """Read a message once. Raises Broken."""
    if "{{" not in text:
        return _flat(text)
    tokens = _TOKEN.findall(text)
    parsed, rest = _sequence(tokens, 0, inside=False)
    if rest != len(tokens):
        raise Broken(text)
    return parsed


def slots(text: str) -> set[int]:
    """List the parameters a message uses, $1 as 1."""
    return {int(found) for found in re.findall(r"\$(\d+)", text)}


def _flat(text: str) -> Text:
    pieces = re.split(r"(\$\d+)", text)
    return tuple(
        Slot(int(piece[1:]) - 1) if place % 2 else piece
        for place, piece in enumerate(pieces)
        if piece
    )


def _sequence(tokens: list[str], at: int, *, inside: bool) -> tuple[Text, int]:
    found: list[str | Slot | Call] = []
    while at < len(tokens):
        token = tokens[at]
        if inside and token in ("|", "}}"):
            break
        if token == "{{":
            call, at = _call(tokens, at + 1)
            found.append(call)
            continue
        if token in _FORBIDDEN:
            raise Broken("".join(tokens))
        found.append(Slot(int(token[1:]) - 1) if re.fullmatch(r"\$\d+", token) else token)
        at += 1
    return tuple(found), at


def _call(tokens: list[str], at: int) -> tuple[Call, int]:
    arguments = []
    while True:
        argument, at = _sequence(tokens, at, inside=True)
        arguments.append(argument)
        if at >= len(tokens):
            raise Broken("".join(tokens))
        at += 1
        if tokens[at - 1] == "}}":
            return _named(arguments, "".join(tokens)), at


def _named(arguments: list[Text], text: str) -> Call:
    head = arguments[0]
    word, colon, rest = (
        head[0].partition(":") if head and isinstance(head[0], str) else ("", "", "")
    )
    if not colon or word.strip().upper() not in _WORDS:
        raise Broken(text)
    # banana-i18n drops an empty form, so that "note{{PLURAL:$1||s}}" would say "1 notes" there.
    if word.strip().upper() == "PLURAL" and not all(arguments[1:]):
        raise Broken(text)
    first: Text = (*((rest,) if rest else ()), *head[1:])
    return Call(word.strip().upper(), (first, *arguments[1:]))


def _say(text: Text, lang: str, parameters: Sequence[Parameter]) -> str:
    return "".join(_piece(piece, lang, parameters) for piece in text)


def _piece(piece: str | Slot | Call, lang: str, parameters: Sequence[Parameter]) -> str:
    match piece:
        case str():
            return piece
        case Slot(place):
            return _plain(parameters[place]) if place < len(parameters) else f"${place + 1}"
        case Call(word, arguments):
            said = [_say(argument, lang, parameters) for argument in arguments]
            return _WORDS[word](lang, said[0], said[1:])


def _plain(parameter: Parameter) -> str:
    """Write a number as JavaScript does: 2.0 is 2."""
    if isinstance(parameter, float) and parameter.is_integer():
        return str(int(parameter))
    return str(parameter)


def _plural(lang: str, count: str, forms: list[str]) -> str:
    found = _COUNT.match(count)
    amount = float(found[0]) if found else float("nan")
    ordinary = []
    for form in forms:
        explicit = _EXPLICIT.match(form)
        if explicit is None:
            ordinary.append(form)
        elif float(explicit[1]) == amount:
            return explicit[2]
    return ordinary[min(plural_form(lang, amount), len(ordinary) - 1)] if ordinary else ""


def _gender(lang: str, who: str, forms: list[str]) -> str:
    if not forms:
        return ""
    masculine, feminine = forms[0], forms[min(1, len(forms) - 1)]
    neutral = forms[2] if len(forms) == 3 else masculine
    return {"male": masculine, "female": feminine}.get(who, neutral)


def _formatnum(lang: str, amount: str, _: list[str]) -> str:
    try:
        return number(lang, float(amount))
    except ValueError:
        return amount


def _bidi(lang: str, text: str, _: list[str]) -> str:
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return f"{LEFT_TO_RIGHT}{text}{POP}"
            case "R" | "AL":
                return f"{RIGHT_TO_LEFT}{text}{POP}"
    return text


_WORDS: dict[str, Callable[[str, str, list[str]], str]] = {
    "PLURAL": _plural,
    "GENDER": _gender,
    "FORMATNUM": _formatnum,
    "BIDI": _bidi,
}

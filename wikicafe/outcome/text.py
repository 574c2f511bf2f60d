"""People's text before it is printed anywhere: what no format can carry is taken out, once, here."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "arz", "azb", "ckb", "dv", "fa", "glk", "he", "khw", "ks", "lrc")
    + ("mzn", "nqo", "pnb", "ps", "sd", "ug", "ur", "yi")
)
# Neither XML nor MediaWiki accept these, not even as numeric entities; DEL is MediaWiki's own
# strip marker; lone surrogates cannot be encoded at all.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")


def clean(text: str) -> str:
    """Take out control characters and lone surrogates; make every line break a newline."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Put a text on one line, without spaces around it."""
    return " ".join(clean(text).split())


def paragraphs(text: str) -> tuple[str, ...]:
    """Cut a longer text at its line breaks; empty lines vanish."""
    return tuple(line.strip() for line in clean(text).splitlines() if line.strip())


def language(code: str) -> str:
    """Answer the language code if it is one, `und` (undetermined) otherwise."""
    return code if LANGUAGE.fullmatch(code) else "und"


def direction(code: str) -> str:
    """Say rtl or ltr; `auto` where the language is not known."""
    code = language(code).lower()
    if code == "und":
        return "auto"
    return "rtl" if code in RIGHT_TO_LEFT or code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def web_address(url: str) -> str | None:
    """Answer an address that is safe inside a link of any format, or None if it is not http(s)."""
    try:
        parts = urlsplit(clean(url).strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not HOST.fullmatch(parts.netloc):
        return None
    path = quote(parts.path, safe="/%~.-_:,;=@")
    query = "?" + quote(parts.query, safe="/%~.-_:,;=&@") if parts.query else ""
    fragment = "#" + quote(parts.fragment, safe="/%~.-_:,;=") if parts.fragment else ""
    return f"{parts.scheme.lower()}://{parts.netloc}{path}{query}{fragment}"

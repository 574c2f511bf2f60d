"""Is a quotation in the note it is said to come from? Word for word, or it is refused."""

from __future__ import annotations

import re
import unicodedata

FEWEST_WORDS = 3
SAME = str.maketrans(
    {
        "’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
    }
)  # fmt: skip
LEFT_OUT = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|\.\.\.|…")


def is_verbatim(quote: str, text: str) -> bool:
    """Tell whether a quotation of at least three words stands in the text, whole words only.

    Dashes, quotation marks, spaces and case may differ; nothing may be left out or put in.
    """
    plain = _plain(quote)
    if LEFT_OUT.search(quote) or len(plain.split()) < FEWEST_WORDS:
        return False
    return re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", _plain(text)) is not None


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(SAME).casefold()
    return " ".join(folded.split()).strip("\"' ")

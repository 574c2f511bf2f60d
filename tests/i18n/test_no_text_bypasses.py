"""No text for people stands anywhere but in the catalogue, and nothing stands there for nobody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from wikicafe import i18n

ROOT = Path(__file__).parent.parent.parent
PLACES = {
    "wikicafe": {".py"},
    "static/src": {".ts", ".vue"},
    "templates": {".html", ".txt", ".svg"},
}
# Codex asks for its labels by these names; a table in our own code may turn them into ours.
ASKED_BY_OTHERS = ("cdx-",)
# The same in every language.
NOT_TRANSLATED = {"WikiCafé", "QR", "PDF", "CSV", "JSON", "CC", "BY", "SA", "URL"}

KEY = r"[a-z0-9]+(?:-[a-z0-9_]+)*"
ASKED_IN_BROWSER = re.compile(rf"\b(?:msg|knows|speak)\(\s*(['\"`])({KEY})\1")
ASKED_IN_PYTHON = re.compile(rf"\bmessage\(\s*[^,()]+,\s*\"({KEY})\"")
QUOTED = re.compile(rf"['\"`]({KEY})['\"`]")
# `refusal-${code}`, f"kind-{kind}", 'step-' ~ kind, "step-" + kind
FAMILY = re.compile(r"['\"`]([a-z0-9]+(?:-[a-z0-9]+)*-)(?:\$?\{|['\"`]\s*[~+%])")

UNSEEN = re.compile(
    r"<script.*?</script>|<style.*?</style>|<!--.*?-->|<![Dd][^>]*>|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|&\w+;",
    re.DOTALL,
)
TAG = re.compile(r"</?[a-zA-Z][^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
SPOKEN_ATTRIBUTE = re.compile(r"\s(?:aria-label|placeholder|title|alt|label)=\"([^\"]*)\"")
ATTRIBUTE = re.compile(r"[\w-]+=\"[^\"]*\"")  # left over where a macro writes attributes
WORDS = re.compile(r"[^\W\d_]{2,}")


def sources() -> Iterator[tuple[str, str]]:
    for folder, endings in PLACES.items():
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and ".test." not in path.name and "i18n" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def asked_for() -> set[tuple[str, str]]:
    """List (file, key) for every message somebody asks for by its whole name."""
    return {
        (name, key)
        for name, text in sources()
        for key in (
            ASKED_IN_PYTHON.findall(text)
            if name.endswith(".py")
            else [key for _, key in ASKED_IN_BROWSER.findall(text)]
        )
    }


def test_every_message_asked_for_exists() -> None:
    assert sorted(place for place in asked_for() if place[1] not in i18n.every_key()) == []


def test_every_message_is_asked_for() -> None:
    everything = [text for _, text in sources()]
    named = {key for text in everything for key in QUOTED.findall(text)}
    families = tuple({start for text in everything for start in FAMILY.findall(text)})
    unused = [
        key
        for key in i18n.every_key() - named
        if not key.startswith(families) and not key.startswith(ASKED_BY_OTHERS)
    ]
    assert sorted(unused) == []


def seen(text: str, name: str) -> list[str]:
    """List the words a page shows that no message says."""
    if name.endswith(".vue"):
        text = text[text.find("<template") : text.rfind("</template>")]
    text = UNSEEN.sub(" ", text)
    spoken = [value for tag in TAG.findall(text) for value in SPOKEN_ATTRIBUTE.findall(tag)]
    told = ATTRIBUTE.sub(" ", TAG.sub(" ", text))
    words = WORDS.findall(" ".join([told, *spoken]))
    return [word for word in words if word not in NOT_TRANSLATED]


def test_pages_show_no_words_of_their_own() -> None:
    pages = [(name, text) for name, text in sources() if name.endswith((".vue", ".html"))]
    assert {name: seen(text, name) for name, text in pages if seen(text, name)} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<template><p :class="{ a: b > 1 }">{{ msg("x") }}</p></template>', []),
        ("<template><p>Hello {{ name }}</p></template>", ["Hello"]),
        ('<template><b aria-label="Close" @click="() => go()">×</b></template>', ["Close"]),
        ('<template><CdxIcon :icon="cdxIconAdd" /> · 5 – WikiCafé</template>', []),
    ],
)
def test_words_of_a_page_are_found(text: str, words: list[str]) -> None:
    assert seen(text, "a.vue") == words

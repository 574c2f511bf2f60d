"""Whatever people write is printed as text: read by the parsers of others, it is what they wrote."""

import csv
import html
import io
import re

import mwparserfromhell
import pytest
from hypothesis import example, given
from mwparserfromhell.nodes import HTMLEntity, Text

from tests.outcome.evil import CORPUS, TEXTS
from wikicafe.outcome import to_csv, to_markdown, wikitext
from wikicafe.outcome.text import clean, direction, language, one_line, paragraphs, web_address


def each_of_the_corpus(test: object) -> object:
    for text in CORPUS:
        test = example(text)(test)  # type: ignore[operator]
    return test


@each_of_the_corpus
@given(TEXTS)
def test_wikitext_sees_text_only_and_reads_it_back(text: str) -> None:
    printed = wikitext.safe(text)
    nodes = mwparserfromhell.parse(printed).nodes
    assert {type(node) for node in nodes} <= {Text, HTMLEntity}
    assert html.unescape(printed) == clean(text)


@each_of_the_corpus
@given(TEXTS)
def test_wikitext_of_a_text_is_one_line_without_traps(text: str) -> None:
    printed = wikitext.safe(text)
    assert not re.search(
        r"[\n\t]|^ | $|  |//|--|''|~~|__|(?:ISBN|RFC|PMID)\s|[\[\]{}|<>=*$]", printed
    )


@each_of_the_corpus
@given(TEXTS)
def test_a_spreadsheet_calculates_nothing_and_the_cell_reads_back(text: str) -> None:
    page = io.StringIO(newline="")
    csv.writer(page, quoting=csv.QUOTE_ALL).writerow([to_csv.safe(text), "next"])
    (row,) = csv.reader(io.StringIO(page.getvalue(), newline=""))
    assert to_csv.plain(row[0]) == clean(text)
    assert row[1] == "next"
    assert row[0].lstrip(" \t\r\n\u00a0\u200b\ufeff\u3000")[:1] not in tuple("=+-@＝＋－＠")


@each_of_the_corpus
@given(TEXTS)
def test_markdown_has_a_backslash_before_all_that_could_be_mark_up(text: str) -> None:
    printed = to_markdown.safe(text)
    assert "\n" not in printed
    assert printed == printed.strip()
    unescaped = re.sub(r"\\[!-/:-@\[-`{-~]", "", printed)
    assert not re.search(r"[<>&\[\]*_`~|#\\/{}=+$^%]", unescaped)
    assert not re.match(r"\s*([-+*]|\d+[.)])(\s|$)", printed)
    words = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", printed).replace("\u2060@\u2060", "@")
    assert words == one_line(text)


@each_of_the_corpus
@given(TEXTS)
def test_markdown_parsers_find_text_only(text: str) -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt(
        "gfm-like" if _has_linkify() else "commonmark"
    )
    printed = to_markdown.safe(text)
    if not printed:
        return
    tokens = parser.parse(f"- {printed}\n")
    inline = [token for token in tokens if token.type == "inline"]
    assert [token.type for token in tokens if token.nesting >= 0] == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
    ]
    assert {child.type for child in inline[0].children} <= {"text", "text_special"}
    said = "".join(child.content for child in inline[0].children)
    assert said.replace("\u2060@\u2060", "@") == one_line(text)


def _has_linkify() -> bool:
    try:
        import linkify_it  # noqa: F401
    except ImportError:
        return False
    return True


@each_of_the_corpus
@given(TEXTS)
def test_a_cleaned_text_can_be_written_anywhere(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", cleaned)
    assert clean(cleaned) == cleaned
    assert all(line and line == line.strip() for line in paragraphs(text))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        (
            "https://meta.wikimedia.org/wiki/WikiCafé",
            "https://meta.wikimedia.org/wiki/WikiCaf%C3%A9",
        ),
        ("HTTP://a.b:8080/x?y=z#w", "http://a.b:8080/x?y=z#w"),
        ("https://a.b/%20", "https://a.b/%20"),
        ("https://a.b/x y\"'<>()[]|{}", "https://a.b/x%20y%22%27%3C%3E%28%29%5B%5D%7C%7B%7D"),
        ("javascript:alert(1)", None),
        ("//a.b", None),
        ("https://", None),
        ("https://user:secret@a.b", None),
        ("http://[::1", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_an_address_is_http_and_holds_nothing_that_ends_it(address: str, safe: str | None) -> None:
    assert web_address(address) == safe


def test_a_language_is_a_code_or_undetermined() -> None:
    assert [language(code) for code in ("sv", "zh-hans", '"x', "", "e n")] == [
        "sv",
        "zh-hans",
        "und",
        "und",
        "und",
    ]


def test_directions() -> None:
    assert [direction(code) for code in ("ar", "fa-IR", "en", "und", "'")] == [
        "rtl",
        "rtl",
        "ltr",
        "auto",
        "auto",
    ]

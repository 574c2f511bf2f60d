"""A café full of mischief has the same bones in every form as the good one; only its words differ."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import mwparserfromhell
import pytest
from hypothesis import given, settings
from msgspec.structs import replace
from mwparserfromhell.nodes import HTMLEntity, Tag, Text, Wikilink

from tests.outcome.evil import CORPUS, TEXTS
from tests.outcome.small_cafe import small_cafe, speak
from wikicafe.cafe.design import Question, Reading
from wikicafe.cafe.state import Cafe, Statement
from wikicafe.outcome import Outcome, compose, to_csv, to_html, to_json, to_markdown, to_wikitext
from wikicafe.outcome.text import clean, one_line

GOOD = small_cafe().cafe


def evil(text: str) -> Cafe:
    """The small café with `text` wherever somebody can write, past all that cleans coming in."""
    text += "x"  # never empty: what has no words at all is not printed
    plan = GOOD.plan
    plan = type(plan)(
        title=text,
        purpose=text,
        guiding_question=text,
        readings=(Reading(text, "https://example.org/" + text),),
        languages=plan.languages,
        questions=tuple(Question(q.id, text, q.lang) for q in plan.questions),
        agenda=plan.agenda,
        place=text,
        date=text,
        organisers=text,
        licence=text,
    )
    return replace(
        GOOD,
        design=plan,
        notes=GOOD.notes.update({n.id: replace(n, text=text) for n in GOOD.notes.values()}),
        themes=GOOD.themes.update({t.id: replace(t, title=text) for t in GOOD.themes.values()}),
        findings=GOOD.findings.update(
            {f.id: replace(f, text=text) for f in GOOD.findings.values()}
        ),
        statement=Statement(" ".join(text.split()), "en"),
    )


def outcome_of(text: str) -> Outcome:
    return compose(evil(text), speak)


EXAMPLES = settings(max_examples=60, deadline=None)


def wiki_bones(page: str) -> list[str]:
    bones = []
    for node in mwparserfromhell.parse(page).ifilter(recursive=True):
        if isinstance(node, Tag):
            attributes = [str(attribute).strip() for attribute in node.attributes]
            bones.append(f"{node.tag} {attributes}")
        elif isinstance(node, Wikilink):
            bones.append(str(node))
        elif not isinstance(node, Text | HTMLEntity):
            bones.append(type(node).__name__)
    return bones


@EXAMPLES
@given(TEXTS)
def test_wikitext_keeps_its_bones(text: str) -> None:
    page = to_wikitext.render(outcome_of(text), speak)
    assert wiki_bones(page) == wiki_bones(to_wikitext.render(outcome_of("good"), speak))


@EXAMPLES
@given(TEXTS)
def test_wikitext_gives_every_note_back(text: str) -> None:
    page = mwparserfromhell.parse(to_wikitext.render(outcome_of(text), speak))
    said = [tag.contents for tag in page.filter_tags(matches=lambda tag: tag.tag == "bdi")]
    printed = [contents for contents in said if "Q2" not in contents]
    assert len(printed) == 7  # six notes, and the open question once more
    for contents in printed:
        assert {type(node) for node in contents.nodes} <= {Text, HTMLEntity}
        assert str(contents.strip_code(normalize=True, collapse=False)) == clean(text + "x")


class Bones(HTMLParser):
    """Tags with their attributes, and the text of every note."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[object] = []
        self.notes: list[str] = []
        self._inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(
            (tag, [a for a in attrs if a[0] != "href" or (a[1] or "").startswith("#")])
        )
        self._inside = ("class", "note__text") in attrs
        if self._inside:
            self.notes.append("")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")
        self._inside = False

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.notes[-1] += data


@EXAMPLES
@given(TEXTS)
def test_html_keeps_its_bones_and_gives_every_note_back(text: str) -> None:
    page = Bones(to_html.render(outcome_of(text), speak))
    assert page.tags == Bones(to_html.render(outcome_of("good"), speak)).tags
    assert page.notes == [clean(text + "x")] * 6


@pytest.mark.parametrize("text", ["good", *CORPUS])
def test_html_loads_and_runs_nothing(text: str) -> None:
    page = Bones(to_html.render(outcome_of(text), speak))
    names = {tag[0] for tag in page.tags if isinstance(tag, tuple)}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    attributes = {a[0] for tag in page.tags if isinstance(tag, tuple) for a in tag[1]}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "style")}


@EXAMPLES
@given(TEXTS)
def test_csv_gives_every_note_back(text: str) -> None:
    page = to_csv.render(outcome_of(text), speak)
    assert page.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(page.removeprefix("\ufeff"), newline=""))
    assert len(rows) == 6
    assert {len(row) for row in rows} == {len(header)}
    assert {to_csv.plain(row[header.index("Text")]) for row in rows} == {clean(text + "x")}


@EXAMPLES
@given(TEXTS)
def test_json_gives_every_note_back(text: str) -> None:
    read = json.loads(to_json.render(outcome_of(text), speak))
    assert read["wikicafe-outcome"] == {"version": 1}
    assert {note["text"] for note in read["notes"]} == {clean(text + "x")}


@EXAMPLES
@given(TEXTS)
def test_markdown_keeps_its_bones(text: str) -> None:
    def bones(page: str) -> list[str]:
        return [line.split(" ")[0] for line in page.splitlines()]

    page, good = (to_markdown.render(outcome_of(t), speak) for t in (text, "good"))
    lines = [line for line in bones(page) if line in LINE_STARTS]
    assert lines == [line for line in bones(good) if line in LINE_STARTS]
    assert page.count("\n") == good.count("\n")
    assert page.count(to_markdown.safe(one_line(text + "x"))) >= 20


LINE_STARTS = {"#", "##", "###", "####", "-", ">", "|"}

"""A real MediaWiki shows what people wrote, letter by letter, and nothing of it fires."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.outcome.evil import CORPUS, TEXTS
from tests.outcome.mediawiki import SCRIPTS, MediaWiki, Rendered
from tests.outcome.test_evil_cafe import outcome_of
from wikicafe.outcome import to_wikitext, wikitext
from wikicafe.outcome.document import Text
from wikicafe.outcome.text import one_line

from .small_cafe import speak

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("mediawiki"),
    pytest.mark.skipif(
        not (shutil.which("php") and SCRIPTS.is_dir()),
        reason="no MediaWiki here: scripts/install-mediawiki installs one",
    ),
]


@pytest.fixture(scope="module")
def mediawiki(tmp_path_factory):
    return MediaWiki(tmp_path_factory.mktemp("mediawiki"))


def printed(texts: list[str]) -> str:
    """A list of what people wrote, as the outcome page prints it."""
    return "\n".join(f"* {wikitext.people(Text(text, 'sv'), 'en')}" for text in texts)


def test_every_evil_text_is_shown_as_it_was_written(mediawiki):
    shown = Rendered(mediawiki.parse(printed(list(CORPUS))))
    assert shown.said == [one_line(text) for text in CORPUS]
    assert set(shown.tags) == {"ul", "li", "bdi lang=sv dir=ltr"}


# Without shrinking: each try is a page of its own through PHP.
@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(TEXTS, min_size=100, max_size=300))
def test_any_text_is_shown_as_it_was_written(mediawiki, texts):
    shown = Rendered(mediawiki.parse(printed(texts)))
    assert shown.said == [one_line(text) for text in texts]
    assert set(shown.tags) == {"ul", "li", "bdi lang=sv dir=ltr"}


def test_french_spaces_stay_what_they_were(mediawiki):
    text = "Pourquoi ? « Parce que » ‹ oui › non ! et : 5 % ; fin"
    assert Rendered(mediawiki.parse(printed([text]))).said == [text]


def test_saving_signs_and_fills_in_nothing(mediawiki):
    page = printed(list(CORPUS))
    assert mediawiki.kept(page).strip() == page.strip()


@pytest.mark.parametrize("text", [" ".join(CORPUS[:30]), " ".join(CORPUS[30:])])
def test_a_whole_page_of_mischief_has_the_bones_of_a_good_one(mediawiki, text):
    evil, good = (
        Rendered(mediawiki.parse(to_wikitext.render(outcome_of(words), speak)))
        for words in (text, "good")
    )
    assert evil.tags == good.tags
    assert len(evil.said) == len(good.said)

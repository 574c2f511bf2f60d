"""A second export onto a page that is being translated: what says the same keeps its translations."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.cast import FATIMA
from tests.outcome.small_cafe import small_cafe, speak
from wikicafe.cafe.findings import AmendFinding
from wikicafe.outcome import compose, to_wikitext
from wikicafe.outcome.marks import carry

PAGE = to_wikitext.render(compose(small_cafe().cafe, speak), speak)


def marked(page: str) -> str:
    """What the Translate extension makes of our page when an administrator marks it."""
    number = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        if found[1].startswith("\n"):
            return f"<translate>\n{found[1].strip()} <!--T:{number}-->\n</translate>"
        return f"<translate><!--T:{number}--> {found[1]}</translate>"

    return re.sub(r"<translate>(.*?)</translate>", mark, page, flags=re.DOTALL)


def test_an_unchanged_page_keeps_all_its_marks() -> None:
    assert carry(marked(PAGE), PAGE) == marked(PAGE)


def test_carrying_twice_is_carrying_once() -> None:
    assert carry(marked(PAGE), carry(marked(PAGE), PAGE)) == marked(PAGE)


def test_a_page_without_marks_gets_none() -> None:
    assert carry(PAGE, PAGE) == PAGE
    assert carry("", PAGE) == PAGE


def test_only_what_was_amended_loses_its_mark() -> None:
    cafe = small_cafe()
    cafe.do(
        FATIMA, AmendFinding("takeaway", "Sharing needs tea", ("note-1",), "en", finding="f-away")
    )
    again = carry(marked(PAGE), to_wikitext.render(compose(cafe.cafe, speak), speak))
    assert again.count("<!--T:") == marked(PAGE).count("<!--T:") - 1
    assert "<translate>Sharing needs tea</translate>" in again


def test_another_number_in_a_sentence_keeps_its_mark() -> None:
    again = carry(marked(PAGE), to_wikitext.render(more_people(), speak))
    assert re.search(r'<translate><!--T:\d+--> <tvar name="1">7</tvar> people took part', again)


def more_people():
    return compose(small_cafe().join("gustavo").cafe, speak)


def test_marks_on_lines_of_their_own_are_found() -> None:
    old = "<translate>\n<!--T:4-->\nTea first\n\n<!--T:5-->\nThen talk\n</translate>"
    new = "* <translate>Then talk</translate>\n* <translate>Tea first</translate>"
    assert carry(old, new) == (
        "* <translate><!--T:5--> Then talk</translate>\n* <translate><!--T:4--> Tea first</translate>"
    )


@given(st.text(alphabet="<>!-T:1 \n=/translate", max_size=60))
def test_nonsense_as_the_old_page_changes_no_word(old: str) -> None:
    carried = carry(old, PAGE)
    assert re.sub(r" ?<!--T:\w+--> ?", "", carried) == PAGE

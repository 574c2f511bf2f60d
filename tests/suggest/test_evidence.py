"""Quotations are word for word, and the page says for whom it stands."""

import numpy as np
import pytest

from wikicafe.suggest.representation import audit
from wikicafe.suggest.verbatim import is_verbatim

NOTE = "We need “slow” spaces – not everybody can read a long page, says Ana."


@pytest.mark.parametrize(
    "quote",
    [
        "not everybody can read",
        'We need "slow" spaces - not',
        "LONG page, says ana",
        "  can   read a ",
    ],
)
def test_a_true_quotation_passes_whatever_its_dashes_and_case(quote):
    assert is_verbatim(quote, NOTE)


@pytest.mark.parametrize(
    "quote",
    [
        "not everyone can read",
        "can read",
        "need slow spaces […] long page",
        "need slow spaces... long page",
        "body can read a",
        "",
    ],
)
def test_a_quotation_with_another_word_is_refused(quote):
    assert not is_verbatim(quote, NOTE)


LIKENESS = np.array(
    [
        [1.0, 0.9, 0.1, 0.0],
        [0.9, 1.0, 0.1, 0.0],
        [0.1, 0.1, 1.0, 0.3],
        [0.0, 0.0, 0.3, 1.0],
    ],
    dtype=np.float32,
)
TABLES = {0: ["table 1"], 1: ["table 1"], 2: ["table 2"], 3: ["table 2"]}


def test_the_page_stands_for_its_evidence_and_what_is_near_it():
    found = audit([0, 1, 2, 3], [0], [], lambda n: LIKENESS[n], TABLES)
    assert found.share == 0.5
    assert found.by_group == {"table 1": 1.0, "table 2": 0.0}
    assert found.unheard == (3, 2)


def test_a_theme_a_finding_rests_on_is_heard():
    found = audit([0, 1, 2, 3], [0], [2, 3], lambda n: LIKENESS[n], TABLES)
    assert found.share == 1.0 and found.unheard == ()


def test_a_random_page_of_the_same_length_is_the_measure():
    found = audit([0, 1, 2, 3], [0], [], lambda n: LIKENESS[n], TABLES)
    assert found == audit([0, 1, 2, 3], [0], [], lambda n: LIKENESS[n], TABLES)
    assert 0.25 < found.chance < 1.0


def test_a_page_without_evidence_stands_for_nobody():
    assert audit([0, 1], [], [], lambda n: LIKENESS[n], TABLES).share == 0.0

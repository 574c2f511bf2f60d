"""What may tell who somebody is, found in all that would be published."""

from __future__ import annotations

import pytest

from tests.cast import AMA, BO, FATIMA, running_cafe
from wikicafe.cafe.moderation import HideNote
from wikicafe.cafe.participants import AmendProfile
from wikicafe.cafe.publishing import WriteStatement
from wikicafe.cafe.themes import OpenTheme
from wikicafe.outcome.revealing import clues


def found(text: str, **profile: str) -> list[tuple[str, str]]:
    cafe = running_cafe()
    if profile:
        cafe.do(BO, AmendProfile(profile["name"], ("en",)))
    cafe.write(AMA, text)
    return [(clue.kind, clue.words) for clue in clues(cafe.cafe)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("write to ama.antwi+cafe@example.org.", "email", "ama.antwi+cafe@example.org"),
        ("почта: имя@пример.рф", "email", "имя@пример.рф"),
        ("see https://example.org/ama, please", "address", "https://example.org/ama"),
        ("see www.example.org", "address", "www.example.org"),
        ("ask @ama_antwi!", "handle", "@ama_antwi"),
        ("ask User:Ama", "handle", "User:Ama"),
        ("call +233 24 412-3456", "telephone", "+233 24 412-3456"),
        ("call (024) 412 3456 now", "telephone", "(024) 412 3456"),
        ("Dmitri never comes", "name", "Dmitri"),
        ("as DMITRI said", "name", "DMITRI"),
    ],
)
def test_it_is_found(text: str, kind: str, words: str) -> None:
    assert (kind, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "from 2019-05-01 to 2021", "on 24.12.2025", "2019 - 2021", "about 100 000 people",
        "we need 12 rooms", "an a@b", "amazing, hannah", "price 3.50 @ 10", "",
    ],
)  # fmt: skip
def test_it_is_left_alone(text: str) -> None:
    assert found(text or "nothing") == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("王小明", "我同意王小明的意见", "王小明"),
        ("José García", "Garcia, García!", "García"),
        ("Anne-Marie O'Neil", "Anne-Marie knows", "Anne-Marie"),
    ],
)
def test_names_are_found_in_any_script(name: str, text: str, words: str) -> None:
    assert ("name", words) in found(text, name=name)


def test_a_part_of_a_word_is_no_name() -> None:
    assert found("the chennai group", name="Chen") == []


def test_everything_that_is_published_is_looked_at_and_nothing_else() -> None:
    cafe = running_cafe()
    cafe.do(FATIMA, WriteStatement("thanks to a@example.org"))
    cafe.do(FATIMA, OpenTheme("b@example.org"))
    hidden = cafe.write(AMA, "c@example.org")
    cafe.write(AMA, "d@example.org", for_publication=False)
    cafe.do(FATIMA, HideNote(hidden))
    assert [(c.where, c.number) for c in clues(cafe.cafe)] == [("statement", 0), ("theme", 1)]

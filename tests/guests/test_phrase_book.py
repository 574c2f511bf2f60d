"""The simulated people speak many languages, and the same seed brings the same people."""

from collections import Counter

from wikicafe.cafe.notes import NOTE_KINDS
from wikicafe.guests.cast import cast
from wikicafe.guests.crowd import script
from wikicafe.guests.phrase_book import phrase_book


def test_the_book_has_at_least_eight_languages_in_at_least_four_scripts() -> None:
    book = phrase_book()
    assert len(book) >= 8
    assert len({script(phrases.notes[0][1]) for phrases in book.values()}) >= 4


def test_every_language_has_notes_of_every_kind_and_none_twice() -> None:
    for language, phrases in phrase_book().items():
        kinds = Counter(kind for kind, _ in phrases.notes)
        assert set(kinds) == set(NOTE_KINDS) and len(phrases.notes) >= 15, language
        assert len({text for _, text in phrases.notes}) == len(phrases.notes), language
        assert len(set(phrases.names)) == len(phrases.names), language


def test_notes_are_short() -> None:
    assert all(len(text) < 200 for p in phrase_book().values() for _, text in p.notes)


def test_the_same_seed_brings_the_same_people() -> None:
    assert cast(40, seed=3) == cast(40, seed=3)
    assert cast(40, seed=3) != cast(40, seed=4)


def test_a_dozen_people_bring_a_dozen_languages() -> None:
    assert len({who.language for who in cast(12, seed=1)}) == 12


def test_nobody_shares_a_name_however_many_come() -> None:
    people = cast(1000, seed=1)
    assert len({who.name for who in people}) == len(people)

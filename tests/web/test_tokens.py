from __future__ import annotations

from wikicafe.web.tokens import HOUSE, LATE, Seal, Token, person_id

ONE = Seal(b"one secret", 1)
AMA = Token("abcdefghijkl", "ama", "participant")


def test_a_token_says_again_who_somebody_is() -> None:
    assert ONE.read(ONE.sign(AMA)) == AMA


def test_a_changed_token_is_nobody_s() -> None:
    text = ONE.sign(AMA)
    for place in range(len(text)):
        other = "A" if text[place] != "A" else "B"
        # The last letter of base64 has spare bits: another letter may stand for the same bytes.
        read = ONE.read(text[:place] + other + text[place + 1 :])
        assert read is None or place == len(text) - 1


def test_a_token_of_another_house_or_generation_is_nobody_s() -> None:
    text = ONE.sign(AMA)
    assert Seal(b"other secret", 1).read(text) is None
    assert Seal(b"one secret", 2).read(text) is None


def test_what_is_no_token_at_all_is_nobody_s() -> None:
    for said in (None, 7, "", "a.b", [], {}, "x" * 100_000, "é.ü"):
        assert ONE.read(said) is None


def test_a_key_opens_its_own_entrance_only() -> None:
    key = ONE.key("abcdefghijkl", "facilitator")
    assert len(key) == 43  # 256 bit in base64
    assert ONE.opens("abcdefghijkl", "facilitator", key)
    assert not ONE.opens("abcdefghijkl", "board", key)
    assert not ONE.opens("bbcdefghijkl", "facilitator", key)
    assert not ONE.opens(HOUSE, HOUSE, key)
    assert not Seal(b"one secret", 2).opens("abcdefghijkl", "facilitator", key)
    assert not ONE.opens("abcdefghijkl", LATE, "ключ")


def test_one_secret_is_one_person_in_a_cafe_and_another_elsewhere() -> None:
    assert person_id("cafe1", "s" * 32) == person_id("cafe1", "s" * 32)
    assert person_id("cafe1", "s" * 32) != person_id("cafe2", "s" * 32)
    assert len(person_id("cafe1", "s" * 32)) == 20

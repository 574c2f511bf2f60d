"""Repeated pairs are counted by who sat with whom, table by table and round by round."""

from wikicafe.guests.report import repeated_pairs


def test_two_who_sit_together_in_two_rounds_are_one_repeated_pair() -> None:
    sat = {"ana": {"s1": "1", "s2": "2"}, "ben": {"s1": "1", "s2": "2"}, "eva": {"s1": "1"}}
    assert repeated_pairs(sat) == {("ana", "ben")}


def test_the_same_table_in_different_rounds_is_no_meeting() -> None:
    assert repeated_pairs({"ana": {"s1": "1", "s2": "2"}, "ben": {"s1": "2", "s2": "1"}}) == set()


def test_whoever_meets_three_times_counts_as_one_pair() -> None:
    seats = {"s1": "1", "s2": "1", "s3": "1"}
    assert len(repeated_pairs({"ana": seats, "ben": seats})) == 1

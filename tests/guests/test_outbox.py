"""What is written arrives once, in order, and is counted once."""

from wikicafe.guests.outbox import LONGEST_BATCH, MOST_AT_ONCE, Outbox, Sending


def anything(_: Sending) -> bool:
    return True


def outbox_with(*cids: str) -> Outbox:
    outbox = Outbox()
    for cid in cids:
        outbox.put(cid, "write-note", {"text": cid})
    return outbox


def cids(batch: list[Sending]) -> list[str]:
    return [sending.cid for sending in batch]


def test_what_was_written_first_is_sent_first() -> None:
    assert cids(outbox_with("a", "b", "c").batch(anything)) == ["a", "b", "c"]


def test_an_accepted_note_is_not_sent_again() -> None:
    outbox = outbox_with("a")
    batch = outbox.batch(anything)
    assert outbox.settle(batch, [{"accepted": 7, "duplicate": False}])
    assert outbox.is_empty and outbox.sent[0].accepted == 7


def test_without_an_answer_the_same_cid_is_sent_again() -> None:
    outbox = outbox_with("a", "b")
    assert not outbox.settle(outbox.batch(anything), [])
    assert cids(outbox.batch(anything)) == ["a", "b"]


def test_half_an_answer_settles_half_of_the_batch() -> None:
    outbox = outbox_with("a", "b")
    assert not outbox.settle(outbox.batch(anything), [{"accepted": 1}])
    assert cids(outbox.batch(anything)) == ["b"]


def test_busy_means_not_now_and_another_refusal_is_a_verdict() -> None:
    outbox = outbox_with("a", "b")
    answers = [{"refused": {"code": "busy"}}, {"refused": {"code": "note-empty"}}]
    assert not outbox.settle(outbox.batch(anything), answers)
    assert cids(outbox.batch(anything)) == ["a"]
    assert outbox.sent[1].refused == "note-empty"


def test_a_packet_refused_as_a_whole_is_sent_singly() -> None:
    outbox = outbox_with("a", "b")
    outbox.settle(outbox.batch(anything), {"refused": {"code": "bad-shape"}})
    assert cids(outbox.batch(anything)) == ["a"]
    outbox.settle(outbox.batch(anything), {"refused": {"code": "bad-shape"}})
    assert cids(outbox.batch(anything)) == ["b"]


def test_nothing_overtakes_a_note_that_may_not_go_yet() -> None:
    outbox = outbox_with("a", "b", "c")
    assert cids(outbox.batch(lambda sending: sending.cid != "b")) == ["a"]


def test_a_packet_has_no_more_commands_than_the_server_takes() -> None:
    outbox = outbox_with(*(f"note-{n}" for n in range(MOST_AT_ONCE + 5)))
    assert len(outbox.batch(anything)) == MOST_AT_ONCE


def test_long_notes_travel_in_several_packets_and_a_huge_one_alone() -> None:
    outbox = Outbox()
    for cid in "ab":
        outbox.put(cid, "write-note", {"text": "x" * LONGEST_BATCH})
    assert cids(outbox.batch(anything)) == ["a"]


def test_what_a_full_disk_could_not_take_is_sent_again() -> None:
    outbox = outbox_with("a")
    assert not outbox.settle(outbox.batch(anything), [{"refused": {"code": "storage-full"}}])
    assert cids(outbox.batch(anything)) == ["a"]

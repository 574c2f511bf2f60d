"""Any story of appends, restarts and erasures leaves each store as it leaves a small model."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.eventlog.stores import EVERY, LASTING, STORES
from wikicafe.eventlog.contract import (
    Accepted,
    Answer,
    Conflict,
    EventLog,
    Guard,
    Op,
    TooEarly,
    Written,
)


class Model:
    """The contract in its shortest form."""

    def __init__(self) -> None:
        self.now = 1_000
        self.lists: dict[str, list[Written]] = {"a": [], "b": []}
        self.asked: dict[tuple[str, str, str], tuple[int, int]] = {}
        self.registers: dict[tuple[str, str], int] = {}

    def answer(self, cafe: str, op: Op) -> Answer:
        if (cafe, op.actor, op.cid) in self.asked:
            return Accepted(*self.asked[cafe, op.actor, op.cid], duplicate=True)
        for guard in op.guards:
            if self.registers.get((cafe, guard.register), 0) != guard.expect:
                return Conflict(guard.register, self.registers.get((cafe, guard.register), 0))
        if op.not_before is not None and self.now < op.not_before:
            return TooEarly(self.now)
        first = len(self.lists[cafe]) + 1
        if op.events:
            self.lists[cafe] += op.events
            self.asked[cafe, op.actor, op.cid] = first, len(self.lists[cafe])
            self.registers.update({(cafe, g.register): g.new for g in op.guards})
        return Accepted(first, len(self.lists[cafe]))


texts = st.text(max_size=6).filter(lambda text: text.isprintable()).map(str.encode)
events = st.lists(
    st.builds(Written, st.sampled_from(["x", "note-written"]), texts, st.none() | texts),
    max_size=3,
).map(tuple)
guards = st.lists(
    st.builds(Guard, st.sampled_from(["timer", "doors"]), st.integers(0, 2), st.integers(0, 2)),
    max_size=2,
    unique_by=lambda guard: guard.register,
).map(tuple)
ops = st.builds(
    Op,
    st.sampled_from(["ana", "ben"]),
    st.sampled_from(list("123456")),
    events,
    guards,
    st.none() | st.integers(990, 1_020),
)
cafes = st.sampled_from(["a", "b"])


def machine(store: str) -> type[RuleBasedStateMachine]:
    class Story(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = tempfile.TemporaryDirectory()
            self.model = Model()
            self.log = self.open()

        def open(self) -> EventLog:
            return STORES[store](Path(self.folder.name), lambda: self.model.now)

        @rule(batch=st.lists(st.tuples(cafes, ops), min_size=1, max_size=6))
        def append(self, batch: list[tuple[str, Op]]) -> None:
            expected = [self.model.answer(cafe, op) for cafe, op in batch]
            assert self.log.append(batch) == expected

        @rule(ms=st.integers(1, 10))
        def wait(self, ms: int) -> None:
            self.model.now += ms

        @rule(cafe=cafes, place=st.integers(1, 9), body=st.none() | texts)
        def change_a_text(self, cafe: str, place: int, body: bytes | None) -> None:
            if body is None:
                self.log.erase_body(cafe, place)
            else:
                self.log.put_body(cafe, place, body)
            if place <= len(self.model.lists[cafe]):
                old = self.model.lists[cafe][place - 1]
                self.model.lists[cafe][place - 1] = Written(old.name, old.data, body)

        @rule()
        def restart(self) -> None:
            if store in LASTING:
                self.log.close()
                self.log = self.open()

        @invariant()
        def the_lists_are_alike(self) -> None:
            for cafe, expected in self.model.lists.items():
                records = self.log.read(cafe)
                assert [Written(r.name, r.data, r.body) for r in records] == expected
                assert [r.seq for r in records] == list(range(1, len(expected) + 1))
                assert self.log.head(cafe).seq == len(expected)

        def teardown(self) -> None:
            self.log.self_check()
            self.log.close()
            self.folder.cleanup()

    return Story


@pytest.mark.parametrize("store", EVERY)
def test_a_store_behaves_like_the_model_in_any_story(store: str) -> None:
    run_state_machine_as_test(
        machine(store),
        settings=settings(
            max_examples=40,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

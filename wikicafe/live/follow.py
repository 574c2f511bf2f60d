"""The only place where a café moves: reads the log in order, folds, swaps, and lets others know.

A hint says which café to look at; a slow look at all of them makes up for hints that were missed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wikicafe.cafe import codec, evolve
from wikicafe.cafe.codec import Unknown
from wikicafe.cafe.messages import Event, Stamp
from wikicafe.cafe.state import Cafe, empty
from wikicafe.eventlog.contract import EventLog, Position
from wikicafe.live.listing import HOUSE
from wikicafe.live.registry import Registry, Standing
from wikicafe.live.runtime import REST_AFTER_A_FAULT, Loop, Runtime

SLOW_LOOK = 1.0  # seconds between two looks at all cafés
LOOKED_AT = 100  # cafés in one such look
AT_ONCE = 1000  # events folded before others may run
LONGEST_WAIT = 30.0  # seconds for a café to be there; 100,000 events need about three

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Moved:
    """One event that has just happened. cafe: as it stands after it."""

    cafe: Cafe
    event: Event | Unknown
    stamp: Stamp


class Follower:
    """Moves cafés. happened: called with what is new, in order. found: with a café just folded.

    looked: called after each look at a café, with what went wrong or None. renewed: called with a
    café whose list is another one than before, as after its store was emptied or replaced.
    """

    def __init__(
        self,
        log: EventLog,
        registry: Registry,
        runtime: Runtime,
        happened: Callable[[list[Moved]], None],
        found: Callable[[Cafe], None],
        looked: Callable[[str, Exception | None], None] = lambda cafe, fault: None,
        renewed: Callable[[str], None] = lambda cafe: None,
    ) -> None:
        self._log = log
        self._registry = registry
        self._runtime = runtime
        self._happened = happened
        self._found = found
        self._looked = looked
        self._renewed = renewed
        self._hints: dict[str, None] = {}
        self._again: set[str] = set()
        self._looked_at = 0.0
        self._turn = 0
        self._wake = threading.Event()
        self._loop = Loop(runtime, self._once)

    def start(self) -> None:
        # Only a note in a dictionary: the log may call back from a thread where `_wake`, which is
        # green under eventlet, must not be touched. Where it may be, the log calls that, too.
        self._log.follow(lambda cafe: self._hints.setdefault(cafe), self._wake.set)
        self._loop.start()

    def stop(self) -> None:
        self._loop.stop(self._wake)

    def hint(self, cafe: str) -> None:
        """Say that a café may have moved."""
        self._hints[cafe] = None
        self._wake.set()

    def fold_again(self, cafe: str) -> None:
        """Read a café's list anew: texts in it were erased or put in place."""
        self._again.add(cafe)
        self.hint(cafe)

    def wait_for(self, cafe: str, seq: int) -> Standing | None:
        """Return the café once it stands at `seq` or later; None if it never does."""
        standing = self._registry.get(cafe)
        if standing is None or standing.position.seq < seq:
            self.hint(cafe)
            if not self._registry.wait(cafe, seq, LONGEST_WAIT):
                log.error("café %s did not come to event %d", cafe, seq)
        return self._registry.get(cafe)

    def _once(self) -> None:
        self._wake.wait(SLOW_LOOK)
        self._wake.clear()
        if time.monotonic() - self._looked_at >= SLOW_LOOK:
            self._looked_at = time.monotonic()
            self._hints.update(dict.fromkeys(self._some_cafes()))
        for cafe in list(self._hints):
            self._hints.pop(cafe, None)
            try:
                self._catch_up(cafe)
                self._looked(cafe, None)
            except OSError as fault:  # no café can be read now: once is said for all
                log.warning("the log cannot be read: %s", fault)
                self._looked(cafe, fault)
                self._registry.give_up(cafe)
                self._hints[cafe] = None
                self._runtime.sleep(REST_AFTER_A_FAULT)
                return
            except Exception as fault:  # one café that cannot be read must not hold up the others
                log.exception("café %s cannot be followed", cafe)
                self._looked(cafe, fault)
                self._registry.give_up(cafe)

    def _some_cafes(self) -> list[str]:
        """All of them by and by: each is a question to the store, and most cafés are long over."""
        cafes = self._registry.cafes()
        self._turn = self._turn + LOOKED_AT if self._turn + LOOKED_AT < len(cafes) else 0
        return cafes[self._turn : self._turn + LOOKED_AT]

    def _catch_up(self, cafe: str) -> None:
        if cafe == HOUSE:
            return  # the list of cafés is none
        head = self._log.head(cafe)
        standing = self._registry.get(cafe)
        if standing is None or standing.position.epoch != head.epoch:
            self._fold_anew(cafe, head)
            if standing is not None:
                self._renewed(cafe)
            return
        if cafe in self._again:
            self._again.discard(cafe)
            standing = Standing(standing.position, self._fold_up_to(cafe, standing.position.seq))
            self._registry.put(cafe, standing)
        while standing.position.seq < head.seq:
            moved = self._fold(standing.cafe)
            if not moved:
                return
            standing = Standing(Position(head.epoch, moved[-1].stamp.seq), moved[-1].cafe)
            # Swapped before anybody is told: who hears of it and says hello sees it in the view.
            self._registry.put(cafe, standing)
            self._happened(moved)

    def _fold_anew(self, cafe: str, head: Position) -> None:
        """Tell nobody: whoever looks at this café for the first time has yet to say hello."""
        state = self._fold_up_to(cafe, head.seq)
        if state.seq:
            self._registry.put(cafe, Standing(Position(head.epoch, state.seq), state))
        else:
            self._registry.drop(cafe)
            self._registry.give_up(cafe)
        if state.design is not None:
            self._found(state)

    def _fold_up_to(self, cafe: str, seq: int) -> Cafe:
        state = empty(cafe)
        while state.seq < seq:
            before = state.seq
            # Nothing is kept of the way there: 100,000 cafés between would double the time.
            for event, stamp in self._read(cafe, before, min(AT_ONCE, seq - before)):
                state = evolve.evolve(state, event, stamp)
            if state.seq == before:
                break
            self._runtime.sleep(0)
        return state

    def _fold(self, cafe: Cafe) -> list[Moved]:
        moved = []
        for event, stamp in self._read(cafe.id, cafe.seq, AT_ONCE):
            cafe = evolve.evolve(cafe, event, stamp)
            moved.append(Moved(cafe, event, stamp))
        return moved

    def _read(self, cafe: str, after: int, limit: int) -> Iterator[tuple[Event | Unknown, Stamp]]:
        return map(codec.happened, self._log.read(cafe, after, limit))

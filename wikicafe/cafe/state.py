"""The café as it stands after some number of events: frozen values, shaped like the room.

Maps are persistent (`immutables.Map`): setting one entry copies a few dozen references, however
many people and notes there are. They have no order; whatever is shown is sorted by `number`.
"""

from __future__ import annotations

from typing import Any

from immutables import Map
from msgspec import Struct, field

from wikicafe.cafe.design import Design


class Person(Struct, frozen=True):
    """Anybody who came in. number: order of arrival. why_away: left, away, removed, erased, or None.

    generation: tokens of an earlier one are void. taken: roles got by the key of a link.
    muted_because: None while this person may write.
    """

    id: str
    number: int
    name: str
    languages: tuple[str, ...] = ()
    language: str = "en"
    affiliation: str = ""
    country: str = ""
    show_name: bool = True
    would_host: bool = False
    roles: frozenset[str] = frozenset({"participant"})
    present: bool = True
    why_away: str | None = None
    late: bool = False
    simulated: bool = False
    joined_at: int = 0
    generation: int = 0
    taken: frozenset[str] = frozenset()
    muted_because: str | None = None

    @property
    def is_out(self) -> bool:
        """Whether this person may do and see nothing here any more."""
        return self.why_away in ("removed", "erased")

    @property
    def is_seatable(self) -> bool:
        return self.present and "participant" in self.roles


class Clock(Struct, frozen=True):
    """The step that runs, and until when. Paused: ends_at is None and left_ms says what is left."""

    step: str | None = None
    ends_at: int | None = None
    left_ms: int | None = None

    @property
    def is_paused(self) -> bool:
        return self.left_ms is not None


class Note(Struct, frozen=True):
    """One thought. number: order of writing, printed as the note's anchor. late: after its step.

    text is "" when its body was erased. waits: for a facilitator who lets others see it.
    hidden_because: None unless a facilitator hid it. for_publication: its writer's word.
    """

    id: str
    number: int
    author: str
    step: str
    table: str
    question: str
    text: str
    lang: str
    kind: str | None = None
    for_table: bool = False
    late: bool = False
    withdrawn: bool = False
    simulated: bool = False
    written_at: int = 0
    waits: bool = False
    hidden_because: str | None = None
    for_publication: bool = True
    erased: bool = False

    @property
    def stands(self) -> bool:
        """Whether there is such a note at all; its writer and facilitators may see it."""
        return not (self.withdrawn or self.erased)

    @property
    def is_held(self) -> bool:
        """Whether only its writer and facilitators may see it."""
        return self.stands and (self.waits or self.hidden_because is not None)

    @property
    def is_shown(self) -> bool:
        """Whether everybody whom it concerns may see it."""
        return self.stands and not self.is_held

    @property
    def is_public(self) -> bool:
        """Whether it belongs into the outcome."""
        return self.is_shown and self.for_publication and bool(self.text)


class Theme(Struct, frozen=True):
    id: str
    number: int
    title: str
    dissolved: bool = False


class Finding(Struct, frozen=True):
    """A blocker, solution, next step or takeaway, with the notes it rests on."""

    id: str
    number: int
    kind: str
    text: str
    lang: str
    notes: tuple[str, ...] = ()
    theme: str | None = None
    withdrawn: bool = False


class Poll(Struct, frozen=True):
    """A vote on next steps. votes: voter → the findings chosen, at most `dots`."""

    id: str
    number: int
    findings: tuple[str, ...]
    dots: int
    open: bool = True
    votes: Map[str, tuple[str, ...]] = field(default_factory=Map)


class Statement(Struct, frozen=True):
    text: str = ""
    lang: str = "en"


Seats = Map[str, str]  # person → table


class Cafe(Struct, frozen=True):
    """Everything about one gathering. design is None until the café was opened."""

    id: str
    seq: int = 0
    code: str = ""
    design: Design | None = None
    opened_at: int = 0
    doors_open: bool = True
    closed_at: int | None = None
    simulated_removed: int = 0
    people: Map[str, Person] = field(default_factory=Map)
    clock: Clock = Clock()
    begun: Map[str, int] = field(default_factory=Map)  # step → when it began
    ended: Map[str, int] = field(default_factory=Map)
    tables: tuple[str, ...] = ()
    seats: Map[str, Seats] = field(default_factory=Map)  # step → who sits where
    visited: Map[str, Map[str, frozenset[str]]] = field(
        default_factory=Map
    )  # step → person → tables
    hosts: Map[str, str] = field(default_factory=Map)  # table → person
    scribes: Map[tuple[str, str], str] = field(default_factory=Map)  # (step, table) → person
    repeats: int = 0  # meetings beyond the first, as announced
    notes: Map[str, Note] = field(default_factory=Map)
    notes_written: int = 0
    sheets: Map[tuple[str, str], tuple[str, ...]] = field(default_factory=Map)  # (table, question)
    themes: Map[str, Theme] = field(default_factory=Map)
    placed: Map[str, str] = field(default_factory=Map)  # note → theme
    findings: Map[str, Finding] = field(default_factory=Map)
    answers: Map[str, frozenset[str]] = field(default_factory=Map)  # solution → blockers
    polls: Map[str, Poll] = field(default_factory=Map)
    statement: Statement = Statement()
    published_at: int | None = None
    published_seq: int | None = None
    revisions: Map[str, int] = field(default_factory=Map)  # register → how often it was won
    set_aside: int = 0  # events this version did not understand
    links: Map[str, int] = field(default_factory=Map)  # entrance → how often its link was renewed
    erased_seq: int = 0  # the last event that has texts erased
    countries_then: int | None = None  # told before the personal part was erased

    @property
    def plan(self) -> Design:
        """The design of an opened café."""
        assert self.design is not None, "a café has a design from its first event on"
        return self.design

    @property
    def latest_poll(self) -> Poll | None:
        return max(self.polls.values(), key=lambda poll: poll.number, default=None)

    def in_order(self, things: Map[str, Any]) -> list[Any]:
        """Return people, notes, themes or findings in the order in which they came."""
        return sorted(things.values(), key=lambda thing: thing.number)


def empty(cafe: str) -> Cafe:
    return Cafe(id=cafe)

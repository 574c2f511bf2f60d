"""The cast of our tests: a café one can drive without server, clock or disk, and people to fill it.

Ama and Bo facilitate nothing, Fatima does. Everybody else is called in from `GUESTS`.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from wikicafe.cafe import audience, codec, decide, evolve, permissions, planning, projections
from wikicafe.cafe.agenda import OpenCafe
from wikicafe.cafe.design import Design, Question, Step
from wikicafe.cafe.messages import Asking, Command, Decision, Refused, Stamp, Telling
from wikicafe.cafe.notes import WriteNote
from wikicafe.cafe.participants import JoinCafe
from wikicafe.cafe.roles import TakeRole
from wikicafe.cafe.seating import AnnounceSeating
from wikicafe.cafe.state import Cafe, empty
from wikicafe.cafe.steps import BeginStep

FATIMA = "fatima"
AMA = "ama"
BO = "bo"
GUESTS = (AMA, BO, "chen", "dmitri", "eun-ji", "farah", "gustavo", "hanna", "ines")
NOON = 1_500_000_000_000  # ms; when every café of the tests opens
MINUTE = 60_000

TWO_ROUNDS = Design(
    title="Growing together",
    guiding_question="How do we grow?",
    languages=("en", "ar"),
    questions=(Question("Q1", "What blocks us?"), Question("Q2", "What next?")),
    agenda=(
        Step("s1", "plenary", 600, "Welcome"),
        Step("s2", "round", 900, question="Q1"),
        Step("s3", "round", 900, question="Q1"),
        Step("s4", "round", 1200, question="Q2"),
        Step("s5", "harvest", 600),
    ),
    table_size=3,
)


class CafeInTests:
    """A café and its log in memory. `do` asks as somebody; `at` is the time, set it forward."""

    def __init__(self, design: Design = TWO_ROUNDS) -> None:
        self.cafe: Cafe = empty("cafe1")
        self.at = NOON
        self.log: list[tuple[str, bytes, bytes | None, Stamp]] = []
        self.told: list[Telling] = []
        self._cids = count(1)
        self.do("house", OpenCafe(design, "KLMNPQ"), roles={"house"})

    def do(
        self, actor: str, command: Command, roles: set[str] | None = None, cid: str | None = None
    ) -> Decision | Refused:
        """Ask, and if it is accepted let it happen. Returns the decision or the refusal."""
        cid = cid or f"c{next(self._cids)}"
        asking = Asking(actor, cid, self.at, frozenset(roles or ()))
        answer = permissions.may(self.cafe, command, asking) or decide.decide(
            self.cafe, command, asking
        )
        self.happens(actor, answer)
        return answer

    def happens(self, actor: str, answer: Decision | Refused) -> None:
        """Write what was decided, now or a moment ago: others may have been quicker."""
        for event in answer.events if isinstance(answer, Decision) else ():
            self._happen(*codec.pack(event), actor)

    def _happen(self, name: str, data: bytes, body: bytes | None, actor: str) -> None:
        stamp = Stamp(len(self.log) + 1, self.at, actor)
        self.log.append((name, data, body, stamp))
        event = codec.unpack(name, data, body)
        self.cafe = evolve.evolve(self.cafe, event, stamp)
        self.told += audience.tell(self.cafe, event, stamp)

    def join(self, *guests: str, **particulars: Any) -> CafeInTests:
        for guest in guests:
            wish = {"name": guest.title(), "languages": ("en",), "consent": True} | particulars
            self.do(guest, JoinCafe(person=guest, **wish), roles={"newcomer"})
        return self

    def facilitated(self) -> CafeInTests:
        self.do(FATIMA, TakeRole(FATIMA, "Fatima", "facilitator"), roles={"newcomer"})
        return self

    def seated(self) -> CafeInTests:
        """Announce some seats for all rounds: in order of arrival, moved on by one each round."""
        task = planning.seating_task(self.cafe)
        people = [p["id"] for p in task.problem["people"]]
        seats = {
            step: {p: task.tables[(n + r) % len(task.tables)] for n, p in enumerate(people)}
            for r, step in enumerate(task.steps)
        }
        for step in task.home_groups:
            seats[step] = seats[task.steps[0]]
        self.do("system", AnnounceSeating(seats, task.tables, task.hosts), roles={"system"})
        return self

    def begin(self, step: str) -> Decision | Refused:
        return self.do(FATIMA, BeginStep(step))

    def write(self, guest: str, text: str, step: str = "s2", **more: Any) -> str:
        """Write a note and return its id."""
        cid = f"note{next(self._cids)}"
        self.do(guest, WriteNote(step=step, text=text, lang="en", **more), cid=cid)
        return cid

    def view(self, screen: str, person: str | None = None) -> dict[str, Any]:
        return projections.view(self.cafe, screen, person)

    def folded_again(self) -> Cafe:
        """The café as somebody finds it who reads the whole log from the start."""
        happened = ((codec.unpack(n, d, b), stamp) for n, d, b, stamp in self.log)
        return evolve.fold(empty("cafe1"), happened)


def running_cafe(guests: int = 6) -> CafeInTests:
    """A café in its first round: Fatima facilitates, the first guests sit at tables of three."""
    cafe = CafeInTests().facilitated().join(*GUESTS[:guests]).seated()
    cafe.begin("s2")
    return cafe


def code_of(answer: Decision | Refused) -> str | None:
    """Return the refusal's code, or None if it was accepted."""
    return answer.code if isinstance(answer, Refused) else None

"""From a command to events: look the topic's function up, guard what it won against others."""

from __future__ import annotations

from collections import Counter

from wikicafe.cafe.messages import Asking, Command, Decision, Event, Guarded, Refused
from wikicafe.cafe.state import Cafe
from wikicafe.cafe.topics import DECIDE


def decide(cafe: Cafe, command: Command, asking: Asking) -> Decision | Refused:
    """Return what shall be written, or why not. The café is not changed."""
    answer = DECIDE[type(command)](cafe, command, asking)
    if isinstance(answer, Refused):
        return answer
    decision = answer if isinstance(answer, Decision) else Decision(events=tuple(answer))
    guards = (*decision.guards, *_guards(cafe, decision.events))
    return Decision(decision.events, guards, decision.not_before)


def _guards(cafe: Cafe, events: tuple[Event, ...]) -> tuple[Guarded, ...]:
    won = Counter(event.REGISTER for event in events if event.REGISTER)
    return tuple(
        Guarded(register, expect=now, new=now + times)
        for register, times in won.items()
        for now in [cafe.revisions.get(register, 0)]
    )

"""Votes: everybody in the café chooses the next steps that matter most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar

from msgspec.structs import replace

from wikicafe.cafe.findings import standing_findings
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.state import Cafe, Poll

MOST_DOTS = 20


class OpenVote(Command, frozen=True):
    """A vote on the next steps as they stand; its id is the command's cid. dots: choices each."""

    dots: int = 3


class CastVote(Command, frozen=True):
    """The whole choice, replacing an earlier one: sending twice is voting once."""

    poll: str
    choices: tuple[str, ...]


class CloseVote(Command, frozen=True):
    poll: str


class VoteOpened(Event, frozen=True):
    REGISTER: ClassVar[str | None] = "vote"
    poll: str
    findings: tuple[str, ...]
    dots: int


class VoteCast(Event, frozen=True):
    poll: str
    choices: tuple[str, ...]


class VoteClosed(Event, frozen=True):
    REGISTER: ClassVar[str | None] = "vote"
    poll: str


def open_vote(cafe: Cafe, command: OpenVote, asking: Asking) -> list[Event] | Refused:
    if not 1 <= command.dots <= MOST_DOTS:
        return Refused("dots", (MOST_DOTS,))
    running = cafe.latest_poll
    if running is not None and running.open:
        return []
    steps = standing_findings(cafe, "next-step")
    if not steps:
        return Refused("nothing-to-vote-on")
    opened = VoteOpened(poll=asking.cid, findings=tuple(f.id for f in steps), dots=command.dots)
    return [opened]


def cast_vote(cafe: Cafe, command: CastVote, asking: Asking) -> list[Event] | Refused:
    poll = cafe.polls.get(command.poll)
    if poll is None:
        return Refused("no-such-vote")
    if not poll.open:
        return Refused("vote-closed")
    choices = tuple(dict.fromkeys(command.choices))
    if not set(choices) <= set(poll.findings):
        return Refused("no-such-finding")
    if len(choices) > poll.dots:
        return Refused("too-many-choices", (poll.dots,))
    if poll.votes.get(asking.actor) == choices:
        return []
    return [VoteCast(poll=poll.id, choices=choices)]


def close_vote(cafe: Cafe, command: CloseVote, asking: Asking) -> list[Event] | Refused:
    poll = cafe.polls.get(command.poll)
    if poll is None:
        return Refused("no-such-vote")
    return [VoteClosed(poll=poll.id)] if poll.open else []


def vote_opened(cafe: Cafe, event: VoteOpened, stamp: Stamp) -> Cafe:
    poll = Poll(id=event.poll, number=len(cafe.polls) + 1, findings=event.findings, dots=event.dots)
    return replace(cafe, polls=cafe.polls.set(poll.id, poll))


def vote_cast(cafe: Cafe, event: VoteCast, stamp: Stamp) -> Cafe:
    if stamp.actor not in cafe.people:
        return cafe  # simulated, and removed a moment before
    poll = cafe.polls[event.poll]
    votes = poll.votes.set(stamp.actor, event.choices)
    return replace(cafe, polls=cafe.polls.set(poll.id, replace(poll, votes=votes)))


def vote_closed(cafe: Cafe, event: VoteClosed, stamp: Stamp) -> Cafe:
    poll = replace(cafe.polls[event.poll], open=False)
    return replace(cafe, polls=cafe.polls.set(poll.id, poll))


def counts(poll: Poll) -> dict[str, int]:
    """Return finding → number of people who chose it, every option named."""
    chosen = Counter(finding for choices in poll.votes.values() for finding in choices)
    return {finding: chosen[finding] for finding in poll.findings}


def shown(
    cafe: Cafe, person: str | None = None, with_counts: bool = False
) -> dict[str, Any] | None:
    """Return view.vote: the latest vote, the own choice; the counts for staff or once closed."""
    poll = cafe.latest_poll
    if poll is None:
        return None
    options = [cafe.findings[f] for f in poll.findings]
    vote: dict[str, Any] = {
        "poll": poll.id,
        "open": poll.open,
        "dots": poll.dots,
        "options": [
            {"finding": f.id, "text": f.text, "lang": f.lang} for f in options if not f.withdrawn
        ],
        "mine": list(poll.votes.get(person or "", ())),
        "voters": len(poll.votes),
    }
    if with_counts or not poll.open:
        vote["counts"] = counts(poll)
    return vote


def tell_all(cafe: Cafe, event: Any, stamp: Stamp) -> Iterable[Telling]:
    """Everybody asks again: the vote begins or ends."""
    return [Telling(c, {}) for c in ("participants", "panel", "board", "projector")]


def tell_standing(cafe: Cafe, event: VoteCast, stamp: Stamp) -> Iterable[Telling]:
    """Staff: the counts. The projector: how many voted. The voter's other screens: the choice."""
    poll = cafe.polls[event.poll]
    standing = {"poll": poll.id, "voters": len(poll.votes), "counts": counts(poll)}
    yield Telling("panel", standing)
    yield Telling("board", standing)
    yield Telling("projector", {"poll": poll.id, "voters": len(poll.votes)})
    yield Telling(f"person:{stamp.actor}", {"poll": poll.id, "mine": list(event.choices)})


DECIDE = {OpenVote: open_vote, CastVote: cast_vote, CloseVote: close_vote}
EVOLVE = {VoteOpened: vote_opened, VoteCast: vote_cast, VoteClosed: vote_closed}
AUDIENCE = {VoteOpened: tell_all, VoteCast: tell_standing, VoteClosed: tell_all}

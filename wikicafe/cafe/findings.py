"""Findings: what the harvest says, each resting on notes; which solution answers which blocker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from wikicafe.cafe import texts, themes
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.state import Cafe, Finding

FINDING_KINDS = ("blocker", "solution", "next-step", "takeaway")


class MarkFinding(Command, frozen=True):
    """A new finding; its id is the command's cid. notes: at least one it rests on."""

    kind: str
    text: str
    notes: tuple[str, ...]
    lang: str = "und"
    theme: str | None = None


class AmendFinding(MarkFinding, frozen=True, kw_only=True):
    """Say the whole finding anew."""

    finding: str


class WithdrawFinding(Command, frozen=True):
    finding: str


class LinkSolution(Command, frozen=True):
    solution: str
    blocker: str


class UnlinkSolution(Command, frozen=True):
    solution: str
    blocker: str


class FindingMarked(Event, frozen=True):
    finding: str
    kind: str
    text: str
    notes: tuple[str, ...]
    lang: str
    theme: str | None = None


class FindingAmended(FindingMarked, frozen=True):
    """As it reads now, whole."""


class FindingWithdrawn(Event, frozen=True):
    finding: str


class SolutionLinked(Event, frozen=True):
    solution: str
    blocker: str


class SolutionUnlinked(Event, frozen=True):
    solution: str
    blocker: str


def mark_finding(cafe: Cafe, command: MarkFinding, asking: Asking) -> list[Event] | Refused:
    if asking.cid in cafe.findings:
        return Refused("not-allowed")  # somebody else's id
    text = _sound(cafe, command)
    if isinstance(text, Refused):
        return text
    return [
        FindingMarked(
            finding=asking.cid,
            kind=command.kind,
            text=text,
            notes=tuple(dict.fromkeys(command.notes)),
            lang=texts.language(command.lang),
            theme=command.theme,
        )
    ]


def amend_finding(cafe: Cafe, command: AmendFinding, asking: Asking) -> list[Event] | Refused:
    finding = standing(cafe, command.finding)
    if finding is None:
        return Refused("no-such-finding")
    text = _sound(cafe, command)
    if isinstance(text, Refused):
        return text
    return [
        FindingAmended(
            finding=finding.id,
            kind=command.kind,
            text=text,
            notes=tuple(dict.fromkeys(command.notes)),
            lang=texts.language(command.lang),
            theme=command.theme,
        )
    ]


def withdraw_finding(cafe: Cafe, command: WithdrawFinding, asking: Asking) -> list[Event] | Refused:
    finding = cafe.findings.get(command.finding)
    if finding is None:
        return Refused("no-such-finding")
    return [] if finding.withdrawn else [FindingWithdrawn(finding=finding.id)]


def link_solution(cafe: Cafe, command: LinkSolution, asking: Asking) -> list[Event] | Refused:
    solution, blocker = standing(cafe, command.solution), standing(cafe, command.blocker)
    if solution is None or blocker is None:
        return Refused("no-such-finding")
    if (solution.kind, blocker.kind) != ("solution", "blocker"):
        return Refused("not-an-answer")
    if blocker.id in cafe.answers.get(solution.id, frozenset()):
        return []
    return [SolutionLinked(solution=solution.id, blocker=blocker.id)]


def unlink_solution(cafe: Cafe, command: UnlinkSolution, asking: Asking) -> list[Event] | Refused:
    if command.blocker not in cafe.answers.get(command.solution, frozenset()):
        return []
    return [SolutionUnlinked(solution=command.solution, blocker=command.blocker)]


def standing(cafe: Cafe, finding: str) -> Finding | None:
    found = cafe.findings.get(finding)
    return None if found is None or found.withdrawn else found


def standing_findings(cafe: Cafe, kind: str | None = None) -> list[Finding]:
    """Return the findings not withdrawn, in the order of marking."""
    found: list[Finding] = cafe.in_order(cafe.findings)
    return [f for f in found if not f.withdrawn and kind in (None, f.kind)]


def answered(cafe: Cafe, solution: str) -> list[str]:
    """Return the blockers this solution answers, as far as they and it still stand."""
    blockers = cafe.answers.get(solution, frozenset())
    return [f.id for f in standing_findings(cafe, "blocker") if f.id in blockers]


def _sound(cafe: Cafe, command: MarkFinding) -> str | Refused:
    if command.kind not in FINDING_KINDS:
        return Refused("unknown-kind", (command.kind,))
    resting_on = [cafe.notes.get(note) for note in command.notes]
    if not resting_on:
        return Refused("finding-without-notes")
    if any(note is None or note.withdrawn for note in resting_on):
        return Refused("no-such-note")
    if command.theme is not None and themes.standing(cafe, command.theme) is None:
        return Refused("no-such-theme")
    return texts.line(command.text)


def finding_marked(cafe: Cafe, event: FindingMarked, stamp: Stamp) -> Cafe:
    finding = Finding(
        id=event.finding,
        number=len(cafe.findings) + 1,
        kind=event.kind,
        text=event.text,
        lang=event.lang,
        notes=event.notes,
        theme=event.theme,
    )
    return replace(cafe, findings=cafe.findings.set(finding.id, finding))


def finding_amended(cafe: Cafe, event: FindingAmended, stamp: Stamp) -> Cafe:
    finding = replace(
        cafe.findings[event.finding],
        kind=event.kind,
        text=event.text,
        lang=event.lang,
        notes=event.notes,
        theme=event.theme,
    )
    return replace(cafe, findings=cafe.findings.set(finding.id, finding))


def finding_withdrawn(cafe: Cafe, event: FindingWithdrawn, stamp: Stamp) -> Cafe:
    finding = replace(cafe.findings[event.finding], withdrawn=True)
    return replace(cafe, findings=cafe.findings.set(finding.id, finding))


def solution_linked(cafe: Cafe, event: SolutionLinked, stamp: Stamp) -> Cafe:
    blockers = cafe.answers.get(event.solution, frozenset()) | {event.blocker}
    return replace(cafe, answers=cafe.answers.set(event.solution, blockers))


def solution_unlinked(cafe: Cafe, event: SolutionUnlinked, stamp: Stamp) -> Cafe:
    blockers = cafe.answers.get(event.solution, frozenset()) - {event.blocker}
    return replace(cafe, answers=cafe.answers.set(event.solution, blockers))


def shown(cafe: Cafe, finding: Finding) -> dict[str, Any]:
    poll = cafe.latest_poll
    votes = [] if poll is None else [f for chosen in poll.votes.values() for f in chosen]
    return {
        "id": finding.id,
        "number": finding.number,
        "kind": finding.kind,
        "text": finding.text,
        "lang": finding.lang,
        "notes": list(finding.notes),
        "theme": finding.theme,
        "answers": answered(cafe, finding.id),
        "votes": votes.count(finding.id),
    }


def tell_harvesters(cafe: Cafe, event: Any, stamp: Stamp) -> Iterable[Telling]:
    """Board and panel: the finding as it is now (a link: the solution's)."""
    changed = (
        event.solution if isinstance(event, SolutionLinked | SolutionUnlinked) else event.finding
    )
    finding = cafe.findings[changed]
    payload = shown(cafe, finding)
    return [Telling("board", payload), Telling("panel", payload)]


DECIDE = {
    MarkFinding: mark_finding,
    AmendFinding: amend_finding,
    WithdrawFinding: withdraw_finding,
    LinkSolution: link_solution,
    UnlinkSolution: unlink_solution,
}
EVOLVE = {
    FindingMarked: finding_marked,
    FindingAmended: finding_amended,
    FindingWithdrawn: finding_withdrawn,
    SolutionLinked: solution_linked,
    SolutionUnlinked: solution_unlinked,
}
AUDIENCE = dict.fromkeys(EVOLVE, tell_harvesters)

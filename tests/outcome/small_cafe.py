"""A small café that came to something: two tables, three languages, every section of the outcome."""

from __future__ import annotations

from tests.cast import AMA, BO, FATIMA, CafeInTests
from wikicafe import i18n
from wikicafe.cafe.design import Design, Question, Reading, Step
from wikicafe.cafe.findings import LinkSolution, MarkFinding
from wikicafe.cafe.notes import WithdrawNote, WriteNote
from wikicafe.cafe.polls import CastVote, CloseVote, OpenVote
from wikicafe.cafe.publishing import PublishOutcome, WriteStatement
from wikicafe.cafe.themes import OpenTheme, PlaceNotes
from wikicafe.outcome import Outcome, compose

DESIGN = Design(
    title="Small café",
    purpose="To try the outcome.\nNothing else.",
    guiding_question="How do we share what we know?",
    readings=(Reading("About sharing", "https://example.org/sharing?x=1&y=2"),),
    languages=("en", "sv", "ar"),
    questions=(
        Question("Q1", "What stands in the way?"),
        Question("Q2", "Vad gör vi nu?", "sv"),
    ),
    agenda=(
        Step("s1", "round", 900, question="Q1"),
        Step("s2", "round", 1200, question="Q2"),
        Step("s3", "harvest", 600),
    ),
    table_size=3,
    place="Uppsala",
    date="2026-11-20",
    organisers="Friends of sharing",
)
GUESTS = (AMA, BO, "chen", "dmitri", "eun-ji", "farah")


def speak(key: str, *params: str | int) -> str:
    return i18n.message("en", key, *params)


def empty_cafe() -> CafeInTests:
    cafe = CafeInTests(DESIGN).facilitated().join(*GUESTS, languages=("en", "sv")).seated()
    cafe.begin("s1")
    return cafe


def note(cafe: CafeInTests, guest: str, text: str, lang: str, kind: str | None, step: str) -> str:
    """Write a note whose id says its number."""
    cid = f"note-{len(cafe.cafe.notes) + 1}"
    cafe.do(guest, WriteNote(step=step, text=text, lang=lang, kind=kind), cid=cid)
    assert cid in cafe.cafe.notes
    return cid


def small_cafe() -> CafeInTests:
    cafe = empty_cafe()
    time = note(cafe, AMA, "Nobody has time: we're tired.", "en", "blocker", "s1")
    tid = note(cafe, BO, "Ingen har tid", "sv", "blocker", "s1")
    words = note(cafe, "chen", "الكلمات صعبة (جدًا)", "ar", "blocker", "s1")
    slip = note(cafe, AMA, "slip of the finger", "en", None, "s1")
    cafe.do(AMA, WithdrawNote(slip))
    cafe.begin("s2")
    hour = note(cafe, AMA, "An hour a week,\nno more", "en", "solution", "s2")
    who = note(cafe, BO, "Who would pay for it?", "en", "open-question", "s2")
    tea = note(cafe, "dmitri", "Tea first; then talk", "en", None, "s2")
    cafe.begin("s3")
    _harvest(cafe, time, tid, words, hour, who, tea)
    return cafe


def _harvest(
    cafe: CafeInTests, time: str, tid: str, words: str, hour: str, who: str, tea: str
) -> None:
    def mark(cid: str, kind: str, text: str, *notes: str, theme: str | None = None) -> None:
        cafe.do(FATIMA, MarkFinding(kind, text, notes, "en", theme), cid=cid)

    cafe.do(FATIMA, OpenTheme("Time"), cid="theme-time")
    cafe.do(FATIMA, OpenTheme("Words"), cid="theme-words")
    cafe.do(FATIMA, PlaceNotes((time, tid, hour), "theme-time"))
    cafe.do(FATIMA, PlaceNotes((words,), "theme-words"))
    mark("f-time", "blocker", "People have no time", time, tid, theme="theme-time")
    mark("f-words", "blocker", "Our words are hard", words, theme="theme-words")
    mark("f-hour", "solution", "One hour a week", hour)
    mark("f-tea", "solution", "Tea first", tea)
    cafe.do(FATIMA, LinkSolution("f-hour", "f-time"))
    mark("f-ask", "next-step", "Ask who would pay", who)
    mark("f-try", "next-step", "Try it for a month", hour, tea)
    mark("f-away", "takeaway", "Sharing needs time", time, hour, words)
    cafe.do(FATIMA, OpenVote(dots=1), cid="vote")
    cafe.do(AMA, CastVote("vote", ("f-try",)))
    cafe.do(BO, CastVote("vote", ("f-try",)))
    cafe.do("chen", CastVote("vote", ("f-ask",)))
    cafe.do(FATIMA, CloseVote("vote"))
    statement = "We will share for an hour a week.\n\nWe begin with tea."
    cafe.do(FATIMA, WriteStatement(statement, "en"))
    cafe.do(FATIMA, PublishOutcome())


def small_outcome() -> Outcome:
    return compose(small_cafe().cafe, speak)

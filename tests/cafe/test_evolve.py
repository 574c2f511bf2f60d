"""The café as a fold over its log: complete, repeatable, never stopped by what it cannot read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import AMA, BO, FATIMA, GUESTS, CafeInTests, running_cafe
from wikicafe.cafe import codec, evolve
from wikicafe.cafe.findings import MarkFinding
from wikicafe.cafe.messages import Stamp
from wikicafe.cafe.notes import AmendNote, WithdrawNote, WriteNote
from wikicafe.cafe.polls import CastVote, OpenVote
from wikicafe.cafe.presence import LeaveCafe, RemoveParticipant, ReturnToCafe
from wikicafe.cafe.steps import BeginStep, EndStep, PauseStep, ResumeStep
from wikicafe.cafe.themes import OpenTheme, PlaceNotes

people = st.sampled_from([*GUESTS, FATIMA, "stranger"])
steps = st.sampled_from(["s1", "s2", "s3", "s4", "s9"])
things = st.sampled_from(["n1", "n2", "n3", "t1"])
commands = st.one_of(
    st.builds(WriteNote, step=steps, text=st.text(max_size=30)),
    st.builds(AmendNote, note=things, text=st.text(max_size=30)),
    st.builds(WithdrawNote, note=things),
    st.builds(BeginStep, step=steps),
    st.builds(PauseStep, step=steps),
    st.builds(ResumeStep, step=steps),
    st.builds(EndStep, step=steps),
    st.just(LeaveCafe()),
    st.just(ReturnToCafe()),
    st.builds(RemoveParticipant, person=people),
    st.builds(OpenTheme, title=st.text(max_size=9)),
    st.builds(PlaceNotes, notes=st.tuples(things), theme=st.none() | things),
    st.builds(MarkFinding, kind=st.just("next-step"), text=st.just("do"), notes=st.tuples(things)),
    st.just(OpenVote()),
    st.builds(CastVote, poll=things, choices=st.tuples(things)),
)
stories = st.lists(st.tuples(people, commands, things), max_size=30)


@settings(max_examples=60, deadline=None)
@given(stories)
def test_whatever_people_ask_the_log_folds_to_the_same_cafe(story):
    cafe = CafeInTests().facilitated().join(*GUESTS).seated()
    for actor, command, cid in story:
        cafe.at += 1000
        cafe.do(actor, command, cid=cid)
    assert cafe.folded_again() == cafe.cafe
    assert cafe.cafe.set_aside == 0
    assert cafe.cafe.seq == len(cafe.log)


@settings(max_examples=60, deadline=None)
@given(stories)
def test_every_screen_can_be_shown_at_any_moment(story):
    cafe = CafeInTests().facilitated().join(*GUESTS).seated()
    for actor, command, cid in story:
        cafe.do(actor, command, cid=cid)
    for guest in GUESTS:
        view = cafe.view("participant", guest)
        assert all(n["table"] == view["sheet"]["table"] for n in view["notes"])
    for screen in ("panel", "board"):
        assert cafe.view(screen, FATIMA)["screen"] == screen
    assert "people" not in cafe.view("projector")


def test_an_event_of_tomorrow_is_set_aside_and_the_cafe_goes_on():
    cafe = running_cafe()
    strange = codec.unpack("note-sung", b'{"melody": "la"}', None)
    after = evolve.evolve(cafe.cafe, strange, Stamp(99, 0, AMA))
    assert after.set_aside == 1
    assert after.people == cafe.cafe.people


def test_a_broken_event_is_set_aside_too():
    cafe = running_cafe()
    for data in (b"not json", b'{"note": 7}', b'{"person": "nobody", "why": "left"}'):
        event = codec.unpack("participant-left", data, None)
        after = evolve.evolve(cafe.cafe, event, Stamp(99, 0, BO))
        assert after.set_aside == 1


def test_an_erased_text_leaves_an_empty_note():
    cafe = running_cafe()
    before = cafe.cafe
    cafe.write(AMA, "my address is …")
    name, data, body, stamp = cafe.log[-1]
    assert b"address" not in data
    assert b"address" in (body or b"")
    after = evolve.evolve(before, codec.unpack(name, data, None), stamp)
    assert next(iter(after.notes.values())).text == ""


def test_a_register_that_was_won_counts_even_if_its_event_is_set_aside():
    cafe = running_cafe()
    event = codec.unpack("vote-closed", b'{"poll": "unheard of"}', None)
    after = evolve.evolve(cafe.cafe, event, Stamp(99, 0, FATIMA))
    assert (after.set_aside, after.revisions["vote"]) == (1, 1)

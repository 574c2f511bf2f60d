"""`wikicafe export` and `wikicafe import`: a café moves to another server and goes on there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cast import FATIMA, CafeInTests
from tests.outcome.small_cafe import small_cafe, speak
from wikicafe.cafe import codec, decide
from wikicafe.cafe.messages import Asking, Decision
from wikicafe.cafe.publishing import RetractOutcome
from wikicafe.cli import wikicafe
from wikicafe.commands import kept_cafes
from wikicafe.commands.import_ import CannotBring, bring_in, ops
from wikicafe.eventlog import open_log
from wikicafe.eventlog.contract import Accepted, EventLog, Guard, Op, Written, whole_list
from wikicafe.eventlog.in_memory import InMemory
from wikicafe.live.listing import Listing, listing_of
from wikicafe.outcome import RENDERERS, archive, compose


def kept(cafe: CafeInTests, log: EventLog) -> EventLog:
    """Write the café of a test into a log, as a server would."""
    lines = [
        archive.Line(stamp.seq, stamp.at, stamp.actor, f"c{stamp.seq}", name, data, body)
        for name, data, body, stamp in cafe.log
    ]
    log.append([listing_of("cafe1", "KLMNPQ")])
    log.append([("cafe1", op) for op in ops("cafe1", lines)])
    return log


def packed(log: EventLog) -> bytes:
    records = list(whole_list(log, "cafe1"))
    outcome = compose(kept_cafes.fold("cafe1", records), speak)
    return RENDERERS["archive"].render(outcome, speak, records)


def test_the_café_is_the_same_elsewhere() -> None:
    here = kept(small_cafe(), InMemory())
    there = InMemory()
    brought = bring_in(there, packed(here))
    assert (brought.cafe, brought.title, brought.set_aside) == ("cafe1", "Small café", 0)
    assert Listing(there).find("klm npq") == "cafe1"
    assert list(whole_list(there, "cafe1")) == list(whole_list(here, "cafe1"))


def test_its_outcome_is_the_same_elsewhere() -> None:
    here, there = kept(small_cafe(), InMemory()), InMemory()
    bring_in(there, packed(here))
    first, second = (
        RENDERERS["html"].render(
            compose(kept_cafes.fold("cafe1", whole_list(log, "cafe1")), speak), speak, ()
        )
        for log in (here, there)
    )
    assert first == second


def test_it_goes_on_there_with_its_guards_in_place() -> None:
    log = InMemory()
    bring_in(log, packed(kept(small_cafe(), InMemory())))
    cafe = kept_cafes.fold("cafe1", whole_list(log, "cafe1"))
    decision = decide.decide(cafe, RetractOutcome(), Asking(FATIMA, "later", 1))
    assert isinstance(decision, Decision)
    guards = tuple(Guard(g.register, g.expect, g.new) for g in decision.guards)
    assert guards
    events = tuple(Written(*codec.pack(event)) for event in decision.events)
    assert isinstance(log.append([("cafe1", Op(FATIMA, "later", events, guards))])[0], Accepted)


def test_a_command_sent_before_the_move_is_not_done_twice_after_it() -> None:
    log = InMemory()
    bring_in(log, packed(kept(small_cafe(), InMemory())))
    sent = next(r for r in whole_list(log, "cafe1") if r.name == "note-written")
    again = Op(sent.actor, sent.cid, (Written(sent.name, sent.data, sent.body),))
    assert log.append([("cafe1", again)]) == [Accepted(sent.seq, sent.seq, duplicate=True)]


def test_a_café_that_is_here_already_is_refused() -> None:
    log = kept(small_cafe(), InMemory())
    before = log.head("cafe1").seq
    with pytest.raises(CannotBring, match="cafe-exists"):
        bring_in(log, packed(log))
    assert log.head("cafe1").seq == before


def test_bringing_in_that_was_cut_off_is_ended_by_doing_it_again() -> None:
    whole, log = kept(small_cafe(), InMemory()), InMemory()
    archived = archive.read(packed(whole))
    log.append([("cafe1", op) for op in list(ops("cafe1", archived.records))[:3]])
    bring_in(log, packed(whole))
    assert list(whole_list(log, "cafe1")) == list(whole_list(whole, "cafe1"))
    assert log.registers("cafe1") == whole.registers("cafe1")
    with pytest.raises(CannotBring, match="cafe-exists"):
        bring_in(log, packed(whole))


def test_a_code_that_belongs_to_another_café_is_refused() -> None:
    log = InMemory()
    log.append([listing_of("another", "KLMNPQ")])
    with pytest.raises(CannotBring, match="code-taken"):
        bring_in(log, packed(kept(small_cafe(), InMemory())))
    assert log.head("cafe1").seq == 0


@pytest.mark.parametrize("cafe", ["house", "../x", "", "UPPER"])
def test_a_strange_id_is_refused(cafe: str) -> None:
    records = whole_list(kept(small_cafe(), InMemory()), "cafe1")
    with pytest.raises(CannotBring, match="archive-broken-line"):
        bring_in(InMemory(), archive.write({archive.EVENTS: archive.events(cafe, records)}))


def test_every_refusal_is_in_the_catalogue() -> None:
    codes = [
        "cafe-exists",
        "code-taken",
        "archive-not-a-zip",
        "archive-no-events",
        "archive-broken-line",
        "archive-other-version",
        "archive-too-large",
        "archive-too-many-files",
    ]
    assert [code for code in codes if speak(f"refused-{code}").startswith("⧼")] == []


# ---- at the terminal ----------------------------------------------------------------------------


def run(*words: str) -> Result:
    return CliRunner().invoke(wikicafe, words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of a server that kept the small café."""
    log = kept(small_cafe(), open_log(f"sqlite:///{tmp_path}/here/cafes.sqlite"))
    log.close()
    return tmp_path / "here"


def test_a_café_moves_by_two_commands(folder: Path, tmp_path: Path) -> None:
    file, there = str(tmp_path / "cafe.zip"), str(tmp_path / "there")
    exported = run("export", "klmnpq", "--out", file, "--data", str(folder))
    assert (exported.exit_code, exported.output.split(":")[0]) == (0, file)
    imported = run("import", file, "--data", there)
    assert imported.exit_code == 0, imported.output
    assert imported.output.startswith("Small café: ")
    again = run("import", file, "--data", there)
    assert (again.exit_code, again.output) == (1, "Error: This café is here already.\n")


@pytest.mark.parametrize("form", RENDERERS)
def test_every_form_can_be_exported(form: str, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("export", "cafe1", "--format", form, "--out", str(out), "--data", str(folder))
    assert done.exit_code == 0, done.output
    assert out.stat().st_size > 100


def test_wikitext_is_exported_onto_the_page_as_it_is(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.wikitext"
    page.write_text("<translate><!--T:9--> Tea first</translate>", encoding="utf-8")
    words = ("export", "cafe1", "--out", "-", "--onto", str(page), "--data", str(folder))
    done = run(*words, "--format", "wikitext")
    assert "<translate><!--T:9--> Tea first</translate>" in done.output
    assert run(*words).exit_code == 2


def test_export_works_beside_a_running_server(folder: Path) -> None:
    server = open_log(f"sqlite:///{folder}/cafes.sqlite")
    done = run("export", "cafe1", "--format", "csv", "--out", "-", "--data", str(folder))
    server.close()
    assert done.exit_code == 0
    assert "Ingen har tid" in done.output


def test_import_beside_a_running_server_says_so_in_one_line(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "cafe.zip"
    file.write_bytes(b"whatever")
    server = open_log(f"sqlite:///{folder}/cafes.sqlite")
    done = run("import", str(file), "--data", str(folder))
    server.close()
    assert "Another WikiCafé server" in str(done.exception)


def test_what_is_wrong_is_said_in_one_line(folder: Path, tmp_path: Path) -> None:
    unknown = run("export", "NOSUCH", "--data", str(folder))
    assert unknown.output == "Error: No café here has the code or id 'NOSUCH'.\n"
    nonsense = tmp_path / "x.zip"
    nonsense.write_bytes(b"nonsense")
    refused = run("import", str(nonsense), "--data", str(folder))
    assert refused.output.startswith("Error: This file is no archive of a café")

"""What shall be gone is in no byte on the disk: not in the database, not in its log of changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.visitors import DESIGN, Visitor, settings_for
from wikicafe.app import House, build
from wikicafe.cafe.privacy import DAY
from wikicafe.eventlog import open_log
from wikicafe.eventlog.in_sqlite import InSqlite
from wikicafe.serve import Threading

pytestmark = pytest.mark.slow


class Clock:
    """Of the store; set forward by a test."""

    ahead = 0

    def __call__(self) -> int:
        return 1_700_000_000_000 + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    """A house on a real file."""
    log = InSqlite(tmp_path / "cafes.sqlite", clock=clock)
    made = build(settings_for(tmp_path), log, Threading().runtime)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def ama(house: House) -> Visitor:
    """Sits at a table in the first round, with others around her; `ama.fatima` facilitates."""
    fatima = Visitor(house).opens_a_cafe()
    guests = [Visitor(house, f"{n}" * 32) for n in range(4)]
    for guest in guests:
        guest.joins(code=fatima.code, name="Ama Antwi-Owusu", affiliation="Chapter of Kumasi")
    fatima.commands("begin-step", {"step": DESIGN["agenda"][0]["id"]})
    guests[0].fatima = fatima  # type: ignore[attr-defined]
    return guests[0]


def write(guest: Visitor, text: str) -> str:
    guest.commands("write-note", {"step": "s1", "text": text})
    cafe = guest.house.live.look(guest.cafe).cafe
    return next(note.id for note in cafe.notes.values() if note.text == text)


def test_an_erased_note_leaves_no_byte(ama: Visitor) -> None:
    note = write(ama, "xylophone quagmire")
    ama.commands("amend-note", {"note": note, "text": "zephyr quagmire"})
    ama.fatima.commands("hide-note", {"note": note, "reason": "about a bassoon"})
    assert all(map(ama.is_on_disk, (b"xylophone", b"zephyr", b"bassoon")))  # it would be found
    write(ama, "stays for good")
    ama.commands("erase-note", {"note": note})
    ama.erases_and_waits(b"xylophone", b"zephyr", b"quagmire", b"bassoon")
    assert ama.is_on_disk(b"stays for good")


def test_an_erased_person_leaves_no_byte(ama: Visitor) -> None:
    write(ama, "xylophone quagmire")
    ama.commands(
        "amend-profile",
        {"name": "Efua Mensah", "languages": ["en"], "affiliation": "Village of Aburi"},
    )
    ama.fatima.commands("mute-person", {"person": ama.person, "reason": "played the bassoon"})
    assert all(map(ama.is_on_disk, (b"Efua Mensah", b"Aburi", b"bassoon", b"xylophone")))
    ama.fatima.commands("erase-person", {"person": ama.person, "notes": True})
    ama.erases_and_waits(b"Efua Mensah", b"Aburi", b"bassoon", b"xylophone")
    assert ama.is_on_disk(b"Ama Antwi-Owusu")  # of the other three


def test_names_are_gone_thirty_days_after_the_end(house: House, ama: Visitor, clock: Clock) -> None:
    write(ama, "stays for good")
    ama.fatima.commands("publish-outcome")
    ama.fatima.commands("close-cafe")
    clock.ahead = 30 * DAY - 1000
    house.live._retention.sweep()
    assert ama.is_on_disk(b"Ama Antwi-Owusu")
    clock.ahead = 30 * DAY + 1000
    house.live._retention.sweep()
    ama.erases_and_waits(b"Ama Antwi-Owusu", b"Kumasi", b"Fatima")
    assert ama.is_on_disk(b"stays for good")
    page = house.app.test_client().get(f"/cafe/{ama.cafe}/outcome").text
    assert "stays for good" in page
    assert "4 people" in page


def test_what_a_crash_left_is_erased_at_the_next_start(
    house: House, ama: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = write(ama, "xylophone quagmire")
    monkeypatch.setattr(house.live._retention, "sweep", lambda: None)
    ama.commands("erase-note", {"note": note})
    assert ama.is_on_disk(b"xylophone")
    house.stop()
    again = build(
        settings_for(tmp_path), open_log(f"sqlite:///{tmp_path}/cafes.sqlite"), Threading().runtime
    )
    again.start()
    try:
        ama.erases_and_waits(b"xylophone")
    finally:
        again.stop()

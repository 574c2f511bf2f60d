"""What people get wrong, at the real edge: a clear refusal in their language, and nothing is lost.

Where each kind of bad input is tested ("core" decides, "edge" is HTTP and socket, "browser" what one sees):

| bad input              | here, at the real server                | elsewhere                                          |
|------------------------|-----------------------------------------|----------------------------------------------------|
| unknown code           | sentence of page and answer             | web/test_joining · browser/test_refusals           |
| closed café            | at the socket, notes stay               | web/test_joining · live/test_submit                |
| full café              | people who come at the same moment      | web/test_joining · cafe/test_participants          |
| empty, 10,000 letters  | one of a batch, at the socket           | cafe/test_notes · browser/test_refusals            |
| script tags            | name, title and note in a page's JSON   | web/test_pages · outcome/test_evil_cafe (all       |
|                        |                                         | formats) · browser/test_refusals (all screens)     |
| control characters     | at the socket and at the door           | outcome/evil.py (all formats)                      |
| wrong type on the wire | every JSON call                         | web/test_sockets, test_packets (every packet)      |
| two who press at once  | two sockets, the log counted            | live/test_submit                                   |
| a second server        | the first goes on                       | test_cli · eventlog/test_in_sqlite                 |
| damaged database       | a damaged head, a damaged middle        | test_cli · eventlog/test_in_sqlite                 |
| unreadable settings    | what was there is left alone            | test_cli · test_settings                           |

What is said at the terminal is said in English; everything else comes out of the catalogue.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.prepared import DESIGN, PreparedCafe, new_cid
from tests.cafe_server import CafeServer
from wikicafe.eventlog import open_log
from wikicafe.guests.door import Profile, TurnedAway
from wikicafe.i18n import catalogue, message
from wikicafe.settings import SECRET_FILE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
LONGEST_RUN = 60  # seconds
SENTENCES = {  # refusals of this file → their parameters
    "no-such-cafe": (),
    "cafe-closed": (),
    "cafe-full": (80,),
    "note-empty": (),
    "note-too-long": (2_000, 10_000),
    "bad-shape": (),
    "wrong-key": (),
    "unknown-token": (),
    "name-missing": (),
    "too-many-guesses": (17,),
    "storage-full": (),
    "our-mistake": (),
}
POSTS = (
    "/api/house",
    "/api/cafes",
    "/api/cafes/import",
    "/api/cafes/put-back",
    "/api/cafes/{cafe}/enter",
    "/api/cafes/{cafe}/seating",
    "/api/cafes/{cafe}/rehearsal",
    "/api/find",
    "/api/join",
    "/api/return",
    "/api/enter",
)
NO_BODY_AT_ALL = (
    b"",
    b"null",
    b"[]",
    b"7",
    b'"code"',
    b'{"code": 7}',
    b'{"code": ["QQQQQQ"]}',
    b'{"code": "QQQQQQ", "more": 1}',
    b'{"code": "\xff"}',
    b'{"code": NaN}',
    b"[" * 60_000,
    b'{"code": "' + b"x" * 100_000 + b'"}',
)


@pytest.fixture
def cafe(server: CafeServer) -> Iterator[PreparedCafe]:
    """The first round of three people at one table, with a note."""
    prepared = opened(server)
    yield prepared
    prepared.close()


def opened(server: CafeServer, **design: Any) -> PreparedCafe:
    cafe = PreparedCafe(server, **design).join("Ama", "Bo", "Chen")
    cafe.facilitator.ask("begin-step", {"step": "s2"})
    cafe.guests[0].writes("Here before anything went wrong")
    return cafe


def asked(server: CafeServer, method: str, path: str, body: bytes = b"", lang: str = "en") -> Any:
    """Ask by HTTP as a browser of that language; returns status and text."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        line.request(method, path, body or None, {"Accept-Language": lang})
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


def refusal(answer: dict[str, Any]) -> str:
    return str(answer["refused"]["code"])


# ---- in the person's language --------------------------------------------------------------------


@pytest.mark.parametrize("code", SENTENCES)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_refusal_is_a_sentence_in_the_person_s_language(lang: str, code: str) -> None:
    key = f"refused-{code}"
    assert key in catalogue(lang)
    said = message(lang, key, *SENTENCES[code])
    assert "$" not in said and "{{" not in said and "⧼" not in said
    assert lang == "en" or said != message("en", key, *SENTENCES[code])
    assert said.rstrip()[-1] in ".؟!"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_page_of_an_unknown_cafe_says_so(lang: str, server: CafeServer) -> None:
    status, page = asked(server, "GET", "/cafe/aaaaaaaaaaaa/outcome", lang=lang)
    assert status == 404
    assert message(lang, "refused-no-such-cafe").replace("’", "&#8217;") in page.replace(
        "’", "&#8217;"
    )


# ---- the door ------------------------------------------------------------------------------------


def test_an_unknown_code_is_refused_and_the_next_right_one_is_not(cafe: PreparedCafe) -> None:
    for wrong in ("QQQQQ2", "", "      ", "QQQQQQQQQQ", "😀" * 6, "' OR 1=1 --", "\u0000" * 6):
        with pytest.raises(TurnedAway, match="no-such-cafe"):
            cafe.door.find(wrong)
    assert cafe.door.find(cafe.code) == cafe.id


def test_a_closed_cafe_takes_nothing_and_keeps_what_it_has(cafe: PreparedCafe) -> None:
    before, ama = cafe.notes(), cafe.guests[0]
    written = {"step": "s2", "text": "Just in time", "lang": "en"}
    cid = new_cid()
    assert "accepted" in ama.ask("write-note", written, cid)
    cafe.facilitator.ask("close-cafe")
    late = ama.ask("write-note", written | {"text": "Too late"})
    again = ama.ask("write-note", written, cid)  # the answer was lost on the way
    assert refusal(late) == "cafe-closed"
    assert again["duplicate"]
    with pytest.raises(TurnedAway, match="no-such-cafe"):
        cafe.join("Dmitri")
    assert cafe.notes() == [*before, "Just in time"]
    assert b"Just in time" in cafe.facilitator.download("csv")


def test_of_many_who_come_at_the_same_moment_only_as_many_come_in_as_there_is_room(
    server: CafeServer,
) -> None:
    cafe = PreparedCafe(server, capacity=3)
    come = [
        lambda n=n: cafe.door.join({"code": cafe.code}, who(n), "s" * 30 + str(n))
        for n in "12345678"
    ]
    answers = together(*come)
    turned_away = [one for one in answers if isinstance(one, TurnedAway)]
    assert len(turned_away) == 5
    assert {(one.code, *one.args[1]) for one in turned_away} == {("cafe-full", 3)}
    assert cafe.facilitator.look()["counts"]["joined"] == 3
    cafe.close()


def who(name: str) -> Profile:
    return Profile(f"Guest {name}", ("en",))


# ---- notes ---------------------------------------------------------------------------------------


def test_a_note_without_words_or_of_ten_thousand_letters_takes_no_other_with_it(
    cafe: PreparedCafe,
) -> None:
    texts = ("First", "", "   \n\t ", "x" * 10_000, "é" * 2_001, "🙂" * 2_000, "Last")
    batch = [
        {"cid": new_cid(), "name": "write-note", "payload": {"step": "s2", "text": text}}
        for text in texts
    ]
    answers = cafe.guests[1].wire.say("commands", batch)
    codes = [refusal(one) if "refused" in one else "" for one in answers]
    assert codes == ["", "note-empty", "note-empty", "note-too-long", "note-too-long", "", ""]
    assert answers[3]["refused"]["params"] == [2_000, 10_000]
    assert cafe.notes() == ["Here before anything went wrong", "First", "🙂" * 2_000, "Last"]


def test_script_tags_are_words_like_others(cafe: PreparedCafe) -> None:
    evil = "</script><script>alert('ü')</script><!-- <b>&amp;"
    cafe.guests[0].writes(evil)
    assert cafe.notes()[-1] == evil
    cafe.facilitator.ask("amend-design", {"design": DESIGN | {"title": evil}})
    cookie = f"wikicafe-{cafe.id}={cafe.facilitator.credential.token}"
    for screen in ("/panel", "/board", "/projector", "/outcome"):
        line = http.client.HTTPConnection("127.0.0.1", cafe.server.port, timeout=30)
        line.request("GET", f"/cafe/{cafe.id}{screen}", headers={"Cookie": cookie})
        page = line.getresponse().read().decode()
        line.close()
        assert "alert(" in page, screen  # it is there, as words
        assert "<script>alert" not in page, screen
        assert "<b>" not in page, screen


def test_control_characters_are_left_out_and_the_words_stay(cafe: PreparedCafe) -> None:
    ama = cafe.guests[0]
    ama.writes("one\r\ntwo\u0000 three\u001b[31m\u0007 four\u0085\u007f")
    assert cafe.notes()[-1] == "one\ntwo three[31m four"
    nothing = {"step": "s2", "text": "\u0000\u001b\u0007", "lang": "en"}
    assert refusal(ama.ask("write-note", nothing)) == "note-empty"
    cafe.join("Dmi\u0000tri\u202e\u001b")
    assert "Dmitri" in cafe.guests[-1].view()["me"]["name"]
    with pytest.raises(TurnedAway, match="name-missing"):
        cafe.join("\u0007\u0000")
    assert refusal(ama.ask("write-note", nothing | {"text": "\ud800"})) in (
        "note-empty",
        "bad-shape",
    )
    assert cafe.notes()[-1] == "one\ntwo three[31m four"


# ---- the wire ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", POSTS)
def test_a_wrong_body_is_refused_and_the_server_goes_on(path: str, cafe: PreparedCafe) -> None:
    path = path.format(cafe=cafe.id)
    for body in NO_BODY_AT_ALL:
        status, said = asked(cafe.server, "POST", path, body)
        assert 400 <= status < 500, (body[:40], said)
        assert refusal(json.loads(said)) in ("bad-shape", "unknown-token", "archive-not-a-zip")
    assert cafe.door.find(cafe.code) == cafe.id


def test_every_json_call_is_tried_above(cafe: PreparedCafe) -> None:
    from tests.web.visitors import settings_for
    from wikicafe.app import build
    from wikicafe.serve import Threading

    house = build(settings_for(Path("/nonexistent")), open_log("memory://"), Threading().runtime)
    rules = house.app.url_map.iter_rules()
    assert set(POSTS) == {
        str(rule).replace("<cafe>", "{cafe}") for rule in rules if "POST" in (rule.methods or ())
    }


# ---- two at once ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "payload", "event"),
    [
        ("begin-step", {"step": "s3"}, "step-begun"),
        ("pause-step", {"step": "s2"}, "step-paused"),
        ("end-step", {"step": "s2"}, "step-ended"),
        ("close-doors", {}, "doors-closed"),
        ("publish-outcome", {}, "outcome-published"),
    ],
)
def test_two_facilitators_who_press_the_same_button_at_once_do_it_once(
    command: str, payload: dict[str, Any], event: str, cafe: PreparedCafe
) -> None:
    ama, bo, _ = cafe.guests
    for guest in (ama, bo):
        grant = {"person": guest.credential.person, "role": "facilitator"}
        cafe.facilitator.ask("grant-role", grant)
    before = events_of(cafe).count(event)
    answers = together(*[lambda guest=guest: guest.ask(command, payload) for guest in (ama, bo)])
    for answer in answers:
        assert "accepted" in answer, answer
    assert events_of(cafe).count(event) == before + 1
    assert cafe.notes() == ["Here before anything went wrong"]


# ---- the machine ---------------------------------------------------------------------------------


def test_a_second_server_on_the_same_file_is_turned_away_and_the_first_goes_on(
    own_server: CafeServer,
) -> None:
    cafe = opened(own_server)
    ended = serve(own_server.data)
    assert ended.returncode == 4
    assert "Another WikiCafé server" in only_sentence(ended)
    cafe.guests[1].writes("And on it goes")
    own_server.restart()
    assert cafe.notes() == ["Here before anything went wrong", "And on it goes"]
    cafe.close()


def test_a_database_with_a_damaged_head_is_left_as_it_is(own_server: CafeServer) -> None:
    opened(own_server).close()
    own_server.stop()
    file = own_server.data / "cafes.sqlite"
    with file.open("r+b") as spoilt:
        spoilt.write(b"\x00" * 2_000)
    before = digest(file)
    ended = serve(own_server.data)
    assert ended.returncode == 4
    assert "damaged" in only_sentence(ended)
    assert digest(file) == before


def test_a_database_with_a_damaged_middle_is_said_and_left_as_it_is(own_server: CafeServer) -> None:
    cafe = opened(own_server)
    for number in range(60):
        cafe.guests[number % 3].writes(f"{number} " * 200)
    cafe.close()
    own_server.stop()
    file = own_server.data / "cafes.sqlite"
    size = file.stat().st_size
    with file.open("r+b") as spoilt:
        spoilt.seek(size // 2)
        spoilt.write(b"\xa5" * (size // 3))
    before = digest(file)
    checked = run("check", "--data", own_server.data)
    assert checked.returncode == 1
    assert "damaged" in only_sentence(checked)
    ended = serve(own_server.data)
    assert ended.returncode == 4
    assert "damaged" in only_sentence(ended)
    assert digest(file) == before


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda data: (data / SECRET_FILE).write_bytes(b"\xff\xfe\x00"), "secret key"),
        (lambda data: (data / SECRET_FILE).write_text("short"), "too short"),
    ],
)
def test_a_spoilt_setting_ends_the_start_and_leaves_the_cafes_alone(
    spoil: Callable[[Path], object], word: str, own_server: CafeServer
) -> None:
    cafe = opened(own_server)
    own_server.stop()
    secret = (own_server.data / SECRET_FILE).read_bytes()
    spoil(own_server.data)
    ended = serve(own_server.data)
    assert ended.returncode == 2
    assert word in only_sentence(ended)
    (own_server.data / SECRET_FILE).write_bytes(secret)
    own_server.restart()
    assert cafe.notes() == ["Here before anything went wrong"]
    cafe.close()


def together(*functions: Callable[[], Any]) -> list[Any]:
    """Do several things at the same moment; an exception is an answer as well."""
    start, answers = threading.Barrier(len(functions)), [None] * len(functions)

    def do(place: int, function: Callable[[], Any]) -> None:
        start.wait()
        try:
            answers[place] = function()
        except Exception as error:
            answers[place] = error

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_RUN)
    return answers


def events_of(cafe: PreparedCafe) -> list[str]:
    """Read the names of the café's events from the server's own log."""
    log = open_log(f"sqlite:///{cafe.server.data}/cafes.sqlite", only_reading=True)
    try:
        return [record.name for record in log.read(cafe.id, limit=10_000)]
    finally:
        log.close()


def serve(data: Path) -> subprocess.CompletedProcess[str]:
    return run("serve", "--data", data, "--port", 0)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wikicafe", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=LONGEST_RUN,
        check=False,
        cwd=ROOT,
    )


def only_sentence(ended: subprocess.CompletedProcess[str]) -> str:
    """Return what a failed start said: one line, and no traceback."""
    (line,) = [line for line in ended.stderr.splitlines() if line]
    assert line.startswith("wikicafe: ")
    assert line.endswith(".")
    return line


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()

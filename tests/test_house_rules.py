"""The rules of the house: who may import whom, and that no topic is left half built."""

import ast
import json
import re
from pathlib import Path

import pytest

from wikicafe.cafe.messages import wire_name
from wikicafe.cafe.permissions import RULES
from wikicafe.cafe.topics import AUDIENCE, COMMANDS, DECIDE, EVENTS, EVOLVE, TOPICS

HOUSE = Path(__file__).parent.parent
CODE = sorted((HOUSE / "wikicafe").rglob("*.py"))
LONGEST_FILE = 250  # lines; see CONTRIBUTING
MESSAGES = json.loads((HOUSE / "wikicafe/i18n/en.json").read_text("utf-8"))

# room → the rooms of ours it may import from (its own is always allowed)
ROOMS = {
    "cafe": set(),
    "rotation": set(),
    "eventlog": set(),
    "i18n": set(),
    "outcome": {"cafe"},
    "suggest": {"cafe"},
    "live": {"cafe", "eventlog"},
    "guests": set(),
    "web": {"live", "cafe", "outcome", "i18n"},
}
# third party → the only files that may name it
ONLY_IN = {
    "eventlet": {"serve.py"},
    "gevent": {"serve.py"},
    "flask": {"app.py", "web/"},
    "flask_socketio": {"app.py", "serve.py", "web/"},
    "sqlite3": {"eventlog/"},
    "prometheus_client": {"web/metrics.py"},
    "redis": {"eventlog/"},
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative imports hide the room"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def where(path):
    return path.relative_to(HOUSE / "wikicafe").as_posix()


@pytest.mark.parametrize("path", CODE, ids=where)
def test_a_room_imports_only_from_rooms_it_may(path):
    room = where(path).split("/")[0]
    if room not in ROOMS:
        return
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("wikicafe.")}
    allowed = ROOMS[room] | {room} | ({"assets", "logs", "settings"} if room == "web" else set())
    assert ours <= allowed


@pytest.mark.parametrize("path", CODE, ids=where)
def test_a_third_party_is_named_only_where_it_belongs(path):
    for name in imports(path):
        places = ONLY_IN.get(name.split(".")[0])
        if places is not None:
            assert any(where(path) == p or where(path).startswith(p) for p in places), name


def test_the_core_knows_no_clock_no_chance_and_no_disk():
    forbidden = {"time", "random", "datetime", "os", "pathlib", "socket", "threading", "uuid"}
    for path in CODE:
        if where(path).split("/")[0] == "cafe":
            assert not {name.split(".")[0] for name in imports(path)} & forbidden, where(path)


@pytest.mark.parametrize("path", CODE, ids=where)
def test_no_file_grows_past_one_room(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", CODE, ids=where)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_permission_decider_message_and_test(name):
    kind = COMMANDS[name]
    assert kind in RULES
    assert kind in DECIDE
    assert f"command-{name}" in MESSAGES
    tests = " ".join(p.read_text("utf-8") for p in (HOUSE / "tests/cafe").glob("test_*.py"))
    assert re.search(rf"\b{kind.__name__}\b", tests + (HOUSE / "tests/cast.py").read_text("utf-8"))


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_has_evolver_audience_old_line_and_twin(name):
    kind = EVENTS[name]
    assert kind in EVOLVE
    assert kind in AUDIENCE
    assert (HOUSE / "tests/cafe/old_events" / f"{name}.jsonl").read_text("utf-8").strip()
    twins = " ".join(p.read_text("utf-8") for p in (HOUSE / "static/src/topics").glob("*.ts"))
    assert re.search(rf"['\"]{name}['\"]", twins), f"no twin of {name} in static/src/topics"


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.__name__.split(".")[-1])
def test_a_topic_has_the_same_name_in_the_browser(topic):
    name = topic.__name__.split(".")[-1]
    if topic.EVOLVE:
        assert (HOUSE / "static/src/topics" / f"{name}.ts").exists()


def test_every_refusal_has_a_message():
    codes = {
        code
        for path in CODE
        for code in re.findall(
            r"""Refused\(\s*(?:code=)?["']([a-z-]+)["']""", path.read_text("utf-8")
        )
    }
    assert codes
    assert sorted(c for c in codes if f"refused-{c}" not in MESSAGES) == []


def test_wire_names_are_the_kebab_form_of_class_names():
    assert all(wire_name(kind) == name for name, kind in (COMMANDS | EVENTS).items())

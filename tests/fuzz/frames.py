"""Frames no client of ours would send: broken, deep, huge, binary, reserved, half valid. Seeded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from wikicafe.cafe.topics import COMMANDS

EVENTS = ("hello", "command", "commands", "clock", "unsent", "connect", "disconnect", "told", "")
SCREENS = ("participant", "panel", "board", "projector", "", "house")
EVIL = (
    "\x00", "\u202e", "\ud800", "\u2028", "{{", "]]>", "<script>", "'", '"', "\\", "\x1e", "é" * 50,
    "=HYPERLINK(1)", "../../etc/passwd", "%00", "__proto__", "constructor", "NaN", "1e999",
    "-0", "9" * 400, "0x10", "true", "null",
)  # fmt: skip


def frames(chance: Random, cafe: str, token: str) -> Iterator[str | bytes]:
    """Yield frames without end. Some are right, so that the wrong ones meet a living café."""
    kinds = (_right, _right, _mutated, _mutated, _mutated, _garbage, _binary, _deep, _huge, _engine)
    while True:
        yield chance.choice(kinds)(chance, cafe, token)


def _right(chance: Random, cafe: str, token: str) -> str:
    event = chance.choice(EVENTS)
    number = chance.choice(("", str(chance.randrange(10**6))))
    return f"42{number}" + json.dumps([event, _said(chance, event)])


def _said(chance: Random, event: str) -> Any:
    match event:
        case "hello":
            return {"screen": chance.choice(SCREENS)}
        case "clock":
            return {"t0": chance.choice((1, 1.5, -1, 10**30, "1", None))}
        case "unsent":
            return {"count": chance.choice((0, 5, -1, 10**9, "5"))}
        case "command":
            return _command(chance)
        case "commands":
            return [_command(chance) for _ in range(chance.randrange(6))]
    return _anything(chance, 3)


def _command(chance: Random) -> dict[str, Any]:
    name, kind = chance.choice(list(COMMANDS.items()))
    payload = {
        field: _anything(chance, 2) for field in kind.__struct_fields__ if chance.random() < 0.7
    }
    cid = "".join(chance.choice("abcdefghijkl-_09") for _ in range(chance.choice((3, 12, 16, 33))))
    return {"cid": cid, "name": name, "payload": payload}


def _anything(chance: Random, depth: int) -> Any:
    match chance.randrange(9 if depth else 7):
        case 0:
            return None
        case 1:
            return chance.choice((True, False))
        case 2:
            return chance.randrange(-(2**70), 2**70)
        case 3:
            return chance.uniform(-1e300, 1e300)
        case 4 | 5:
            return "".join(chance.choice(EVIL) for _ in range(chance.randrange(4)))
        case 6:
            return chance.choice(("s1", "1", "Q1", "late", "board", "facilitator"))
        case 7:
            return [_anything(chance, depth - 1) for _ in range(chance.randrange(4))]
    return {str(chance.choice(EVIL)): _anything(chance, depth - 1) for _ in range(3)}


def _mutated(chance: Random, cafe: str, token: str) -> str:
    text = list(_right(chance, cafe, token))
    for _ in range(chance.randrange(1, 5)):
        place = chance.randrange(len(text))
        match chance.randrange(4):
            case 0:
                del text[place:]
                text.append("4")
            case 1:
                text[place] = chr(chance.choice((0, 10, 34, 44, 91, 92, 93, 123, 125, 0x2028)))
            case 2:
                text.insert(place, chance.choice(EVIL))
            case 3:
                text[place:place] = text[: chance.randrange(20)]
    return "".join(text)


def _garbage(chance: Random, cafe: str, token: str) -> str:
    alphabet = '0123456789[]{}",:-/\\ atx\x00\n\ud800é'
    return "".join(chance.choice(alphabet) for _ in range(chance.randrange(60)))


def _binary(chance: Random, cafe: str, token: str) -> str | bytes:
    match chance.randrange(4):
        case 0:
            return chance.randbytes(chance.randrange(40))
        case 1:
            return (
                f"45{chance.choice((0, 1, 11, 10**9))}-" + '["hello",{"_placeholder":true,"num":0}]'
            )
        case 2:
            return "b" + "".join(chance.choice("AZaz09+/=!") for _ in range(chance.randrange(20)))
    return f"46{chance.randrange(99)}-[]"


def _deep(chance: Random, cafe: str, token: str) -> str:
    depth = chance.choice((10, 200, 1_100, 5_000))
    return chance.choice(
        (
            '42["hello",' + "[" * depth + "]" * depth + "]",
            '42["command",' + '{"payload":' * depth + "1" + "}" * depth + "]",
            "42" + "[" * depth,
            "4" + "[" * depth,
            "4" + '{"a":' * depth,
            "2" + "[" * depth,
        )
    )


def _huge(chance: Random, cafe: str, token: str) -> str:
    if chance.random() < 0.9:  # most of the time the small ones: a huge one takes long to make
        return _engine(chance, cafe, token)
    size = chance.choice((65_535, 65_536, 70_000, 140_000))
    return '42["hello","' + chance.choice("xé\\") * size + '"]'


def _engine(chance: Random, cafe: str, token: str) -> str:
    auth = json.dumps({"cafe": cafe, "token": chance.choice((token, token[:-2], "", "a.b", None))})
    return chance.choice(
        (
            "0",
            "1",
            "2",
            "2probe",
            "3",
            "3probe",
            "5",
            "6",
            "7",
            "9",
            "-1",
            "",
            "4",
            "40",
            "41",
            "4null",
            "4[]",
            "47",
        )
        + (f"40{auth}", "40/other," + auth, "41/other,", "40[]", "40{", "44{}", "43[]", "43999[1]")
        + (f"4{chance.randrange(10)}", "42", "420", "42/,[]", "42/a,1[]", "4" * 50)
    )

"""`wikicafe rehearse`: let simulated people fill a café, to practise it tonight or to load a server."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path

import click

from wikicafe.guests.crowd import Crowd
from wikicafe.guests.door import Door, TurnedAway, Unreachable
from wikicafe.guests.facilitator import Facilitator
from wikicafe.guests.own_server import OwnServer
from wikicafe.guests.rehearsing import design_of, steer
from wikicafe.live.rehearsal import KEY

CAFE_ID = re.compile(r"[a-z2-7]{12}")
OWN_MINUTES = 10.0  # how long a café of our own lasts
STAY_MINUTES = 240.0  # how long people stay in somebody's café at most
GLANCE = 0.5  # seconds


@click.command()
@click.option("--people", default=80, show_default=True, type=click.IntRange(1, 2000))
@click.option("--cafe", help="Code or id of a café. [one of our own, run to its end]")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Its server.")
@click.option("--data", help="That server's data folder, for its key. [~/.local/share/wikicafe]")
@click.option("--speed", default=1.0, show_default=True, type=click.FloatRange(0.1, 1000))
@click.option("--seed", default=1, show_default=True, help="The same one makes the same people.")
@click.option("--minutes", type=click.FloatRange(0.1, 1440), help="How long. [10; there: 240]")
@click.option("--until-closed", is_flag=True, hidden=True, help="End when standard input ends.")
def rehearse(
    people: int,
    cafe: str | None,
    url: str,
    data: str | None,
    speed: float,
    seed: int,
    minutes: float | None,
    until_closed: bool,
) -> None:
    """Let simulated people join a café, write in many languages, drop off, come late and vote.

    In a café of our own the facilitator is simulated, too.
    """
    try:
        if cafe is None:
            _in_our_own(people, speed, seed, minutes or OWN_MINUTES)
            return
        door = Door(url)
        known = cafe if CAFE_ID.fullmatch(cafe) else door.find(cafe)
        key = os.environ.get(KEY) or _key(data, known)
        crowd = Crowd(door, {"rehearsal": f"{known}.{key}"}, people, seed, speed)
        _fill(crowd, (minutes or STAY_MINUTES) * 60, _stdin_ends() if until_closed else None)
    except Unreachable as unreachable:
        raise click.ClickException(str(unreachable)) from unreachable
    except TurnedAway as no:
        raise click.ClickException(f"The server refused: {no.code}.") from no


def _in_our_own(people: int, speed: float, seed: int, minutes: float) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="wikicafe-") as data,
        OwnServer(Path(data)) as server,
    ):
        door = Door(server.url)
        design = design_of(minutes, speed, people)
        facilitator = Facilitator(door, server.key, design, "Rehearsal")
        known = facilitator.credential.cafe
        for name, link in facilitator.links.items():
            click.echo(f"{name.removesuffix('_url'):<12}{link}", err=True)
        way_in = {"rehearsal": f"{known}.{_key(data, known)}"}
        crowd = Crowd(door, way_in, people, seed, speed, cafe_speed=speed)
        crowd.begin()
        try:
            steer(facilitator, crowd, speed, lambda words: click.echo(words, err=True))
        finally:
            crowd.go()
            facilitator.close()
        _say(crowd)


def _fill(crowd: Crowd, seconds: float, ended: threading.Event | None) -> None:
    """Stay until the café is closed, time is over, Ctrl-C is pressed or whoever began us is gone."""
    deadline = time.monotonic() + seconds
    crowd.begin()
    with contextlib.suppress(KeyboardInterrupt):
        while time.monotonic() < deadline and not crowd.is_over:
            if ended is not None and ended.is_set():
                break
            time.sleep(GLANCE)
    crowd.settle()
    crowd.go()
    _say(crowd)


def _say(crowd: Crowd) -> None:
    click.echo(json.dumps(asdict(crowd.summary()), ensure_ascii=False, indent=2))


def _key(data: str | None, cafe: str) -> str:
    """Make the key from the server's own secret, which lies in its data folder."""
    from wikicafe.settings import read
    from wikicafe.web.tokens import REHEARSAL, Seal

    settings = read({"data": data})
    return Seal(settings.secret_key, settings.generation).key(cafe, REHEARSAL)


def _stdin_ends() -> threading.Event:
    """Return what is set when the pipe from the server that began us ends."""
    ended = threading.Event()

    def watch() -> None:
        sys.stdin.buffer.read()
        ended.set()

    threading.Thread(target=watch, daemon=True).start()
    return ended

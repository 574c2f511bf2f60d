"""The factory: settings → event log → live → web. Starts nothing, listens to nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import Any

import flask_compress
import flask_socketio
from engineio.payload import Payload
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from wikicafe import assets, seats
from wikicafe.cafe.messages import Refused
from wikicafe.eventlog.contract import EventLog
from wikicafe.live.house import Live
from wikicafe.live.rehearsal import Rehearsals
from wikicafe.live.runtime import Loop, Runtime
from wikicafe.settings import Settings
from wikicafe.web import (
    api,
    desk,
    downloads,
    health,
    housekeeping,
    keeping,
    language,
    metrics,
    openapi,
    origin,
    page,
    pages,
    planning,
    refusing,
    revealing,
)
from wikicafe.web.headers import Headers
from wikicafe.web.limits import Guesses
from wikicafe.web.packets import StrictJson, StrictPacket
from wikicafe.web.payloads import LONGEST_PACKET
from wikicafe.web.rooms import Rooms
from wikicafe.web.sockets import Sockets
from wikicafe.web.tokens import Seal

FILES_KEPT_S = 300  # files without a hash in their name; hashed ones are kept for ever
WATCH_EVERY_S = 5
MOST_PACKETS = 500  # in one polling request; 16 of the library would drop a phone's notes (trap 1)


@dataclass(frozen=True, slots=True)
class House:
    """The parts of a running program, for `serve.py` and for tests."""

    settings: Settings
    log: EventLog
    live: Live
    app: Flask
    socketio: flask_socketio.SocketIO
    sockets: Sockets
    rehearsals: Rehearsals
    watching: Loop
    wake: threading.Event

    def start(self) -> None:
        """Begin to live: follow the log, watch clocks and connections."""
        self.live.start()
        self.watching.start()

    def stop(self) -> None:
        """Answer whoever asked, write what was accepted, say goodbye to all, close the log."""
        self.watching.stop(self.wake)
        self.rehearsals.stop()
        self.live.stop()
        self.sockets.goodbye(self.live.runtime.sleep)
        self.log.close()


def build(settings: Settings, log: EventLog, runtime: Runtime) -> House:
    """Put the house together around an open log. Call `house.live.start()` when it shall live."""
    live = Live(
        log, runtime, plan=seats.plan, replan=seats.replan, seat_newcomer=seats.seat_newcomer
    )
    rehearsals = Rehearsals()
    app = Flask("wikicafe", template_folder=str(assets.TEMPLATES), static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LONGEST_PACKET,
        COMPRESS_MIMETYPES=["text/html", "application/json", "image/svg+xml", "text/csv"],
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[desk.NAME] = desk.Desk(
        settings=settings,
        live=live,
        seal=Seal(settings.secret_key, settings.generation),
        guesses=Guesses(),
        bring_in=partial(_bring_in, live),
        rehearse=rehearsals.start,
        connections=lambda: len(socketio.server.eio.sockets),
        explain=desk.Explain(seats.why, seats.what_it_costs, seats.outlook),
    )
    _routes(app)
    flask_compress.Compress(app)
    app.wsgi_app = _files(app.wsgi_app)  # type: ignore[method-assign]
    socketio = _socketio(app, runtime.async_mode)
    app.wsgi_app = Headers(app.wsgi_app)  # type: ignore[method-assign]
    if settings.proxies:  # only then are their words about the asker true
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=1, x_host=1)  # type: ignore[method-assign]
    sockets = Sockets(socketio.server, app.extensions[desk.NAME])
    sockets.listen()

    wake = threading.Event()

    def watch() -> None:
        wake.wait(WATCH_EVERY_S)
        sockets.watch()

    watching = Loop(runtime, watch)
    return House(settings, log, live, app, socketio, sockets, rehearsals, watching, wake)


def _bring_in(live: Live, packed: bytes) -> str | Refused:
    """Import a zip as the only writer of the log."""
    from wikicafe.commands.import_ import CannotBring, bring_in

    try:
        return str(live.with_the_log(bring_in, packed).cafe)
    except CannotBring as cannot:
        return Refused(str(cannot))


def _routes(app: Flask) -> None:
    for blueprint in (
        pages.bp,
        api.bp,
        housekeeping.bp,
        downloads.bp,
        keeping.bp,
        planning.bp,
        health.bp,
        metrics.bp,
        openapi.bp,
        revealing.bp,
    ):
        app.register_blueprint(blueprint)
    app.before_request(origin.check_origin)
    app.context_processor(page.words)
    app.after_request(language.remember)
    refusing.handle(app)


def _files(application: Any) -> Any:
    return WhiteNoise(
        application,
        root=str(assets.STATIC) if assets.STATIC.is_dir() else None,
        prefix=assets.URL,
        max_age=FILES_KEPT_S,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: "/assets/" in url,
        autorefresh=bool(assets.dev_server()),
    )


def _socketio(app: Flask, async_mode: str) -> flask_socketio.SocketIO:
    """Attach Socket.IO. Origins: the same as ours, the library's default; `[]` would allow all."""
    Payload.max_decode_packets = MOST_PACKETS
    return flask_socketio.SocketIO(
        app,
        async_mode=async_mode,
        client_manager=Rooms(),
        serializer=StrictPacket,
        json=StrictJson,
        async_handlers=False,  # True would put one phone's commands out of order (trap 7)
        manage_session=False,
        max_http_buffer_size=2 * LONGEST_PACKET,  # what is a little too long is answered
        logger=False,
        engineio_logger=False,
    )

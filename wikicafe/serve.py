"""Listen and serve until told to stop. The ONLY file that names eventlet, which its makers retire.

Patch first, then import whatever uses sockets or threads: hence the imports inside functions.
"""

from __future__ import annotations

import logging
import signal
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wikicafe import logs
from wikicafe.listening import Patient, listen, raise_file_limit
from wikicafe.settings import LogUnsafe, Settings, Unusable

if TYPE_CHECKING:
    from wikicafe.app import House
    from wikicafe.live.runtime import Runtime

MOST_CONNECTIONS = 20_000  # eventlet's own 1,024 would let number 1,025 hang silently (trap 2)
SILENCE_S = 75  # seconds a connection may say nothing; live ones get their own from engine.io

Ready = Callable[[Settings, int], None]

log = logging.getLogger(__name__)


def serve(settings: Settings, ready: Ready) -> None:
    """Serve until SIGTERM or SIGINT, then end in order: commands written, connections closed.

    ready: called with the port once we listen. Raises Unusable if we cannot start.
    """
    server = SERVERS[settings.async_mode]()
    logs.begin()
    raise_file_limit()
    listening = listen(settings.host, settings.port)
    try:
        house = _open(settings, server.runtime)
    except Unusable:
        listening.close()
        raise
    stop = server.event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    house.start()
    door = Patient(listening, server.runtime.sleep)
    server.runtime.spawn(server.accept, door, house.app)
    ready(settings, listening.getsockname()[1])
    wait_for(stop)
    log.info("ending: commands on their way are answered, then everybody is told")
    door.shut()
    house.stop()
    log.info("ended")


def wait_for(stop: Any) -> None:
    """Wait until the event is set, whatever else is thrown at us.

    Under eventlet a greenlet that reads a socket somebody closes may end in the main one (trap 8).
    """
    while not stop.is_set():
        try:
            stop.wait()
        except Exception:
            log.exception("the main loop goes on")


def _open(settings: Settings, runtime: Runtime) -> House:
    from wikicafe.app import build
    from wikicafe.eventlog import open_log
    from wikicafe.eventlog.contract import Unsafe

    try:
        log = open_log(settings.log)
        log.self_check()
    except Unsafe as unsafe:
        raise LogUnsafe(str(unsafe)) from unsafe
    return build(settings, log, runtime)


class Eventlet:
    """Green threads; the default. Making one patches the standard library."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its makers' farewell
            import eventlet
            import eventlet.wsgi
        eventlet.monkey_patch()
        from eventlet import tpool

        from wikicafe.live.runtime import Runtime

        tpool.QUIET = True  # what fails outside is raised where it was asked for
        self._wsgi = eventlet.wsgi
        self.runtime = Runtime(eventlet.spawn, eventlet.sleep, tpool.execute, "eventlet")

    def event(self) -> Any:
        from threading import Event  # patched: waiting leaves the loop running

        return Event()

    def accept(self, listening: Any, app: Any) -> None:
        self._wsgi.server(
            listening,
            app,
            max_size=MOST_CONNECTIONS,
            socket_timeout=SILENCE_S,
            log_output=False,
            debug=False,
            log=Silent(),
            environ={"wsgi.errors": Silent()},  # else it writes people's addresses there
        )


class Gevent:
    """The other green threads. Not among our dependencies; install gevent to use it."""

    def __init__(self) -> None:
        try:
            from gevent import monkey  # type: ignore[import-untyped]
        except ImportError as missing:
            raise Unusable("gevent is not installed: `pip install gevent` first.") from missing
        monkey.patch_all()
        import gevent
        from gevent.hub import get_hub  # type: ignore[import-untyped]

        from wikicafe.live.runtime import Runtime

        def outside(function: Callable[..., Any], *arguments: Any) -> Any:
            return get_hub().threadpool.apply(function, arguments)

        self.runtime = Runtime(gevent.spawn, gevent.sleep, outside, "gevent")

    def event(self) -> Any:
        from gevent.event import Event  # type: ignore[import-untyped]

        return Event()

    def accept(self, listening: Any, app: Any) -> None:
        from gevent.pywsgi import WSGIServer  # type: ignore[import-untyped]

        WSGIServer(listening.socket, app, log=None, error_log=sys.stderr).serve_forever()


class Threading:
    """Plain threads: slower and for few people, but nothing is patched. Good for tests."""

    def __init__(self) -> None:
        from wikicafe.live.runtime import Runtime

        self.runtime = Runtime.plain()

    def event(self) -> Any:
        from threading import Event

        return Event()

    def accept(self, listening: Any, app: Any) -> None:
        from werkzeug.serving import make_server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        host, port = listening.getsockname()[:2]
        make_server(host, port, app, threaded=True, fd=listening.fileno()).serve_forever()


class Silent:
    """A log nobody reads: the library would write a line for every connection."""

    def write(self, _text: str) -> None:
        pass

    def flush(self) -> None:
        pass


SERVERS: dict[str, Callable[[], Any]] = {
    "eventlet": Eventlet,
    "gevent": Gevent,
    "threading": Threading,
}

"""Listen and serve until told to stop. The ONLY file that names eventlet, which its makers retire.

Patch first, then import whatever uses sockets or threads: hence the imports inside functions.
"""

from __future__ import annotations

import errno
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wikicafe.settings import LogUnsafe, PortTaken, Settings, Unusable

if TYPE_CHECKING:
    from wikicafe.app import House
    from wikicafe.live.runtime import Runtime

BACKLOG = 4096  # connections waiting to be accepted; a hall reloads at once
MOST_CONNECTIONS = 20_000  # eventlet's own 1,024 would let number 1,025 hang silently (trap 2)
SILENCE_S = 75  # seconds a connection may say nothing; live ones get their own from engine.io
NO_MORE_NOW = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED)
WANTED_FILES = 65_536  # open files; every connection is one

Ready = Callable[[Settings, int], None]


def serve(settings: Settings, ready: Ready) -> None:
    """Serve until SIGTERM or SIGINT, then end in order: commands written, connections closed.

    ready: called with the port once we listen. Raises Unusable if we cannot start.
    """
    server = SERVERS[settings.async_mode]()
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
    server.runtime.spawn(server.accept, listening, house.app)
    ready(settings, listening.getsockname()[1])
    wait_for(stop)
    house.stop()
    listening.close()


def wait_for(stop: Any) -> None:
    """Wait until the event is set, whatever else is thrown at us.

    Under eventlet a greenlet that reads a socket somebody closes may end in the main one (trap 8).
    """
    while not stop.is_set():
        try:
            stop.wait()
        except Exception as error:
            sys.stderr.write(f"the main loop goes on after {error!r}\n")


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket. Raises PortTaken or Unusable with one sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Connections inherit it: an answer of 100 bytes shall not wait for a second one.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise _cannot_listen(host, port, error) from error
    return listening


def _cannot_listen(host: str, port: int, error: OSError) -> Unusable:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(f"Port {port} is in use: stop the other program or give another --port.")
    if error.errno == errno.EACCES:
        return PortTaken(f"Port {port} is not ours to open: give one above 1023 by --port.")
    return Unusable(f"We cannot listen on {host} ({error.strerror or error}): give another --host.")


def raise_file_limit() -> None:
    """Allow as many open files as the system lets us, and warn if these are few."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(WANTED_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    if wanted < 4096:
        sys.stderr.write(f"Only {wanted} files may be open: about {wanted // 2} people can come.\n")


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

    def accept(self, listening: socket.socket, app: Any) -> None:
        self._wsgi.server(
            Patient(listening, self.runtime.sleep),
            app,
            max_size=MOST_CONNECTIONS,
            socket_timeout=SILENCE_S,
            log_output=False,
            debug=False,
            log=Silent(),
        )


class Patient:
    """A listening socket that waits when there are no files left; the library would give up."""

    def __init__(self, listening: socket.socket, sleep: Callable[[float], Any]) -> None:
        self._listening = listening
        self._sleep = sleep

    def accept(self) -> Any:
        while True:
            try:
                return self._listening.accept()
            except OSError as error:
                if error.errno not in NO_MORE_NOW:
                    raise
                sys.stderr.write(f"no connection can be accepted now ({error.strerror})\n")
                self._sleep(0.5)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._listening, name)


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

    def accept(self, listening: socket.socket, app: Any) -> None:
        from gevent.pywsgi import WSGIServer  # type: ignore[import-untyped]

        WSGIServer(listening, app, log=None, error_log=sys.stderr).serve_forever()


class Threading:
    """Plain threads: slower and for few people, but nothing is patched. Good for tests."""

    def __init__(self) -> None:
        from wikicafe.live.runtime import Runtime

        self.runtime = Runtime.plain()

    def event(self) -> Any:
        from threading import Event

        return Event()

    def accept(self, listening: socket.socket, app: Any) -> None:
        import logging

        from werkzeug.serving import make_server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        host, port = listening.getsockname()[:2]
        make_server(host, port, app, threaded=True, fd=listening.fileno()).serve_forever()


class Silent:
    """A log nobody reads: the library would write a line for every connection."""

    def write(self, _text: str) -> None:
        pass


SERVERS: dict[str, Callable[[], Any]] = {
    "eventlet": Eventlet,
    "gevent": Gevent,
    "threading": Threading,
}

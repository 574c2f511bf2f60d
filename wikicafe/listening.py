"""The listening socket: opened or refused with a sentence, patient when files run out, shut at the end."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
from collections.abc import Callable
from typing import Any

from wikicafe.settings import PortTaken, Unusable

BACKLOG = 4096  # connections waiting to be accepted; a hall reloads at once
NO_MORE_NOW = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED)
WANTED_FILES = 65_536  # open files; every connection is one
LONGEST_END_S = 60  # nothing of ours ends later than this

log = logging.getLogger(__name__)


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
        log.warning("only %d files may be open: about %d people can come", wanted, wanted // 2)


class Patient:
    """A listening socket that waits when there are no files left; the library would give up."""

    def __init__(self, listening: socket.socket, sleep: Callable[[float], Any]) -> None:
        self.socket = self._listening = listening
        self._sleep = sleep
        self._is_shut = False

    def accept(self) -> Any:
        while True:
            try:
                return self._listening.accept()
            except OSError as error:
                if self._is_shut:
                    # Whoever gave up accepting would cut the connections there are; see `stop`.
                    self._sleep(LONGEST_END_S)
                elif error.errno in NO_MORE_NOW:
                    log.warning("no connection can be accepted now (%s)", error.strerror)
                    self._sleep(0.5)
                else:
                    raise

    def shut(self) -> None:
        """Let nobody new in: they are refused at once, and a proxy asks another of us."""
        self._is_shut = True
        # Not closed: eventlet's loop ends with a socket that is closed while it is waited for.
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._listening, name)

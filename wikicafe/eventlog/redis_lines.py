"""Connections to Redis, and how their errors are said in words; no café is read or written here.

Two kinds. Whoever opened the log (the event loop, under eventlet) uses ordinary sockets, which are green
there: while Redis is silent, others go on. Any other thread is one of the operating system's, where green
sockets and locks must not be touched: it gets sockets of the C module, which nobody patches, with time
limits kept by the system. No connection is ever used by two at once, so there is nothing to lock.
"""

from __future__ import annotations

import _socket
import contextlib
import errno
import ssl
import threading
from collections import deque
from collections.abc import Sequence
from typing import Any

import redis
from redis.connection import Connection, SSLConnection, UnixDomainSocketConnection, parse_url

from wikicafe.eventlog.contract import Away, Unsafe
from wikicafe.eventlog.opening import shown

TIMEOUT_S = 2.0  # to connect, and for one answer
IDLE = 4  # connections kept open of each kind
FULL = ("OOM", "MISCONF")  # how Redis begins to say that it can keep nothing more
NOT_NOW = ("NOREPLICAS", "BUSY ")  # too few replicas (min-replicas-to-write), another's long script

Command = Sequence[bytes | str | int]
Answer = Any  # what Redis replied: bytes, int, None, lists of these


class Lines:
    """Asks one Redis. home: the connections of the thread that made this; the others are raw."""

    def __init__(self, url: str) -> None:
        self.wait = 0
        self.shown = shown(url)
        self._options: dict[str, Any] = {
            "socket_connect_timeout": TIMEOUT_S,
            "socket_timeout": TIMEOUT_S,
            "retry": None,
            "protocol": 2,
            "driver_info": None,
        }
        try:
            self._options |= parse_url(url)
            self.wait = int(self._options.pop("wait", 0))
            self._kind = self._options.pop("connection_class", Connection)
            self.open()  # asks nothing yet; an option nobody knows is refused here
        except (ValueError, TypeError) as error:
            # Without the library's words: of a wrong URL they quote the password.
            raise Unsafe(
                f"{self.shown} is not the URL of a Redis: write redis://host:port/0, a password with"
                " its signs escaped (%40 for @), and no option but those of redis-py and wait."
            ) from error
        self._home = threading.get_native_id()  # the real thread's; `get_ident` is a greenlet's
        self._idle: dict[bool, deque[Connection]] = {True: deque(), False: deque()}

    def ask(self, *command: bytes | str | int) -> Answer:
        """Ask one thing. Raises Away, OSError if Redis is full, ResponseError."""
        (answer,) = self.ask_all([command])
        if isinstance(answer, redis.ResponseError):
            raise self.in_words(answer)
        return answer

    def ask_all(self, commands: Sequence[Command], once: bool = False) -> list[Answer]:
        """Ask several things in one go; a refused one is answered by its ResponseError.

        once: never send again by itself. Otherwise a line that broke while it lay idle is replaced.
        Raises Away.
        """
        at_home = self._is_at_home()
        while True:
            try:
                line, is_old = self._idle[at_home].pop(), True
            except IndexError:
                line, is_old = self.open(at_home), False
            try:
                answers = _round_trip(line, commands)
            except (redis.RedisError, OSError) as error:
                line.disconnect()
                if is_old and not once:
                    continue
                raise self.away(error) from error
            if len(self._idle[at_home]) < IDLE:
                self._idle[at_home].append(line)
            else:
                line.disconnect()
            return answers

    def open(self, at_home: bool = True) -> Connection:
        """Return a line of one's own; it connects when it is first used."""
        kind = self._kind if at_home else RAW[self._kind]
        line: Connection = kind(**self._options)
        return line

    def forget(self) -> None:
        """Close this thread's idle lines: the next question finds whoever is at the address now."""
        _close(self._idle[self._is_at_home()])

    def close(self) -> None:
        for idle in self._idle.values():
            _close(idle)

    def _is_at_home(self) -> bool:
        return threading.get_native_id() == self._home

    def in_words(self, error: redis.ResponseError) -> Exception:
        """Turn what Redis refused into an OSError if it is full, into Away if it writes no more."""
        if isinstance(error, redis.ReadOnlyError) or str(error).startswith(NOT_NOW):
            return self.away(error)
        if str(error).startswith(FULL) or isinstance(error, redis.OutOfMemoryError):
            return OSError(errno.ENOSPC, f"Redis at {self.shown} can keep nothing more ({error})")
        return error

    def away(self, error: Exception) -> Away:
        return Away(errno.ENOTCONN, f"Redis at {self.shown} does not answer ({_brief(error)})")


def pause(seconds: float) -> None:
    """Sleep in a thread of the system, where `time.sleep` may be green."""
    ours, theirs = _socket.socketpair()
    ours.settimeout(seconds)
    with contextlib.suppress(TimeoutError):
        ours.recv(1)
    ours.close()
    theirs.close()


def _round_trip(line: Connection, commands: Sequence[Command]) -> list[Answer]:
    line.send_packed_command(line.pack_commands(commands), check_health=False)
    answers: list[Answer] = []
    for _ in commands:
        try:
            answers.append(line.read_response())
        except redis.ResponseError as refused:
            answers.append(refused)
    return answers


def _close(idle: deque[Connection]) -> None:
    while True:
        try:
            idle.pop().disconnect()
        except IndexError:
            return


def _brief(error: Exception) -> str:
    """The last of the library's sentences, which says why."""
    return str(error).rstrip(".").rpartition(". ")[2] or type(error).__name__


# ---- lines for threads of the operating system ---------------------------------------------------


class RawTcp(Connection):
    def _connect(self) -> Any:
        return _reached(self.host, self.port)


class RawUnix(UnixDomainSocketConnection):
    def _connect(self) -> Any:
        return _connected(_socket.AF_UNIX, _socket.SOCK_STREAM, 0, self.path)


class RawTls(SSLConnection):
    def _connect(self) -> Any:
        return Tls(_reached(self.host, self.port), self._context(), self.host)

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca_certs, capath=self.ca_path)
        context.check_hostname = self.check_hostname
        context.verify_mode = self.cert_reqs
        if self.certfile or self.keyfile:
            context.load_cert_chain(self.certfile, self.keyfile, self.certificate_password)
        return context


class Tls:
    """TLS by hand over a raw socket: the library's own would be green."""

    def __init__(self, sock: Any, context: ssl.SSLContext, host: str) -> None:
        self._sock = sock
        self._coming, self._going = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._coming, self._going, server_hostname=host)
        self._until_done(self._tls.do_handshake)

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._until_done(self._tls.write, rest) :]

    def recv_into(self, buffer: bytearray) -> int:
        return int(self._until_done(self._tls.read, len(buffer), buffer))

    def _until_done(self, function: Any, *args: Any) -> Any:
        while True:
            try:
                done = function(*args)
            except ssl.SSLWantReadError:
                self._flush()
                if some := self._sock.recv(65536):
                    self._coming.write(some)
                else:
                    self._coming.write_eof()
                continue
            except ssl.SSLZeroReturnError:
                return 0
            self._flush()
            return done

    def _flush(self) -> None:
        if self._going.pending:
            self._sock.sendall(self._going.read())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def _reached(host: str, port: int) -> Any:
    last: OSError = OSError(errno.EHOSTUNREACH, f"{host} has no address")
    for family, kind, proto, _, address in _socket.getaddrinfo(host, port, 0, _socket.SOCK_STREAM):
        try:
            sock = _connected(family, kind, proto, address)
            sock.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
            return sock
        except OSError as error:
            last = error
    raise last


def _connected(family: int, kind: int, proto: int, address: Any) -> Any:
    sock = _socket.socket(family, kind, proto)
    try:
        sock.settimeout(TIMEOUT_S)
        sock.connect(address)
    except BaseException:
        sock.close()
        raise
    return sock


RAW = {Connection: RawTcp, SSLConnection: RawTls, UnixDomainSocketConnection: RawUnix}

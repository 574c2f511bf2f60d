"""A whole café in one zip: the outcome to read, and every event, so that it can live elsewhere again.

`events.jsonl`, UTF-8, one JSON object a line:
    first   {"wikicafe-archive": 1, "cafe": id}
    then    {"seq": 1.., "at": ms, "actor": id, "cid": id, "name": "note-written",
             "data": {...}, "body": {...} | null}
`data` and `body` are the event as the log keeps it, byte for byte; bodies hold people's texts and
names. The same café gives the same bytes: no clock and no file system leave a trace in the zip.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from wikicafe.cafe.codec import Recorded

VERSION = 1
EVENTS = "events.jsonl"
BIGGEST_ZIP = 64 * 2**20  # bytes
BIGGEST_LOG = 256 * 2**20  # bytes, unpacked; 20,000 notes take about 8 MiB
LONGEST_LINE = 4 * 2**20  # bytes; seating 1,200 people in one event takes about 100 kB
MOST_FILES = 64
MOST_EVENTS = 500_000
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first a zip can write
NO_BODY = b"null"
PLAIN_FILE = 0o100644 << 16
# What Python's zipfile says to damaged, encrypted and unknown content (found by damaging some).
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Line:
    seq: int
    at: int
    actor: str
    cid: str
    name: str
    data: bytes
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Archived:
    cafe: str
    records: tuple[Line, ...]


class NotAnArchive(Exception):
    """The file is no archive of a café; the message is a code: not-a-zip, too-large, no-events, …"""


class _Head(msgspec.Struct, forbid_unknown_fields=True):
    version: int = msgspec.field(name="wikicafe-archive")
    cafe: str


class _Event(msgspec.Struct, forbid_unknown_fields=True):
    seq: int
    at: int
    actor: str
    cid: str
    name: str
    data: msgspec.Raw
    body: msgspec.Raw


def write(files: dict[str, bytes]) -> bytes:
    """Pack the files into a zip, in the given order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on every machine
            entry.external_attr = PLAIN_FILE
            archive.writestr(entry, content)
    return packed.getvalue()


def events(cafe: str, records: Iterable[Recorded]) -> bytes:
    """Write the log as `events.jsonl`."""
    lines = [msgspec.json.encode({"wikicafe-archive": VERSION, "cafe": cafe})]
    lines += [msgspec.json.encode(_event(record)) for record in records]
    return b"\n".join(lines) + b"\n"


def read(packed: bytes) -> Archived:
    """Read a café's events back out of a zip.

    Raises NotAnArchive for anything `write` did not make; never unpacks more than BIGGEST_LOG.
    """
    if len(packed) > BIGGEST_ZIP:
        raise NotAnArchive("too-large")
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return _read(_log_within(archive))
    except BROKEN as broken:
        raise NotAnArchive("not-a-zip") from broken


def _log_within(archive: zipfile.ZipFile) -> bytes:
    if len(archive.infolist()) > MOST_FILES:
        raise NotAnArchive("too-many-files")
    if archive.namelist().count(EVENTS) != 1:
        raise NotAnArchive("no-events")
    if archive.getinfo(EVENTS).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotAnArchive("not-a-zip")
    # The size in the directory is a claim of whoever made the zip: count what comes out.
    with archive.open(EVENTS) as stream:
        log = stream.read(BIGGEST_LOG + 1)
    if len(log) > BIGGEST_LOG:
        raise NotAnArchive("too-large")
    return log


def _read(log: bytes) -> Archived:
    lines = log.removesuffix(b"\n").split(b"\n")
    if len(lines) - 1 > MOST_EVENTS or max(map(len, lines)) > LONGEST_LINE:
        raise NotAnArchive("too-large")
    try:
        head = msgspec.json.decode(lines[0], type=_Head)
        if head.version != VERSION:
            raise NotAnArchive("other-version")
        return Archived(head.cafe, tuple(_lines(lines[1:])))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as broken:
        raise NotAnArchive("broken-line") from broken


def _lines(lines: list[bytes]) -> Iterator[Line]:
    for place, line in enumerate(lines, start=1):
        read = msgspec.json.decode(line, type=_Event)
        if read.seq != place:
            raise NotAnArchive("broken-line")
        body = None if bytes(read.body) == NO_BODY else bytes(read.body)
        yield Line(read.seq, read.at, read.actor, read.cid, read.name, bytes(read.data), body)


def _event(record: Recorded) -> _Event:
    return _Event(
        seq=record.seq,
        at=record.at,
        actor=record.actor,
        cid=record.cid,
        name=record.name,
        data=msgspec.Raw(_on_one_line(record.data)),
        body=msgspec.Raw(NO_BODY if record.body is None else _on_one_line(record.body)),
    )


def _on_one_line(written: bytes) -> bytes:
    if b"\n" not in written:
        return written
    return msgspec.json.format(written, indent=-1)

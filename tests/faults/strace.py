"""What a program wrote, synced and promised, in order, as strace saw it; and disks as a power cut leaves them.

The idea is ALICE's (Pillai et al., OSDI 2014) made small: what was synced is on the disk, of what
was written after that any part may be.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

CALLS = "openat,close,read,pwrite64,write,fdatasync,fsync,ftruncate,unlink,rename"
STRACE = ("strace", "-f", "-qq", "-xx", "-s", "10000000", "-e", f"trace={CALLS}")
SECTOR = 512  # bytes a disk writes whole or not at all

_LINE = re.compile(r"^(\d+)\s+(.*)$")
_OPENAT = re.compile(r'openat\([^,]+, "([^"]*)".*\)\s+= (\d+)')
_CLOSE = re.compile(r"close\((\d+)\)")
_PWRITE = re.compile(r'pwrite64\((\d+), "([^"]*)", \d+, (\d+)\)\s+= \d+')
_WRITE = re.compile(r'write\((\d+), "([^"]*)", \d+\)\s+= (\d+)')
_READ = re.compile(r'read\((\d+), "([^"]*)", \d+\)\s+= (\d+)')
_SYNC = re.compile(r"f(?:data)?sync\((\d+)\s*\)\s+= 0")
_TRUNCATE = re.compile(r"ftruncate\((\d+), (\d+)\)")


@dataclass(frozen=True, slots=True)
class Wrote:
    file: str
    offset: int | None  # None: at the end
    data: bytes


@dataclass(frozen=True, slots=True)
class Synced:
    file: str


@dataclass(frozen=True, slots=True)
class Cut:
    file: str
    length: int


@dataclass(frozen=True, slots=True)
class Promised:
    """Up to this number everything was acknowledged."""

    number: int


Act = Wrote | Synced | Cut | Promised


def acts(trace: Path, promise: Callable[[str, str, bytes], int | None]) -> Iterator[Act]:
    """Read a trace. promise(call, file, data): the number that a read or write acknowledges, if any.

    file is "" for what was opened before: sockets, pipes.
    """
    files: dict[str, str] = {}
    halves: dict[str, str] = {}
    for line in trace.open():
        found = _LINE.match(line)
        if found is None:
            continue
        process, call = found.groups()
        if "<unfinished" in call:
            halves[process] = call.split(" <unfinished")[0]
            continue
        if call.startswith("<..."):
            call = halves.pop(process, "") + re.sub(r"^<\.\.\. \w+ resumed>\s*", "", call)
        yield from _act(call, files, promise)


def _act(
    call: str, files: dict[str, str], promise: Callable[[str, str, bytes], int | None]
) -> Iterator[Act]:
    if m := _OPENAT.match(call):
        files[m[2]] = _bytes(m[1]).decode()
    elif m := _CLOSE.match(call):
        files.pop(m[1], None)
    elif m := _PWRITE.match(call):
        yield Wrote(files.get(m[1], ""), int(m[3]), _bytes(m[2]))
    elif m := _WRITE.match(call) or _READ.match(call):
        kind, data = call[: call.index("(")], _bytes(m[2])[: int(m[3])]
        number = promise(kind, files.get(m[1], ""), data)
        if number is not None:
            yield Promised(number)
        elif kind == "write" and m[1] in files:
            yield Wrote(files[m[1]], None, data)
    elif m := _SYNC.match(call):
        yield Synced(files.get(m[1], ""))
    elif m := _TRUNCATE.match(call):
        yield Cut(files.get(m[1], ""), int(m[2]))


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


@dataclass(frozen=True, slots=True)
class Image:
    """The files a power cut leaves, and what had been promised before."""

    files: dict[str, bytes]
    promised: int


def power_cut(happened: list[Act], files: dict[str, bytes], chance: Random) -> Image:
    """Cut the power somewhere. files: those that matter, as they were in the beginning.

    Of what was written since the last sync of its file nothing, everything, a random half of the
    writes, or a random half of their sectors has reached the disk.
    """
    end = chance.randrange(1, len(happened) + 1)
    synced = dict.fromkeys(files, -1)
    for place in range(end):
        act = happened[place]
        if isinstance(act, Synced) and act.file in synced:
            synced[act.file] = place
    how = chance.choice(("nothing", "everything", "half", "torn"))
    image = {name: bytearray(data) for name, data in files.items()}
    promised = 0
    cut_off: set[str] = set()
    for place in range(end):
        act = happened[place]
        if isinstance(act, Promised):
            promised = max(promised, act.number)
        elif isinstance(act, Synced) or act.file not in image or act.file in cut_off:
            continue
        elif place < synced[act.file] or how == "everything":
            _apply(image[act.file], act)
        elif isinstance(act, Wrote) and act.offset is None and how != "nothing":
            # A file that only grows: what is missing of it is its end.
            if chance.random() < 0.5:
                _apply(image[act.file], act)
            else:
                part = act.data[: chance.randrange(len(act.data) + 1)]
                _apply(image[act.file], Wrote(act.file, None, part))
                cut_off.add(act.file)
        elif how == "half" and chance.random() < 0.5:
            _apply(image[act.file], act)
        elif how == "torn" and isinstance(act, Wrote):
            _tear(image[act.file], act, chance)
    return Image({name: bytes(data) for name, data in image.items()}, promised)


def _apply(file: bytearray, act: Wrote | Cut) -> None:
    if isinstance(act, Cut):
        del file[act.length :]
        return
    offset = len(file) if act.offset is None else act.offset
    if len(file) < offset:
        file.extend(bytes(offset - len(file)))
    file[offset : offset + len(act.data)] = act.data


def _tear(file: bytearray, act: Wrote, chance: Random) -> None:
    assert act.offset is not None
    for start in range(0, len(act.data), SECTOR):
        if chance.random() < 0.6:
            _apply(file, Wrote(act.file, act.offset + start, act.data[start : start + SECTOR]))


@dataclass(slots=True)
class Loss:
    """images: how many power cuts. unreadable: the store itself says the disk is damaged."""

    images: int = 0
    lossy_images: int = 0
    lost: int = 0
    unreadable: int = 0
    not_a_prefix: int = 0

    def __add__(self, other: Loss) -> Loss:
        mine, theirs = asdict(self), asdict(other)
        return Loss(**{name: mine[name] + theirs[name] for name in mine})

    @property
    def faults(self) -> dict[str, int]:
        names = ("lossy_images", "lost", "unreadable", "not_a_prefix")
        return {name: number for name in names if (number := getattr(self, name))}

    def cannot_be_read(self) -> None:
        self.images += 1
        self.unreadable += 1

    def found(self, left: list[tuple[int, str]], promised: int) -> None:
        """Note what one power cut left of a list whose cids are c0, c1, … : (seq, cid) of each."""
        self.images += 1
        self.not_a_prefix += left != [(n + 1, f"c{n}") for n in range(len(left))]
        self.lost += max(0, promised - len(left))
        self.lossy_images += promised > len(left)


def is_here() -> bool:
    return any(
        (Path(folder) / "strace").exists() for folder in os.environ["PATH"].split(os.pathsep)
    )

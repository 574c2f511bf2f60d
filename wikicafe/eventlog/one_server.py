"""The lock that keeps a second server off the same file; it ends with the process, however that ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from wikicafe.eventlog.contract import Unsafe


def lock(path: Path) -> int:
    """Take the lock beside `path` and return its handle; `os.close` gives it back.

    Raises Unsafe if another server has it, or if the folder cannot be written.
    """
    beside = path.with_name(path.name + ".lock")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Unsafe(f"{beside} cannot be written ({error.strerror}): mend its folder.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(handle, 20).decode("ascii", "replace").strip() or "unknown"
        os.close(handle)
        raise Unsafe(
            f"Another WikiCafé server (process {holder}) is using {path}:"
            " stop it, or give this one another file."
        ) from None
    except OSError as error:
        os.close(handle)
        raise Unsafe(
            f"{beside} cannot be locked ({error.strerror}): put the event log on a local disk."
        ) from error
    os.ftruncate(handle, 0)
    os.write(handle, b"%d\n" % os.getpid())
    return handle

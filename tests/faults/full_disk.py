"""A small disk that we fill and empty while people write."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "16m"
BLOCK = 4096


class Disk:
    """folder: where it is mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(BLOCK))

    def empty(self) -> None:
        self._ballast.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Mount a tmpfs; only root may. Raises PermissionError where we may not."""
    folder.mkdir(parents=True)
    if os.geteuid() != 0:
        raise PermissionError("only root may mount")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode != 0:
        raise PermissionError("this machine lets nobody mount")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)

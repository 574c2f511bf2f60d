"""Where built files and templates lie, and the mark-up that loads a page's script. Builds nothing."""

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

_HERE = Path(__file__).parent


def _installed_or_checkout(installed: Path, checkout: Path) -> Path:
    return installed if installed.is_dir() else checkout


# A wheel carries both inside the package; a checkout and an editable install keep them beside it.
STATIC = _installed_or_checkout(_HERE / "static", _HERE.parent / "static" / "dist")
TEMPLATES = _installed_or_checkout(_HERE / "templates", _HERE.parent / "templates")

URL = "/static/"  # vite.config.ts: base
_PAGE = "static/src/pages/{}.ts"
_CATALOGUE = "wikicafe/i18n/{}.json"
_BASE_SHEET = "assets/base-"  # static/src/styles/base.css as Vite names it


class NotBuilt(RuntimeError):
    """The front end has not been built, or the page asked for has no entry in it."""


def vite(page: str, lang: str | None = None, nonce: str | None = None) -> Markup:
    """Write the tags that load a page: its sheets, its script, and hints for what both will need.

    page: the name of a file in static/src/pages, without ".ts".
    lang: the language whose messages the script will ask for first.
    nonce: the content security policy's, put on the script tags.
    Raises NotBuilt if there is no such page among the built ones.
    """
    if dev := dev_server():
        return _from_dev_server(dev, page, nonce)
    manifest = _manifest(STATIC)
    entry = _PAGE.format(page)
    if entry not in manifest:
        raise NotBuilt(f"{entry} is not in {STATIC}; run `npm run build`")
    return _tags(manifest, entry, lang, nonce)


def dev_server() -> str | None:
    """Say where Vite's development server listens, if one is to be used (VITE_DEV_URL)."""
    return os.environ.get("VITE_DEV_URL", "").rstrip("/") or None


def hashed_files() -> list[str]:
    """List the URLs of all built files with a hash in their name: what a service worker may keep for ever."""
    files = sorted(
        path for path in (STATIC / "assets").glob("*") if path.suffix not in {".br", ".gz"}
    )
    return [f"{URL}assets/{path.name}" for path in files]


def _tags(manifest: dict[str, Any], entry: str, lang: str | None, nonce: str | None) -> Markup:
    chunks = list(_reached_from(manifest, entry))
    if lang and (catalogue := _catalogue_asked_for(manifest, chunks, lang)):
        chunks.append(catalogue)
    sheets = _in_cascade([manifest[chunk].get("css", []) for chunk in chunks])
    guard = Markup(' nonce="{}"').format(nonce) if nonce else Markup()
    lines = [Markup('<link rel="stylesheet" href="{}{}">').format(URL, css) for css in sheets]
    lines += [
        Markup('<link rel="modulepreload" href="{}{}">').format(URL, manifest[chunk]["file"])
        for chunk in chunks
        if chunk != entry
    ]
    lines.append(
        Markup('<script type="module" src="{}{}"{}></script>').format(
            URL, manifest[entry]["file"], guard
        )
    )
    return Markup("\n").join(lines)


def _catalogue_asked_for(manifest: dict[str, Any], chunks: list[str], lang: str) -> str | None:
    """Name the messages a page's script will ask for: phones have a shorter catalogue."""
    asked = {name for chunk in chunks for name in manifest[chunk].get("dynamicImports", [])}
    whole = _CATALOGUE.format(lang)
    if f"{whole}?phone" in asked:
        return f"{whole}?phone"
    return whole if whole in manifest else None


def _in_cascade(sheets_of_chunks: list[list[str]]) -> list[str]:
    """Put the base before all other sheets, so that a page's own rules win.

    Vite names it last, because it comes from a chunk without any script.
    """
    sheets = [css for sheets in sheets_of_chunks for css in sheets]
    return list(dict.fromkeys(sorted(sheets, key=lambda css: not css.startswith(_BASE_SHEET))))


def _reached_from(manifest: dict[str, Any], entry: str) -> Iterator[str]:
    """Yield the entry and every chunk it imports without being asked, each once, the imported first.

    In this order a page's own sheet comes after the sheets it builds on, and wins.
    """
    seen: set[str] = set()

    def walk(chunk: str) -> Iterator[str]:
        seen.add(chunk)
        for imported in manifest[chunk].get("imports", []):
            if imported not in seen:
                yield from walk(imported)
        yield chunk

    return walk(entry)


def _from_dev_server(dev: str, page: str, nonce: str | None) -> Markup:
    guard = Markup(' nonce="{}"').format(nonce) if nonce else Markup()
    return Markup("\n").join(
        Markup('<script type="module" src="{}{}{}"{}></script>').format(dev, URL, path, guard)
        for path in ("@vite/client", _PAGE.format(page))
    )


def _manifest(static: Path) -> dict[str, Any]:
    path = static / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as missing:
        raise NotBuilt(f"{path} is missing; run `npm ci && npm run build`") from missing


# By its time as well, so that a build beside a running server is seen at the next page.
@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest

"""A real MediaWiki, as Debian packages it, with a database of its own in a folder of the test."""

from __future__ import annotations

import os
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

SCRIPTS = Path("/usr/share/mediawiki/maintenance")


class MediaWiki:
    """Parses and keeps wikitext. Raises CalledProcessError with what PHP said."""

    def __init__(self, folder: Path) -> None:
        self._settings = folder / "LocalSettings.php"
        self._run(
            "install",
            *("--dbtype", "sqlite", "--dbname", "wiki", "--dbpath", str(folder / "database")),
            *("--confpath", str(folder), "--server", "http://localhost", "--scriptpath", "/w"),
            *("--pass", "only for this test", "Test wiki", "Facilitator"),
        )

    def parse(self, wikitext: str) -> str:
        """Return the page as HTML."""
        return self._run("parse", "--title", "Outcome", wikitext=without_translate(wikitext))

    def kept(self, wikitext: str) -> str:
        """Save a page and return the wikitext that was kept: signatures are signed, templates put in."""
        self._run("edit", "--user", "Facilitator", "Outcome", wikitext=wikitext)
        return self._run("getText", "Outcome")

    def _run(self, script: str, *arguments: str, wikitext: str = "") -> str:
        settings = {"MW_CONFIG_FILE": str(self._settings)} if self._settings.exists() else {}
        done = subprocess.run(
            ["php", SCRIPTS / f"{script}.php", *arguments],
            input=wikitext.encode(),
            capture_output=True,
            check=True,
            env={**os.environ, **settings},
        )
        return done.stdout.decode()


def without_translate(wikitext: str) -> str:
    """What the extension Translate, which Debian has not, hands to the parser."""
    return re.sub(r"</?translate>\n?|<languages />|<tvar name=\"\w+\">|</tvar>", "", wikitext)


class Rendered(HTMLParser):
    """The tags of a page in order, and the text inside each `bdi`."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.said: list[str] = []
        self._inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # What is made of the words of a heading (its anchors, the link to edit it) may differ.
        kept = [f"{name}={value}" for name, value in attrs if name not in ("id", "href", "title")]
        if kept or tag != "span":
            self.tags.append(" ".join([tag, *kept]))
        if tag == "bdi":
            self._inside = True
            self.said.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "bdi"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.said[-1] += data

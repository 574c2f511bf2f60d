"""`wikicafe export`: write one café into a file, also while a server runs on the same log."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TextIO

import click

from wikicafe.settings import LogUnsafe, Settings, read

FORMATS = ("archive", "wikitext", "markdown", "csv", "json", "html")  # those of outcome.RENDERERS


@click.command()
@click.argument("code")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="archive",
    show_default=True,
    help="archive is everything, with names, to import elsewhere; the others are the outcome.",
)
@click.option("--out", type=click.Path(dir_okay=False), help="File to write; - for the terminal.")
@click.option(
    "--onto",
    type=click.File(encoding="utf-8"),
    help="The page as it is on the wiki now: its translation marks are kept (wikitext only).",
)
@click.option("--lang", default="en", show_default=True, help="Language of headings.")
@click.option("--data", help="Folder of everything that is kept. [~/.local/share/wikicafe]")
@click.option("--log", help="Event log: sqlite:///path or redis://host:port/0. [in the folder]")
def export(
    code: str,
    form: str,
    out: str | None,
    onto: TextIO | None,
    lang: str,
    data: str | None,
    log: str | None,
) -> None:
    """Write the café with the join code (or id) CODE into one file."""
    from wikicafe.outcome import RENDERERS, marks

    if onto is not None and form != "wikitext":
        raise click.UsageError("--onto goes with --format wikitext only.")
    made = render(read({"data": data, "log": log}), code, form, lang)
    if onto is not None:
        made = marks.carry(onto.read(), made.decode("utf-8")).encode("utf-8")
    if out == "-":
        sys.stdout.buffer.write(made)
        return
    path = Path(out) if out else Path(f"cafe-{code}{RENDERERS[form].extension}")
    try:
        path.write_bytes(made)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written ({error.strerror}).") from error
    click.echo(f"{path}: {len(made):,} bytes")


def render(settings: Settings, code: str, form: str, lang: str) -> bytes:
    """Read the log and make the file. Raises ClickException if there is no such café."""
    from wikicafe import i18n
    from wikicafe.commands import kept_cafes
    from wikicafe.eventlog import open_log
    from wikicafe.eventlog.contract import Unsafe, whole_list
    from wikicafe.outcome import RENDERERS, compose

    try:
        log = open_log(settings.log, only_reading=True)
    except Unsafe as unsafe:
        raise LogUnsafe(str(unsafe)) from unsafe
    try:
        cafe = kept_cafes.find(log, code)
        if cafe is None:
            raise click.ClickException(f"No café here has the code or id {code!r}.")
        records = list(whole_list(log, cafe))
    finally:
        log.close()
    spoken = i18n.known(lang) or i18n.SOURCE
    speak = partial(i18n.message, spoken)
    outcome = compose(kept_cafes.fold(cafe, records), speak, spoken)
    return RENDERERS[form].render(outcome, speak, records)

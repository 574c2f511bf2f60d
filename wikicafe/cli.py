"""The commands of the program: a table of names, each imported when it is asked for, not before.

A command is a module `wikicafe/commands/<name>.py` with a click command of that name in it.
"""

from __future__ import annotations

import importlib
import sys

import click

from wikicafe import __version__
from wikicafe.settings import Unusable

COMMANDS = {  # name → what `--help` says; in the order in which a facilitator meets them
    "serve": "Serve cafés to browsers (what happens without a command).",
    "check": "Read every café of the event log and say what cannot be read.",
    "copy": "Carry every café from one event log into another.",
    "rehearse": "Let simulated people join a café, to practise it tonight.",
    "seat": "Plan who sits where, from a file, without a server.",
    "replay": "Play a recorded session through a server and measure it.",
    "export": "Write a whole café into one file.",
    "import": "Read a whole café from such a file.",
}


class Table(click.Group):
    """Knows the names of all commands and loads only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        word = f"{cmd_name}_" if cmd_name == "import" else cmd_name  # `import` is Python's
        try:
            module = importlib.import_module(f"wikicafe.commands.{word}")
        except ModuleNotFoundError as missing:
            if missing.name != f"wikicafe.commands.{word}":
                raise
            raise click.ClickException(f"`{cmd_name}` is not part of this version.") from missing
        command: click.Command = getattr(module, word)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Table, invoke_without_command=True)
@click.version_option(__version__)
@click.pass_context
def wikicafe(ctx: click.Context) -> None:
    """Hold a café: rotating tables, notes, a harvest and one outcome page."""
    if ctx.invoked_subcommand is None:
        command = ctx.command.get_command(ctx, "serve")  # type: ignore[attr-defined]
        ctx.invoke(command)


def main(prog_name: str | None = None) -> None:
    """Run the command line; what cannot start says why in one sentence and no traceback."""
    try:
        wikicafe(prog_name=prog_name)
    except Unusable as unusable:
        click.echo(f"wikicafe: {unusable}", err=True)
        sys.exit(unusable.exit_code)

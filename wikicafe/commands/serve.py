"""`wikicafe serve`: listen, say where, and serve until stopped. What is said is said here."""

from __future__ import annotations

import io

import click

from wikicafe.settings import ASYNC_MODES, Settings, read


@click.command()
@click.option("--host", help="Address to listen on; 0.0.0.0 for the whole network. [127.0.0.1]")
@click.option("--port", help="Port to listen on; 0 for any free one. [PORT, else 8000]")
@click.option("--data", help="Folder for everything that is kept. [~/.local/share/wikicafe]")
@click.option("--log", help="Event log: sqlite:///path or redis://host:port/0. [in the folder]")
@click.option("--url", help="Address under which people reach us, behind a proxy.")
@click.option("--async-mode", help=f"One of {', '.join(ASYNC_MODES)}. [{ASYNC_MODES[0]}]")
def serve(
    host: str | None = None,
    port: str | None = None,
    data: str | None = None,
    log: str | None = None,
    url: str | None = None,
    async_mode: str | None = None,
) -> None:
    """Serve cafés to browsers until Ctrl-C."""
    flags = {"host": host, "port": port, "data": data, "log": log, "url": url}
    settings = read({**flags, "async_mode": async_mode})
    from wikicafe import serve as serving  # late: patches the standard library before all else

    serving.serve(settings, tell)


def tell(settings: Settings, port: int) -> None:
    """Print where we are, the facilitator's secret link, its QR code, and the link once more.

    The last line is for programs: "facilitator " and the link, by the address we listen on.
    """
    from wikicafe.web.addresses import lan_address, own_host
    from wikicafe.web.tokens import HOUSE, Seal

    key = Seal(settings.secret_key, settings.generation).key(HOUSE, HOUSE)
    own = f"http://{own_host(settings)}:{port}"
    lan = lan_address() if settings.listens_everywhere else None
    shown = settings.url or (f"http://{lan}:{port}" if lan else own)
    secret = f"/facilitator#key={key}"
    click.echo(f"WikiCafé is open at {shown}" + (f" (here: {own})" if shown != own else ""))
    click.echo("Whoever has this link opens and runs cafés; show it to nobody else:")
    click.echo(f"  {shown}{secret}")
    click.echo(_squares(f"{shown}{secret}"))
    click.echo(f"facilitator {own}{secret}")


def _squares(text: str) -> str:
    import segno

    drawn = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(out=drawn, compact=True, border=1)
    return drawn.getvalue()

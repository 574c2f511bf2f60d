"""All forms an outcome can be downloaded in, side by side; a new one is a line in the table below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wikicafe.cafe.codec import Recorded
from wikicafe.outcome import (
    archive,
    to_csv,
    to_html,
    to_json,
    to_markdown,
    to_wikitext,
)
from wikicafe.outcome.document import Outcome, Speak

Render = Callable[[Outcome, Speak, Iterable[Recorded]], bytes]


@dataclass(frozen=True, slots=True)
class Renderer:
    """whole_log: what it makes holds every event with people's names; for facilitators only."""

    extension: str
    mimetype: str
    render: Render
    whole_log: bool = False


def _alone(render: Callable[[Outcome, Speak], str]) -> Render:
    """A renderer that needs the outcome only."""

    def render_bytes(outcome: Outcome, speak: Speak, records: Iterable[Recorded] = ()) -> bytes:
        return render(outcome, speak).encode("utf-8")

    return render_bytes


def whole_cafe(outcome: Outcome, speak: Speak, records: Iterable[Recorded] = ()) -> bytes:
    read_me = "\n".join(
        f"{speak(f'outcome-readme-{part}')}\n"
        for part in ("about", "index", "wikitext", "notes", "events", "import")
    )
    return archive.write(
        {
            "README.txt": f"{outcome.title}\n\n{read_me}".encode("utf-8", "replace"),
            "index.html": to_html.render(outcome, speak).encode("utf-8"),
            "outcome.wikitext": to_wikitext.render(outcome, speak).encode("utf-8"),
            "notes.csv": to_csv.render(outcome, speak).encode("utf-8"),
            archive.EVENTS: archive.events(outcome.cafe, records),
        }
    )


RENDERERS: dict[str, Renderer] = {
    "wikitext": Renderer(".wikitext", "text/plain; charset=utf-8", _alone(to_wikitext.render)),
    "markdown": Renderer(".md", "text/markdown; charset=utf-8", _alone(to_markdown.render)),
    "csv": Renderer(".csv", "text/csv; charset=utf-8", _alone(to_csv.render)),
    "json": Renderer(".json", "application/json", _alone(to_json.render)),
    "html": Renderer(".html", "text/html; charset=utf-8", _alone(to_html.render)),
    "archive": Renderer(".zip", "application/zip", whole_cafe, whole_log=True),
}

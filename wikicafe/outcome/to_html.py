"""An outcome as one HTML file that opens anywhere, offline, for ever: no script, nothing fetched.

The same Jinja pieces make the page at /cafe/<id>/outcome; templates are read once, at first use.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wikicafe.outcome.document import Outcome, Speak

HERE = Path(__file__).resolve()
# In an installed wheel the templates lie inside the package, in a checkout beside it.
TEMPLATES = (HERE.parents[1] / "templates", HERE.parents[2] / "templates")


def render(outcome: Outcome, speak: Speak) -> str:
    page = _templates().get_template("outcome_offline.html")
    return page.render(outcome=outcome, speak=speak) + "\n"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

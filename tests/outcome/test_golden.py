"""The small café in every form, as it was read and found good; `GOLDEN=write pytest` writes anew."""

import os
from pathlib import Path

import pytest

from tests.outcome.small_cafe import small_outcome, speak
from wikicafe.outcome import RENDERERS

GOLDEN = Path(__file__).parent / "golden"
FORMS = ["wikitext", "markdown", "csv", "json", "html"]


@pytest.mark.parametrize("form", FORMS)
def test_the_small_café_looks_as_it_did(form: str) -> None:
    renderer = RENDERERS[form]
    printed = renderer.render(small_outcome(), speak, ())
    golden = GOLDEN / f"small-cafe{renderer.extension}"
    if os.environ.get("GOLDEN") == "write":
        golden.write_bytes(printed)
    assert printed == golden.read_bytes()


@pytest.mark.parametrize("form", RENDERERS)
def test_a_second_export_gives_the_same_bytes(form: str) -> None:
    render = RENDERERS[form].render
    assert render(small_outcome(), speak, ()) == render(small_outcome(), speak, ())

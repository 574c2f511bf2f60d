"""What a phone has to fetch before it shows a café: what the head of its page names, as it goes over the wire."""

import json
import re

import pytest

from wikicafe import assets
from wikicafe.i18n import languages

ON_THE_WIRE = (
    70_000  # bytes; a phone of five years ago on a slow network is ready within two seconds
)
NAMED = re.compile(r"/static/(assets/[^\"]+)")
needs_build = pytest.mark.skipif(
    not (assets.STATIC / "manifest.json").exists(), reason="the front end is not built"
)


def weight(page: str, lang: str) -> int:
    """Add up what the server sends: the brotli file beside each, or the file itself if it is small."""
    files = [assets.STATIC / name for name in NAMED.findall(assets.vite(page, lang))]
    packed = [path.with_name(f"{path.name}.br") for path in files]
    return sum(
        (br if br.exists() else path).stat().st_size for path, br in zip(files, packed, strict=True)
    )


@needs_build
@pytest.mark.parametrize("lang", languages())
def test_a_participants_page_is_light_in_every_language(lang: str) -> None:
    assert 0 < weight("participant", lang) <= ON_THE_WIRE


@needs_build
def test_who_comes_in_by_the_door_has_most_of_the_participants_page_already() -> None:
    door, table = (set(NAMED.findall(assets.vite(page, "en"))) for page in ("join", "participant"))
    size = {name: (assets.STATIC / name).stat().st_size for name in door | table}
    assert sum(size[name] for name in door & table) > sum(size[name] for name in table - door)


@needs_build
def test_all_pages_are_in_one_manifest_and_all_their_files_are_there() -> None:
    manifest = json.loads((assets.STATIC / "manifest.json").read_text(encoding="utf-8"))
    pages = {path.stem for path in (assets.STATIC.parents[1] / "static/src/pages").glob("*.ts")}
    assert {f"static/src/pages/{page}.ts" for page in pages} <= set(manifest)
    for chunk in manifest.values():
        for name in [chunk["file"], *chunk.get("css", [])]:
            assert (assets.STATIC / name).is_file()

"""What is delivered: a wheel and an sdist that hold all they need, from a build that knows when to build."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from wikicafe import assets

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
LEFT_AT_HOME = shutil.ignore_patterns(
    ".git",
    ".venv",
    "node_modules",
    "test-results",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "dist",
)

needs_build = pytest.mark.skipif(
    not (ROOT / "static/dist/manifest.json").exists(), reason="the front end is not built"
)


# ---- the build ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build sdist and wheel from a copy, the wheel out of the sdist as pip does."""
    tree = tmp_path_factory.mktemp("tree") / "wikicafe"
    shutil.copytree(ROOT, tree, ignore=LEFT_AT_HOME)
    shutil.copytree(ROOT / "static/dist", tree / "static/dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build"], cwd=tree, check=True)
    return {
        "sdist": next((tree / "dist").glob("*.tar.gz")),
        "wheel": next((tree / "dist").glob("*.whl")),
    }


@needs_build
@pytest.mark.slow
def test_the_wheel_carries_front_end_templates_and_messages(packages: dict[str, Path]) -> None:
    with zipfile.ZipFile(packages["wheel"]) as wheel:
        names = set(wheel.namelist())
    for wanted in ("static/manifest.json", "static/licenses.md", "i18n/en.json", "i18n/ar.json"):
        assert f"wikicafe/{wanted}" in names
    templates = {path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html")}
    assert {f"wikicafe/{path}" for path in templates} <= names
    assert any(name.startswith("wikicafe/static/assets/") for name in names)
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "node_modules/"))]


@needs_build
@pytest.mark.slow
def test_the_sdist_carries_the_built_front_end(packages: dict[str, Path]) -> None:
    with tarfile.open(packages["sdist"]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"static/dist/manifest.json", "package-lock.json", "hatch_build.py"} <= names
    assert not [name for name in names if name.startswith("node_modules/")]


@needs_build
@pytest.mark.slow
def test_the_wheel_serves_its_own_files(packages: dict[str, Path], tmp_path: Path) -> None:
    """Unpacked anywhere, without a checkout beside it, the package finds what it needs."""
    with zipfile.ZipFile(packages["wheel"]) as wheel:
        wheel.extractall(tmp_path)
    asked = (
        "from wikicafe import assets, i18n; "
        "print(assets.STATIC); print(assets.vite('join')); print(i18n.message('en', 'cafe-name'))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert answer.startswith(str(tmp_path / "wikicafe" / "static"))
    assert '<script type="module" src="/static/assets/join-' in answer
    assert answer.endswith("WikiCafé\n")


def hook() -> ModuleType:
    """Import hatch_build.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_missing_build_is_stale_and_an_old_one_too(tmp_path: Path) -> None:
    hatch_build = hook()
    source, built = tmp_path / "static/src/pages/join.ts", tmp_path / hatch_build.BUILT
    for path in (source, *(tmp_path / name for name in hatch_build.SETTINGS)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / ".git").mkdir()
    assert hatch_build.is_stale(tmp_path)

    built.parent.mkdir(parents=True)
    built.touch()
    assert not hatch_build.is_stale(tmp_path)

    later = built.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert hatch_build.is_stale(tmp_path)


def test_an_unpacked_sdist_is_never_built_again(tmp_path: Path) -> None:
    hatch_build = hook()
    (tmp_path / hatch_build.BUILT).parent.mkdir(parents=True)
    (tmp_path / hatch_build.BUILT).touch()
    later = (tmp_path / hatch_build.BUILT).stat().st_mtime + 10
    (tmp_path / "package.json").touch()
    os.utime(tmp_path / "package.json", (later, later))
    assert not hatch_build.is_stale(tmp_path)


def test_node_comes_as_a_wheel_only_where_none_is_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hatch_build = hook()
    for name, says in (("node", "v18.19.0"), ("npm", "9.2.0")):
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    assert not hatch_build.has_fit_node()
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.19.1\n", encoding="utf-8")
    assert hatch_build.has_fit_node()


# ---- what is asked for -------------------------------------------------------------------------


def test_what_the_lock_files_name_has_no_address() -> None:
    assert "http" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert [name for name, package in LOCK["packages"].items() if "resolved" in package] == []


def test_every_package_in_the_lock_has_its_version_and_its_hash() -> None:
    packages = {name: package for name, package in LOCK["packages"].items() if name}
    assert [name for name, p in packages.items() if not {"version", "integrity"} <= set(p)] == []


def test_the_lock_knows_the_binaries_of_every_machine() -> None:
    """If one is missing, `npm ci` refuses: a release was taken before all its packages were out."""
    known = {name.rpartition("node_modules/")[2] for name in LOCK["packages"]}
    wanted = {o for p in LOCK["packages"].values() for o in p.get("optionalDependencies", {})}
    assert wanted - known == set()


def test_every_dependency_is_pinned() -> None:
    pinned = {
        line.split("==")[0]
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    wanted = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["test"],
    ]
    names = {re.split(r"[\[><=~! ]", requirement)[0].lower() for requirement in wanted}
    assert names - pinned == set()


def test_package_json_and_its_lock_agree() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies"):
        assert LOCK["packages"][""][kind] == asked[kind]
        assert [name for name, version in asked[kind].items() if not version[0].isdigit()] == []


def test_the_licence_is_named_the_same_everywhere() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert PROJECT["project"]["license"] == asked["license"] == "AGPL-3.0-or-later"
    assert "SPDX-License-Identifier: AGPL-3.0-or-later" in (ROOT / "LICENSE").read_text("utf-8")


# ---- the tags of a page ------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small build: a page with a shared chunk that has a chunk and a sheet of its own."""
    manifest = {
        "static/src/pages/join.ts": {
            "file": "assets/join-1.js", "css": ["assets/join-1.css"], "imports": ["_net.js"],
        },
        "_net.js": {"file": "assets/net-1.js", "css": ["assets/net-1.css"], "imports": ["_ids.js"]},
        "_ids.js": {"file": "assets/ids-1.js", "imports": ["_net.js"]},
        "wikicafe/i18n/ar.json": {"file": "assets/ar-1.js", "isDynamicEntry": True},
    }  # fmt: skip
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    monkeypatch.delenv("VITE_DEV_URL", raising=False)
    return tmp_path


def test_a_page_loads_its_sheets_its_script_and_its_language(built: Path) -> None:
    assert assets.vite("join", lang="ar").splitlines() == [
        '<link rel="stylesheet" href="/static/assets/net-1.css">',
        '<link rel="stylesheet" href="/static/assets/join-1.css">',
        '<link rel="modulepreload" href="/static/assets/ids-1.js">',
        '<link rel="modulepreload" href="/static/assets/net-1.js">',
        '<link rel="modulepreload" href="/static/assets/ar-1.js">',
        '<script type="module" src="/static/assets/join-1.js"></script>',
    ]


def test_a_page_can_carry_the_nonce_of_its_policy(built: Path) -> None:
    assert 'nonce="a&#34;b"' in assets.vite("join", nonce='a"b')


def test_a_page_nobody_built_says_what_to_do(built: Path) -> None:
    with pytest.raises(assets.NotBuilt, match="npm run build"):
        assets.vite("nowhere")
    (built / "manifest.json").unlink()
    with pytest.raises(assets.NotBuilt, match="npm run build"):
        assets.vite("join")


def test_a_build_beside_a_running_server_is_seen(built: Path) -> None:
    assets.vite("join")
    again = {"static/src/pages/join.ts": {"file": "assets/join-2.js"}}
    (built / "manifest.json").write_text(json.dumps(again), encoding="utf-8")
    os.utime(built / "manifest.json", (2e9, 2e9))
    assert "join-2.js" in assets.vite("join")


def test_the_development_server_takes_over(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITE_DEV_URL", "http://localhost:5173/")
    assert assets.vite("join").splitlines() == [
        '<script type="module" src="http://localhost:5173/static/@vite/client"></script>',
        '<script type="module" src="http://localhost:5173/static/static/src/pages/join.ts"></script>',
    ]


def test_the_service_worker_is_given_the_files_and_not_their_packed_twins(built: Path) -> None:
    (built / "assets").mkdir()
    for name in ("join-1.js", "join-1.js.br", "join-1.js.gz", "join-1.css"):
        (built / "assets" / name).touch()
    assert assets.hashed_files() == ["/static/assets/join-1.css", "/static/assets/join-1.js"]

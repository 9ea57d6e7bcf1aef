"""The committed copies are what assets/build makes of the pinned packages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sasaeai"
HOLDS_COPIES = ("web/static/vendor", "web/static/fonts", "paper/fonts")
BUNDLES = ("field/static/field/field.js", "field/static/field/signout.js")

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (ROOT / "assets" / "node_modules").is_dir():
        if not os.environ.get("CI"):
            pytest.skip("assets/node_modules is missing: run bin/setup --test")
        pytest.fail("bin/setup --test should have installed assets/package-lock.json")
    target = tmp_path_factory.mktemp("rebuilt")
    subprocess.run([ROOT / "assets" / "build", target], check=True, timeout=120)
    return target


def files_below(folder: Path) -> dict[str, Path]:
    copies = [file for part in HOLDS_COPIES for file in (folder / part).rglob("*")]
    return {
        file.relative_to(folder).as_posix(): file
        for file in [*copies, *(folder / bundle for bundle in BUNDLES)]
        if file.is_file()
    }


def differences(one: Path, other: Path) -> list[str]:
    """Return the names of files that only one side has or whose bytes differ."""
    ours, theirs = files_below(one), files_below(other)
    lonely = ours.keys() ^ theirs.keys()
    both = ours.keys() & theirs.keys()
    return sorted(lonely | {n for n in both if ours[n].read_bytes() != theirs[n].read_bytes()})


def test_a_rebuild_gives_the_committed_bytes(rebuilt: Path) -> None:
    assert differences(rebuilt, PACKAGE) == []


def test_an_edited_or_forgotten_copy_is_noticed(rebuilt: Path, tmp_path: Path) -> None:
    tampered = shutil.copytree(rebuilt, tmp_path / "package")
    (tampered / "web/static/vendor/design-tokens.css").open("ab").write(b" ")
    (tampered / BUNDLES[0]).open("ab").write(b" ")
    (tampered / "paper/fonts/OFL-BIZUDMincho.txt").unlink()
    assert differences(rebuilt, tampered) == [
        "field/static/field/field.js",
        "paper/fonts/OFL-BIZUDMincho.txt",
        "web/static/vendor/design-tokens.css",
    ]


def test_npm_versions_are_exact_and_no_registry_is_named() -> None:
    wanted = json.loads((ROOT / "assets" / "package.json").read_text())["devDependencies"]
    assert all(version.replace(".", "").isdigit() for version in wanted.values())
    lock = json.loads((ROOT / "assets" / "package-lock.json").read_text())
    installed = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in installed.items() if "resolved" in entry] == []
    assert [name for name, entry in installed.items() if "integrity" not in entry] == []

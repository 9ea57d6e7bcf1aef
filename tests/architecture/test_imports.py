"""Rooms and floors look only downwards; the contracts in pyproject.toml catch who does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, ROOT, contracts, rows

pytestmark = pytest.mark.one_database


def lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=source.parent,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_are_kept() -> None:
    result = lint_imports(ROOT / "src")
    assert result.returncode == 0, result.stdout + result.stderr


def test_each_room_that_keeps_tables_has_its_floors_checked() -> None:
    checked = {name.removeprefix("sasaeai.") for name in contracts()["floors"]["containers"]}
    domain = {
        room
        for room, height in rows().items()
        if (rows()["people"] <= height < rows()["web"] and (PACKAGE / room / "models").is_dir())
        or (PACKAGE / room / "models.py").is_file()
    }
    assert domain - {"kernel", "audit"} <= checked


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty house of the same shape: every checked room with its floors, no imports."""
    top = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", top)
    package = top / "src" / "sasaeai"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    for room in rows():
        (package / room).mkdir()
        (package / room / "__init__.py").touch()
    for room in contracts()["floors"]["containers"]:
        for floor in ("forms", "exports", "actions", "queries", "access", "models", "enums"):
            (package / room.removeprefix("sasaeai.") / f"{floor}.py").touch()
    for room in ("planning", "hall"):
        (package / room / "core.py").touch()
    _import_what_is_protected(top / "src")
    return top / "src"


def _import_what_is_protected(source: Path) -> None:
    """Each library with walls around it is used by the room that may, so that the walls exist."""
    for contract in contracts().values():
        if contract["type"] == "protected":
            lines = "".join(f"import {name}\n" for name in contract["protected_modules"])
            (importer,) = contract["allowed_importers"]
            place = source / importer.replace(".", "/")
            file = place / f"{contract['id']}.py" if place.is_dir() else place.with_suffix(".py")
            file.write_text(lines)


def test_an_empty_house_breaks_nothing(skeleton: Path) -> None:
    result = lint_imports(skeleton)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("people/queries.py", "import sasaeai.meetings.models", "rows"),
        ("minutes/queries.py", "import sasaeai.notices.queries", "rows"),
        ("kernel/clock.py", "import sasaeai.audit", "rows"),
        ("desk/views.py", "import sasaeai.portal", "rows"),
        ("attic/__init__.py", "", "rows"),
        ("meetings/queries.py", "import sasaeai.meetings.actions", "floors"),
        ("meetings/enums.py", "import sasaeai.meetings.models", "floors"),
        ("issues/utils.py", "", "floors"),
        ("web/views.py", "import sasaeai.people.models", "shell"),
        ("planning/core.py", "from django.db import models", "purity"),
        ("notices/exports.py", "import typst", "typst"),
        ("notices/exports.py", "import cv2", "pictures"),
        ("notices/actions.py", "import smtplib", "wires"),
    ],
)
def test_a_planted_violation_is_caught(
    skeleton: Path, tmp_path: Path, file: str, line: str, contract: str
) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    source = shutil.copytree(skeleton, tmp_path / "src")
    planted = source / "sasaeai" / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f"{line}\n")
    result = lint_imports(source)
    assert result.returncode == 1
    assert f"{contracts()[contract]['name']} BROKEN" in result.stdout

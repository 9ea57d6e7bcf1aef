"""Whatever the code imports is asked for by name, so that a new machine has it too."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, tracked_files

pytestmark = pytest.mark.one_database

#: Where each folder of Python files may take its libraries from.
RUNNING = ("base.in", "postgres.in", "fax.in", "line.in")
ASKED_BY = {
    "src": RUNNING,
    "assets": ("base.in", "test.in"),
    "bench": (*RUNNING, "test.in"),
    "bin": (*RUNNING, "test.in"),
    "tests": (*RUNNING, "test.in"),
}
OWN = {"sasaeai", *ASKED_BY}


def asked(files: tuple[str, ...]) -> set[str]:
    lines = [
        line
        for file in files
        for line in (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines()
    ]
    names = (re.match(r"[A-Za-z0-9_.-]+", line) for line in lines if line[:1].isalnum())
    return {normal(name.group()) for name in names if name}


def normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - OWN - sys.stdlib_module_names


@pytest.mark.parametrize("folder", ASKED_BY)
def test_each_import_is_asked_for_by_name(folder: str) -> None:
    distributions = packages_distributions()
    may = asked(ASKED_BY[folder])
    files = [
        file
        for file in tracked_files()
        if file.suffix == ".py" and file.is_relative_to(ROOT / folder)
    ]
    missing = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        for name in imported(file)
        if not may & {normal(known) for known in distributions.get(name, ())}
    }
    assert not missing

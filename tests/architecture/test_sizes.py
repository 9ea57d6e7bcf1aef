"""A file fits in one sitting (400 lines), a function on one screen (50 lines).

In tests only the file counts: a scene is told from top to bottom.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.house import ROOT, tracked_files

pytestmark = pytest.mark.one_database

FILE_LINES = 400
FUNCTION_LINES = 50
# Too long, each with its reason; this list may only shrink.
EXCEPTIONS: dict[str, str] = {}


def too_long(name: str, source: str) -> Iterator[str]:
    """Yield the file, and outside tests each of its functions, that are over the budget."""
    if source.count("\n") > FILE_LINES:
        yield name
    if name.startswith("tests/"):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{name}:{node.name}"


def test_files_and_functions_keep_the_budget() -> None:
    files = {
        file.relative_to(ROOT).as_posix(): file
        for file in tracked_files()
        if file.suffix == ".py" and "migrations" not in file.parts
    }
    assert files
    found = {
        fault
        for name, file in files.items()
        for fault in too_long(name, file.read_text(encoding="utf-8"))
    }
    assert sorted(found - set(EXCEPTIONS)) == []
    assert sorted(set(EXCEPTIONS) - found) == []


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("x = 1\n" * 400, []),
        ("x = 1\n" * 401, ["a.py"]),
        ("def f():\n" + "    x = 1\n" * 49, []),
        ("class A:\n    def f(self):\n" + "        x = 1\n" * 50, ["a.py:f"]),
    ],
)
def test_the_budget_is_counted(source: str, faults: list[str]) -> None:
    assert list(too_long("a.py", source)) == faults


def test_a_scene_may_be_long_but_not_its_file() -> None:
    scene = "def test_all():\n" + "    x = 1\n" * 60
    assert list(too_long("tests/test_a.py", scene)) == []
    assert list(too_long("tests/test_a.py", "x = 1\n" * 401)) == ["tests/test_a.py"]

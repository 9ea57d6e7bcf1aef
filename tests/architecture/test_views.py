"""Views stay thin: they never touch a manager and never save or delete."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.house import PACKAGE

pytestmark = pytest.mark.one_database

SURFACES = ("desk", "portal", "field")
WRITES = {"save", "delete", "bulk_create", "bulk_update"}


def forbidden_touches(source: str) -> Iterator[str]:
    """Yield each place of a view's *source* that reads or writes past the queries and actions."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr in {"objects", "_default_manager"} or node.attr in WRITES:
            yield f"line {node.lineno}: .{node.attr}"


def test_surfaces_go_through_queries_and_actions() -> None:
    files = [file for surface in SURFACES for file in (PACKAGE / surface).rglob("*.py")]
    assert files
    found = [
        f"{file.relative_to(PACKAGE)} {touch}"
        for file in files
        for touch in forbidden_touches(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["Meeting.objects.all()", "meeting.save()", "form.instance.delete()", "do(meeting.save)"],
)
def test_bad_lines_are_seen(line: str) -> None:
    assert list(forbidden_touches(line))


@pytest.mark.parametrize(
    "line",
    [
        "meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)",
        "actions.remove_item(item=item, actor=request.viewer)",
        "context.update(form=form)",
        "saved = 'objects.save()'",
    ],
)
def test_good_lines_pass(line: str) -> None:
    assert list(forbidden_touches(line)) == []

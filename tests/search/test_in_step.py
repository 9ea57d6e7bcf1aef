"""Whatever was written, found is what filling the index anew would let be found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sasaeai.cli.reindex import reindex
from sasaeai.directory import actions as directory
from sasaeai.directory.actions import ServiceDetails
from sasaeai.issues import actions as issues
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Issue
from sasaeai.meetings import actions as meetings
from sasaeai.search.models import SearchEntry
from sasaeai.search.queries import search
from tests.world import World

COLUMNS = tuple(
    field.name for field in SearchEntry._meta.get_fields() if field.name not in {"id", "words"}
)


def index() -> dict[Any, dict[str, Any]]:
    rows = {(row["kind"], row["object_id"]): row for row in SearchEntry.objects.values(*COLUMNS)}
    for row in rows.values():
        row["terms"] = sorted(row["terms"].split())
    return rows


@pytest.fixture(autouse=True)
def in_step(world: World):
    """After each test of this file the index is compared with one that is filled anew."""
    yield
    there = index()
    reindex()
    assert index() == there


def found(world: World, text: str) -> int:
    return search(text, viewer=world.viewer("arai")).total


def test_why_an_issue_ended_is_found_until_it_is_taken_up_again(world: World) -> None:
    arai = world.viewer("arai")
    issue = issues.open_issue(district=world.ono, title="寄せ場が遠い", actor=arai)
    closed = issues.move_issue(
        issue=issue, status=IssueStatus.CLOSED, text="融雪溝ができました", actor=arai
    )
    assert found(world, "融雪溝") == 1
    issues.reopen_issue(issue=closed, reason="また困っています", actor=arai)
    assert found(world, "融雪溝") == 0


def test_taking_a_season_answer_back_brings_its_words_back(world: World) -> None:
    arai = world.viewer("arai")
    issue = issues.open_issue(
        district=world.ono, title="寄せ場が遠い", season="winter", actor=world.viewer("arai")
    )
    issues.move_issue(issue=issue, status=IssueStatus.CLOSED, text="融雪溝ができました", actor=arai)
    Issue.objects.update(closed_on=date(2026, 3, 20))
    issue.refresh_from_db()
    answer = issues.answer_season(issue=issue, still=True, actor=arai)
    assert found(world, "融雪溝") == 0
    issues.take_back_season_answer(answer=answer, actor=arai)
    assert found(world, "融雪溝") == 1


def test_a_meeting_that_moves_takes_its_words_along(world: World) -> None:
    arai = world.viewer("arai")
    meeting = world.add_meeting(on=date(2026, 12, 7))
    item = meetings.add_item(meeting=meeting, title="寄せ場", actor=arai)
    meetings.add_remark(item=item, kind="opinion", group="町会", text="川は遠い", actor=arai)
    meetings.remove_item(item=item, actor=arai)
    assert found(world, "川は遠い") == 0
    meetings.restore_item(item=item, actor=arai)
    assert found(world, "川は遠い") == 1


def test_an_entry_of_the_directory_is_found_as_it_stands(world: World) -> None:
    arai = world.viewer("arai")
    details = ServiceDetails(kind="snow", name="雪かき隊", description="玄関から道まで")
    service = directory.add_service(details=details, districts=[world.ono], actor=arai)
    directory.end_service(service=service, actor=arai)
    assert found(world, "玄関から道") == 0
    directory.resume_service(service=service, actor=arai)
    directory.remove_service(service=service, actor=arai)
    assert found(world, "玄関から道") == 0
    directory.restore_service(service=service, actor=arai)
    assert found(world, "玄関から道") == 1
    hidden = ServiceDetails(kind="snow", name="雪かき隊", is_public=False)
    service.refresh_from_db()
    directory.edit_service(
        service=service, details=hidden, districts=[], base_version=service.version, actor=arai
    )
    assert found(world, "玄関から道") == 0

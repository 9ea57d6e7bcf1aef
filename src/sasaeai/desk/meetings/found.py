"""Getting hold of what a page is about: strangers find nothing, readers may not write."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages

from sasaeai.desk.gate import DeskRequest
from sasaeai.meetings import queries
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import AgendaItem, Body, Expected, Meeting
from sasaeai.people.access import check_can_run_district


def found_meeting(request: DeskRequest, meeting_id: UUID) -> Meeting:
    """The meeting of a page; a form may only be sent by who runs it."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    if request.method == "POST":
        check_can_run(request.viewer, meeting)
    return meeting


def found_item(request: DeskRequest, item_id: UUID, *, removed: bool = False) -> AgendaItem:
    """An agenda item; a form may only be sent by who runs its meeting."""
    item = queries.get_visible_item(item_id, viewer=request.viewer, removed=removed)
    if request.method == "POST":
        check_can_run(request.viewer, item.meeting)
    return item


def found_expected(request: DeskRequest, expected_id: UUID) -> Expected:
    """Somebody called; a form may only be sent by who runs the meeting."""
    expected = queries.get_visible_expected(expected_id, viewer=request.viewer)
    if request.method == "POST":
        check_can_run(request.viewer, expected.meeting)
    return expected


def found_body(request: DeskRequest, body_id: UUID) -> Body:
    """A body; a form may only be sent by who runs its district."""
    body = queries.get_visible_body(body_id, viewer=request.viewer)
    if request.method == "POST":
        check_can_run_district(request.viewer, body.district)
    return body


def body_to_change(request: DeskRequest, body_id: UUID) -> Body:
    """A body whose form is opened only by who runs its district."""
    body = queries.get_visible_body(body_id, viewer=request.viewer)
    check_can_run_district(request.viewer, body.district)
    return body


def ids_of(texts: list[str]) -> list[UUID]:
    """The ids among some texts of a form; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def show_warnings(request: DeskRequest, meeting: Meeting) -> None:
    """Say what deserves a second look in a plan that was just saved."""
    for sentence in queries.plan_warnings(meeting, viewer=request.viewer):
        messages.warning(request, sentence)

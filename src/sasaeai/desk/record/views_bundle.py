"""会議の紙一式: every paper of a meeting in one PDF or one ZIP."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, runs_meetings
from sasaeai.desk.papers import paper_response
from sasaeai.meetings import actions
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.minutes.actions import record_minutes_export
from sasaeai.minutes.queries.records import get_visible_record
from sasaeai.paper.errors import PaperError
from sasaeai.reports.exports.bundle import meeting_bundle


@runs_meetings
@require_safe
def paper_bundle(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """All papers; those that list persons only when they are asked for, and the trace says so."""
    if ext not in ("pdf", "zip"):
        raise Http404
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_run(request.viewer, meeting)
    with_names = request.GET.get("names") == "1"
    try:
        paper = meeting_bundle(meeting, ext=ext, with_names=with_names, viewer=request.viewer)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:meeting_record", meeting_id)
    told = f"{paper.name}（名簿を含む）" if with_names else paper.name
    purpose = "papers with attendance list" if with_names else "papers"
    actions.record_list_export(meeting=meeting, paper=told, purpose=purpose, actor=request.viewer)
    minutes = get_visible_record(meeting.id, viewer=request.viewer).minutes
    if minutes is not None:
        record_minutes_export(minutes=minutes, paper=paper.name, actor=request.viewer)
    return paper_response(paper)

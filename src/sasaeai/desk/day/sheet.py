"""当日の記録用紙 for a meeting, with the numbers that the page of the day shows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.meetings.frame import step_url
from sasaeai.desk.papers import paper_response
from sasaeai.meetings import actions, queries
from sasaeai.meetings.enums import ItemKind, Outcome, Regime
from sasaeai.meetings.exports.day_sheet import DaySheet, SheetItem, SheetPerson, day_sheet_pdf
from sasaeai.meetings.exports.rows import heading_of
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.item_times import time_words
from sasaeai.paper.errors import PaperError
from sasaeai.paper.files import PDF, make_paper


def day_sheet_of(meeting: Meeting, *, printed_on: date) -> DaySheet:
    """From the rows of the meeting: who was called, the agenda, the sides that may speak."""
    lines = queries.people_of_day(meeting)
    calls = [line.expected for line in lines if line.expected is not None]
    with translation.override("ja"):
        return DaySheet(
            meeting=heading_of(meeting, number=None),
            people=tuple(
                SheetPerson(call.number, call.organization_name, call.post_title, call.person_name)
                for call in calls
            ),
            items=tuple(
                SheetItem(
                    str(row.number or ""),
                    row.item.title,
                    "・".join(
                        filter(None, (str(ItemKind(row.item.kind).label), time_words(row.item)))
                    ),
                )
                for row in queries.numbering(queries.items_of(meeting))
            ),
            groups=tuple(queries.groups_of_day(lines)),
            outcomes=tuple(str(label) for label in Outcome.labels),
            notice="" if Regime(meeting.regime).is_for_everybody else "取扱注意（関係者限り）",
            printed_on=printed_on,
        )


@signed_in
@require_safe
def day_sheet(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The form as PDF. It names people and so leaves a trace (L-19)."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    try:
        content = day_sheet_pdf(day_sheet_of(meeting, printed_on=request.viewer.on))
    except PaperError as error:
        messages.error(request, error.message)
        return redirect(step_url(meeting, "day"))
    paper = make_paper(
        "当日の記録用紙",
        meeting.body.name,
        f"{meeting.held_on:%Y%m%d}",
        content_type=PDF,
        content=content,
    )
    actions.record_list_export(
        meeting=meeting, paper=paper.name, purpose="day sheet", actor=request.viewer
    )
    return paper_response(paper)

"""The papers of the day: order of proceedings (次第) and the list to sign (出席者名簿)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.meetings.frame import step_url
from sasaeai.desk.papers import paper_response
from sasaeai.issues import queries as issues
from sasaeai.issues.models import Action
from sasaeai.kernel.errors import NotFound
from sasaeai.meetings import queries
from sasaeai.meetings.enums import Outcome
from sasaeai.meetings.exports.agenda_sheet import (
    CarriedOver,
    agenda_sheet_docx,
    agenda_sheet_pdf,
)
from sasaeai.meetings.exports.attendance_list import (
    ReplyMark,
    attendance_list_docx,
    attendance_list_pdf,
    attendance_list_xlsx,
)
from sasaeai.meetings.exports.rows import agenda_sheet_of, attendance_list_of
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.notices.enums import Answer
from sasaeai.notices.queries import callers_of, expected_number, reply_board
from sasaeai.paper.errors import PaperError
from sasaeai.paper.files import DOCX, PDF, XLSX, make_paper

_MARKS = {
    Answer.ATTEND: ReplyMark.PRESENT,
    Answer.ABSENT: ReplyMark.ABSENT,
    Answer.SUBSTITUTE: ReplyMark.SUBSTITUTE,
}
_KINDS = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX}


@signed_in
@require_safe
def agenda_sheet(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """次第 as PDF or DOCX."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    callers = callers_of(meeting, on=meeting.held_on)
    sheet = agenda_sheet_of(
        meeting,
        queries.numbering(queries.items_of(meeting)),
        number=expected_number(meeting),
        carried_over=carried_over(meeting),
        greeting_by=f"{callers[0].organization} {callers[0].title}".strip() if callers else "",
        printed_on=request.viewer.on,
    )
    writers = {"pdf": agenda_sheet_pdf, "docx": agenda_sheet_docx}
    return _printed(request, meeting, "次第", ext, writers, sheet)


@signed_in
@require_safe
def attendance_list(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """出席者名簿 as PDF, DOCX or XLSX, with the replies so far and no address on it."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    sheet = attendance_list_of(
        meeting,
        queries.people_of_day(meeting),
        number=expected_number(meeting),
        replies=_replies(meeting),
        printed_on=request.viewer.on,
    )
    writers = {
        "pdf": attendance_list_pdf,
        "docx": attendance_list_docx,
        "xlsx": attendance_list_xlsx,
    }
    return _printed(request, meeting, "出席者名簿", ext, writers, sheet)


def carried_over(meeting: Meeting) -> list[CarriedOver]:
    """前回からの引きつぎ: what earlier meetings promised, and what they left open.

    Promises first, with what came of them; then items that are open and have no promise.
    """
    promises = issues.actions_of_body(meeting.body, before=meeting)
    told = {action.item_id for action in promises}
    return [
        *(_promise_line(action) for action in promises),
        *(_item_line(item) for item in queries.left_open(meeting) if item.id not in told),
    ]


def _promise_line(action: Action) -> CarriedOver:
    done = action.done_on is not None
    return CarriedOver(
        title=action.what,
        state="済み" if done else "取組中",
        since=_session(action.item.meeting) if action.item else "",
        owner=action.who,
        answer=action.result,
    )


def _item_line(item: AgendaItem) -> CarriedOver:
    return CarriedOver(
        title=item.title,
        state=str(Outcome(item.outcome).label) if item.outcome else "",
        since=_session(item.meeting),
        answer=item.outcome_text,
    )


def _session(meeting: Meeting) -> str:
    return f"第{meeting.number}回" if meeting.number else ""


def _replies(meeting: Meeting) -> dict[UUID, tuple[ReplyMark, str]]:
    return {
        row.expected.id: (
            _MARKS[Answer(row.reply.answer)],
            f"{row.reply.substitute_title} {row.reply.substitute_name}".strip(),
        )
        for row in reply_board(meeting).rows
        if row.reply is not None
    }


def _printed(
    request: DeskRequest,
    meeting: Meeting,
    name: str,
    ext: str,
    writers: Mapping[str, Callable[[Any], bytes]],
    sheet: Any,
) -> HttpResponse:
    """The paper, or back to the day with the sentence that says which letter cannot be printed."""
    if ext not in writers:
        raise NotFound(_("この形式の紙はありません。"))
    try:
        content = writers[ext](sheet)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect(step_url(meeting, "day"))
    day = f"{meeting.held_on:%Y%m%d}"
    return paper_response(
        make_paper(name, meeting.body.name, day, content_type=_KINDS[ext], content=content)
    )

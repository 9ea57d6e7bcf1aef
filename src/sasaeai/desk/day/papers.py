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
from sasaeai.issues.exports.memo import memo_paper
from sasaeai.kernel.errors import NotFound
from sasaeai.meetings import actions, queries
from sasaeai.meetings.exports.agenda_sheet import agenda_sheet_docx, agenda_sheet_pdf
from sasaeai.meetings.exports.attendance_list import (
    attendance_list_docx,
    attendance_list_pdf,
    attendance_list_xlsx,
)
from sasaeai.meetings.models import Meeting
from sasaeai.paper.errors import PaperError
from sasaeai.paper.files import DOCX, PDF, XLSX, Paper, make_paper
from sasaeai.reports.exports.day import agenda_sheet_paper, attendance_list_paper

_KINDS = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX}


@signed_in
@require_safe
def agenda_sheet(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """次第 as PDF or DOCX."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    sheet = agenda_sheet_paper(meeting, printed_on=request.viewer.on)
    writers = {"pdf": agenda_sheet_pdf, "docx": agenda_sheet_docx}
    made = _made(request, meeting, "次第", ext, writers, sheet)
    return paper_response(made) if made else redirect(step_url(meeting, "day"))


@signed_in
@require_safe
def memo(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """情報共有メモ: what the meeting passes on and leaves open."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    if ext not in ("pdf", "docx"):
        raise NotFound(_("この紙はありません。"))
    try:
        return paper_response(memo_paper(meeting, ext=ext, printed_on=request.viewer.on))
    except PaperError as error:
        messages.error(request, error.message)
        return redirect(step_url(meeting, "day"))


@signed_in
@require_safe
def attendance_list(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """出席者名簿 as PDF, DOCX or XLSX, with the replies so far and no address on it.

    It names people and so leaves a trace (L-19).
    """
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    sheet = attendance_list_paper(meeting, printed_on=request.viewer.on)
    writers = {
        "pdf": attendance_list_pdf,
        "docx": attendance_list_docx,
        "xlsx": attendance_list_xlsx,
    }
    made = _made(request, meeting, "出席者名簿", ext, writers, sheet)
    if made is None:
        return redirect(step_url(meeting, "day"))
    actions.record_list_export(meeting=meeting, paper=made.name, actor=request.viewer)
    return paper_response(made)


def _made(
    request: DeskRequest,
    meeting: Meeting,
    name: str,
    ext: str,
    writers: Mapping[str, Callable[[Any], bytes]],
    sheet: Any,
) -> Paper | None:
    """The paper, or None with the sentence that says which letter cannot be printed."""
    if ext not in writers:
        raise NotFound(_("この形式の紙はありません。"))
    try:
        content = writers[ext](sheet)
    except PaperError as error:
        messages.error(request, error.message)
        return None
    day = f"{meeting.held_on:%Y%m%d}"
    return make_paper(name, meeting.body.name, day, content_type=_KINDS[ext], content=content)

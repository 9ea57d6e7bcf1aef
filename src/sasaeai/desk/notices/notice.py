"""Step 案内: look at the letter, print it, send it off."""

from __future__ import annotations

import dataclasses
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.desk.notices.boards import board_context
from sasaeai.desk.notices.letters import (
    checked_ext,
    checked_order,
    letters_paper,
    recipients_of_run,
)
from sasaeai.desk.papers import paper_response
from sasaeai.desk.seen import seen_version
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotFound, NotNow
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.meetings.queries.pledges import missing_pledges
from sasaeai.notices import actions, queries
from sasaeai.notices.access import check_can_take_letters
from sasaeai.notices.forms import NoticeForm
from sasaeai.notices.models import Notice
from sasaeai.notices.queries import NoticeBoard, NoticeTexts
from sasaeai.notices.queries.reminders import with_invitation
from sasaeai.paper.errors import PaperError
from sasaeai.web.messages import undo_message


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_notice(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The notice filled in for a look; once looked at, its letters."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    if request.method == "POST":
        check_can_run(request.viewer, meeting)
    notice, reminders = with_invitation(meeting, now=clock.now())
    board = queries.notice_board(meeting, viewer=request.viewer, notice=notice)
    draft = None if board.notice else queries.notice_draft(meeting, viewer=request.viewer)
    texts = draft.texts if draft else queries.texts_of(board.notice)
    if meeting.reply_due_on and not board.is_approved:  # the plan may have moved since the draft
        texts = dataclasses.replace(texts, reply_due_on=max(meeting.reply_due_on, texts.issued_on))
    version = board.notice.version if board.notice else 0
    form = NoticeForm(request.POST or None, texts=texts, version=version)
    looked_over = "keep" not in request.POST
    if form.is_valid() and attempt(
        form,
        actions.save_notice,
        meeting=meeting,
        texts=form.texts(),
        base_version=form.cleaned_data["base_version"],
        looked_over=looked_over,
        actor=request.viewer,
    ):
        _say_saved(request, meeting, looked_over=looked_over)
        return redirect("desk:meeting_notice", meeting.id)
    context = {
        "form": form,
        "reasons": draft.reasons if draft else (),
        "notice": board.notice,
        "reminders": reminders if meeting.is_planned else (),
        "missing_pledges": missing_pledges(meeting) if meeting.is_planned else (),
    }
    return meeting_page(
        request,
        meeting,
        "notice",
        "desk/notices/notice.html",
        context | board_context(request, board),
    )


@runs_meetings
@require_POST
def notice_withdraw(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take the look back: the notice is a draft again."""
    notice = _notice(request, meeting_id)
    actions.withdraw_approval(notice=notice, actor=request.viewer)
    undo_message(
        request,
        _("案内を下書きに戻しました。"),
        reverse("desk:notice_approve", args=[meeting_id]),
        base_version=notice.version,
    )
    return redirect("desk:meeting_notice", meeting_id)


@runs_meetings
@require_POST
def notice_approve(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Say that the notice as it stood when the page was shown was looked at."""
    notice = _notice(request, meeting_id)
    actions.approve_notice(notice=notice, base_version=seen_version(request), actor=request.viewer)
    _say_saved(request, notice.meeting, looked_over=True)
    return redirect("desk:meeting_notice", meeting_id)


@signed_in
@require_safe
def notice_paper_file(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """The letters as a file: those of a print run, or all; as a sample until somebody looked."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_take_letters(request.viewer, meeting)
    notice = _named_notice(meeting, request.GET.get("notice", ""))
    board = queries.notice_board(meeting, viewer=request.viewer, notice=notice)
    try:
        recipients = recipients_of_run(board, request.GET.get("run", ""))
        paper = letters_paper(
            board,
            _texts(request, board),
            recipients,
            ext=checked_ext(ext),
            order=checked_order(request.GET.get("order", "")),
            sample=not board.is_approved,
        )
    except (NotNow, InvalidInput, PaperError) as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:meeting_notice", meeting_id)
    actions.trace_letters(
        board=board,
        purpose=board.notice.kind if board.notice and board.is_approved else "sample",
        count=len(recipients),
        actor=request.viewer,
    )
    return paper_response(paper)


def _texts(request: DeskRequest, board: NoticeBoard) -> NoticeTexts:
    """The words of the notice there is, else those it would begin with."""
    if board.notice is not None:
        return queries.texts_of(board.notice)
    return queries.notice_draft(board.meeting, viewer=request.viewer).texts


def _notice(request: DeskRequest, meeting_id: UUID) -> Notice:
    """The notice that there is of a visible meeting."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_run(request.viewer, meeting)
    notice = queries.notice_of(meeting)
    if notice is None:
        raise NotFound(_("この会議の案内は、まだ作られていません。"))
    notice.meeting = meeting
    return notice


def _named_notice(meeting: Meeting, text: str) -> Notice | None:
    """The notice that an address names; None: the invitation."""
    if not text:
        return None
    try:
        return queries.get_notice(meeting, UUID(text))
    except ValueError as error:
        raise NotFound(_("このお知らせはありません。")) from error


def _say_saved(request: DeskRequest, meeting: Meeting, *, looked_over: bool) -> None:
    if not looked_over:
        undo_message(request, _("下書きを保存しました。"), None)
        return
    undo_message(
        request,
        _("内容を確かめました。案内状を印刷できます。"),
        reverse("desk:notice_withdraw", args=[meeting.id]),
    )

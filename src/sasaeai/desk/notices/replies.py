"""Step 出欠: key what people replied, two strokes a row; see who is silent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.desk.papers import paper_response
from sasaeai.kernel.errors import DomainError, InvalidInput, NotFound
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions.traces import trace_paper
from sasaeai.notices.enums import Answer, ReplyVia
from sasaeai.notices.exports.replies_sheet import FORMATS as REPLY_FORMATS
from sasaeai.notices.exports.replies_sheet import replies_sheet_paper
from sasaeai.notices.forms import ReplyForm
from sasaeai.notices.models import Reply
from sasaeai.notices.queries import ReplyRow, scans
from sasaeai.notices.queries.turnout import turnout
from sasaeai.paper.errors import PaperError
from sasaeai.web.messages import undo_message

VIA_KEY = "reply_via"
"""Session key: how replies are coming in just now, chosen once and kept."""


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_replies(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """All who were called with their replies, and the box to key them."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    if request.method == "POST":
        return _answered(request, _key_reply, meeting)
    return _page(request, meeting)


@runs_meetings
@require_http_methods(["GET", "POST"])
def meeting_reply(request: DeskRequest, meeting_id: UUID, expected_id: UUID) -> HttpResponse:
    """One slip with everything on it."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_run(request.viewer, meeting)
    row = queries.reply_row(queries.reply_board(meeting), expected_id)
    row.expected.meeting = meeting
    form = ReplyForm(
        request.POST or None, reply=row.reply, today=request.viewer.on, via=_via(request)
    )
    if form.is_valid() and (
        reply := attempt(
            form,
            actions.record_reply,
            expected=row.expected,
            answer=form.cleaned_data["answer"],
            via=form.cleaned_data["via"],
            details=form.details(),
            base_version=form.cleaned_data["base_version"],
            actor=request.viewer,
        )
    ):
        _say(request, meeting, row, reply)
        return redirect("desk:meeting_replies", meeting.id)
    calls = [call.id for call in (row.expected, *row.also)]
    context = {"row": row, "form": form, "scan": scans.scan_of_reply(calls, meeting=meeting)}
    return meeting_page(request, meeting, "replies", "desk/notices/reply.html", context)


@runs_meetings
@require_POST
def reply_clear(request: DeskRequest, meeting_id: UUID, expected_id: UUID) -> HttpResponse:
    """Make one person silent again."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    return _answered(request, _clear, meeting, expected_id)


@runs_meetings
@require_POST
def reply_restore(request: DeskRequest, meeting_id: UUID, expected_id: UUID) -> HttpResponse:
    """Let the reply stand that was taken out or replaced."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    return _answered(request, _restore, meeting, expected_id)


@signed_in
@require_safe
def reply_state(request: DeskRequest, meeting_id: UUID, expected_id: UUID) -> JsonResponse:
    """How one row stands, for the script: where every keyed reply leads."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    board = queries.reply_board(meeting)
    row = queries.reply_row(board, expected_id)
    counts, earlier = board.counts, _earlier(row, row.reply)
    return JsonResponse(
        {
            "id": str(row.id),
            "answer": row.answer,
            "label": _label(row),
            "sentence": _sentence(row, row.reply, earlier),
            "undo": _undo(meeting, row, row.reply, earlier),
            "counts": {
                "attend": counts.attend,
                "substitute": counts.substitute,
                "absent": counts.absent,
                "silent": counts.silent,
                "coming": counts.coming,
            },
        },
        headers={"Cache-Control": "no-store"},
    )


@runs_meetings
@require_safe
def replies_paper(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """出欠のまとめ as PDF, or the list with names as XLSX; both name people and leave a trace."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_run(request.viewer, meeting)
    if ext not in REPLY_FORMATS:
        raise NotFound(_("この形式の紙はありません。"))
    seen = turnout(meeting, queries.reply_board(meeting))
    try:
        paper = replies_sheet_paper(meeting, seen, ext=ext, on=request.viewer.on)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:meeting_replies", meeting.id)
    count = len(seen.board.rows)
    trace_paper(meeting=meeting, purpose="reply_list", count=count, actor=request.viewer)
    return paper_response(paper)


def _page(
    request: DeskRequest, meeting: Meeting, refusal: str = "", status: int = 200
) -> HttpResponse:
    board = scans.with_handwriting(queries.reply_board(meeting), meeting)
    following = board.next_silent(after=_after(request))
    context = {
        "board": board,
        "following": following,
        "via": _via(request),
        "vias": ReplyVia.choices,
        "answers": Answer.choices,
        "refusal": refusal,
        "typed": request.POST.get("who", ""),
        "can_key": meeting.is_planned and meeting.sealed_at is None,
        "turnout": turnout(meeting, board),
        "scan_counts": scans.scan_counts(meeting),
    }
    return meeting_page(
        request, meeting, "replies", "desk/notices/replies.html", context, status=status
    )


def _answered(
    request: DeskRequest, act: Any, meeting: Meeting, expected_id: UUID | None = None
) -> HttpResponse:
    """Carry out `act`; a script is answered in JSON, a person with a page."""
    by_script = "application/json" in request.headers.get("accept", "")
    try:
        check_can_run(request.viewer, meeting)
        row, reply = act(request, meeting, expected_id)
    except DomainError as error:
        if by_script:
            return JsonResponse({"sentence": error.message}, status=409)
        if isinstance(error, InvalidInput):
            return _page(request, meeting, refusal=error.message)
        raise
    if by_script:
        return redirect("desk:reply_state", meeting.id, row.id)
    _say(request, meeting, row, reply)
    return redirect(f"{reverse('desk:meeting_replies', args=[meeting.id])}?after={row.number}#who")


def _key_reply(
    request: DeskRequest, meeting: Meeting, expected_id: UUID | None
) -> tuple[ReplyRow, Reply | None]:
    """`row` is "<id>:<answer>" of a button in the table; else `who` and `answer` of the box."""
    via = request.POST.get("via", "") or _via(request)
    board = queries.reply_board(meeting)
    named, colon, answer = request.POST.get("row", "").partition(":")
    if colon:
        row = queries.reply_row(board, _uuid(named))
    else:
        row, answer = (
            queries.row_named(board, request.POST.get("who", "")),
            request.POST.get("answer", ""),
        )
    row.expected.meeting = meeting
    reply = actions.record_reply(
        expected=row.expected, answer=answer, via=via, actor=request.viewer
    )
    request.session[VIA_KEY] = via
    return row, reply


def _clear(
    request: DeskRequest, meeting: Meeting, expected_id: UUID
) -> tuple[ReplyRow, Reply | None]:
    row = queries.reply_row(queries.reply_board(meeting), expected_id)
    if row.reply is not None:
        row.expected.meeting = meeting
        row.reply.expected = row.expected
        actions.clear_reply(
            reply=row.reply, stands=request.POST.get("stands"), actor=request.viewer
        )
    return row, None


def _restore(
    request: DeskRequest, meeting: Meeting, expected_id: UUID
) -> tuple[ReplyRow, Reply | None]:
    row = queries.reply_row(queries.reply_board(meeting), expected_id)
    earlier = queries.removed_reply(row.expected, _uuid(request.POST.get("reply", "")))
    row.expected.meeting = meeting
    earlier.expected = row.expected
    return row, actions.restore_reply(
        reply=earlier, stands=request.POST.get("stands"), actor=request.viewer
    )


def _say(request: DeskRequest, meeting: Meeting, row: ReplyRow, reply: Reply | None) -> None:
    earlier = _earlier(row, reply)
    undo = _undo(meeting, row, reply, earlier)
    undo_message(request, _sentence(row, reply, earlier), undo.pop("url", None), **undo)


def _earlier(row: ReplyRow, reply: Reply | None) -> Reply | None:
    """What stood before the last step on a row."""
    if reply is None:
        return queries.last_removed_reply(row.expected)
    return queries.previous_reply(reply)


def _undo(
    meeting: Meeting, row: ReplyRow, reply: Reply | None, earlier: Reply | None
) -> dict[str, str]:
    """The POST that takes the last step on a row back: url and values; empty when there is none."""
    clear = reverse("desk:reply_clear", args=[meeting.id, row.id])
    restore = reverse("desk:reply_restore", args=[meeting.id, row.id])
    stands = str(reply.id) if reply else ""
    if earlier is not None:
        return {"url": restore, "reply": str(earlier.id), "stands": stands}
    return {} if reply is None else {"url": clear, "stands": stands}


def _sentence(row: ReplyRow, reply: Reply | None, earlier: Reply | None) -> str:
    """「12番 白旗野町会 髙﨑 見本様：出席にしました。」, with the other answer that it replaced."""
    who = {"number": row.number, "name": row.called}
    if reply is None:
        return _("%(number)d番 %(name)s：未返信に戻しました。") % who
    said = {**who, "answer": reply.get_answer_display()}
    if earlier is None or earlier.answer == reply.answer:
        return _("%(number)d番 %(name)s：%(answer)sにしました。") % said
    return _(
        "%(number)d番 %(name)s：%(answer)sにしました。前の返信は%(before)s（%(via)s）でした。"
    ) % {
        **said,
        "before": earlier.get_answer_display(),
        "via": earlier.get_via_display(),
    }


def _label(row: ReplyRow) -> str:
    return str(row.reply.get_answer_display()) if row.reply and row.answer else _("未返信")


def _via(request: DeskRequest) -> str:
    via = request.session.get(VIA_KEY, ReplyVia.PAPER)
    return via if via in ReplyVia.values else ReplyVia.PAPER


def _after(request: DeskRequest) -> int:
    after = request.GET.get("after", "")
    return int(after) if after.isdecimal() and len(after) < 6 else 0


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(_("この会議に、その声かけ先はありません。")) from error

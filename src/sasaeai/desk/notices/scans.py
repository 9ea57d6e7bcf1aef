"""Reply slips that come by FAX or scanner: put in, looked at, confirmed with one key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.jobs.queries import latest_job
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions.scan_rules import NEEDS
from sasaeai.notices.enums import Answer, ScanSource
from sasaeai.notices.forms import SlipForm
from sasaeai.notices.models import Reply, SlipScan
from sasaeai.notices.queries import ReplyBoard, ReplyRow, scans
from sasaeai.notices.queries.scans import ScanPlace
from sasaeai.notices.tasks.intake import read_later, sentence_of, topic_of
from sasaeai.paper.reading.pages import MAX_BYTES, MAX_PAGES
from sasaeai.web.messages import undo_message

AT_ONCE = 3
"""Pages of one upload read while the person waits; the rest goes on in the background."""
MOST_FILES = 30


@runs_meetings
@require_http_methods(["GET", "POST"])
def meeting_scans(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Put files in; see what became of each page."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_run(request.viewer, meeting)
    if request.method == "POST":
        # Always led on: what one file lacks must not undo the pages of the others.
        _put_in(request, meeting)
        return redirect("desk:meeting_scans", meeting.id)
    place = scans.scan_place(meeting)
    context = {
        "counts": scans.scan_counts(meeting),
        "queue": place,
        "listed": scans.listed_scans(meeting),
        "job": latest_job(topic_of(meeting), viewer=request.viewer),
        "can_key": meeting.is_planned and meeting.sealed_at is None,
        "most_mb": MAX_BYTES // 1024 // 1024,
        "most_pages": MAX_PAGES,
    }
    return meeting_page(request, meeting, "replies", "desk/notices/scans.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def scan(request: DeskRequest, meeting_id: UUID, scan_id: UUID) -> HttpResponse:
    """One slip: its picture, what was read, and one key."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    found = scans.get_visible_scan(scan_id, meeting=meeting, viewer=request.viewer)
    board = queries.reply_board(meeting)
    row = _row_of(board, found)
    form = SlipForm(
        request.POST or None,
        who=str(row.number) if row else "",
        reply=row.reply if row else None,
        needs=_needs(row, found),
    )
    place = scans.scan_place(meeting, found)
    if form.is_valid() and (reply := _confirmed(request, form, found, board, row, meeting)):
        _say(request, meeting, found, reply)
        return _next(meeting, place)
    context = {
        "scan": found,
        "row": row,
        "form": form,
        "has_picture": scans.has_picture(found),
        "keep_days": settings.SCAN_KEEP_DAYS,
        "crops": scans.crop_fields(found),
        "queue": place,
        "answers": _answers(found),
        "is_settled": found.judged_at is not None,
        "can_key": meeting.is_planned and meeting.sealed_at is None,
    }
    return meeting_page(request, meeting, "replies", "desk/notices/scan.html", context)


@runs_meetings
@require_POST
def scan_aside(request: DeskRequest, meeting_id: UUID, scan_id: UUID) -> HttpResponse:
    """This page is no slip, or one that is not entered."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    found = scans.get_visible_scan(scan_id, meeting=meeting, viewer=request.viewer)
    place = scans.scan_place(meeting, found)
    actions.set_scan_aside(scan=found, meeting=meeting, actor=request.viewer)
    text = _("「%(name)s」の%(page)d枚目を、返信票ではない紙として外しました。")
    words = text % {"name": found.file_name, "page": found.page}
    undo_message(request, words, reverse("desk:scan_back", args=[meeting.id, found.id]))
    return _next(meeting, place)


@runs_meetings
@require_POST
def scan_back(request: DeskRequest, meeting_id: UUID, scan_id: UUID) -> HttpResponse:
    """Let the slip wait again; a reply entered from it is taken back."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    found = scans.get_visible_scan(scan_id, meeting=meeting, viewer=request.viewer)
    actions.put_scan_back(scan=found, meeting=meeting, actor=request.viewer)
    messages.success(request, _("元に戻しました。この紙は、もう一度確かめられます。"))
    return redirect("desk:scan", meeting.id, found.id)


@runs_meetings
@require_safe
def scan_picture(request: DeskRequest, meeting_id: UUID, scan_id: UUID) -> HttpResponse:
    """The page as it came."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    found = scans.get_visible_scan(scan_id, meeting=meeting, viewer=request.viewer)
    return _picture(scans.picture_of(found))


@runs_meetings
@require_safe
def scan_crop(request: DeskRequest, meeting_id: UUID, scan_id: UUID, field: str) -> HttpResponse:
    """The handwriting of one field."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    found = scans.get_visible_scan(scan_id, meeting=meeting, viewer=request.viewer)
    return _picture(scans.crop_of(found, field))


def _put_in(request: DeskRequest, meeting: Meeting) -> None:
    """Take the chosen files in; each says what became of it."""
    files = request.FILES.getlist("files")
    if not files:
        messages.error(
            request, _("返信票のファイルを選んでから、「返信票を読み取る」を押してください。")
        )
    if len(files) > MOST_FILES:
        text = _("一度に選べるのは%(most)d個までです。何回かに分けてください。")
        messages.error(request, text % {"most": MOST_FILES})
        return
    left = AT_ONCE
    for file in files:
        if file.size > MAX_BYTES:
            text = _(
                "「%(name)s」は大きすぎます（%(most)dMBまで）。何回かに分けて読み取ってください。"
            )
            megabytes = MAX_BYTES // 1024 // 1024
            messages.error(request, text % {"name": file.name, "most": megabytes})
            continue
        left -= _take_in(request, meeting, file.name, file.read(), most_pages=left)


def _take_in(
    request: DeskRequest, meeting: Meeting, name: str, content: bytes, *, most_pages: int
) -> int:
    """Take one file in, what is over `most_pages` in the background; returns the pages read.

    Reading takes up to half a second a page, and nobody else can write meanwhile.
    """
    taken = actions.Intake(has_more=True)
    if most_pages > 0:
        taken = actions.take_in_scans(
            content=content,
            file_name=name,
            source=ScanSource.UPLOAD,
            actor=request.viewer,
            meeting=meeting,
            most_pages=most_pages,
        )
    if taken.has_more:
        read_later(
            content=content,
            file_name=name,
            meeting=meeting,
            actor=request.viewer,
            result_path=reverse("desk:meeting_scans", args=[meeting.id]),
        )
        text = _("「%(name)s」の続きは裏で読み取ります。このページは閉じてもかまいません。")
        messages.success(request, text % {"name": name})
    elif taken.refusal:
        messages.error(request, taken.refusal)
    else:
        messages.success(request, f"{name}：{sentence_of(taken)}")
    return taken.taken + taken.repeated


def _confirmed(
    request: DeskRequest,
    form: SlipForm,
    found: SlipScan,
    board: ReplyBoard,
    row: ReplyRow | None,
    meeting: Meeting,
) -> Reply | None:
    """Enter what was read; None with the refusal on the form."""
    try:
        call = scans.call_named(board, form.cleaned_data["who"], viewer=request.viewer)
    except InvalidInput as refusal:
        form.add_error("who", refusal.message)
        return None
    if call.meeting_id == meeting.id:
        call.meeting = meeting
    if said := _said_by_another(board, row, call):
        form.add_error("who", said)
        return None
    reply: Reply | None = attempt(
        form,
        actions.confirm_scan,
        scan=found,
        expected=call,
        answer=request.POST.get("answer", ""),
        details=form.details(received_on=clock.to_tokyo(found.created_at).date()),
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
    )
    return reply


def _said_by_another(board: ReplyBoard, row: ReplyRow | None, call: Expected) -> str:
    """What somebody else than the slip's own person replied already: it is not written over."""
    other = next((r for r in board.rows if call.id in {c.id for c in (r.expected, *r.also)}), None)
    if other is None or other == row or not other.answer:
        return ""
    return _(
        "%(number)d番の方からは、もう返信があります（%(answer)s）。"
        "直すときは、出欠の一覧の「くわしく」で入れてください。"
    ) % {"number": other.number, "answer": other.reply.get_answer_display()}  # type: ignore[union-attr]


def _row_of(board: ReplyBoard, found: SlipScan) -> ReplyRow | None:
    """The row of the person whose slip it is, when that one is called to this meeting."""
    for row in board.rows:
        if found.expected_id in {call.id for call in (row.expected, *row.also)}:
            return row
    return None


def _needs(row: ReplyRow | None, found: SlipScan) -> str:
    """What is known of the needs, with the boxes that were read as marked."""
    known = row.reply.needs if row and row.reply else ""
    checks = found.reading.get("checks", {})
    marked = [word for name, word in NEEDS.items() if checks.get(name) and word not in known]
    return "、".join(word for word in (known, *marked) if word)


def _answers(found: SlipScan) -> list[dict[str, Any]]:
    """The three keys; the one that was read, or that stands, is proposed."""
    proposed = found.reply.answer if found.reply else found.reading.get("answer")
    return [
        {"key": key, "value": answer.value, "label": answer.label, "proposed": answer == proposed}
        for key, answer in enumerate(Answer, start=1)
    ]


def _say(request: DeskRequest, meeting: Meeting, found: SlipScan, reply: Reply) -> None:
    call: Expected = reply.expected
    who = f"{call.organization_name} {call.person_name or call.post_title}".strip()
    words = _("%(number)d番 %(name)s：%(answer)sにしました。") % {
        "number": call.number,
        "name": who,
        "answer": reply.get_answer_display(),
    }
    undo_message(request, words, reverse("desk:scan_back", args=[meeting.id, found.id]))


def _next(meeting: Meeting, place: ScanPlace) -> HttpResponse:
    """The scan after the one that was settled, else the list with what came of all."""
    if place.following is None:
        return redirect("desk:meeting_scans", meeting.id)
    return redirect("desk:scan", meeting.id, place.following)


def _picture(content: bytes) -> HttpResponse:
    """Never kept by the browser: handwriting is somebody's words."""
    return HttpResponse(
        content, content_type="image/png", headers={"Cache-Control": "no-store, private"}
    )

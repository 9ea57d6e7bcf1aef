"""The circular, and the papers of the record: minutes and circular as PDF and DOCX."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.desk.record.views import get_own_record, record_page
from sasaeai.kernel.errors import NotFound, NotNow
from sasaeai.minutes import actions
from sasaeai.minutes.access import check_circular_allowed
from sasaeai.minutes.exports.circular import circular_docx, circular_pdf
from sasaeai.minutes.exports.record import minutes_pdf
from sasaeai.minutes.exports.record_word import minutes_docx
from sasaeai.minutes.exports.rows import circular_paper as circular_sheet
from sasaeai.minutes.exports.rows import minutes_paper as minutes_sheet
from sasaeai.minutes.forms import CircularForm
from sasaeai.minutes.models import Circular
from sasaeai.minutes.queries.circulars import last_circular
from sasaeai.minutes.queries.public import propose_circular
from sasaeai.minutes.queries.public_traces import names_of
from sasaeai.minutes.queries.records import Record, get_minutes, get_public, get_visible_record
from sasaeai.paper.errors import PaperError, TooLongForOnePage
from sasaeai.paper.files import DOCX, PDF, make_paper
from sasaeai.web.messages import undo_message

_KINDS = {"pdf": PDF, "docx": DOCX}


def _kind(ext: str) -> str:
    if ext not in _KINDS:
        raise Http404
    return _KINDS[ext]


def _name(record: Record) -> str:
    meeting = record.meeting
    number = f"第{meeting.number}回" if meeting.number else meeting.held_on.isoformat()
    return f"{meeting.body.name}_{number}"


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def circular_edit(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The circular, filled from the public version; saved only when it fits one page."""
    record = get_own_record(request, meeting_id)
    try:
        check_circular_allowed(record.public)
    except NotNow as error:
        messages.error(request, error.message)
        return redirect("desk:meeting_record", meeting_id)
    public = get_public(record)
    form = CircularForm(
        request.POST or None,
        circular=record.circular,
        draft=propose_circular(record.meeting, public, like=last_circular(record.meeting)),
        names=names_of(record.meeting),
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        saved = attempt(form, actions.save_circular, public=public, actor=request.viewer, **values)
        if saved is not None and _fits(form, saved):
            undo_message(request, _("回覧を保存しました。印刷すると、この会議は終わりです。"), None)
            if saved.has_furigana and not (record.circular and record.circular.has_furigana):
                return redirect("desk:circular_readings", meeting_id)
            return redirect("desk:meeting_record", meeting_id)
    return record_page(request, record, "circular_edit", {"form": form, "public": public})


def _fits(form: CircularForm, circular: Circular) -> bool:
    """Whether it can be printed on one page; if not the form says what to shorten.

    The page is then shown instead of a redirect, which takes the saving back (desk.gate).
    """
    try:
        circular_pdf(circular_sheet(circular))
    except PaperError as error:
        form.add_error("body", error.message)
        if circular.has_furigana and isinstance(error, TooLongForOnePage):
            form.add_error(
                "has_furigana",
                _("ふりがなを付けると、行の間が広くなります。外すと入ることがあります。"),
            )
        return False
    return True


@runs_meetings
@require_POST
def circular_print(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Note the printing and lead to the paper."""
    record = get_own_record(request, meeting_id)
    actions.mark_circular_printed(circular=_circular(record), actor=request.viewer)
    url = reverse("desk:circular_unprint", args=[meeting_id])
    undo_message(request, _("回覧を印刷したことにしました。"), url)
    return redirect("desk:circular_paper", meeting_id, "pdf")


@runs_meetings
@require_POST
def circular_unprint(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take the note of printing back."""
    record = get_own_record(request, meeting_id)
    actions.unmark_circular_printed(circular=_circular(record), actor=request.viewer)
    undo_message(request, _("回覧は、まだ印刷していないことにしました。"), None)
    return redirect("desk:meeting_record", meeting_id)


@signed_in
@require_safe
def circular_paper(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """The circular as a paper."""
    kind = _kind(ext)
    record = get_visible_record(meeting_id, viewer=request.viewer)
    sheet = circular_sheet(_circular(record))
    try:
        content = circular_pdf(sheet) if kind == PDF else circular_docx(sheet)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:meeting_record", meeting_id)
    return paper_response(make_paper("回覧", _name(record), content_type=kind, content=content))


@signed_in
@require_safe
def minutes_paper(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """The minutes as a paper, marked 「案」 until they are approved; leaves a trace (L-19)."""
    kind = _kind(ext)
    record = get_visible_record(meeting_id, viewer=request.viewer)
    minutes, newest = get_minutes(record)
    sheet = minutes_sheet(record, printed_on=request.viewer.on)
    try:
        content = minutes_pdf(sheet) if kind == PDF else minutes_docx(sheet)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:meeting_record", meeting_id)
    label = "会議録" if minutes.is_approved else "会議録（案）"
    paper = make_paper(
        label, _name(record), f"第{newest.number}版", content_type=kind, content=content
    )
    actions.record_minutes_export(minutes=minutes, paper=paper.name, actor=request.viewer)
    return paper_response(paper)


def _circular(record: Record) -> Circular:
    if record.circular is None:
        raise NotFound(_("この会議の回覧は、まだ作られていません。"))
    record.circular.public_version = get_public(record)
    return record.circular

"""Around a circular: the kana to look through, the copies, the same words for mail and LINE."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.desk.record.views import get_own_record, record_page
from sasaeai.kernel.errors import NotFound, NotNow
from sasaeai.minutes import actions
from sasaeai.minutes.access import check_circular_allowed
from sasaeai.minutes.exports.circular_copies import copies_paper, copies_pdf, copies_xlsx
from sasaeai.minutes.exports.rows import circular_paper
from sasaeai.minutes.forms import CircularCopiesForm, ReadingsForm
from sasaeai.minutes.models import Circular
from sasaeai.minutes.queries.circulars import (
    copies_of,
    district_readings,
    propose_copies,
    total_of,
)
from sasaeai.minutes.queries.public import may_publish_in_full, propose_circular
from sasaeai.minutes.queries.records import Record, get_public, get_visible_record
from sasaeai.minutes.queries.same_words import LINE_LIMIT, line_words, mail_words
from sasaeai.paper.errors import PaperError
from sasaeai.paper.files import PDF, XLSX, make_paper
from sasaeai.web.messages import undo_message

_KINDS = {"pdf": PDF, "xlsx": XLSX}


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def circular_readings(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The kana of each word, as they would stand on the sheet, to be put right."""
    record = get_own_record(request, meeting_id)
    if record.circular is None:
        return _first_the_circular(request, meeting_id)
    circular = _circular(record)
    readings = district_readings(record.meeting.body.district, circular.readings)
    texts = "\n".join(circular_paper(circular).texts)
    form = ReadingsForm(request.POST or None, circular=circular, words=readings.words(texts))
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            actions.set_circular_readings,
            circular=circular,
            base_version=form.cleaned_data["base_version"],
            readings=form.readings,
            actor=request.viewer,
        )
        if saved is not None:
            undo_message(request, _("よみを保存しました。"), None)
            return redirect("desk:meeting_record", meeting_id)
    context = {"form": form, "circular": circular}
    return record_page(request, record, "circular_readings", context)


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def circular_copies(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """How many copies each association takes, filled from the last circular."""
    record = get_own_record(request, meeting_id)
    if record.circular is None:
        return _first_the_circular(request, meeting_id)
    circular = _circular(record)
    form = CircularCopiesForm(
        request.POST or None, circular=circular, lines=propose_copies(circular, record.meeting)
    )
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            form.naming(actions.set_circular_copies),
            circular=circular,
            base_version=form.cleaned_data["base_version"],
            lines=form.lines,
            actor=request.viewer,
        )
        if saved is not None:
            total = total_of(copies_of(saved))
            undo_message(request, _("部数を保存しました。合計%(n)s部です。") % {"n": total}, None)
            return redirect("desk:circular_copies", meeting_id)
    copies = copies_of(circular)
    context = {"form": form, "circular": circular, "copies": copies, "total": total_of(copies)}
    return record_page(request, record, "circular_copies", context)


@signed_in
@require_safe
def circular_copies_paper(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """The distribution list as a paper."""
    if ext not in _KINDS:
        raise Http404
    record = get_visible_record(meeting_id, viewer=request.viewer)
    circular = _circular(record)
    copies = copies_of(circular)
    if not copies:
        raise NotFound(_("部数がまだ入っていません。"))
    sheet = copies_paper(circular, copies)
    try:
        content = copies_pdf(sheet) if ext == "pdf" else copies_xlsx(sheet)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:meeting_record", meeting_id)
    on = record.meeting.held_on.isoformat()
    paper = make_paper(
        "回覧の配布表", record.meeting.body.name, on, content_type=_KINDS[ext], content=content
    )
    return paper_response(paper)


@signed_in
@require_safe
def circular_words(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The words of the circular for the open page, for mail and for LINE, to be copied."""
    record = get_visible_record(meeting_id, viewer=request.viewer)
    try:
        check_circular_allowed(record.public)
    except NotNow as error:
        messages.error(request, error.message)
        return redirect("desk:meeting_record", meeting_id)
    public = get_public(record)
    words = record.circular or propose_circular(record.meeting, public)
    address = _open_address(record)
    line = line_words(words, address=address)
    context = {
        "address": address,
        "line": line,
        "line_count": len(line),
        "line_limit": LINE_LIMIT,
        "mail": mail_words(words, address=address),
        "is_from_circular": record.circular is not None,
    }
    return record_page(request, record, "circular_words", context)


def _open_address(record: Record) -> str:
    """The open page of the public version; "" for a meeting that has none."""
    if not may_publish_in_full(record.meeting):
        return ""
    code = record.meeting.municipality.lg_code
    path = reverse("portal:open_minutes", args=[code, get_public(record).id])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _first_the_circular(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    messages.error(request, _("この会議の回覧は、まだありません。先に回覧を作ってください。"))
    return redirect("desk:meeting_record", meeting_id)


def _circular(record: Record) -> Circular:
    if record.circular is None:
        raise NotFound(_("この会議の回覧は、まだ作られていません。"))
    record.circular.public_version = get_public(record)
    return record.circular

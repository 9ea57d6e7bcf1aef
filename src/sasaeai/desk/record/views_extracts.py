"""会議録の抜き書き: one item for chosen receivers, looked through for persons, kept and listed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.papers import paper_response
from sasaeai.desk.record.papers import kind_of, name_of
from sasaeai.desk.record.views import get_own_record, record_page
from sasaeai.kernel.personal import Finding, find_personal
from sasaeai.meetings.queries.open_words import open_words_of
from sasaeai.minutes import actions as minutes_actions
from sasaeai.minutes.access import check_can_write
from sasaeai.minutes.actions.extracts import make_extract
from sasaeai.minutes.exports.extract import extract_docx, extract_pdf, extract_sheet
from sasaeai.minutes.forms.extracts import ExtractForm
from sasaeai.minutes.queries.extracts import called_to, extracts_of, get_visible_extract
from sasaeai.minutes.queries.gist import RecordText
from sasaeai.minutes.queries.records import Record, get_minutes, get_visible_record, text_of
from sasaeai.paper.errors import PaperError
from sasaeai.paper.files import PDF, make_paper
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_extracts(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """What was given so far, and the form for the next; the texts stand below with their findings."""
    record = get_own_record(request, meeting_id)
    minutes, newest = get_minutes(record)
    text = text_of(newest)
    found = _traces(record, text)
    form = ExtractForm(
        request.POST or None,
        sections=text.sections,
        called=called_to(record.meeting, viewer=request.viewer),
        traced=[item for item, traces in found.items() if traces],
    )
    if form.is_valid() and attempt(
        form,
        make_extract,
        minutes=minutes,
        item=form.cleaned_data["item"],
        receivers=form.receivers,
        purpose=form.cleaned_data["purpose"],
        actor=request.viewer,
    ):
        undo_message(request, _("抜き書きを作りました。下の一覧から印刷できます。"), None)
        return redirect("desk:minutes_extracts", meeting_id)
    context = {
        "form": form,
        "extracts": extracts_of(minutes),
        "texts": [(section, found[section.item]) for section in text.sections],
        "any_traces": any(found.values()),
    }
    return record_page(request, record, "extracts", context)


def _traces(record: Record, text: RecordText) -> dict[str, list[Finding]]:
    """By item, what may tell who a resident is."""
    words = open_words_of(record.meeting)
    if not words["is_open"]:
        return {section.item: [] for section in text.sections}
    return {
        section.item: find_personal(section.text, words["known_names"]) for section in text.sections
    }


@runs_meetings
@require_safe
def extract_paper(request: DeskRequest, extract_id: UUID, ext: str) -> HttpResponse:
    """The sheet, as it was kept."""
    extract = get_visible_extract(extract_id, viewer=request.viewer)
    meeting = extract.minutes.meeting
    check_can_write(request.viewer, meeting)
    kind = kind_of(ext)
    sheet = extract_sheet(extract)
    try:
        content = extract_pdf(sheet) if kind == PDF else extract_docx(sheet)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:minutes_extracts", meeting.id)
    record = get_visible_record(meeting.id, viewer=request.viewer)
    paper = make_paper(
        "会議録の抜き書き", name_of(record), extract.title, content_type=kind, content=content
    )
    minutes_actions.record_minutes_export(
        minutes=extract.minutes, paper=paper.name, actor=request.viewer
    )
    return paper_response(paper)

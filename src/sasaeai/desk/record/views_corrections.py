"""訂正の申し出: what those who were there want put right, and what became of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.papers import paper_response
from sasaeai.desk.record.papers import kind_of, name_of
from sasaeai.desk.record.views import get_own_record, record_page
from sasaeai.meetings.queries.open_words import open_words_of
from sasaeai.minutes import actions as minutes_actions
from sasaeai.minutes.access import check_can_write
from sasaeai.minutes.actions import corrections as actions
from sasaeai.minutes.exports.confirmation_slip import slip_docx, slip_pdf
from sasaeai.minutes.exports.slip_rows import confirmation_slip
from sasaeai.minutes.forms import RevisionForm
from sasaeai.minutes.forms.corrections import CorrectionForm, DeclineForm, SlipForm
from sasaeai.minutes.models import Correction
from sasaeai.minutes.queries.corrections import (
    corrections_of,
    get_visible_correction,
    part_text,
    parts_of,
    posts_present,
)
from sasaeai.minutes.queries.records import get_minutes, get_visible_record, text_of
from sasaeai.paper.errors import PaperError
from sasaeai.paper.files import PDF, make_paper
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_corrections(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """All wishes, and the form for the next one that came."""
    record = get_own_record(request, meeting_id)
    minutes, newest = get_minutes(record)
    form = CorrectionForm(
        request.POST or None,
        newest=newest,
        people=posts_present(record.meeting),
        on=request.viewer.on,
        **(open_words_of(record.meeting) if request.method == "POST" else {}),
    )
    if form.is_valid() and attempt(
        form, actions.record_correction, minutes=minutes, actor=request.viewer, **form.cleaned_data
    ):
        undo_message(request, _("訂正の申し出を書きとめました。"), None)
        return redirect("desk:minutes_corrections", meeting_id)
    context = {
        "form": form,
        "lines": corrections_of(minutes, newest),
        "slip_form": SlipForm(on=request.viewer.on),
    }
    return record_page(request, record, "corrections", context)


def _own_correction(request: DeskRequest, correction_id: UUID) -> Correction:
    found = get_visible_correction(correction_id, viewer=request.viewer)
    check_can_write(request.viewer, found.minutes.meeting)
    return found


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def correction_take(request: DeskRequest, minutes_correction_id: UUID) -> HttpResponse:
    """The text to correct, with the wish above it; saving it answers the wish."""
    found = _own_correction(request, minutes_correction_id)
    meeting = found.minutes.meeting
    record = get_visible_record(meeting.id, viewer=request.viewer)
    _minutes, newest = get_minutes(record)
    words = open_words_of(meeting) if request.method == "POST" else {}
    form = RevisionForm(request.POST or None, revision=newest, **words)
    if form.is_valid():
        saved = attempt(
            form,
            actions.take_in_correction,
            correction=found,
            base_revision=form.cleaned_data["base_version"],
            opening=form.cleaned_data["opening"],
            sections=form.section_texts,
            closing=form.cleaned_data["closing"],
            note=form.cleaned_data["note"],
            actor=request.viewer,
        )
        if saved is not None:
            undo_message(
                request,
                _("申し出を取り入れ、会議録を第%(n)s版として保存しました。")
                % {"n": saved.taken_in.number if saved.taken_in else newest.number},
                reverse("desk:minutes_correction_reopen", args=[found.id]),
            )
            return redirect("desk:minutes_corrections", meeting.id)
    return record_page(
        request, record, "correction_take", {"form": form, "wish": found, **_seen(found)}
    )


def _seen(found: Correction) -> dict[str, str]:
    """The title of the part and the words its sender read."""
    return {
        "part_title": dict(parts_of(found.revision)).get(found.part, ""),
        "seen": part_text(text_of(found.revision), found.part) if found.part else "",
    }


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def correction_decline(request: DeskRequest, minutes_correction_id: UUID) -> HttpResponse:
    """Leave the text as it is, with the reason."""
    found = _own_correction(request, minutes_correction_id)
    meeting = found.minutes.meeting
    words = open_words_of(meeting) if request.method == "POST" else {}
    form = DeclineForm(request.POST or None, version=found.version, **words)
    if form.is_valid() and attempt(
        form,
        actions.decline_correction,
        correction=found,
        actor=request.viewer,
        **form.cleaned_data,
    ):
        url = reverse("desk:minutes_correction_reopen", args=[found.id])
        undo_message(request, _("直さないことにし、理由を残しました。"), url)
        return redirect("desk:minutes_corrections", meeting.id)
    record = get_visible_record(meeting.id, viewer=request.viewer)
    return record_page(
        request, record, "correction_decline", {"form": form, "wish": found, **_seen(found)}
    )


@runs_meetings
@require_POST
def correction_reopen(request: DeskRequest, minutes_correction_id: UUID) -> HttpResponse:
    """Let a wish wait again."""
    found = _own_correction(request, minutes_correction_id)
    actions.reopen_correction(correction=found, actor=request.viewer)
    undo_message(request, _("申し出を、まだ見ていないことにもどしました。"), None)
    return redirect("desk:minutes_corrections", found.minutes.meeting_id)


@runs_meetings
@require_safe
def confirmation_slips(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """会議録（案）確認票: the text with a slip to answer on, a copy for each who was there."""
    record = get_own_record(request, meeting_id)
    minutes, _newest = get_minutes(record)
    kind, on = kind_of(ext), request.viewer.on
    form = SlipForm(request.GET or None, on=on)
    if form.is_bound and not form.is_valid():
        messages.error(request, form.errors["by"][0])
        return redirect("desk:minutes_corrections", meeting_id)
    by = form.cleaned_data["by"] if form.is_bound else form.initial["by"]
    slip = confirmation_slip(record, answer_by=by, printed_on=on)
    try:
        content = slip_pdf(slip) if kind == PDF else slip_docx(slip)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:minutes_corrections", meeting_id)
    paper = make_paper("会議録確認票", name_of(record), content_type=kind, content=content)
    minutes_actions.record_minutes_export(minutes=minutes, paper=paper.name, actor=request.viewer)
    return paper_response(paper)

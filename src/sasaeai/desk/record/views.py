"""記録と共有: the record of a meeting, its text, its history and its approval."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.hall.block import hall_block
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.desk.record.head import head_rows
from sasaeai.desk.record.parts import parts_of
from sasaeai.desk.seen import seen_version
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.meetings.queries.open_words import open_words_of
from sasaeai.minutes import actions
from sasaeai.minutes.access import can_approve_public, check_can_write, check_is_draft
from sasaeai.minutes.forms import ApprovalForm, DayForm, RevisionForm
from sasaeai.minutes.queries import history
from sasaeai.minutes.queries.corrections import (
    CorrectionLine,
    corrections_of,
    waiting_corrections,
)
from sasaeai.minutes.queries.next_meeting import put_before_of
from sasaeai.minutes.queries.public import regime_sentence
from sasaeai.minutes.queries.records import (
    Record,
    confirmation_proposal,
    day_changes,
    get_minutes,
    get_visible_record,
    text_of,
)
from sasaeai.web.messages import undo_message


def record_page(
    request: DeskRequest,
    record: Record,
    template: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page of this step inside the meeting's frame."""
    return meeting_page(
        request,
        record.meeting,
        "record",
        f"desk/record/{template}.html",
        {"record": record} | (context or {}),
    )


def get_own_record(request: DeskRequest, meeting_id: UUID) -> Record:
    """A record that the viewer writes: NotFound for strangers, NotAllowed for readers."""
    record = get_visible_record(meeting_id, viewer=request.viewer)
    check_can_write(request.viewer, record.meeting)
    return record


def _back(meeting_id: UUID) -> HttpResponse:
    return redirect("desk:meeting_record", meeting_id)


@signed_in
@require_safe
def meeting_record(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The way from the day's record to the circular: where it stands, and the one next thing."""
    record = get_visible_record(meeting_id, viewer=request.viewer)
    public = record.public
    return record_page(
        request,
        record,
        "record",
        {
            "parts": parts_of(record),
            "may_approve": public is not None and can_approve_public(request.viewer, public),
            "regime_sentence": regime_sentence(record.meeting),
            "waiting": _waiting(record),
            "put_before": put_before_of(record.minutes) if record.minutes else None,
            "hall": hall_block(record.meeting, viewer=request.viewer),
        },
    )


def _waiting(record: Record) -> list[CorrectionLine]:
    """Wishes to put the text right that nobody has looked at yet."""
    if record.minutes is None or record.newest is None or record.minutes.is_approved:
        return []
    return [line for line in corrections_of(record.minutes, record.newest) if line.is_waiting]


@runs_meetings
@require_POST
def minutes_compose(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Make the minutes, then straight to reading them."""
    record = get_own_record(request, meeting_id)
    actions.compose_minutes(meeting=record.meeting, actor=request.viewer)
    undo_message(request, _("当日の記録から会議録を作りました。読んで、直してください。"), None)
    return redirect("desk:minutes_edit", meeting_id)


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_edit(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Correct the text; each save is a new revision."""
    record = get_own_record(request, meeting_id)
    minutes, newest = get_minutes(record)
    words = open_words_of(record.meeting) if request.method == "POST" else {}
    form = RevisionForm(request.POST or None, revision=newest, **words)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            actions.save_revision,
            minutes=minutes,
            base_revision=form.cleaned_data["base_version"],
            opening=form.cleaned_data["opening"],
            sections=form.section_texts,
            closing=form.cleaned_data["closing"],
            note=form.cleaned_data["note"],
            actor=request.viewer,
        )
        if saved is not None:
            _say_saved(request, meeting_id, saved.number, changed=saved.number != newest.number)
            return _back(meeting_id)
    changes = [] if minutes.is_approved else day_changes(record.meeting, newest)
    return record_page(request, record, "edit", {"form": form, "day_changes": changes})


def _say_saved(request: DeskRequest, meeting_id: UUID, number: int, *, changed: bool) -> None:
    if not changed:
        undo_message(request, _("直したところはありませんでした。"), None)
        return
    undo_message(
        request,
        _("会議録を第%(n)s版として保存しました。") % {"n": number},
        reverse("desk:minutes_restore", args=[meeting_id]),
        number=number - 1,
        base_version=number,
    )


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_day(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Newer records of the day beside the minutes: which go in."""
    record = get_own_record(request, meeting_id)
    minutes, newest = get_minutes(record)
    changes = day_changes(record.meeting, newest)
    form = DayForm(request.POST or None, revision=newest, changes=changes)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            actions.take_up_day,
            minutes=minutes,
            base_revision=form.cleaned_data["base_version"],
            take=form.cleaned_data["take"],
            actor=request.viewer,
        )
        if saved is not None:
            _say_saved(request, meeting_id, saved.number, changed=saved.number != newest.number)
            return redirect("desk:minutes_edit", meeting_id)
    return record_page(request, record, "day", {"form": form, "changes": changes})


@signed_in
@require_safe
def minutes_history(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Who changed what and when; one revision's lines at a time."""
    record = get_visible_record(meeting_id, viewer=request.viewer)
    minutes, newest = get_minutes(record)
    number = request.GET.get("revision", "")
    chosen = history.get_revision(
        minutes, int(number) if number.isdecimal() and len(number) < 7 else newest.number
    )
    return record_page(
        request,
        record,
        "history",
        {
            "revisions": history.revisions_of(minutes),
            "chosen": chosen,
            "text": text_of(chosen),
            "head": head_rows(record, on=request.viewer.on) if "head" in request.GET else (),
            "changes": history.changes_of(chosen) if chosen.based_on else (),
        },
    )


@runs_meetings
@require_POST
def minutes_restore(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Go back to an older text, as a new revision."""
    record = get_own_record(request, meeting_id)
    minutes, newest = get_minutes(record)
    number = request.POST.get("number", "")
    if not (number.isdecimal() and len(number) < 7):
        raise InvalidInput(_("もどす版を選んでください。"))
    saved = actions.restore_revision(
        minutes=minutes,
        number=int(number),
        base_revision=seen_version(request),
        actor=request.viewer,
    )
    _say_saved(request, meeting_id, saved.number, changed=saved.number != newest.number)
    return redirect("desk:minutes_history", meeting_id)


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_approve(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The text to read, and below it who looked at it, when and how."""
    record = get_own_record(request, meeting_id)
    minutes, newest = get_minutes(record)
    form = ApprovalForm(
        request.POST or None,
        revision=newest,
        confirmed_by=confirmation_proposal(record.meeting),
        on=request.viewer.on,
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        base = values.pop("base_version")
        done = attempt(
            form,
            actions.approve_minutes,
            minutes=minutes,
            base_revision=base,
            actor=request.viewer,
            **values,
        )
        if done is not None:
            url = reverse("desk:minutes_unapprove", args=[meeting_id])
            undo_message(request, _("会議録を確定しました。"), url)
            return _back(meeting_id)
    try:
        check_is_draft(minutes)
        refusal = ""
    except NotNow as error:
        refusal = error.message
    context = {
        "form": form,
        "text": text_of(newest),
        "head": head_rows(record, on=request.viewer.on),
        "newest": newest,
        "waiting": waiting_corrections(minutes),
        "day_changes": day_changes(record.meeting, newest),
        "refusal": refusal,
    }
    return record_page(request, record, "approve", context)


@runs_meetings
@require_POST
def minutes_unapprove(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Make a draft of the minutes again."""
    record = get_own_record(request, meeting_id)
    minutes, newest = get_minutes(record)
    was = minutes
    actions.unapprove_minutes(minutes=minutes, actor=request.viewer)
    if was.is_approved and was.confirmed_on is not None:
        undo_message(
            request,
            _("会議録の確定を取り消しました。直せるようになりました。"),
            reverse("desk:minutes_approve", args=[meeting_id]),
            base_version=newest.number,
            confirmed_by=was.confirmed_by,
            confirmed_on=was.confirmed_on.isoformat(),
            confirmed_how=was.confirmed_how,
        )
    return _back(meeting_id)

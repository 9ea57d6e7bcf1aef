"""What leaves the room: the public version, its second person, its withdrawal."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.record.views import get_own_record, record_page
from sasaeai.desk.seen import seen_version
from sasaeai.hall.actions import try_again
from sasaeai.meetings.access import can_run
from sasaeai.minutes import actions
from sasaeai.minutes.access import (
    can_approve_public,
    can_write,
    check_can_decide_public,
    check_can_write,
)
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.forms import PublicVersionForm, ReturnForm, WithdrawForm
from sasaeai.minutes.queries.circulars import copies_of, printed_days
from sasaeai.minutes.queries.public import originals_of, regime_sentence, sections_of
from sasaeai.minutes.queries.public_traces import marked_public, names_of
from sasaeai.minutes.queries.records import Record, get_minutes, get_public, get_visible_record
from sasaeai.web.messages import undo_message

_BUTTONS = ("coarser", "let_stand", "look_again")
"""Names of the buttons beside a trace; their value is `Trace.button`."""


@runs_meetings
@require_POST
def public_draft(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Propose what leaves the room, or bring the proposal up to date; then straight to it."""
    record = get_own_record(request, meeting_id)
    minutes, _newest = get_minutes(record)
    actions.draft_public_version(minutes=minutes, actor=request.viewer)
    return redirect("desk:public_version", meeting_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def public_version(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """A draft as a form for those who write it; otherwise the text as it would leave the room."""
    record = get_visible_record(meeting_id, viewer=request.viewer)
    public = get_public(record)
    if request.method == "POST":
        check_can_write(request.viewer, record.meeting)
    is_writing = public.state == PublicState.DRAFT and can_write(request.viewer, record.meeting)
    if not (is_writing or request.method == "POST"):
        return _reading_page(request, record, ReturnForm())
    sections = sections_of(public)
    form = PublicVersionForm(
        request.POST or None,
        public=public,
        sections=sections,
        originals=originals_of(public),
        names=names_of(record.meeting),
    )
    if request.method == "POST" and form.is_valid() and _saved(request, form, record):
        undo_message(request, _said(request, form), None)
        if "submit" in request.POST:
            return redirect("desk:meeting_record", meeting_id)
        return redirect(f"{reverse('desk:public_version', args=[meeting_id])}{_place(request)}")
    context = {
        "form": form,
        "public": public,
        "regime_sentence": regime_sentence(record.meeting),
        "is_writer": str(request.viewer.account_id) in public.writers,
    }
    return record_page(request, record, "public_edit", context)


def _saved(request: DeskRequest, form: PublicVersionForm, record: Record) -> bool:
    """Save, and do with the same button what it asks for beyond that."""
    saved = attempt(
        form,
        actions.edit_public_version,
        public=get_public(record),
        base_version=form.cleaned_data["base_version"],
        lead=form.cleaned_data["lead"],
        sections=form.section_edits,
        actor=request.viewer,
    )
    if saved is None:
        return False
    given = {"public": saved, "base_version": saved.version, "actor": request.viewer}
    for button, settle in (
        ("let_stand", actions.let_trace_stand),
        ("look_again", actions.look_at_trace_again),
    ):
        if button in request.POST:
            key = request.POST[button].partition("@")[0]
            return attempt(form, settle, key=key, **given) is not None
    if "submit" in request.POST:
        return attempt(form, actions.submit_public_version, **given) is not None
    return True


def _said(request: DeskRequest, form: PublicVersionForm) -> str:
    """What the pressed button did."""
    if form.reworded is not None:
        found, coarser = form.reworded
        if not coarser:
            return _("「%(found)s」を消して、保存しました。") % {"found": found}
        words = {"found": found, "coarser": coarser}
        return _("「%(found)s」を「%(coarser)s」にかえて、保存しました。") % words
    said = {
        "let_stand": _("見たうえで残すことにしました。承認する人にも、そう見えます。"),
        "look_again": _("もう一度考えることにしました。"),
        "submit": _("公開版の承認を頼みました。別の人が読んで承認します。"),
    }
    pressed = next((name for name in said if name in request.POST), "")
    return said.get(pressed, _("公開版を保存しました。"))


def _place(request: DeskRequest) -> str:
    """Back to the part whose button was pressed."""
    pressed = next((request.POST[name] for name in _BUTTONS if name in request.POST), "")
    part = pressed.partition("@")[2]
    return f"#part-{part}" if re.fullmatch(r"[\w-]{1,36}", part) else ""


def _reading_page(request: DeskRequest, record: Record, return_form: Any) -> HttpResponse:
    public = get_public(record)
    return record_page(
        request,
        record,
        "public_read",
        {
            "public": public,
            "marked": marked_public(public),
            "may_approve": public.state == PublicState.SUBMITTED
            and can_approve_public(request.viewer, public),
            "is_writer": str(request.viewer.account_id) in public.writers,
            "return_form": return_form,
            "regime_sentence": regime_sentence(record.meeting),
        },
    )


@signed_in
@require_POST
def public_return(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Send it back with a word on what to mend, or take one's own back."""
    record = get_visible_record(meeting_id, viewer=request.viewer)
    check_can_decide_public(request.viewer, record.meeting)
    form = ReturnForm(request.POST)
    if form.is_valid() and attempt(
        form,
        actions.return_public_version,
        public=get_public(record),
        note=form.cleaned_data["note"],
        actor=request.viewer,
    ):
        undo_message(request, _("公開版を作成中にもどしました。"), None)
        return redirect("desk:public_version", meeting_id)
    return _reading_page(request, record, form)


@signed_in
@require_POST
def public_approve(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The second person lets it out."""
    record = get_visible_record(meeting_id, viewer=request.viewer)
    actions.approve_public_version(
        public=get_public(record), base_version=seen_version(request), actor=request.viewer
    )
    undo_message(request, _("公開版を承認しました。回覧を作れるようになりました。"), None)
    return redirect("desk:meeting_record", meeting_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def public_withdraw(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Shows what goes and what stays, asks for the reason once."""
    record = get_visible_record(meeting_id, viewer=request.viewer)
    check_can_decide_public(request.viewer, record.meeting)
    public = get_public(record)
    form = WithdrawForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            actions.withdraw_public_version,
            public=public,
            reason=form.cleaned_data["reason"],
            actor=request.viewer,
        )
    ):
        text = _("公開版を取り下げました。直すには、会議録の「確定を取り消す」を押してください。")
        undo_message(request, text, None)
        _let_in(request, meeting_id)
        return redirect("desk:meeting_record", meeting_id)
    if request.method != "POST" and public.state != PublicState.APPROVED:
        return redirect("desk:meeting_record", meeting_id)
    circular = record.circular
    context = {
        "form": form,
        "public": public,
        "printed": printed_days(circular),
        "places": [row.name for row in copies_of(circular)] if circular else [],
    }
    return record_page(request, record, "withdraw", context)


def _let_in(request: DeskRequest, meeting_id: UUID) -> None:
    """What devices brought while the record was sealed; the city, who runs nothing, leaves it."""
    meeting = get_visible_record(meeting_id, viewer=request.viewer).meeting
    if can_run(request.viewer, meeting):
        try_again(meeting=meeting, actor=request.viewer)

"""The day itself: the page, closing the record and taking that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sasaeai.desk.day.page import Bound, day_page, day_url
from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.frame import step_url
from sasaeai.hall.actions import try_again
from sasaeai.meetings import actions, queries
from sasaeai.meetings.forms.day import AdHocItemForm, DayNoteForm
from sasaeai.meetings.queries.open_words import open_words_of
from sasaeai.minutes.actions.next_meeting import close_record, reopen_record
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def meeting_day(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Who is there, what is said, what is decided — and what is missing before closing."""
    return day_page(request, queries.get_visible_meeting(meeting_id, viewer=request.viewer))


@runs_meetings
@require_POST
def close(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Close the record; the next page is the minutes."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    closed = close_record(meeting=meeting, actor=request.viewer)
    undo_message(
        request,
        _("記録を締めました。第%(number)s回になります。") % {"number": closed.meeting.number},
        reverse("desk:day_reopen", args=[meeting.id]),
    )
    for minutes in closed.settled:
        messages.success(
            request,
            _("第%(n)s回の会議録を、この会議で確認したものとして確定しました。")
            % {"n": minutes.meeting.number},
        )
    for sentence in closed.told:
        messages.warning(request, sentence)
    return redirect(step_url(meeting, "record"))


@runs_meetings
@require_POST
def reopen(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take the closing back, so that the record can be corrected."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    opened = reopen_record(meeting=meeting, actor=request.viewer)
    try_again(meeting=meeting, actor=request.viewer)
    messages.success(request, _("締めたのを取り消しました。記録を直せます。"))
    for minutes in opened.settled:
        messages.success(
            request, _("第%(n)s回の会議録は、案にもどりました。") % {"n": minutes.meeting.number}
        )
    for sentence in opened.told:
        messages.warning(request, sentence)
    return redirect(day_url(meeting))


@runs_meetings
@require_POST
def note(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """What was said about the next meeting; a head-count without names."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    form = DayNoteForm(request.POST, meeting=meeting, prefix="note", **open_words_of(meeting))
    if form.is_valid() and attempt(
        form, actions.note_day, meeting=meeting, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("次回について、保存しました。"))
        return redirect(day_url(meeting, anchor="note"))
    return day_page(request, meeting, Bound(note=form))


@runs_meetings
@require_POST
def add_item(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """A matter that came up in the room becomes an item, open for writing."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    form = AdHocItemForm(request.POST, prefix="ad-hoc", **open_words_of(meeting))
    item = form.is_valid() and attempt(
        form, actions.add_item, meeting=meeting, actor=request.viewer, **form.cleaned_data
    )
    if item:
        undo_message(
            request,
            _("議題「%(title)s」を加えました。") % {"title": item.title},
            reverse("desk:day_item_remove", args=[item.id]),
        )
        return redirect(day_url(meeting, item=item))
    return day_page(request, meeting, Bound(ad_hoc=form))


@runs_meetings
@require_POST
def remove_item(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Take an item that was added in the room off the agenda again."""
    item = queries.get_visible_item(item_id, viewer=request.viewer)
    actions.remove_item(item=item, actor=request.viewer)
    undo_message(
        request,
        _("議題「%(title)s」を外しました。") % {"title": item.title},
        reverse("desk:day_item_restore", args=[item.id]),
    )
    return redirect(day_url(item.meeting, anchor="items"))


@runs_meetings
@require_POST
def restore_item(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Put an item back."""
    item = queries.get_visible_item(item_id, viewer=request.viewer, removed=True)
    actions.restore_item(item=item, actor=request.viewer)
    try_again(meeting=item.meeting, actor=request.viewer)
    messages.success(request, _("議題を元に戻しました。"))
    return redirect(day_url(item.meeting, item=item))

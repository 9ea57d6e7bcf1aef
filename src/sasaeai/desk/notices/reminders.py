"""The reminders of a meeting: switched on or off, and their words."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotFound
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions
from sasaeai.notices.forms import ReminderForm
from sasaeai.notices.queries.reminders import Reminder, reminders_of
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "POST"])
def reminder(request: DeskRequest, meeting_id: UUID, kind: str) -> HttpResponse:
    """The words of one reminder and how long before its day it goes out."""
    meeting, found = _found(request, meeting_id, kind)
    form = ReminderForm(request.POST or None, reminder=found)
    if form.is_valid() and attempt(
        form,
        actions.edit_reminder,
        meeting=meeting,
        kind=kind,
        actor=request.viewer,
        **form.cleaned_data,
    ):
        undo_message(request, _("自動のお知らせの文を保存しました。"), None)
        return redirect(_page(meeting))
    context = {"form": form, "reminder": found}
    return meeting_page(request, meeting, "notice", "desk/notices/reminder.html", context)


@runs_meetings
@require_POST
def reminder_switch(request: DeskRequest, meeting_id: UUID, kind: str) -> HttpResponse:
    """Let a reminder go out by itself, or not."""
    meeting, found = _found(request, meeting_id, kind)
    is_on = request.POST.get("on") == "1"
    actions.switch_reminder(meeting=meeting, kind=kind, is_on=is_on, actor=request.viewer)
    text = _("「%(name)s」を自動で送ります。") if is_on else _("「%(name)s」は送りません。")
    undo = reverse("desk:reminder_switch", args=[meeting.id, kind])
    undo_message(request, text % {"name": found.kind.label}, undo, on="" if is_on else "1")
    return redirect(_page(meeting))


def _found(request: DeskRequest, meeting_id: UUID, kind: str) -> tuple[Meeting, Reminder]:
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_run(request.viewer, meeting)
    for found in reminders_of(meeting, now=clock.now()):
        if found.kind == kind:
            return meeting, found
    raise NotFound(_("そのお知らせはありません。"))


def _page(meeting: Meeting) -> str:
    return f"{reverse('desk:meeting_notice', args=[meeting.id])}#reminders"

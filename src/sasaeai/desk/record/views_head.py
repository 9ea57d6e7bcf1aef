"""会議録の頭書き: who was the office, who led, who wrote, who looked on."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.meetings.frame import step_url
from sasaeai.desk.record.views import get_own_record, record_page
from sasaeai.minutes.actions.head import write_head
from sasaeai.minutes.forms.head import HeadForm
from sasaeai.minutes.queries.head import head_of
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_head(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """One small form; from the day it leads back to the day."""
    record = get_own_record(request, meeting_id)
    meeting = record.meeting
    head = head_of(meeting, viewer=request.viewer)
    form = HeadForm(request.POST or None, meeting=meeting, head=head)
    if form.is_valid() and attempt(
        form, write_head, meeting=meeting, actor=request.viewer, **form.cleaned_data
    ):
        undo_message(request, _("会議録の頭書きを保存しました。"), None)
        return redirect(step_url(meeting, "record" if meeting.is_held else "day"))
    return record_page(request, record, "head", {"form": form})

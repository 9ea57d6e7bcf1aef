"""前回会議録の確認: the minutes as the first item of the next meeting."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sasaeai.desk.gate import DeskRequest, runs_meetings
from sasaeai.desk.record.views import get_own_record
from sasaeai.kernel.display import short_date
from sasaeai.minutes.actions import next_meeting as actions
from sasaeai.minutes.queries.records import get_minutes
from sasaeai.web.messages import undo_message


@runs_meetings
@require_POST
def minutes_put_before(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Put the confirmation first on the next agenda, or say when it will be offered."""
    minutes, _newest = get_minutes(get_own_record(request, meeting_id))
    item = actions.put_before_next(minutes=minutes, actor=request.viewer)
    if item is None:
        undo_message(
            request,
            _("次の会議がまだありません。準備を始めると、議題の案のはじめに出ます。"),
            None,
        )
    else:
        undo_message(
            request,
            _("%(day)sの会議の、はじめの議題にしました。")
            % {"day": short_date(item.meeting.held_on)},
            reverse("desk:minutes_put_back", args=[meeting_id]),
        )
    return redirect("desk:meeting_record", meeting_id)


@runs_meetings
@require_POST
def minutes_put_back(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take the confirmation off the next agenda."""
    minutes, _newest = get_minutes(get_own_record(request, meeting_id))
    actions.take_back_put_before(minutes=minutes, actor=request.viewer)
    undo_message(
        request,
        _("次の会議の議題から外しました。"),
        reverse("desk:minutes_put_before", args=[meeting_id]),
    )
    return redirect("desk:meeting_record", meeting_id)

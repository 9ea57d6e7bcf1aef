"""Step 計画: preparing a meeting, its plan, calling it off, the snow reserve day."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.found import body_to_change, found_meeting, show_warnings
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.kernel.display import long_date
from sasaeai.meetings import actions, queries
from sasaeai.meetings.forms import (
    CancelForm,
    EditPlanForm,
    PlanForm,
    default_values,
    plan_values,
)
from sasaeai.meetings.models import Meeting
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "POST"])
def meeting_prepare(request: DeskRequest, body_id: UUID) -> HttpResponse:
    """The form of the next meeting, filled from the body's rhythm and its last meeting."""
    body = body_to_change(request, body_id)
    defaults = queries.plan_defaults(body, viewer=request.viewer)
    form = PlanForm(request.POST or None, body=body, initial=default_values(defaults))
    if form.is_valid():
        meeting = attempt(
            form, actions.prepare_meeting, body=body, plan=form.plan(), actor=request.viewer
        )
        if meeting:
            undo_message(request, _("会議の準備を始めました。"), None)
            show_warnings(request, queries.get_visible_meeting(meeting.id, viewer=request.viewer))
            return redirect("desk:meeting_agenda", meeting.id)
    context = {
        "body": body,
        "form": form,
        "defaults": defaults,
        "planned": queries.planned_of(body),
    }
    return render(request, "desk/meetings/prepare.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_plan(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The plan of a meeting: a form for who runs it, facts for other readers."""
    meeting = found_meeting(request, meeting_id)
    form = EditPlanForm(
        request.POST or None,
        body=meeting.body,
        initial=plan_values(meeting),
        version=meeting.version,
    )
    if form.is_valid() and attempt(
        form,
        actions.edit_plan,
        meeting=meeting,
        plan=form.plan(),
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
    ):
        undo_message(request, _("計画を直しました。"), None)
        return redirect("desk:meeting_plan", meeting.id)
    return _plan_page(request, meeting, form, CancelForm())


@runs_meetings
@require_POST
def meeting_cancel(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Call a meeting off, with the reason."""
    meeting = found_meeting(request, meeting_id)
    form = CancelForm(request.POST)
    if form.is_valid() and attempt(
        form,
        actions.cancel_meeting,
        meeting=meeting,
        reason=form.cleaned_data["reason"],
        actor=request.viewer,
    ):
        undo = reverse("desk:meeting_restore", args=[meeting.id])
        undo_message(request, _("会議を中止にしました。"), undo)
        return redirect("desk:meeting_plan", meeting.id)
    plan = EditPlanForm(body=meeting.body, initial=plan_values(meeting), version=meeting.version)
    return _plan_page(request, meeting, plan, form)


@runs_meetings
@require_POST
def meeting_restore(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take a cancellation back."""
    meeting = found_meeting(request, meeting_id)
    actions.restore_meeting(meeting=meeting, actor=request.viewer)
    undo_message(request, _("中止を取り消しました。準備を続けられます。"), None)
    return redirect("desk:meeting_plan", meeting.id)


@runs_meetings
@require_POST
def meeting_to_snow_date(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Hold the meeting on its reserve day."""
    meeting = found_meeting(request, meeting_id)
    moved = actions.move_to_snow_date(meeting=meeting, actor=request.viewer)
    text = _("予備日の%(day)sに移しました。案内した方に知らせてください。")
    undo = reverse("desk:meeting_from_snow_date", args=[meeting.id])
    undo_message(request, text % {"day": long_date(moved.on)}, undo)
    return redirect("desk:meeting_plan", meeting.id)


@runs_meetings
@require_POST
def meeting_from_snow_date(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take the move to the reserve day back."""
    meeting = found_meeting(request, meeting_id)
    back = actions.move_back_from_snow_date(meeting=meeting, actor=request.viewer)
    text = _("もとの%(day)sに戻しました。") % {"day": long_date(back.on)}
    undo_message(request, text, None)
    return redirect("desk:meeting_plan", meeting.id)


def _plan_page(
    request: DeskRequest, meeting: Meeting, form: EditPlanForm, cancel_form: CancelForm
) -> HttpResponse:
    context = {
        "form": form,
        "cancel_form": cancel_form,
        "warnings": queries.plan_warnings(meeting, viewer=request.viewer),
    }
    return meeting_page(request, meeting, "plan", "desk/meetings/plan.html", context)

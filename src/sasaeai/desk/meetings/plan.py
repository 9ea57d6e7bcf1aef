"""Step 計画: preparing a meeting, and its plan. Who was called hears of a change (notices.change)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.found import body_to_change, found_meeting, show_warnings
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.meetings import actions, queries
from sasaeai.meetings.access import can_run
from sasaeai.meetings.forms import (
    EditPlanForm,
    PlanForm,
    default_values,
    plan_values,
)
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.meetings import get_called_meeting
from sasaeai.meetings.queries.regimes import changes_between, has_texts
from sasaeai.notices.queries.changes import must_hear
from sasaeai.planning.queries.joins import day_after
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "POST"])
def meeting_prepare(request: DeskRequest, body_id: UUID) -> HttpResponse:
    """The form of the next meeting, filled from the body's rhythm and its last meeting."""
    body = body_to_change(request, body_id)
    defaults = queries.plan_defaults(body, viewer=request.viewer)
    follows = day_after(body, viewer=request.viewer)
    initial = default_values(defaults) | (follows.values if follows else {})
    form = PlanForm(request.POST or None, body=body, initial=initial)
    if form.is_valid():
        meeting = attempt(
            form, actions.prepare_meeting, body=body, plan=form.plan(), actor=request.viewer
        )
        if meeting:
            undo_message(request, _("会議の準備を始めました。"), None)
            show_warnings(request, get_called_meeting(meeting.id, viewer=request.viewer))
            return redirect("desk:meeting_agenda", meeting.id)
    context = {
        "body": body,
        "form": form,
        "defaults": defaults,
        "follows": follows,
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
        regime_meant=form.cleaned_data["regime_meant"],
        actor=request.viewer,
    ):
        if has_texts(meeting):
            for sentence in changes_between(meeting.regime, form.cleaned_data["regime"]):
                messages.warning(request, sentence)
        undo_message(request, _("計画を直しました。"), None)
        return redirect("desk:meeting_plan", meeting.id)
    return _plan_page(request, meeting, form)


def _plan_page(request: DeskRequest, meeting: Meeting, form: EditPlanForm) -> HttpResponse:
    may_run = can_run(request.viewer, meeting)
    context = {
        "form": form,
        "warnings": queries.plan_warnings(meeting, viewer=request.viewer),
        "not_told": len(must_hear(meeting)) if may_run and not meeting.is_held else 0,
    }
    return meeting_page(request, meeting, "plan", "desk/meetings/plan.html", context)

"""A pattern in a district: choosing one, everything filled in, what stands, its steps."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.found import show_warnings
from sasaeai.meetings.queries.meetings import get_called_meeting
from sasaeai.people.access import can_run_district, check_can_run_district
from sasaeai.rollout.actions.earlier_use import note_pattern
from sasaeai.rollout.actions.forming import form_district
from sasaeai.rollout.actions.pattern_steps import finish_step, reopen_step
from sasaeai.rollout.actions.taking_back import restore_pattern_use, take_back_pattern
from sasaeai.rollout.forms.formation import FormationForm
from sasaeai.rollout.models import PatternUse
from sasaeai.rollout.queries import pattern_uses as queries
from sasaeai.rollout.queries import patterns
from sasaeai.rollout.queries.formation import Formation, formation_of
from sasaeai.rollout.queries.formation_days import closed_hints
from sasaeai.rollout.queries.stages import get_visible_district
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def district_pattern(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """What a district formed by a pattern, with its time plan; before that, the choice of one."""
    viewer = request.viewer
    district = get_visible_district(district_id, viewer=viewer)
    use = queries.last_use(district)
    stands = use is not None and use.removed_at is None
    choices = [] if stands else list(patterns.usable_patterns(viewer)[: patterns.PAGE_SIZE])
    context = {
        "district": district,
        "use": use if stands else None,
        "taken_back": None if stands else use,
        "bodies": queries.use_bodies(use) if use and stands else [],
        "meets": not stands and queries.meets_already(district, on=viewer.on),
        "steps": queries.steps_of(use) if use and stands else [],
        "locked": queries.why_not_taken_back(use) if use and stands else "",
        "views": patterns.pattern_views(choices, viewer=viewer),
        "may_run": can_run_district(viewer, district),
    }
    return render(request, "desk/rollout/pattern_district.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def pattern_use(request: DeskRequest, district_id: UUID, pattern_id: UUID) -> HttpResponse:
    """A pattern laid over the district, everything filled in; one press writes it all."""
    viewer = request.viewer
    district = get_visible_district(district_id, viewer=viewer)
    check_can_run_district(viewer, district)
    pattern = patterns.get_visible_pattern(pattern_id, viewer=viewer)
    formation = formation_of(pattern, district, viewer=viewer)
    form = FormationForm(request.POST or None, formation=formation)
    if form.is_valid():
        use = attempt(
            form,
            form_district,
            district=district,
            pattern=pattern,
            choice=form.choice(),
            base_version=form.cleaned_data["base_version"],
            actor=viewer,
        )
        if use:
            return _formed(request, use, again=formation.is_applied)
    return render(request, "desk/rollout/pattern_preview.html", _preview(form, formation))


@runs_meetings
@require_POST
def pattern_note(request: DeskRequest, district_id: UUID, pattern_id: UUID) -> HttpResponse:
    """Say that the district meets by a pattern already: nothing is made."""
    district = get_visible_district(district_id, viewer=request.viewer)
    check_can_run_district(request.viewer, district)
    pattern = patterns.get_visible_pattern(pattern_id, viewer=request.viewer)
    use = note_pattern(district=district, pattern=pattern, actor=request.viewer)
    undo_message(
        request,
        _("「%(pattern)s」で始めていることを書きとめました。") % {"pattern": pattern.name},
        reverse("desk:pattern_take_back", args=[use.id]),
    )
    return redirect("desk:district_pattern", district_id)


@runs_meetings
@require_POST
def pattern_take_back(request: DeskRequest, use_id: UUID) -> HttpResponse:
    """Undo the use of a pattern."""
    use = queries.get_visible_use(use_id, viewer=request.viewer)
    take_back_pattern(use=use, actor=request.viewer)
    undo_message(
        request,
        _("型の利用を取り消しました。この型で作った会議体と会議は、終わり・中止にしました。"),
        reverse("desk:pattern_use_restore", args=[use.id]),
    )
    return redirect("desk:district_pattern", use.district_id)


@runs_meetings
@require_POST
def pattern_use_restore(request: DeskRequest, use_id: UUID) -> HttpResponse:
    """Bring a use back that was taken back."""
    use = queries.get_visible_use(use_id, viewer=request.viewer)
    restore_pattern_use(use=use, actor=request.viewer)
    undo_message(request, _("型の利用を元に戻しました。"), None)
    return redirect("desk:district_pattern", use.district_id)


@runs_meetings
@require_POST
def pattern_step_done(request: DeskRequest, step_id: UUID) -> HttpResponse:
    """Tick a step off today."""
    step = queries.get_visible_step(step_id, viewer=request.viewer)
    finish_step(step=step, on=request.viewer.on, actor=request.viewer)
    undo_message(
        request,
        _("「%(what)s」を済みにしました。") % {"what": step.what},
        reverse("desk:pattern_step_open", args=[step.id]),
    )
    return redirect("desk:district_pattern", step.use.district_id)


@runs_meetings
@require_POST
def pattern_step_open(request: DeskRequest, step_id: UUID) -> HttpResponse:
    """Take the tick off again."""
    step = queries.get_visible_step(step_id, viewer=request.viewer)
    reopen_step(step=step, actor=request.viewer)
    undo_message(request, _("「%(what)s」をまだの手順に戻しました。") % {"what": step.what}, None)
    return redirect("desk:district_pattern", step.use.district_id)


def _formed(request: DeskRequest, use: PatternUse, *, again: bool) -> HttpResponse:
    """Say what was written, and what deserves a second look in the first meetings."""
    words = {"district": use.district.name, "pattern": use.pattern.name}
    text = _("%(district)sの会議を「%(pattern)s」で準備しました。案内を確かめて印刷できます。")
    if again:
        text = _("%(district)sの「%(pattern)s」のうち、変わったところだけを直しました。")
    undo_message(
        request, text % words, None if again else reverse("desk:pattern_take_back", args=[use.id])
    )
    for row in queries.use_bodies(use):
        if row.meeting is not None and row.meeting.is_planned:
            show_warnings(request, get_called_meeting(row.meeting_id, viewer=request.viewer))
    return redirect("desk:district_pattern", use.district_id)


def _preview(form: FormationForm, formation: Formation) -> dict[str, object]:
    hints = [
        hint
        for plan in formation.bodies
        if plan.on is not None and plan.usual_venue is not None
        for hint in closed_hints([plan.on], plan.usual_venue.closed_days)
    ]
    return {
        "form": form,
        "formation": formation,
        "district": formation.district,
        "pattern": formation.pattern,
        "sections": form.sections(),
        "steps": form.step_lines(),
        "hints": hints,
    }

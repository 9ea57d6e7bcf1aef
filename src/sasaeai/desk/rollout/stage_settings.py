"""展開の段階: the stages as the city names and orders them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, signed_in
from sasaeai.rollout.access import check_can_keep_stages
from sasaeai.rollout.actions import stages as actions
from sasaeai.rollout.forms.stages import EditStageForm, StageForm
from sasaeai.rollout.models import Stage
from sasaeai.rollout.queries.stages import get_stage, stages_of
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def stages(request: DeskRequest) -> HttpResponse:
    """All stages in their order, and those taken out."""
    check_can_keep_stages(request.viewer)
    context = {
        "stages": stages_of(request.viewer),
        "removed": stages_of(request.viewer, removed=True),
    }
    return render(request, "desk/rollout/stages.html", context)


@signed_in
@require_POST
def begin(request: DeskRequest) -> HttpResponse:
    """Make the five stages of the source where there are none."""
    made = actions.ensure_stages(actor=request.viewer)
    if made:
        messages.success(request, _("%(n)dつの段階を用意しました。") % {"n": len(made)})
    return redirect("desk:rollout")


@signed_in
@require_http_methods(["GET", "POST"])
def stage_new(request: DeskRequest) -> HttpResponse:
    """Add a stage of the city's own."""
    check_can_keep_stages(request.viewer)
    form = StageForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, actions.add_stage, values=form.values(), actor=request.viewer)
        if made:
            undo = reverse("desk:rollout_stage_remove", args=[made.id])
            undo_message(request, _("段階「%(name)s」を加えました。") % {"name": made.name}, undo)
            return redirect("desk:rollout_stages")
    return render(request, "desk/rollout/stage_form.html", {"form": form})


@signed_in
@require_http_methods(["GET", "POST"])
def stage_edit(request: DeskRequest, stage_id: UUID) -> HttpResponse:
    """Say otherwise what a stage is."""
    stage = _mine(request, stage_id)
    form = EditStageForm(request.POST or None, stage=stage)
    if form.is_valid():
        written = attempt(
            form,
            actions.edit_stage,
            stage=stage,
            values=form.values(),
            base_version=form.cleaned_data["base_version"],
            actor=request.viewer,
        )
        if written:
            _say_edited(request, stage, written.version)
            return redirect("desk:rollout_stages")
    return render(request, "desk/rollout/stage_form.html", {"form": form, "stage": stage})


@signed_in
@require_POST
def stage_move(request: DeskRequest, stage_id: UUID) -> HttpResponse:
    """One place earlier (step=-1) or later (step=1)."""
    stage = _mine(request, stage_id)
    step = {"-1": -1, "1": 1}.get(request.POST.get("step", ""), 0)
    actions.move_stage(stage=stage, step=step, actor=request.viewer)
    undo = reverse("desk:rollout_stage_move", args=[stage.id])
    undo_message(request, _("「%(name)s」を動かしました。") % {"name": stage}, undo, step=-step)
    return redirect("desk:rollout_stages")


@signed_in
@require_POST
def stage_remove(request: DeskRequest, stage_id: UUID) -> HttpResponse:
    """Take a stage out; its records are kept."""
    stage = actions.remove_stage(stage=_mine(request, stage_id), actor=request.viewer)
    undo = reverse("desk:rollout_stage_restore", args=[stage.id])
    undo_message(
        request,
        _("「%(name)s」を外しました。地区の記録は残っています。") % {"name": stage},
        undo,
    )
    return redirect("desk:rollout_stages")


@signed_in
@require_POST
def stage_restore(request: DeskRequest, stage_id: UUID) -> HttpResponse:
    """Put a stage back."""
    stage = actions.restore_stage(stage=_mine(request, stage_id), actor=request.viewer)
    messages.success(request, _("「%(name)s」を元に戻しました。") % {"name": stage})
    return redirect("desk:rollout_stages")


def _mine(request: DeskRequest, stage_id: UUID) -> Stage:
    stage = get_stage(stage_id, viewer=request.viewer)
    check_can_keep_stages(request.viewer)
    return stage


def _say_edited(request: DeskRequest, before: Stage, version: int) -> None:
    undo_message(
        request,
        _("段階「%(name)s」を直しました。") % {"name": before.name},
        reverse("desk:rollout_stage_edit", args=[before.id]),
        name=before.name,
        next_step=before.next_step,
        milestone=before.milestone,
        stuck_days=before.stuck_days,
        papers=",".join(before.papers),
        base_version=version,
    )

"""One district at one stage: its days, what was said, what is left out, what was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, signed_in
from sasaeai.people.models import District
from sasaeai.people.queries.names import names_in_district
from sasaeai.rollout.access import check_can_write_stages
from sasaeai.rollout.actions import agreements, opinions, stage_records
from sasaeai.rollout.enums import Milestone
from sasaeai.rollout.forms.agreements import AgreementForm
from sasaeai.rollout.forms.stages import (
    EditOpinionForm,
    OpinionForm,
    SkipForm,
    StageRecordForm,
)
from sasaeai.rollout.models import DistrictStage, Stage, StageOpinion
from sasaeai.rollout.queries.agreements import (
    AgreedWay,
    agreement_of,
    kinds_to_choose,
    proposed_agreement,
)
from sasaeai.rollout.queries.stages import (
    get_record,
    get_stage,
    get_visible_district,
    get_visible_opinion,
)
from sasaeai.web.messages import undo_message


@signed_in
@require_http_methods(["GET", "POST"])
def record(request: DeskRequest, district_id: UUID, stage_id: UUID) -> HttpResponse:
    """Write down what happened at a stage."""
    district, stage = _mine(request, district_id, stage_id)
    before = get_record(district, stage, viewer=request.viewer)
    form = StageRecordForm(
        request.POST or None,
        district=district,
        stage=stage,
        record=before,
        known_names=_names(request, district),
    )
    if form.is_valid():
        written = attempt(
            form,
            stage_records.write_stage_record,
            district=district,
            stage=stage,
            record=form.record(),
            base_version=form.cleaned_data["base_version"],
            actor=request.viewer,
        )
        if written:
            _say_written(request, district, stage, before, written.version)
            return _to_stage(district, stage)
    context = {
        "district": district,
        "stage": stage,
        "record": before,
        "form": form,
        "shown_by_meetings": stage.milestone != Milestone.TOLD,
    }
    return render(request, "desk/rollout/record.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def skip(request: DeskRequest, district_id: UUID, stage_id: UUID) -> HttpResponse:
    """Leave a stage out, with the reason."""
    district, stage = _mine(request, district_id, stage_id)
    form = SkipForm(request.POST or None, known_names=_names(request, district))
    if form.is_valid() and attempt(
        form,
        stage_records.skip_stage,
        district=district,
        stage=stage,
        reason=form.cleaned_data["reason"],
        actor=request.viewer,
    ):
        undo = reverse("desk:rollout_unskip", args=[district.id, stage.id])
        undo_message(request, _("「%(stage)s」を省きました。") % {"stage": stage}, undo)
        return _to_stage(district, stage)
    context = {"district": district, "stage": stage, "form": form}
    return render(request, "desk/rollout/skip.html", context)


@signed_in
@require_POST
def unskip(request: DeskRequest, district_id: UUID, stage_id: UUID) -> HttpResponse:
    """Take a stage up again."""
    district, stage = _mine(request, district_id, stage_id)
    before = get_record(district, stage, viewer=request.viewer)
    reason = before.skipped_reason if before else ""
    stage_records.unskip_stage(district=district, stage=stage, actor=request.viewer)
    words = _("「%(stage)s」を省くのをやめました。") % {"stage": stage}
    undo = reverse("desk:rollout_skip", args=[district.id, stage.id]) if reason else None
    undo_message(request, words, undo, reason=reason, keep_anyway="on")
    return _to_stage(district, stage)


@signed_in
@require_http_methods(["GET", "POST"])
def opinion_new(request: DeskRequest, district_id: UUID, stage_id: UUID) -> HttpResponse:
    """Write down what a group said."""
    district, stage = _mine(request, district_id, stage_id)
    form = OpinionForm(request.POST or None, known_names=_names(request, district))
    if form.is_valid():
        made = attempt(
            form,
            opinions.add_opinion,
            district=district,
            stage=stage,
            actor=request.viewer,
            **form.cleaned_data,
        )
        if made:
            undo = reverse("desk:rollout_opinion_remove", args=[made.id])
            undo_message(request, _("意見を書きました。"), undo)
            return _to_stage(district, stage)
    context = {"district": district, "stage": stage, "form": form}
    return render(request, "desk/rollout/opinion.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def opinion(request: DeskRequest, opinion_id: UUID) -> HttpResponse:
    """Put an opinion right, or add what was answered."""
    found = _my_opinion(request, opinion_id)
    district, stage = found.record.district, found.record.stage
    names = _names(request, district)
    form = EditOpinionForm(request.POST or None, opinion=found, known_names=names)
    if form.is_valid():
        written = attempt(
            form,
            opinions.edit_opinion,
            opinion=found,
            actor=request.viewer,
            **form.cleaned_data,
        )
        if written:
            undo_message(
                request,
                _("意見を直しました。"),
                reverse("desk:rollout_opinion", args=[found.id]),
                said_by=found.said_by,
                text=found.text,
                response=found.response,
                base_version=written.version,
                keep_anyway="on",
            )
            return _to_stage(district, stage)
    context = {"district": district, "stage": stage, "form": form, "opinion": found}
    return render(request, "desk/rollout/opinion.html", context)


@signed_in
@require_POST
def opinion_remove(request: DeskRequest, opinion_id: UUID) -> HttpResponse:
    """Take an opinion out."""
    found = _my_opinion(request, opinion_id)
    opinions.remove_opinion(opinion=found, actor=request.viewer)
    undo = reverse("desk:rollout_opinion_restore", args=[found.id])
    undo_message(request, _("意見を取り消しました。"), undo)
    return _to_stage(found.record.district, found.record.stage)


@signed_in
@require_POST
def opinion_restore(request: DeskRequest, opinion_id: UUID) -> HttpResponse:
    """Put an opinion back."""
    found = _my_opinion(request, opinion_id)
    opinions.restore_opinion(opinion=found, actor=request.viewer)
    messages.success(request, _("意見を元に戻しました。"))
    return _to_stage(found.record.district, found.record.stage)


@signed_in
@require_http_methods(["GET", "POST"])
def agreement(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """Write down how the district meets; the first time it is filled with what is known."""
    viewer = request.viewer
    district = get_visible_district(district_id, viewer=viewer)
    check_can_write_stages(viewer, district)
    written = agreement_of(district, viewer=viewer)
    form = AgreementForm(
        request.POST or None,
        district=district,
        kinds=kinds_to_choose(viewer),
        known=written or proposed_agreement(district, viewer=viewer),
        known_names=_names(request, district),
    )
    if form.is_valid():
        saved = attempt(
            form,
            agreements.write_agreement,
            district=district,
            values=form.values(),
            kinds=form.chosen_kinds(),
            base_version=form.cleaned_data["base_version"],
            actor=viewer,
        )
        if saved:
            _say_agreed(request, district, written, saved.version)
            return redirect(f"{reverse('desk:rollout_district', args=[district.id])}#agreement")
    context = {"district": district, "form": form, "written": written}
    return render(request, "desk/rollout/agreement.html", context)


def _mine(request: DeskRequest, district_id: UUID, stage_id: UUID) -> tuple[District, Stage]:
    district = get_visible_district(district_id, viewer=request.viewer)
    stage = get_stage(stage_id, viewer=request.viewer)
    check_can_write_stages(request.viewer, district)
    return district, stage


def _my_opinion(request: DeskRequest, opinion_id: UUID) -> StageOpinion:
    found = get_visible_opinion(opinion_id, viewer=request.viewer)
    check_can_write_stages(request.viewer, found.record.district)
    return found


def _names(request: DeskRequest, district: District) -> Iterable[str]:
    """Names of the register, wanted only while something is written."""
    return names_in_district(district) if request.method == "POST" else ()


def _to_stage(district: District, stage: Stage) -> HttpResponse:
    page = reverse("desk:rollout_district", args=[district.id])
    return redirect(f"{page}#stage-{stage.id}")


def _day(day: date | None) -> str:
    """A day as a hidden value: the same in every language of the page."""
    return day.isoformat() if day else ""


def _say_written(
    request: DeskRequest,
    district: District,
    stage: Stage,
    before: DistrictStage | None,
    version: int,
) -> None:
    """What was done, with the way back to what stood there."""
    was = before or DistrictStage()
    undo_message(
        request,
        _("%(district)sの「%(stage)s」を書きました。") % {"district": district, "stage": stage},
        reverse("desk:rollout_record", args=[district.id, stage.id]),
        planned_on=_day(was.planned_on),
        started_on=_day(was.started_on),
        done_on=_day(was.done_on),
        venue=was.venue_id or "",
        people=was.people,
        head_count="" if was.head_count is None else was.head_count,
        note=was.note,
        order_reason=was.order_reason,
        base_version=version,
        keep_anyway="on",
    )


def _say_agreed(
    request: DeskRequest, district: District, before: AgreedWay | None, version: int
) -> None:
    words = _("%(district)sの取り決めを保存しました。") % {"district": district}
    if before is None:
        messages.success(request, words)
        return
    undo_message(
        request,
        words,
        reverse("desk:rollout_agreement", args=[district.id]),
        kinds=",".join(str(kind.pk) for kind in before.kinds),
        range_note=before.range_note,
        yearly_target=before.yearly_target,
        months=before.months,
        usual_start=f"{before.usual_start:%H:%M}" if before.usual_start else "",
        venue=before.venue.pk if before.venue else "",
        runs=before.runs.pk if before.runs else "",
        runs_note=before.runs_note,
        way=before.way,
        agreed_at=before.agreed_at,
        agreed_on=_day(before.agreed_on),
        base_version=version,
        keep_anyway="on",
    )

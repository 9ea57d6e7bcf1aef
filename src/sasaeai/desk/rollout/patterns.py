"""立ち上げの型: the list, one beside the other, one, its text, its way to other districts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.found import ids_of
from sasaeai.desk.seen import seen_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_run_district, visible_districts
from sasaeai.people.models import District
from sasaeai.people.queries.districts import living
from sasaeai.rollout.access import (
    can_approve_pattern,
    can_decide_pattern,
    can_write_pattern,
    check_can_write_pattern,
    reads_pattern_origin,
)
from sasaeai.rollout.actions import patterns as actions
from sasaeai.rollout.forms.patterns import (
    PatternForm,
    ReturnPatternForm,
    SaveAsForm,
    WithdrawPatternForm,
)
from sasaeai.rollout.models import Pattern
from sasaeai.rollout.queries import patterns as queries
from sasaeai.rollout.queries.pattern_shape import kinds_by_code, shape_of
from sasaeai.rollout.queries.stages import get_visible_district
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def patterns(request: DeskRequest) -> HttpResponse:
    """Every pattern the viewer may read; those of the programme come first."""
    viewer = request.viewer
    page = queries.patterns_page(queries.list_patterns(viewer), request.GET.get("page"))
    context = {
        "page": page,
        "views": queries.pattern_views(list(page), viewer=viewer),
        "may_begin": viewer.sees_city or bool(viewer.runs),
        "runs": _runs(viewer),
    }
    return render(request, "desk/rollout/patterns.html", context)


@signed_in
@require_POST
def patterns_begin(request: DeskRequest) -> HttpResponse:
    """Make the three patterns of the source where there are none."""
    made = actions.ensure_patterns(actor=request.viewer)
    if made:
        messages.success(request, _("%(n)dつの型を用意しました。") % {"n": len(made)})
    return redirect("desk:patterns")


@signed_in
@require_safe
def patterns_compare(request: DeskRequest) -> HttpResponse:
    """Patterns beside each other: what, who, how many meetings a year, which suits."""
    chosen = ids_of(request.GET.getlist("p"))
    views = queries.compared_patterns(request.viewer, chosen)
    return render(request, "desk/rollout/patterns_compare.html", {"views": views})


@signed_in
@require_safe
def pattern(request: DeskRequest, pattern_id: UUID) -> HttpResponse:
    """One pattern with all it says; for its own district also its way out."""
    found = queries.get_visible_pattern(pattern_id, viewer=request.viewer)
    return _page(request, found)


@signed_in
@require_http_methods(["GET", "POST"])
def pattern_edit(request: DeskRequest, pattern_id: UUID) -> HttpResponse:
    """Change what a pattern says: the city those of all, a district its own."""
    found = queries.get_visible_pattern(pattern_id, viewer=request.viewer)
    check_can_write_pattern(request.viewer, found)
    form = PatternForm(
        request.POST or None,
        shape=shape_of(found),
        kinds=kinds_by_code(request.viewer),
        version=found.version,
    )
    if form.is_valid() and attempt(
        form,
        actions.edit_pattern,
        pattern=found,
        shape=form.shape(),
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
    ):
        undo_message(request, _("型を直しました。"), None)
        return redirect("desk:pattern", found.id)
    context = {"pattern": found, "form": form, "sections": form.sections()}
    return render(request, "desk/rollout/pattern_edit.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def pattern_save_as(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """Keep a district's own practice as a pattern."""
    district = get_visible_district(district_id, viewer=request.viewer)
    check_can_run_district(request.viewer, district)
    initial = {"name": _("%(district)sのやり方") % {"district": district.name}}
    form = SaveAsForm(request.POST or None, initial=initial)
    if form.is_valid():
        made = attempt(
            form,
            actions.save_as_pattern,
            district=district,
            actor=request.viewer,
            **form.cleaned_data,
        )
        if made:
            undo_message(request, _("地区のやり方を、型の下書きにしました。"), None)
            return redirect("desk:pattern", made.id)
    context = {"district": district, "form": form}
    return render(request, "desk/rollout/pattern_save_as.html", context)


# ── On its way to other districts ────────────────────────────────────────────────────────────────


@signed_in
@require_POST
def pattern_offer(request: DeskRequest, pattern_id: UUID) -> HttpResponse:
    """Ask a second person."""
    found = queries.get_visible_pattern(pattern_id, viewer=request.viewer)
    actions.offer_pattern(pattern=found, base_version=seen_version(request), actor=request.viewer)
    undo_message(
        request, _("承認を頼みました。"), reverse("desk:pattern_return", args=[pattern_id])
    )
    return redirect("desk:pattern", pattern_id)


@signed_in
@require_POST
def pattern_return(request: DeskRequest, pattern_id: UUID) -> HttpResponse:
    """Send it back; its writer takes it back without a word."""
    found = queries.get_visible_pattern(pattern_id, viewer=request.viewer)
    form = ReturnPatternForm(request.POST)
    note = form.cleaned_data.get("note", "") if form.is_valid() else ""
    if attempt(form, actions.return_pattern, pattern=found, note=note, actor=request.viewer):
        undo_message(request, _("下書きにもどしました。"), None)
        return redirect("desk:pattern", pattern_id)
    return _page(request, found, return_form=form)


@signed_in
@require_POST
def pattern_approve(request: DeskRequest, pattern_id: UUID) -> HttpResponse:
    """Let it out, as a second person."""
    found = queries.get_visible_pattern(pattern_id, viewer=request.viewer)
    actions.approve_pattern(pattern=found, base_version=seen_version(request), actor=request.viewer)
    undo_message(request, _("型を公開しました。ほかの地区も使えます。"), None)
    return redirect("desk:pattern", pattern_id)


@signed_in
@require_POST
def pattern_withdraw(request: DeskRequest, pattern_id: UUID) -> HttpResponse:
    """Take it back from other districts."""
    found = queries.get_visible_pattern(pattern_id, viewer=request.viewer)
    form = WithdrawPatternForm(request.POST)
    if form.is_valid() and attempt(
        form,
        actions.withdraw_pattern,
        pattern=found,
        reason=form.cleaned_data["reason"],
        actor=request.viewer,
    ):
        undo_message(request, _("型の公開を取り下げました。"), None)
        return redirect("desk:pattern", pattern_id)
    return _page(request, found, withdraw_form=form)


def _page(
    request: DeskRequest,
    found: Pattern,
    *,
    return_form: ReturnPatternForm | None = None,
    withdraw_form: WithdrawPatternForm | None = None,
) -> HttpResponse:
    viewer = request.viewer
    own = found.home_id is not None
    context = {
        "pattern": found,
        "view": queries.pattern_view(found, viewer=viewer),
        "uses": queries.uses_seen(found, viewer=viewer),
        "may_write": can_write_pattern(viewer, found),
        "may_approve": own and can_approve_pattern(viewer, found),
        "may_decide": own and can_decide_pattern(viewer, found),
        "is_writer": str(viewer.account_id) in found.writers,
        "reads_origin": reads_pattern_origin(viewer, found),
        "return_form": return_form or ReturnPatternForm(),
        "withdraw_form": withdraw_form or WithdrawPatternForm(),
        "runs": _runs(viewer),
    }
    return render(request, "desk/rollout/pattern.html", context)


def _runs(viewer: Viewer) -> list[District]:
    """Districts that the viewer may form by a pattern, those to come among them."""
    there = living(visible_districts(viewer), on=viewer.on)
    return [each for each in there if viewer.may_run(each.id)]

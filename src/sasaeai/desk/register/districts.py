"""地区: the districts of the city; one is made, renamed, split, several are merged."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, sees_city
from sasaeai.meetings.actions.district_changes import change_districts, undo_district_change
from sasaeai.meetings.forms.district_changes import DistrictChoicesForm
from sasaeai.meetings.queries.district_changes import propose_change
from sasaeai.people import actions, queries
from sasaeai.people.access import not_ended_on, visible_districts
from sasaeai.people.forms.districts import DistrictForm, MergeForm, RenameForm, SplitForm
from sasaeai.people.models import District
from sasaeai.people.queries.districts import district_lines
from sasaeai.web.messages import undo_message


@sees_city
@require_safe
def districts(request: DeskRequest) -> HttpResponse:
    """The districts of today, those to come, and those that were split or merged away."""
    context = {"lines": district_lines(request.viewer)}
    return render(request, "desk/register/districts.html", context)


@sees_city
@require_http_methods(["GET", "POST"])
def district_new(request: DeskRequest) -> HttpResponse:
    """Enter a district that stands by itself."""
    form = DistrictForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, actions.create_district, actor=request.viewer, **form.cleaned_data)
        if made:
            undo_message(request, _("%(name)sを加えました。") % {"name": made.name}, None)
            return redirect("desk:districts_list")
    return render(request, "desk/register/district_form.html", {"form": form, "district": None})


@sees_city
@require_http_methods(["GET", "POST"])
def district_rename(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """Give a district its new name."""
    found = queries.get_visible_district(district_id, viewer=request.viewer)
    initial = {"name": found.name, "kana": found.kana, "base_name": found.name}
    form = RenameForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, actions.rename_district, district=found, actor=request.viewer, **form.cleaned_data
    ):
        undo_message(request, _("地区の名前を直しました。"), None)
        return redirect("desk:districts_list")
    return render(request, "desk/register/district_form.html", {"form": form, "district": found})


@sees_city
@require_http_methods(["GET", "POST"])
def district_split(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """Split a district: first the names and the day, then what goes on where."""
    found = queries.get_visible_district(district_id, viewer=request.viewer)
    form = SplitForm(request.GET or None)
    return _change_page(request, form, [found])


@sees_city
@require_http_methods(["GET", "POST"])
def districts_merge(request: DeskRequest) -> HttpResponse:
    """Merge districts: first which ones, the name and the day, then what goes on."""
    there = visible_districts(request.viewer).filter(not_ended_on(request.viewer.on))
    form = MergeForm(request.GET or None, districts=there.filter(until__isnull=True))
    olds = form.cleaned_data["olds"] if form.is_valid() else []
    return _change_page(request, form, olds)


@sees_city
@require_POST
def district_undo(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """Take a split or merger back while nothing happened in the new districts."""
    found = queries.get_visible_district(district_id, viewer=request.viewer)
    group = undo_district_change(district=found, actor=request.viewer)
    said = _("%(names)sを元に戻しました。") % {"names": "、".join(old.name for old in group.olds)}
    if group.kept:
        said += _(
            "そのあと担当の期間が直されたもの（%(kept)s）は、直されたまま残してあります。"
        ) % {"kept": "、".join(group.kept)}
    undo_message(request, said, None)
    return redirect("desk:districts_list")


def _change_page(
    request: DeskRequest, form: SplitForm | MergeForm, olds: Sequence[District]
) -> HttpResponse:
    context = {
        "form": form,
        "olds": olds,
        "is_split": isinstance(form, SplitForm),
        "here": request.path,
    }
    if not form.is_valid():
        return render(request, "desk/register/district_change.html", context)
    into, on, join = form.into(), form.cleaned_data["on"], form.cleaned_data.get("join")
    names = [join.name] if join else [new.name for new in into]
    proposal = propose_change(olds, names, on, join=join)
    typed = request.POST if request.method == "POST" else None
    choices = DistrictChoicesForm(typed, proposal=proposal, names=names)
    if request.method == "POST" and choices.is_valid():
        made = attempt(
            choices,
            change_districts,
            olds=olds,
            into=into,
            on=on,
            decided_at=form.cleaned_data["decided_at"],
            choices=choices.choices(),
            join=join,
            actor=request.viewer,
        )
        if made:
            become = (
                _("%(olds)sは、%(news)sに入ります。")
                if join
                else _("%(olds)sは、%(news)sになります。")
            )
            said = become % {
                "olds": "、".join(old.name for old in olds),
                "news": "、".join(new.name for new in made),
            }
            undo_message(request, said, reverse("desk:districts_undo", args=[olds[0].id]))
            return redirect("desk:districts_list")
    context |= {"choices": choices, "proposal": proposal, "names": names, "on": on, "join": join}
    return render(request, "desk/register/district_change_choices.html", context)

"""名簿: the organisations in view, and one of them with its posts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.register.found import organization_to_keep
from sasaeai.notices.queries.line import line_friend_of
from sasaeai.people import actions, queries
from sasaeai.people.access import can_give_role, can_keep_organization, visible_districts
from sasaeai.people.enums import StaffRole
from sasaeai.people.forms import EditOrganizationForm, OrganizationForm, organization_values
from sasaeai.people.models import District
from sasaeai.people.queries import RegisterFilter
from sasaeai.web.messages import undo_message

ONLY = ("vacant", "ending", "ended")


@signed_in
@require_safe
def register(request: DeskRequest) -> HttpResponse:
    """Organisations by kind, each with its posts and whoever holds them today."""
    districts = list(visible_districts(request.viewer))
    only = request.GET.get("only", "")
    shown = RegisterFilter(
        query=request.GET.get("q", "").strip(),
        district=_chosen(districts, request.GET.get("district", "")),
        only=only if only in ONLY else "",
    )
    found = queries.list_organizations(request.viewer, shown=shown)
    page = queries.organizations_page(found, request.GET.get("page"))
    context = {
        "shown": shown,
        "districts": districts,
        "page": page,
        "lines": queries.register_lines(list(page.object_list), viewer=request.viewer),
        "counts": queries.register_counts(request.viewer),
        "may_add": bool(request.viewer.runs),
        "filtered": bool(shown.query or shown.district or shown.only),
    }
    return render(request, "desk/register/register.html", context)


@signed_in
@require_safe
def organization(request: DeskRequest, organization_id: UUID) -> HttpResponse:
    """One organisation: how to reach it, its posts, holders and terms."""
    viewer = request.viewer
    found = queries.get_visible_organization(organization_id, viewer=viewer)
    may_keep = can_keep_organization(viewer, found)
    open_roles = {
        role for role in StaffRole if may_keep and can_give_role(viewer, found, role.value)
    }
    lines = queries.organization_posts(found, viewer=viewer)
    context = {
        "organization": found,
        "served": queries.served_districts(found, on=viewer.on),
        "lines": [(line, line.post.role in open_roles) for line in lines],
        "past": queries.past_terms(found, on=viewer.on),
        "ended_posts": queries.ended_posts(found, on=viewer.on),
        "may_keep": may_keep,
        "line": line_friend_of(found) if may_keep else None,
    }
    return render(request, "desk/register/organization.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def organization_new(request: DeskRequest) -> HttpResponse:
    """Enter an organisation."""
    districts = queries.districts_run_by(request.viewer)
    wanted = _chosen(list(districts), request.GET.get("district", ""))
    ticked = [wanted] if wanted else list(districts)[:2]
    form = OrganizationForm(
        request.POST or None,
        kinds=queries.kinds_of(request.viewer),
        districts=districts,
        initial={"districts": [each.pk for each in ticked] if len(ticked) == 1 else []},
    )
    if form.is_valid():
        made = attempt(
            form,
            actions.add_organization,
            details=form.details(),
            districts=form.chosen_districts(),
            actor=request.viewer,
        )
        if made:
            text = _("%(name)sを名簿に加えました。つぎに役職を加えてください。")
            undo_message(request, text % {"name": made.name}, None)
            return redirect("desk:organization", made.id)
    context = {"form": form, "organization": None}
    return render(request, "desk/register/organization_form.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def organization_edit(request: DeskRequest, organization_id: UUID) -> HttpResponse:
    """Change an organisation."""
    found = organization_to_keep(request, organization_id)
    served = queries.served_districts(found, on=request.viewer.on)
    form = EditOrganizationForm(
        request.POST or None,
        kinds=queries.kinds_of(request.viewer),
        districts=queries.districts_run_by(request.viewer),
        initial=organization_values(found, served),
        version=found.version,
    )
    if form.is_valid() and attempt(
        form,
        actions.edit_organization,
        organization=found,
        details=form.details(),
        districts=form.chosen_districts(),
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
    ):
        undo_message(request, _("団体を直しました。"), None)
        return redirect("desk:organization", found.id)
    context = {
        "form": form,
        "organization": found,
        "others": [each for each in served if not request.viewer.may_run(each.id)],
    }
    return render(request, "desk/register/organization_form.html", context)


def _chosen(districts: list[District], typed: str) -> District | None:
    return next((each for each in districts if str(each.id) == typed), None)

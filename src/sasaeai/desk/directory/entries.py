"""相談先: the list, one service, and keeping its entry."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.directory import actions, queries
from sasaeai.directory.access import (
    can_keep_directory,
    can_keep_service,
    check_can_keep_directory,
    check_can_keep_service,
)
from sasaeai.directory.enums import ServiceKind
from sasaeai.directory.forms import EditServiceForm, ServiceForm, service_values
from sasaeai.directory.models import Service
from sasaeai.issues.queries.introductions import introductions_of_service
from sasaeai.people.access import visible_districts, visible_organizations
from sasaeai.people.models import District
from sasaeai.people.queries import districts_run_by
from sasaeai.people.queries.districts import living
from sasaeai.web.messages import undo_message

ONLY = ("due", "hidden", "ended")


@signed_in
@require_safe
def directory(request: DeskRequest) -> HttpResponse:
    """Services by kind of trouble, district and words; those due to be checked first."""
    viewer = request.viewer
    districts = list(visible_districts(viewer))
    only, kind = request.GET.get("only", ""), request.GET.get("kind", "")
    shown = queries.ServiceFilter(
        query=request.GET.get("q", "").strip(),
        kind=kind if kind in ServiceKind.values else "",
        district=_chosen(districts, request.GET.get("district", "")),
        only=only if only in ONLY else "",
    )
    found = queries.list_services(viewer, shown=shown)
    context = {
        "shown": shown,
        "kinds": ServiceKind.choices,
        "districts": living(districts, on=viewer.on, but=shown.district),
        "page": queries.services_page(found, request.GET.get("page")),
        "due": queries.count_due(viewer),
        "waiting": queries.count_waiting(viewer),
        "may_add": can_keep_directory(viewer),
    }
    return render(request, "desk/directory/directory.html", context)


@signed_in
@require_safe
def service(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """One service: what people are told, how fresh it is, for what it was introduced."""
    viewer = request.viewer
    found = queries.get_visible_service(service_id, viewer=viewer)
    context = {
        "service": found,
        "districts": queries.covered_districts(found),
        "is_due": queries.is_due(found, on=viewer.on),
        "may_read_operator": visible_organizations(viewer)
        .filter(pk=found.organization_id)
        .exists(),
        "may_keep": can_keep_service(viewer, found),
        "introductions": introductions_of_service(found, viewer=viewer),
    }
    return render(request, "desk/directory/service.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def service_new(request: DeskRequest, correction_id: UUID | None = None) -> HttpResponse:
    """Enter a service; with a correction, the one that an operator proposed."""
    viewer = request.viewer
    check_can_keep_directory(viewer)
    proposed = None
    if correction_id is not None:
        proposed = queries.get_visible_correction(correction_id, viewer=viewer)
    form = ServiceForm(
        request.POST or None,
        organizations=queries.operators_to_choose(viewer),
        districts=districts_run_by(viewer),
        checker=viewer.name,
        initial={"verified_on": viewer.on, **(proposed.values if proposed else {})},
    )
    if form.is_valid():
        made = attempt(
            form,
            actions.add_proposed_service if proposed else actions.add_service,
            details=form.details(),
            districts=form.chosen_districts(),
            actor=viewer,
            **({"correction": proposed} if proposed else {}),
        )
        if made:
            undo = reverse("desk:service_remove", args=[made.id])
            undo_message(
                request, _("「%(name)s」を相談先に加えました。") % {"name": made.name}, undo
            )
            return redirect("desk:service", made.id)
    return render(request, "desk/directory/service_form.html", {"form": form, "service": None})


@runs_meetings
@require_http_methods(["GET", "POST"])
def service_edit(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Put an entry right."""
    viewer = request.viewer
    found = _mine(request, service_id)
    form = EditServiceForm(
        request.POST or None,
        organizations=queries.operators_to_choose(viewer, service=found),
        districts=districts_run_by(viewer),
        checker=viewer.name,
        initial=service_values(found, queries.covered_districts(found)),
        version=found.version,
    )
    if form.is_valid() and attempt(
        form,
        actions.edit_service,
        service=found,
        details=form.details(before=found),
        districts=form.chosen_districts(),
        base_version=form.cleaned_data["base_version"],
        actor=viewer,
    ):
        messages.success(request, _("相談先を直しました。"))
        return redirect("desk:service", found.id)
    return render(request, "desk/directory/service_form.html", {"form": form, "service": found})


@runs_meetings
@require_POST
def service_verify(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Everything is right today: one press."""
    found = _mine(request, service_id)
    actions.verify_service(service=found, actor=request.viewer)
    text = _("「%(name)s」を、きょう確かめたことにしました。") % {"name": found.name}
    undo_message(
        request,
        text,
        reverse("desk:service_unverify", args=[found.id]),
        verified_on=found.verified_on or "",
        verified_by_name=found.verified_by_name,
        verify_by=found.verify_by or "",
    )
    return redirect("desk:service", found.id)


@runs_meetings
@require_POST
def service_unverify(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Take that back."""
    found = _mine(request, service_id)
    actions.unverify_service(
        service=found,
        verified_on=_day(request.POST.get("verified_on", "")),
        verified_by_name=request.POST.get("verified_by_name", ""),
        verify_by=_day(request.POST.get("verify_by", "")),
        actor=request.viewer,
    )
    messages.success(request, _("確かめた日を元に戻しました。"))
    return redirect("desk:service", found.id)


@runs_meetings
@require_POST
def service_end(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Say that it is no longer offered."""
    found = _mine(request, service_id)
    actions.end_service(service=found, actor=request.viewer)
    text = _("「%(name)s」をやめたことにしました。一覧と紹介の候補から外れます。")
    undo = reverse("desk:service_resume", args=[found.id])
    undo_message(request, text % {"name": found.name}, undo)
    return redirect("desk:service", found.id)


@runs_meetings
@require_POST
def service_resume(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Take that back."""
    found = _mine(request, service_id)
    actions.resume_service(service=found, actor=request.viewer)
    messages.success(request, _("相談先を元に戻しました。"))
    return redirect("desk:service", found.id)


@runs_meetings
@require_POST
def service_remove(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Take an entry out that was written by mistake."""
    found = _mine(request, service_id)
    actions.remove_service(service=found, actor=request.viewer)
    undo = reverse("desk:service_restore", args=[found.id])
    undo_message(request, _("「%(name)s」を取り消しました。") % {"name": found.name}, undo)
    return redirect("desk:directory")


@runs_meetings
@require_POST
def service_restore(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Put it back."""
    found = queries.get_visible_service(service_id, viewer=request.viewer, removed=True)
    actions.restore_service(service=found, actor=request.viewer)
    messages.success(request, _("相談先を元に戻しました。"))
    return redirect("desk:service", found.id)


def _mine(request: DeskRequest, service_id: UUID) -> Service:
    """A service whose forms are opened only by who keeps its entry."""
    found = queries.get_visible_service(service_id, viewer=request.viewer)
    check_can_keep_service(request.viewer, found)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _chosen(districts: list[District], asked: str) -> District | None:
    return next((one for one in districts if str(one.id) == asked), None)

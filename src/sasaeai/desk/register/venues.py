"""Halls where meetings are held."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.people import actions, queries
from sasaeai.people.access import can_keep_venue, check_can_keep_venue
from sasaeai.people.forms import EditVenueForm, VenueForm, venue_values
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def venues(request: DeskRequest) -> HttpResponse:
    """All halls of the city, and below them those taken out of the list."""

    def lines(*, removed: bool) -> list[tuple[object, bool]]:
        found = queries.list_venues(request.viewer, removed=removed)
        return [(venue, can_keep_venue(request.viewer, venue)) for venue in found]

    context = {
        "lines": lines(removed=False),
        "removed": lines(removed=True),
        "may_add": bool(request.viewer.runs),
    }
    return render(request, "desk/register/venues.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def venue_new(request: DeskRequest) -> HttpResponse:
    """Enter a hall."""
    districts = queries.districts_run_by(request.viewer)
    form = VenueForm(
        request.POST or None,
        districts=districts,
        initial={"district": districts[0] if len(districts) == 1 else None},
    )
    if form.is_valid():
        made = attempt(form, actions.add_venue, details=form.details(), actor=request.viewer)
        if made:
            text = _("「%(name)s」を会場に加えました。") % {"name": made.name}
            undo_message(request, text, reverse("desk:venue_remove", args=[made.id]))
            return redirect("desk:venues")
    return render(request, "desk/register/venue_form.html", {"form": form, "venue": None})


@runs_meetings
@require_http_methods(["GET", "POST"])
def venue_edit(request: DeskRequest, venue_id: UUID) -> HttpResponse:
    """Change a hall."""
    found = queries.get_visible_venue(venue_id, viewer=request.viewer)
    check_can_keep_venue(request.viewer, found.district)
    form = EditVenueForm(
        request.POST or None,
        districts=queries.districts_run_by(request.viewer),
        initial=venue_values(found),
        version=found.version,
    )
    if form.is_valid() and attempt(
        form,
        actions.edit_venue,
        venue=found,
        details=form.details(),
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
    ):
        undo_message(request, _("会場を直しました。"), None)
        return redirect("desk:venues")
    return render(request, "desk/register/venue_form.html", {"form": form, "venue": found})


@runs_meetings
@require_POST
def venue_remove(request: DeskRequest, venue_id: UUID) -> HttpResponse:
    """Take a hall out of the list."""
    found = queries.get_visible_venue(venue_id, viewer=request.viewer)
    actions.remove_venue(venue=found, actor=request.viewer)
    text = _("「%(name)s」を一覧から外しました。これまでの会議の記録には残ります。")
    url = reverse("desk:venue_restore", args=[found.id])
    undo_message(request, text % {"name": found.name}, url)
    return redirect("desk:venues")


@runs_meetings
@require_POST
def venue_restore(request: DeskRequest, venue_id: UUID) -> HttpResponse:
    """Put a hall back into the list."""
    found = queries.get_visible_venue(venue_id, viewer=request.viewer)
    actions.restore_venue(venue=found, actor=request.viewer)
    undo_message(request, _("「%(name)s」を一覧に戻しました。") % {"name": found.name}, None)
    return redirect("desk:venues")

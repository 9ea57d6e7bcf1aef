"""担当の推進員: which coordinator covers a district, from when, until when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.accounts import queries
from sasaeai.accounts.actions import assign_district, continue_assignment, end_assignment
from sasaeai.accounts.forms import AssignForm, EndAssignmentForm
from sasaeai.desk.gate import DeskRequest, attempt, sees_city
from sasaeai.people.queries import get_visible_district
from sasaeai.web.messages import undo_message


@sees_city
@require_http_methods(["GET", "POST"])
def coordinators(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """Who covers the district now, to come and before; somebody more is chosen here."""
    viewer = request.viewer
    district = get_visible_district(district_id, viewer=viewer)
    terms = queries.coordinator_terms(viewer)
    form = AssignForm(request.POST or None, terms=terms, initial={"since": viewer.on})
    if form.is_valid():
        made = attempt(form, assign_district, district=district, actor=viewer, **form.cleaned_data)
        if made:
            words = {"name": made.tenure.person.name, "district": district.name}
            said = _("%(name)sさんを%(district)sの担当にしました。") % words
            undo_message(request, said, None)
            return redirect("desk:districts_coordinators", district_id)
    context = {
        "district": district,
        "form": form,
        "terms": terms,
        "rows": queries.assignments_of(district),
        "today": viewer.on,
    }
    return render(request, "desk/register/coordinators.html", context)


@sees_city
@require_http_methods(["GET", "POST"])
def assignment_end(request: DeskRequest, assignment_id: UUID) -> HttpResponse:
    """Say until when a coordinator covers a district."""
    viewer = request.viewer
    row = queries.get_visible_assignment(assignment_id, viewer=viewer)
    initial = {"until": row.until or max(viewer.on, row.since)}
    form = EndAssignmentForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, end_assignment, assignment=row, actor=viewer, **form.cleaned_data
    ):
        said = _("%(name)sさんの担当の終わりを入れました。") % {"name": row.tenure.person.name}
        undo_message(request, said, reverse("desk:districts_assignment_continue", args=[row.id]))
        return redirect("desk:districts_coordinators", row.district_id)
    context = {"form": form, "row": row, "district": row.district}
    return render(request, "desk/register/assignment_end.html", context)


@sees_city
@require_POST
def assignment_continue(request: DeskRequest, assignment_id: UUID) -> HttpResponse:
    """Take the end of an assignment back."""
    row = queries.get_visible_assignment(assignment_id, viewer=request.viewer)
    continue_assignment(assignment=row, actor=request.viewer)
    said = _("%(name)sさんの担当は、終わりの日なしで続きます。") % {"name": row.tenure.person.name}
    undo_message(request, said, None)
    return redirect("desk:districts_coordinators", row.district_id)

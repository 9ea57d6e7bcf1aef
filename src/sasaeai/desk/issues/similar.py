"""Proposals while somebody writes: issues that are alike, and services that may help."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from sasaeai.desk.gate import DeskRequest, runs_meetings
from sasaeai.issues import queries
from sasaeai.issues.queries import Similar
from sasaeai.people.access import can_run_district, visible_districts
from sasaeai.people.models import District


@runs_meetings
@require_POST
def similar(request: DeskRequest) -> HttpResponse:
    """The piece of the page with proposals. Asked by POST: words stay out of addresses and logs."""
    viewer = request.viewer
    districts = [one for one in visible_districts(viewer) if can_run_district(viewer, one)]
    context = {"similar": similar_in(request, districts)}
    return render(request, "desk/issues/similar.html", context)


def wants_similar(request: DeskRequest) -> bool:
    """Whether the button for proposals was pressed, which works without a script."""
    return request.method == "POST" and "similar" in request.POST


def similar_in(request: DeskRequest, districts: Sequence[District]) -> list[Similar]:
    """Proposals for what a form says by now, in the district it names or the first one."""
    names = ("title", "text", "description")
    text = "\n".join(filter(None, (request.POST.get(name, "").strip() for name in names)))
    asked = request.POST.get("district", "")
    district = next((one for one in districts if str(one.id) == asked), None)
    if not text or not districts:
        return []
    return queries.similar_to(text, district=district or districts[0], viewer=request.viewer)

"""会議: what comes and what was, by district; and the page of a district."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.meetings.frame import step_url
from sasaeai.issues import queries as issues
from sasaeai.kernel.fiscal_year import fiscal_year
from sasaeai.meetings import queries
from sasaeai.meetings.models import Body
from sasaeai.people.access import can_run_district, visible_districts
from sasaeai.people.models import District
from sasaeai.reports.queries.progress import StepKey, progress_of, progress_of_all


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in a list with how often it met in the running 年度, and whether one may prepare."""

    body: Body
    totals: queries.YearTotals
    may_run: bool


@signed_in
@require_safe
def meetings(request: DeskRequest) -> HttpResponse:
    """Meetings in preparation (with the step that is due) or past ones, and the bodies."""
    viewer = request.viewer
    districts = list(visible_districts(viewer))
    district = _chosen(districts, request.GET.get("district", ""))
    past = request.GET.get("tab") == "past"
    found = (queries.past_meetings if past else queries.upcoming_meetings)(
        viewer, district=district
    )
    page = queries.meetings_page(found, request.GET.get("page"))
    context = {
        "districts": districts,
        "district": district,
        "past": past,
        "page": page,
        "rows": [] if past else progress_of_all(list(page.object_list), on=viewer.on),
        "bodies": [
            (body, can_run_district(viewer, body.district))
            for body in queries.bodies_seen(viewer, district=district)
        ],
    }
    return render(request, "desk/meetings/meetings.html", context)


@signed_in
@require_safe
def meeting(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Lead to the step that is due."""
    found = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    current = progress_of(found, on=request.viewer.on).current
    if current is not None:
        return redirect(step_url(found, current.key))
    return redirect(step_url(found, StepKey.RECORD if found.is_held else StepKey.PLAN))


@signed_in
@require_safe
def district(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """A district: its bodies, what comes, how many issues are open."""
    viewer = request.viewer
    found = queries.get_visible_district(district_id, viewer=viewer)
    bodies = queries.bodies_seen(viewer, district=found)
    year = fiscal_year(viewer.on)
    years = queries.meetings_of_bodies(bodies, year, viewer=viewer)
    coming = queries.meetings_page(queries.upcoming_meetings(viewer, district=found), 1)
    may_run = can_run_district(viewer, found)
    context = {
        "district": found,
        "year": year,
        "may_run": may_run,
        "lines": [BodyLine(body, queries.year_totals(years[body.id]), may_run) for body in bodies],
        "totals": queries.year_totals([row for rows in years.values() for row in rows]),
        "rows": progress_of_all(list(coming.object_list), on=viewer.on),
        "coming_count": coming.paginator.count,
        "open_issues": issues.count_open([found]).get(found.id, 0),
    }
    return render(request, "desk/meetings/district.html", context)


def _chosen(districts: list[District], wanted: str) -> District | None:
    return next((each for each in districts if str(each.id) == wanted), None)

"""会議の負担: how often posts, and in one's own districts persons, are called in a 年度."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.planning.fewer import chosen_district
from sasaeai.desk.planning.years import asked_year
from sasaeai.people.access import visible_districts
from sasaeai.people.queries.districts import living
from sasaeai.planning.queries import burden as queries
from sasaeai.reports.queries.years import fiscal_years_seen


@signed_in
@require_safe
def burden(request: DeskRequest) -> HttpResponse:
    """Numbers, posts, and the persons of districts the viewer runs; one's own load."""
    viewer = request.viewer
    year, mistake = asked_year(request)
    districts = list(visible_districts(viewer))
    district = chosen_district(request, districts)
    by_person = request.GET.get("by") == "person" and bool(viewer.runs)
    rows = queries.persons_page if by_person else queries.posts_page
    years = fiscal_years_seen(viewer)
    context = {
        "figures": queries.burden_figures(viewer, year, district=district),
        "page": rows(viewer, year, request.GET.get("page"), district=district),
        "own": queries.own_load(viewer, year),
        "by_person": by_person,
        "district": district,
        "districts": living(districts, on=request.viewer.on, but=district),
        "year": year,
        "years": years if year in years else sorted({*years, year}, reverse=True),
        "mistake": mistake,
        "busy": queries.BUSY,
    }
    return render(request, "desk/planning/burden.html", context)

"""どうなったか: a 年度 of troubles, the districts side by side and one by one, and their lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.desk.reports.asked import district_of, year_of
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.queries import topics_of
from sasaeai.paper.errors import PaperError
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District
from sasaeai.reports.exports.outcomes import outcomes_sheet
from sasaeai.reports.queries import outcomes as lists
from sasaeai.reports.queries.outcome_parts import (
    NO_TOPIC,
    WAITS,
    Figures,
    IssuePart,
    Outcomes,
    Part,
    Shares,
)

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A district or a topic among others. link: the list behind its numbers, without the part."""

    name: str
    url: str
    link: str
    figures: Figures
    share: Shares


@signed_in
@require_safe
def outcomes(request: DeskRequest) -> HttpResponse:
    """Every district the viewer reads; who reads one alone is led to it."""
    viewer = request.viewer
    districts = list(visible_districts(viewer)[:2])
    if len(districts) == 1:
        page = reverse("desk:district_outcomes", args=[districts[0].id])
        return redirect(_with(page, year_of(request)[0]))
    year, mistake = year_of(request)
    found = lists.outcomes_of(viewer, year)
    most = max((row.figures[Part.RAISED] for row in found.districts), default=0)
    context = _context(request, found, mistake) | {
        "rows": [
            Row(
                name=row.district.name,
                url=_with(reverse("desk:district_outcomes", args=[row.district.id]), year),
                link=_with(reverse("desk:outcome_rows"), year, district=row.district.id),
                figures=row.figures,
                share=Shares.of(row.figures, most=most),
            )
            for row in found.districts
        ],
        "pdf_url": _with(reverse("desk:outcomes_pdf"), year),
        "xlsx_url": _with(reverse("desk:outcomes_xlsx"), year),
    }
    return render(request, "desk/reports/outcomes.html", context)


@signed_in
@require_safe
def district_outcomes(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """One district's 年度."""
    district = district_of(request, str(district_id))
    year, mistake = year_of(request)
    found = lists.outcomes_of(request.viewer, year, district=district)
    most = max((row.figures[Part.RAISED] for row in found.topics), default=0)
    context = _context(request, found, mistake) | {
        "district": district,
        "rows": [
            Row(
                name=row.topic.name if row.topic else _("話題なし（課題にしていないものなど）"),
                url="",
                link=_with(reverse("desk:outcome_rows"), year, district=district.id, topic=row.key),
                figures=row.figures,
                share=Shares.of(row.figures, most=most),
            )
            for row in found.topics
        ],
        "pdf_url": _with(reverse("desk:district_outcomes_paper", args=[district.id, "pdf"]), year),
        "xlsx_url": _with(
            reverse("desk:district_outcomes_paper", args=[district.id, "xlsx"]), year
        ),
    }
    return render(request, "desk/reports/district_outcomes.html", context)


@signed_in
@require_safe
def outcome_rows(request: DeskRequest) -> HttpResponse:
    """The troubles behind one number."""
    part, topic = _part(request), request.GET.get("topic", "")
    topics = {str(one.id): one.name for one in topics_of(request.viewer.municipality_id)}
    if topic not in topics:
        topic = NO_TOPIC if topic == NO_TOPIC else ""
    district, (year, mistake) = _asked_district(request), year_of(request)
    rows = lists.outcome_list(request.viewer, year, part, district=district, topic=topic)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    names = lists.waited_for(list(page.object_list))
    context = {
        "page": page,
        "rows": [(row, Part(row.waiting).label, names.get(row.id, "")) for row in page],
        "part": part,
        "topic": _("話題なし") if topic == NO_TOPIC else topics.get(topic, ""),
        "district": district,
        "year": year,
        "mistake": mistake,
    }
    return render(request, "desk/reports/rows.html", context)


@signed_in
@require_safe
def outcome_issues(request: DeskRequest) -> HttpResponse:
    """The issues behind one number."""
    asked = request.GET.get("part", "")
    part = IssuePart(asked) if asked in IssuePart.values else IssuePart.OPENED
    district, (year, mistake) = _asked_district(request), year_of(request)
    rows = lists.issue_list(request.viewer, year, part, district=district)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "part": part,
        "district": district,
        "year": year,
        "mistake": mistake,
    }
    return render(request, "desk/reports/issues.html", context)


@signed_in
@require_safe
def outcomes_paper(request: DeskRequest, ext: str) -> HttpResponse:
    """The districts side by side, as PDF or XLSX."""
    return _paper(request, ext, None)


@signed_in
@require_safe
def district_outcomes_paper(request: DeskRequest, district_id: UUID, ext: str) -> HttpResponse:
    """One district's sheet, as PDF or XLSX."""
    return _paper(request, ext, district_of(request, str(district_id)))


def _paper(request: DeskRequest, ext: str, district: District | None) -> HttpResponse:
    if ext not in {"pdf", "xlsx"}:
        raise NotFound(_("この形式の紙はありません。"))
    year, _mistake = year_of(request)
    found = lists.outcomes_of(request.viewer, year, district=district)
    try:
        return paper_response(outcomes_sheet(found, ext=ext, on=request.viewer.on))
    except PaperError as error:
        messages.error(request, error.message)
        page = ("desk:district_outcomes", district.id) if district else ("desk:outcomes",)
        return redirect(*page)


def _context(request: DeskRequest, found: Outcomes, mistake: str) -> dict[str, Any]:
    years = lists.years_of_troubles(request.viewer)
    year = found.fiscal_year
    return {
        "found": found,
        "numbers": _numbers(found.total),
        "waits": [(part, found.total[part]) for part in WAITS],
        "issues": [(part, found.issues[part]) for part in IssuePart],
        "year": year,
        "years": years if year in years else sorted({*years, year}, reverse=True),
        "mistake": mistake,
    }


def _numbers(total: Figures) -> list[tuple[Part, int]]:
    shown = [part for part in Part if part not in WAITS]
    return [(part, total[part]) for part in shown]


def _with(address: str, year: FiscalYear, **words: object) -> str:
    return f"{address}?{urlencode({'year': year.year, **words})}"


def _part(request: DeskRequest) -> Part:
    asked = request.GET.get("part", "")
    return Part(asked) if asked in Part.values else Part.RAISED


def _asked_district(request: DeskRequest) -> District | None:
    asked = request.GET.get("district", "")
    return district_of(request, asked) if asked else None

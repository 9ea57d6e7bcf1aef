"""実績報告: a 年度 of the city and of a district, its words, and the sheet for a general meeting."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.desk.reports.asked import district_of, year_of
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.paper.errors import PaperError
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District
from sasaeai.planning.access import can_write_words, check_can_write_words
from sasaeai.planning.actions.year_notes import write_year_note
from sasaeai.planning.forms.activities import YearWordsForm
from sasaeai.planning.queries.year_notes import words_of
from sasaeai.reports.exports import annual as report_papers
from sasaeai.reports.exports import annual_summary as summary_papers
from sasaeai.reports.exports.annual import plan_of
from sasaeai.reports.queries.annual import place_of, public_sheet, whole_sheet
from sasaeai.reports.queries.annual_sheet import AnnualSheet
from sasaeai.reports.queries.annual_summary import DistrictSummary, district_summary
from sasaeai.reports.queries.suppression import HIDDEN

YEARS_SHOWN = 10
"""The present 年度 and those before to choose from; an older one is typed in the address."""


@signed_in
@require_safe
def annual(request: DeskRequest) -> HttpResponse:
    """The city, or the districts of a coordinator; who reads one district is led to it."""
    viewer = request.viewer
    districts = [] if viewer.sees_city else list(visible_districts(viewer)[:2])
    if len(districts) == 1:
        query = request.GET.urlencode()
        page = reverse("desk:district_annual", args=[districts[0].id])
        return redirect(f"{page}?{query}" if query else page)
    return _report(request, None)


@signed_in
@require_safe
def district_annual(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """One district's report."""
    return _report(request, district_of(request, str(district_id)))


@signed_in
@require_safe
def annual_paper(request: DeskRequest, ext: str) -> HttpResponse:
    """The report of the city as PDF, DOCX, XLSX or CSV."""
    return _paper(request, None, ext)


@signed_in
@require_safe
def district_annual_paper(request: DeskRequest, district_id: UUID, ext: str) -> HttpResponse:
    """The report of a district as PDF, DOCX, XLSX or CSV."""
    return _paper(request, district_of(request, str(district_id)), ext)


@signed_in
@require_http_methods(["GET", "POST"])
def annual_words(request: DeskRequest) -> HttpResponse:
    """成果・課題・次年度の方針 of the whole city."""
    return _words(request, None)


@signed_in
@require_http_methods(["GET", "POST"])
def district_annual_words(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """成果・課題・次年度の方針 of a district."""
    return _words(request, district_of(request, str(district_id)))


@signed_in
@require_safe
def district_summary_page(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """The sheet for the district's general meeting, to look at before it is printed."""
    district = district_of(request, str(district_id))
    year, mistake = year_of(request)
    found = _summary(request, district, year)
    with_papers = _context(request, district, year, mistake, "district_summary")
    sheet = summary_papers.paper_of(found, request.viewer.on)
    context = with_papers | {"found": found, "sheet": sheet}
    return render(request, "desk/reports/annual_summary.html", context)


@signed_in
@require_safe
def district_summary_paper(request: DeskRequest, district_id: UUID, ext: str) -> HttpResponse:
    """The sheet for the general meeting as PDF, DOCX or XLSX."""
    district = district_of(request, str(district_id))
    if ext not in summary_papers.FORMATS:
        raise NotFound(_("この形式の紙はありません。"))
    year, _mistake = year_of(request)
    found = _summary(request, district, year)
    try:
        return paper_response(summary_papers.summary_paper(found, ext=ext, on=request.viewer.on))
    except PaperError as error:
        messages.error(request, error.message)
        return redirect(_with("desk:district_summary", district, year, public=_is_public(request)))


# ── Parts ────────────────────────────────────────────────────────────────────────────────────────


def _report(request: DeskRequest, district: District | None) -> HttpResponse:
    year, mistake = year_of(request)
    sheet = _sheet(request, district, year)
    report = sheet.report
    name = "district_annual" if district else "annual"
    context = _context(request, district, year, mistake, name) | {
        "sheet": sheet,
        "report": report,
        "plan": plan_of(report),
        "hidden_sign": HIDDEN,
        "may_write": can_write_words(request.viewer, district),
        "words_url": _with(
            "desk:district_annual_words" if district else "desk:annual_words", district, year
        ),
        "in_progress": report.fiscal_year.end > request.viewer.on,
    }
    return render(request, "desk/reports/annual.html", context)


def _paper(request: DeskRequest, district: District | None, ext: str) -> HttpResponse:
    if ext not in report_papers.FORMATS:
        raise NotFound(_("この形式の紙はありません。"))
    year, _mistake = year_of(request)
    sheet = _sheet(request, district, year)
    try:
        paper = report_papers.annual_paper(
            sheet, place=place_of(request.viewer, district), ext=ext, on=request.viewer.on
        )
    except PaperError as error:
        messages.error(request, error.message)
        page = "desk:district_annual" if district else "desk:annual"
        return redirect(_with(page, district, year, public=sheet.is_public))
    return paper_response(paper)


def _words(request: DeskRequest, district: District | None) -> HttpResponse:
    viewer = request.viewer
    check_can_write_words(viewer, district)
    year, mistake = year_of(request)
    form = YearWordsForm(request.POST or None, words=words_of(viewer, year, district=district))
    page = _with("desk:district_annual" if district else "desk:annual", district, year)
    if form.is_valid():
        written = attempt(
            form,
            write_year_note,
            district=district,
            fiscal_year=year,
            actor=viewer,
            **form.cleaned_data,
        )
        if written:
            messages.success(request, _("%(year)sのことばを保存しました。") % {"year": year.label})
            return redirect(f"{page}#words")
    context = {"form": form, "district": district, "year": year, "mistake": mistake, "page": page}
    return render(request, "desk/reports/annual_words.html", context)


def _sheet(request: DeskRequest, district: District | None, year: FiscalYear) -> AnnualSheet:
    make = public_sheet if _is_public(request) else whole_sheet
    return make(request.viewer, year, district=district)


def _summary(request: DeskRequest, district: District, year: FiscalYear) -> DistrictSummary:
    return district_summary(district, _sheet(request, district, year), viewer=request.viewer)


def _is_public(request: DeskRequest) -> bool:
    return request.GET.get("public", "") == "1"


def _context(
    request: DeskRequest, district: District | None, year: FiscalYear, mistake: str, name: str
) -> dict[str, Any]:
    present = FiscalYear.of(request.viewer.on)
    years = [FiscalYear(present.year - back) for back in range(YEARS_SHOWN)]
    is_public = _is_public(request)
    formats = summary_papers.FORMATS if name == "district_summary" else report_papers.FORMATS
    return {
        "district": district,
        "year": year,
        "years": years if year in years else sorted({*years, year}, reverse=True),
        "mistake": mistake,
        "is_public": is_public,
        "paper_urls": {
            ext: _with(f"desk:{name}_paper", district, year, ext, public=is_public)
            if district
            else _with(f"desk:{name}_{ext}", None, year, public=is_public)
            for ext in formats
        },
    }


def _with(
    name: str, district: District | None, year: FiscalYear, *more: str, public: bool = False
) -> str:
    values = [district.id, *more] if district else [*more]
    query = {"year": year.year} | ({"public": 1} if public else {})
    return f"{reverse(name, args=values)}?{urlencode(query)}"

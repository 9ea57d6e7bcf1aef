"""自主防災の取組: the 町会 of a district side by side, keyed in one after the other, printed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.issues import actions
from sasaeai.issues.exports.efforts import efforts_blank_paper, efforts_paper
from sasaeai.issues.forms.efforts import EffortForm
from sasaeai.issues.queries.efforts import (
    QUESTIONS,
    EffortRow,
    EffortSheet,
    effort_sheet,
    get_visible_district,
)
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.wareki import DateTextError
from sasaeai.paper.errors import PaperError
from sasaeai.people.access import can_run_district, check_can_run_district, visible_districts
from sasaeai.people.models import District
from sasaeai.people.queries.districts import living
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def efforts(request: DeskRequest) -> HttpResponse:
    """The first district the viewer reads, or the one that was picked."""
    districts = list(visible_districts(request.viewer))
    asked = request.GET.get("district", "")
    district = next((one for one in districts if str(one.id) == asked), None)
    if district is None and districts:
        district = (living(districts, on=request.viewer.on) or districts)[0]
    if district is None:
        raise NotFound(_("地区がまだありません。"))
    return redirect("desk:district_efforts", district.id)


@signed_in
@require_safe
def district_efforts(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """Every 町会 of a district in one table, last year's answers beside."""
    viewer = request.viewer
    district = get_visible_district(district_id, viewer=viewer)
    year = _year(request)
    present = FiscalYear.of(viewer.on)
    context = {
        "sheet": effort_sheet(district, year, viewer=viewer),
        "questions": QUESTIONS,
        "districts": living(visible_districts(viewer), on=viewer.on, but=district),
        "district": district,
        "year": year,
        "years": [FiscalYear(present.year - back) for back in range(6)],
        "may_write": can_run_district(viewer, district),
    }
    return render(request, "desk/issues/efforts.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def effort(request: DeskRequest, district_id: UUID, organization_id: UUID) -> HttpResponse:
    """Key in one 町会; saving leads to the next one that has nothing yet."""
    viewer = request.viewer
    district = get_visible_district(district_id, viewer=viewer)
    check_can_run_district(viewer, district)
    year = _year(request)
    sheet = effort_sheet(district, year, viewer=viewer)
    row = next((one for one in sheet.rows if one.organization.id == organization_id), None)
    if row is None:
        raise NotFound(_("この地区の町会・自主防災組織に、この団体はありません。"))
    form = EffortForm(request.POST or None, row=row)
    if form.is_valid():
        written = attempt(
            form,
            actions.write_effort,
            district=district,
            organization=row.organization,
            fiscal_year=year,
            points=form.points(),
            note=form.cleaned_data["note"],
            base_version=form.cleaned_data["base_version"],
            actor=viewer,
        )
        if written:
            _say(request, sheet, row, written.version)
            return redirect(_next(sheet, row))
    context = {"form": form, "row": row, "sheet": sheet, "district": district, "year": year}
    return render(request, "desk/issues/effort.html", context)


@signed_in
@require_safe
def efforts_sheet(request: DeskRequest, district_id: UUID, ext: str) -> HttpResponse:
    """The comparison as PDF (A4, or A3 with ?size=a3) or XLSX."""
    district = get_visible_district(district_id, viewer=request.viewer)
    sheet = effort_sheet(district, _year(request), viewer=request.viewer)
    size = "a3" if request.GET.get("size") == "a3" else "a4"
    if ext not in {"pdf", "xlsx"}:
        raise NotFound(_("この形式の紙はありません。"))
    try:
        return paper_response(efforts_paper(sheet, ext=ext, size=size, on=request.viewer.on))
    except PaperError as error:
        return _cannot_print(request, district, error)


@signed_in
@require_safe
def efforts_blank(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """A sheet a 町会 to hand out."""
    district = get_visible_district(district_id, viewer=request.viewer)
    sheet = effort_sheet(district, _year(request), viewer=request.viewer)
    try:
        return paper_response(efforts_blank_paper(sheet, on=request.viewer.on))
    except PaperError as error:
        return _cannot_print(request, district, error)


def _say(request: DeskRequest, sheet: EffortSheet, row: EffortRow, version: int) -> None:
    undo = reverse("desk:effort", args=[sheet.district.id, row.organization.id])
    undo_message(
        request,
        _("%(name)sの取組を書きました。") % {"name": row.organization.name},
        f"{undo}?year={sheet.fiscal_year.year}",
        keys=row.keys,
        note=row.effort.note if row.effort else "",
        base_version=version,
    )


def _next(sheet: EffortSheet, row: EffortRow) -> str:
    """The next 町会 without answers, from the top again after the last one; else the table."""
    place = sheet.rows.index(row)
    others = (*sheet.rows[place + 1 :], *sheet.rows[:place])
    following = next((one for one in others if one.effort is None), None)
    page = (
        reverse("desk:effort", args=[sheet.district.id, following.organization.id])
        if following
        else reverse("desk:district_efforts", args=[sheet.district.id])
    )
    return f"{page}?year={sheet.fiscal_year.year}"


def _year(request: DeskRequest) -> FiscalYear:
    """The 年度 of the address; the present one where it cannot be read."""
    try:
        return FiscalYear.from_label(request.GET.get("year", ""))
    except DateTextError:
        return FiscalYear.of(request.viewer.on)


def _cannot_print(request: DeskRequest, district: District, error: PaperError) -> HttpResponse:
    messages.error(request, error.message)
    return redirect("desk:district_efforts", district.id)

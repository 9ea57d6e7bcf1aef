"""What leaves the directory: the printed list, check sheets, open formats."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, runs_meetings, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.directory import queries
from sasaeai.directory.exports import (
    check_sheets_paper,
    directory_list_paper,
    hsds_bytes,
    services_csv,
)
from sasaeai.directory.models import Service
from sasaeai.directory.queries import SheetOfCheck
from sasaeai.kernel.errors import NotNow
from sasaeai.paper.errors import PaperError
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District
from sasaeai.people.queries.districts import living


@signed_in
@require_safe
def directory_papers(request: DeskRequest) -> HttpResponse:
    """Which district's list, on paper or as a file."""
    districts = list(visible_districts(request.viewer))
    district = _district(request, districts)
    count = _offered(request, district).order_by().count()
    offered = living(districts, on=request.viewer.on, but=district)
    context = {"districts": offered, "district": district, "count": count}
    return render(request, "desk/directory/papers.html", context)


@signed_in
@require_safe
def directory_paper(request: DeskRequest, ext: str) -> HttpResponse:
    """相談先一覧 as PDF, DOCX or XLSX."""
    district = _district(request, list(visible_districts(request.viewer)))
    try:
        paper = directory_list_paper(
            district.name if district else request.viewer.town,
            _offered(request, district),
            printed_on=request.viewer.on,
            ext=ext,
        )
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:directory_papers")
    return paper_response(paper)


@signed_in
@require_safe
def directory_hsds(request: DeskRequest) -> HttpResponse:
    """What is public, in HSDS 3.0."""
    district = _district(request, list(visible_districts(request.viewer)))
    content = hsds_bytes(list(_offered(request, district)), town=request.viewer.town)
    return _file(content, "application/json", "hsds-services.json")


@signed_in
@require_safe
def directory_csv(request: DeskRequest) -> HttpResponse:
    """What is public, as CSV."""
    district = _district(request, list(visible_districts(request.viewer)))
    content = services_csv(_offered(request, district))
    return _file(content, "text/csv; charset=utf-8", "相談先一覧.csv")


@runs_meetings
@require_safe
def check_paper(request: DeskRequest, check_id: UUID, ext: str) -> HttpResponse:
    """The sheet of one operator."""
    return _sheets(request, [queries.get_visible_check(check_id, viewer=request.viewer)], ext)


@runs_meetings
@require_safe
def check_papers(request: DeskRequest, ext: str) -> HttpResponse:
    """The sheets of everybody who was asked and has not answered."""
    return _sheets(request, queries.unanswered_checks(request.viewer), ext)


def _sheets(request: DeskRequest, sheets: Sequence[SheetOfCheck], ext: str) -> HttpResponse:
    if ext not in {"pdf", "docx"}:
        raise Http404
    try:
        paper = check_sheets_paper(sheets, printed_on=request.viewer.on, ext=ext)
    except (NotNow, PaperError) as error:
        messages.error(request, error.message)
        return redirect("desk:service_checks")
    return paper_response(paper)


def _offered(request: DeskRequest, district: District | None) -> QuerySet[Service]:
    viewer = request.viewer
    return queries.offered_in(district, municipality_id=viewer.municipality_id, on=viewer.on)


def _district(request: DeskRequest, districts: list[District]) -> District | None:
    """The district that the address names; the only one of who has one; else the whole city."""
    asked = request.GET.get("district", "")
    chosen = next((one for one in districts if str(one.id) == asked), None)
    return chosen or (districts[0] if len(districts) == 1 and asked != "all" else None)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    header = content_disposition_header(True, name)  # noqa: FBT003
    response["Content-Disposition"] = header or "attachment"
    response["Cache-Control"] = "no-store, private"
    return response

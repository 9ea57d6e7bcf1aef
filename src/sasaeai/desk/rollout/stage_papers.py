"""The papers of the roll-out: for a briefing, for the talks, and the board itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.desk.rollout.stages import asked_board
from sasaeai.kernel.errors import NotFound
from sasaeai.paper.errors import PaperError
from sasaeai.rollout.enums import StagePaper
from sasaeai.rollout.exports.stages import stage_paper
from sasaeai.rollout.exports.stages_board import board_paper
from sasaeai.rollout.models import DistrictStage
from sasaeai.rollout.queries.agreements import agreement_of, proposed_agreement
from sasaeai.rollout.queries.stages import (
    city_name,
    details_of,
    district_standing,
    get_visible_district,
)


@signed_in
@require_safe
def board_pdf(request: DeskRequest) -> HttpResponse:
    """The board as asked for, on A4, or on A3 with ?size=a3."""
    return _board(request, "pdf")


@signed_in
@require_safe
def board_xlsx(request: DeskRequest) -> HttpResponse:
    """The board as asked for, to work on in Excel."""
    return _board(request, "xlsx")


def _board(request: DeskRequest, ext: str) -> HttpResponse:
    viewer = request.viewer
    found, _asked = asked_board(request)
    size = "a3" if request.GET.get("size") == "a3" else "a4"
    try:
        paper = board_paper(found, ext=ext, size=size, city=city_name(viewer), on=viewer.on)
        return paper_response(paper)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:rollout")


@signed_in
@require_safe
def stage_sheet(request: DeskRequest, district_id: UUID, sheet: str, ext: str) -> HttpResponse:
    """One paper for a district, as PDF or DOCX; ?stage= names the stage whose day it bears."""
    viewer = request.viewer
    district = get_visible_district(district_id, viewer=viewer)
    if sheet not in StagePaper.values or ext not in {"pdf", "docx"}:
        raise NotFound(_("この形式の紙はありません。"))
    way = agreement_of(district, viewer=viewer) or proposed_agreement(district, viewer=viewer)
    try:
        paper = stage_paper(
            sheet,
            ext=ext,
            district=district,
            record=_record(request, district_id),
            way=way,
            on=viewer.on,
        )
        return paper_response(paper)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:rollout_district", district.id)


def _record(request: DeskRequest, district_id: UUID) -> DistrictStage | None:
    """What is written of the stage that the address names; None for any other."""
    asked = request.GET.get("stage", "")
    if not asked:
        return None
    district = get_visible_district(district_id, viewer=request.viewer)
    standing = district_standing(district, viewer=request.viewer)
    for details in details_of(standing, viewer=request.viewer):
        if str(details.cell.stage.id) == asked:
            return details.record
    return None

"""展開: every district among the stages, as board, list and map; and one district."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.rollout.access import can_write_stages
from sasaeai.rollout.enums import StageState
from sasaeai.rollout.queries.agreements import agreement_of, proposed_agreement
from sasaeai.rollout.queries.stages import (
    Board,
    BoardOrder,
    board_of,
    board_page,
    details_of,
    district_standing,
    get_visible_district,
)

VIEWS = {"table": _("表"), "list": _("一覧"), "map": _("地図")}
ORDERS = {
    BoardOrder.STUCK: _("止まっている地区から"),
    BoardOrder.STAGE: _("手前の段階から"),
    BoardOrder.DISTRICT: _("地区の順"),
}


@signed_in
@require_safe
def board(request: DeskRequest) -> HttpResponse:
    """Who is how far, who is stuck since when. Who sees one district alone is led to it."""
    found, asked = asked_board(request)
    if found.districts == 1 and not request.viewer.sees_city and found.stages:
        only = board_of(request.viewer).standings[0]
        return redirect("desk:rollout_district", only.district.id)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "table"
    context = {
        "board": found,
        "page": board_page(found, request.GET.get("page")),
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "view": view,
        "views": VIEWS.items(),
        "orders": [(str(value), word) for value, word in ORDERS.items()],
        "states": list(StageState),
        "may_begin": request.viewer.sees_city or bool(request.viewer.runs),
    }
    return render(request, "desk/rollout/board.html", context)


def asked_board(request: DeskRequest) -> tuple[Board, dict[str, str]]:
    """The board that an address asks for, and what it asked."""
    order = request.GET.get("order", "")
    asked = {
        "stage": request.GET.get("stage", ""),
        "stuck": "1" if request.GET.get("stuck") == "1" else "",
        "order": order if order in set(BoardOrder) else "",
    }
    found = board_of(
        request.viewer,
        stage_id=asked["stage"],
        stuck_only=bool(asked["stuck"]),
        order=asked["order"] or BoardOrder.STUCK,
    )
    return found, asked


@signed_in
@require_safe
def district(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """One district: each stage with its days and what was said; what was agreed."""
    viewer = request.viewer
    place = get_visible_district(district_id, viewer=viewer)
    standing = district_standing(place, viewer=viewer)
    agreement = agreement_of(place, viewer=viewer)
    context = {
        "district": place,
        "standing": standing,
        "details": details_of(standing, viewer=viewer),
        "agreement": agreement,
        "proposal": None if agreement else proposed_agreement(place, viewer=viewer),
        "may_write": can_write_stages(viewer, place),
        "may_begin": viewer.sees_city or bool(viewer.runs),
    }
    return render(request, "desk/rollout/district.html", context)

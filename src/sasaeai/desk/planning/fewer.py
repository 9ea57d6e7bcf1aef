"""会議を減らす: pairs of bodies that are alike, and one pair with all that was counted."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, signed_in
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District
from sasaeai.people.queries.districts import living
from sasaeai.planning.access import can_join, check_can_join, may_name
from sasaeai.planning.actions.joining import WAYS, propose_join
from sasaeai.planning.enums import JoinWay
from sasaeai.planning.forms.joining import ProposalForm
from sasaeai.planning.queries.overlap import Pair, Standing, pair_of, pairs_found
from sasaeai.web.messages import undo_message

PAGE_SIZE = 30


@signed_in
@require_safe
def fewer(request: DeskRequest) -> HttpResponse:
    """Every pair the viewer may read, those that may become one first."""
    districts = list(visible_districts(request.viewer))
    district = chosen_district(request, districts)
    pairs = pairs_found(request.viewer, district=district)
    shown = [pair for pair in pairs if pair.standing != Standing.SEPARATE]
    apart = [pair for pair in pairs if pair.standing == Standing.SEPARATE]
    proposed = [pair for pair in shown if pair.standing == Standing.PROPOSED]
    context = {
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "apart": Paginator(apart, PAGE_SIZE).get_page(request.GET.get("apart")),
        "trips": sum(pair.facts.trips_saved for pair in proposed),
        "proposed": len(proposed),
        "districts": living(districts, on=request.viewer.on, but=district),
        "district": district,
    }
    return render(request, "desk/planning/fewer.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def pair(request: DeskRequest, body_id: UUID, other_id: UUID) -> HttpResponse:
    """Two bodies side by side: sentences, what each counts, and asking the hosts."""
    found = pair_of(body_id, other_id, viewer=request.viewer)
    bodies = (found.one.body, found.other.body)
    if request.method == "POST":
        check_can_join(request.viewer, *bodies)
    way = found.word if found.word in WAYS else JoinWay.MERGE
    if found.word == JoinWay.SEPARATE:
        way = JoinWay.BACK_TO_BACK
    form = ProposalForm(
        request.POST or None, initial={"way": way.value, "since": request.viewer.on}
    )
    if form.is_valid():
        made = attempt(
            form,
            propose_join,
            body=found.one.body,
            counts_for=found.other.body,
            actor=request.viewer,
            **form.cleaned_data,
        )
        if made:
            undo_message(request, _("主催団体に確かめることにしました。用紙を印刷できます。"), None)
            return redirect("desk:join", made.id)
    context = {
        "pair": found,
        "form": form,
        "may_ask": can_join(request.viewer, *bodies)
        and found.standing not in {Standing.ASKED, Standing.JOINED},
        "looks": (found.one, found.other),
        "may_end": can_join(request.viewer, *bodies),
        "named": shows_names(request.viewer, found),
    }
    return render(request, "desk/planning/pair.html", context)


def shows_names(viewer: Viewer, found: Pair) -> bool:
    """Whether persons are named: the city reads posts and numbers (L-26)."""
    return may_name(viewer, {found.one.body.district_id, found.other.body.district_id})


def chosen_district(request: DeskRequest, districts: list[District]) -> District | None:
    """The district asked for; None for all. NotFound for one that is not the viewer's to read."""
    asked = request.GET.get("district", "")
    if not asked:
        return None
    found = next((district for district in districts if str(district.id) == asked), None)
    if found is None:
        raise NotFound(_("この地区は見つかりません。"))
    return found

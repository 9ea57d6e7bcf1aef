"""地区の略図: where issues lie, pointed out on a drawing, with the table beside it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.directory.enums import Season
from sasaeai.issues import actions, queries
from sasaeai.issues.access import check_can_work_on
from sasaeai.issues.forms.places import DrawingForm, SpotForm
from sasaeai.issues.models import Issue
from sasaeai.issues.queries import places
from sasaeai.issues.queries.efforts import get_visible_district
from sasaeai.kernel.errors import InvalidInput, NotFound
from sasaeai.meetings.queries import topics_of
from sasaeai.people.access import can_run_district, check_can_run_district, visible_districts
from sasaeai.people.queries.districts import living
from sasaeai.web.messages import undo_message

WIDTHS = (320, 640, 960)
"""How wide the drawing may be shown for pointing: a browser tells where in its own dots."""


@signed_in
@require_safe
def district_maps(request: DeskRequest) -> HttpResponse:
    """The first district the viewer reads, or the one that was picked."""
    districts = list(visible_districts(request.viewer))
    asked = request.GET.get("district", "")
    district = next((one for one in districts if str(one.id) == asked), None)
    if not districts:
        raise NotFound(_("地区がまだありません。"))
    first = (living(districts, on=request.viewer.on) or districts)[0]
    return redirect("desk:district_map", (district or first).id)


@signed_in
@require_safe
def district_map(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """The drawing with the issues of one page of the table on it."""
    viewer = request.viewer
    district = get_visible_district(district_id, viewer=viewer)
    topics = list(topics_of(viewer.municipality_id))
    topic = places.get_topic(request.GET.get("topic", ""), topics)
    season, closed = request.GET.get("season", ""), request.GET.get("closed", "") == "1"
    issues = places.placed_issues(viewer, district, topic=topic, season=season, closed=closed)
    page = places.placed_page(issues, request.GET.get("page"))
    ground = places.ground_of(district, viewer=viewer, tile_url=settings.TILE_URL)
    context = {
        "district": district,
        "districts": living(visible_districts(viewer), on=viewer.on, but=district),
        "topics": topics,
        "seasons": Season.choices,
        "chosen": {"topic": topic, "season": season, "closed": closed},
        "page": page,
        "ground": ground,
        "spots": places.spots_of(page, ground),
        "may_write": can_run_district(viewer, district),
    }
    return render(request, "desk/issues/map.html", context)


@signed_in
@require_safe
def drawing_picture(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """The picture alone. Its address carries the version, so that a browser may keep it."""
    district = get_visible_district(district_id, viewer=request.viewer)
    picture = places.picture_of(district)
    if picture is None:
        raise NotFound(_("この地区の略図は、まだありません。"))
    response = HttpResponse(picture[0], content_type=picture[1])
    response["Cache-Control"] = "private, max-age=86400"
    return response


@runs_meetings
@require_http_methods(["GET", "POST"])
def drawing_edit(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """Put a drawing in, or go back to the sheet with the names."""
    viewer = request.viewer
    district = get_visible_district(district_id, viewer=viewer)
    check_can_run_district(viewer, district)
    form = DrawingForm(
        request.POST or None,
        request.FILES or None,
        drawing=places.drawing_of(district),
        has_tiles=bool(settings.TILE_URL),
    )
    if form.is_valid():
        upload = form.cleaned_data["picture"]
        kept = attempt(
            form,
            actions.put_in_drawing,
            district=district,
            # One byte more than is allowed is enough to refuse it.
            picture=upload.read(actions.MAX_PICTURE_BYTES + 1) if upload else None,
            without_picture=form.cleaned_data["without_picture"],
            corners=form.corners(),
            base_version=form.cleaned_data["base_version"],
            actor=viewer,
        )
        if kept:
            messages.success(request, _("略図を保存しました。"))
            return redirect("desk:district_map", district.id)
    ground = places.ground_of(district, viewer=viewer, tile_url=settings.TILE_URL)
    context = {"form": form, "district": district, "ground": ground}
    return render(request, "desk/issues/drawing.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def issue_spot(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Point out where an issue lies: by tapping the drawing, or in hundredths."""
    found = _mine(request, issue_id)
    ground = places.ground_of(found.district, viewer=request.viewer, tile_url=settings.TILE_URL)
    tapped = _tapped(request, ground)
    form = SpotForm(
        request.POST if request.method == "POST" and tapped is None else None,
        initial=_initial(found),
    )
    spot = tapped
    if form.is_bound and form.is_valid():
        spot = (form.cleaned_data["left"] * 10, form.cleaned_data["top"] * 10)
    if spot is not None and attempt(
        form, actions.set_spot, issue=found, x=spot[0], y=spot[1], actor=request.viewer
    ):
        _say(request, found)
        return redirect("desk:issue_spot", found.id)
    width = _width(request)
    context = {
        "issue": found,
        "district": found.district,
        "ground": ground,
        "form": form,
        "width": width,
        "height": round(width * ground.height / ground.width),
        "widths": WIDTHS,
        "mark": _mark(found, ground),
    }
    return render(request, "desk/issues/spot.html", context)


@runs_meetings
@require_POST
def issue_spot_clear(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Take the mark away."""
    found = _mine(request, issue_id)
    actions.clear_spot(issue=found, actor=request.viewer)
    _say(request, found)
    return redirect("desk:issue_spot", found.id)


def _say(request: DeskRequest, before: Issue) -> None:
    """What was done, with the way back to where the mark was."""
    if before.spot_x is None:
        undo = reverse("desk:issue_spot_clear", args=[before.id])
        undo_message(request, _("略図に印を付けました。"), undo)
        return
    undo = reverse("desk:issue_spot", args=[before.id])
    values = {"left": round(before.spot_x / 10), "top": round(before.spot_y / 10)}
    undo_message(request, _("略図の印を変えました。"), undo, **values)


def _tapped(request: DeskRequest, ground: places.Ground) -> tuple[int, int] | None:
    """Thousandths of the drawing where it was tapped; a browser sends them in dots as shown."""
    x, y = request.POST.get("spot.x", ""), request.POST.get("spot.y", "")
    if not (x.isdecimal() and y.isdecimal()) or len(x + y) > 10:
        return None
    if int(x) == int(y) == 0:  # a key pressed in place of a tap
        raise InvalidInput(_("キーボードでは、下の「数で印を付ける」を使ってください。"))
    width = _width(request)
    height = width * ground.height / ground.width
    return min(round(int(x) * 1000 / width), 1000), min(round(int(y) * 1000 / height), 1000)


def _width(request: DeskRequest) -> int:
    asked = request.POST.get("width") or request.GET.get("width", "")
    return next((width for width in WIDTHS if str(width) == asked), WIDTHS[0])


def _initial(found: Issue) -> dict[str, int]:
    if found.spot_x is None:
        return {}
    return {"left": round(found.spot_x / 10), "top": round(found.spot_y / 10)}


def _mark(found: Issue, ground: places.Ground) -> places.Spot | None:
    if found.spot_x is None:
        return None
    return places.Spot(
        1, found, ground.width * found.spot_x / 1000, ground.height * found.spot_y / 1000
    )


def _mine(request: DeskRequest, issue_id: UUID) -> Issue:
    found = queries.get_visible_issue(issue_id, viewer=request.viewer)
    check_can_work_on(request.viewer, found)
    return found

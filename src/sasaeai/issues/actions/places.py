"""Where issues lie: the drawing of a district, and the spot of an issue on it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.access import check_can_work_on, check_current
from sasaeai.issues.models import DistrictDrawing, Issue
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.paper.pictures import MAX_BYTES as MAX_PICTURE_BYTES
from sasaeai.paper.pictures import clean_picture
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District

__all__ = ["MAX_PICTURE_BYTES", "Corners", "clear_spot", "put_in_drawing", "set_spot"]

FULL = 1000
"""A spot is told in thousandths of the drawing."""
_WIDEST = Decimal("2")
_FIELDS = ("content_type", "width", "height", "north", "south", "west", "east")
_SPOT = ("spot_x", "spot_y")


@dataclass(frozen=True, slots=True)
class Corners:
    """The edges of a district in degrees, for a site that has map tiles of its own."""

    north: Decimal
    south: Decimal
    west: Decimal
    east: Decimal


def put_in_drawing(
    *,
    district: District,
    actor: Viewer,
    picture: bytes | None = None,
    without_picture: bool = False,
    corners: Corners | None = None,
    base_version: int = 0,
) -> DistrictDrawing:
    """Keep the drawing of a district. picture: a new one (None keeps what there is).

    without_picture: back to the sheet with the names. Refuses a newer one by somebody (StaleEdit).
    """
    check_can_run_district(actor, district)
    _check_corners(corners)
    cleaned = clean_picture(picture, field="picture") if picture else None
    with transaction.atomic():
        # The district is the lock: two first drawings meet here.
        District.objects.select_for_update().get(pk=district.pk)
        scope = {"municipality_id": district.municipality_id, "district": district}
        row = DistrictDrawing.objects.filter(**scope).defer("picture").first()
        row = row or DistrictDrawing(**scope, version=0)
        check_version(row, base_version, yours={})
        before = audit.snapshot(row, _FIELDS) if row.version else {}
        if cleaned is not None:
            row.picture, row.content_type = cleaned.content, cleaned.content_type
            row.width, row.height = cleaned.width, cleaned.height
        elif without_picture:
            row.picture, row.content_type, row.width, row.height = b"", "", 0, 0
        for name in ("north", "south", "west", "east"):
            setattr(row, name, getattr(corners, name) if corners else None)
        row.version += 1
        row.save()
        audit.record(
            actor=actor, verb="draw", obj=row, before=before, after=audit.snapshot(row, _FIELDS)
        )
    return row


def set_spot(*, issue: Issue, x: int, y: int, actor: Viewer) -> Issue:
    """Point out where an issue lies, in thousandths of the drawing from its upper left corner."""
    if not (0 <= x <= FULL and 0 <= y <= FULL):
        sentence = _("印は略図の中に付けてください。左から・上からの割合は0から100までです。")
        raise InvalidInput(sentence, {"left": sentence})
    return _write_spot(issue, x, y, actor)


def clear_spot(*, issue: Issue, actor: Viewer) -> Issue:
    """Take the mark of an issue from the drawing; `set_spot` sets it again."""
    return _write_spot(issue, None, None, actor)


def _write_spot(issue: Issue, x: int | None, y: int | None, actor: Viewer) -> Issue:
    check_can_work_on(actor, issue)
    with transaction.atomic():
        rows = Issue.objects.select_for_update(of=("self",)).select_related("district")
        row = rows.get(pk=issue.pk)
        check_current(row)
        before = audit.snapshot(row, _SPOT)
        row.spot_x, row.spot_y = x, y
        row.save(update_fields=[*_SPOT])
        audit.record(
            actor=actor, verb="place", obj=row, before=before, after=audit.snapshot(row, _SPOT)
        )
    return row


def _check_corners(corners: Corners | None) -> None:
    """Swapped numbers are found out: north lies above south, and a district is not a prefecture."""
    if corners is None:
        return
    right = (
        20 <= corners.south < corners.north <= 46
        and 122 <= corners.west < corners.east <= 154
        and corners.north - corners.south <= _WIDEST
        and corners.east - corners.west <= _WIDEST
    )
    if not right:
        sentence = _(
            "四隅の緯度・経度を確かめてください。北端は南端より大きく、東端は西端より大きい数です。"
            "例：北端40.85 南端40.80 西端140.68 東端140.75"
        )
        raise InvalidInput(sentence, {"north": sentence})

"""Who may see how far the districts are, and who may write it down."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotAllowed
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District
from sasaeai.rollout.models import DistrictStage

# ── Stages ───────────────────────────────────────────────────────────────────────────────────────


def visible_stage_records(viewer: Viewer) -> QuerySet[DistrictStage]:
    """Records of stages of the districts the viewer may read."""
    records = DistrictStage.objects.filter(municipality_id=viewer.municipality_id)
    return records if viewer.sees_city else records.filter(district_id__in=viewer.sees)


def check_can_keep_stages(viewer: Viewer) -> None:
    """Raise unless the viewer may change the stages themselves: they are the whole city's."""
    if not viewer.sees_city:
        raise NotAllowed(
            _("展開の段階は市全体で使うものです。直すときは、市・市社協の担当者に頼んでください。")
        )


def check_can_write_stages(viewer: Viewer, district: District) -> None:
    """Raise unless the viewer is of the city or its council, or runs the district's meetings."""
    if not can_write_stages(viewer, district):
        raise NotAllowed(
            _(
                "%(district)sの立上げの記録は、市・市社協の担当者か、"
                "その地区の地区社協の役員、担当の地域支え合い推進員が書きます。"
            )
            % {"district": district.name}
        )


def can_write_stages(viewer: Viewer, district: District) -> bool:
    """Whether `check_can_write_stages` would let the viewer pass."""
    if viewer.municipality_id != district.municipality_id:
        return False
    return viewer.sees_city or viewer.may_run(district.id)

"""Who may see and change the register."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotAllowed
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District, Organization


def visible_districts(viewer: Viewer) -> QuerySet[District]:
    """Districts the viewer may read: assigned or own ones, for the city all."""
    districts = District.objects.filter(municipality_id=viewer.municipality_id)
    return districts if viewer.sees_city else districts.filter(id__in=viewer.sees)


def visible_organizations(viewer: Viewer) -> QuerySet[Organization]:
    """Organisations that serve a district the viewer may read, or no district at all (city-wide)."""
    organizations = Organization.objects.filter(municipality_id=viewer.municipality_id)
    if viewer.sees_city:
        return organizations
    served = organizations.filter(served__district_id__in=viewer.sees)
    citywide = organizations.filter(served__isnull=True)
    return (served | citywide).distinct()


def check_can_run_district(viewer: Viewer, district: District) -> None:
    """Raise unless the viewer runs the meetings and keeps the register of `district`."""
    if viewer.municipality_id != district.municipality_id or not viewer.may_run(district.id):
        raise NotAllowed(
            _(
                "%(district)sの会議は、その地区の地区社協の役員か、"
                "担当の地域支え合い推進員が進めます。"
            )
            % {"district": district.name}
        )


def can_run_district(viewer: Viewer, district: District) -> bool:
    """Whether `check_can_run_district` would let the viewer pass."""
    try:
        check_can_run_district(viewer, district)
    except NotAllowed:
        return False
    return True

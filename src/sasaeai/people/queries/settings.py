"""Reads of what a municipality has set for all its districts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import Municipality, OrganizationKind


def city_of(viewer: Viewer) -> Municipality:
    """The viewer's own municipality."""
    return Municipality.objects.get(pk=viewer.municipality_id)


def kinds_bound(viewer: Viewer) -> QuerySet[OrganizationKind]:
    """Kinds of organisation in their order, with `organizations_count`."""
    kinds = OrganizationKind.objects.filter(municipality_id=viewer.municipality_id)
    return kinds.annotate(organizations_count=Count("organizations")).order_by("position", "pk")


def get_kind(kind_id: UUID, *, viewer: Viewer) -> OrganizationKind:
    """A kind of the viewer's municipality; NotFound for strangers."""
    kind = OrganizationKind.objects.filter(
        municipality_id=viewer.municipality_id, pk=kind_id
    ).first()
    if kind is None:
        raise NotFound(_("この団体の種類は見つかりません。"))
    return kind

"""Reads of pledges of secrecy (誓約書)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_terms
from sasaeai.people.models import Pledge


def pledges_of(tenure_ids: Collection[UUID], *, municipality_id: UUID) -> dict[UUID, Pledge]:
    """The pledge of each term that has one. One query."""
    if not tenure_ids:
        return {}
    rows = Pledge.objects.current().filter(
        municipality_id=municipality_id, tenure_id__in=tenure_ids
    )
    return {pledge.tenure_id: pledge for pledge in rows}


def get_visible_pledge(pledge_id: UUID, *, viewer: Viewer) -> Pledge:
    """A pledge, also one that was taken back, with its term; NotFound for strangers."""
    pledge = (
        Pledge.objects.filter(
            municipality_id=viewer.municipality_id,
            pk=pledge_id,
            tenure__in=visible_terms(viewer),
        )
        .select_related("tenure__post__organization", "tenure__person")
        .first()
    )
    if pledge is None:
        raise NotFound(_("この誓約は見つかりません。"))
    return pledge

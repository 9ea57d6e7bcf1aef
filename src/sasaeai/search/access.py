"""Who may find what, and who may say which words mean the same."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotAllowed
from sasaeai.kernel.viewer import Viewer
from sasaeai.search.enums import Audience


def findable(viewer: Viewer) -> Q:
    """Entries of the viewer's municipality that the viewer may read."""
    if viewer.is_system:
        return Q()
    may = Q(audience=Audience.EVERYBODY)
    if viewer.sees_city:
        may |= Q(audience=Audience.READERS)
    elif viewer.sees:
        may |= Q(audience=Audience.READERS, district_id__in=viewer.sees)
    if viewer.runs:
        may |= Q(audience=Audience.RUNNERS, district_id__in=viewer.runs)
    return may


def can_edit_synonyms(viewer: Viewer) -> bool:
    """Whether the viewer may say which words mean the same: staff of city and council."""
    return viewer.is_system or viewer.sees_city


def check_can_edit_synonyms(viewer: Viewer) -> None:
    """Raise unless the viewer may say which words mean the same."""
    if not can_edit_synonyms(viewer):
        raise NotAllowed(
            _(
                "同じ意味のことばは、市と市社会福祉協議会の担当者が直せます。担当者にお知らせください。"
            )
        )

"""Troubles as they came, the new ones first."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _

from sasaeai.issues.access import visible_troubles
from sasaeai.issues.enums import TroubleState
from sasaeai.issues.models import Trouble
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District

PAGE_SIZE = 30


def list_troubles(viewer: Viewer, *, district: District | None = None) -> QuerySet[Trouble]:
    """Troubles the viewer may read: those nobody decided about first, then the newest."""
    troubles = visible_troubles(viewer)
    if district is not None:
        troubles = troubles.filter(district=district)
    is_new = When(state=TroubleState.NEW, then=Value(0))
    return (
        troubles.select_related("district", "issue", "meeting__body")
        .annotate(place=Case(is_new, default=Value(1), output_field=IntegerField()))
        .order_by("place", "-raised_on", "-created_at")
    )


def troubles_page(troubles: QuerySet[Trouble], number: str | int | None) -> Page[Trouble]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(troubles, PAGE_SIZE).get_page(number)


def get_visible_trouble(trouble_id: UUID, *, viewer: Viewer) -> Trouble:
    """A trouble with district and issue; NotFound for strangers."""
    return _found(visible_troubles(viewer).filter(pk=trouble_id))


def get_withdrawn_trouble(trouble_id: UUID, *, viewer: Viewer) -> Trouble:
    """A trouble that was taken back, to be restored; NotFound for strangers."""
    troubles = Trouble.objects.filter(municipality_id=viewer.municipality_id, pk=trouble_id)
    return _found(troubles if viewer.sees_city else troubles.filter(district_id__in=viewer.sees))


def _found(troubles: QuerySet[Trouble]) -> Trouble:
    trouble = troubles.select_related("district", "issue", "meeting__body").first()
    if trouble is None:
        raise NotFound(_("この困りごとは見つかりません。"))
    return trouble

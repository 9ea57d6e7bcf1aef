"""Halls of the register."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_venues
from sasaeai.people.models import Venue


def get_visible_venue(venue_id: UUID, *, viewer: Viewer) -> Venue:
    """A hall with its district, also one taken out of the list; NotFound for strangers."""
    venue = visible_venues(viewer).filter(pk=venue_id).select_related("district").first()
    if venue is None:
        raise NotFound(_("この会場は見つかりません。"))
    return venue


def list_venues(viewer: Viewer, *, removed: bool = False) -> list[Venue]:
    """Halls in use by reading, or those taken out of the list. One query."""
    venues = visible_venues(viewer).filter(removed_at__isnull=not removed)
    return list(venues.select_related("district"))

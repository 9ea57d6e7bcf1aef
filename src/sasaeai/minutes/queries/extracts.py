"""Extracts of the minutes: what was given, to whom, and whom it can be given to."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.minutes.access import visible_minutes
from sasaeai.minutes.models import Extract, Minutes


def called_to(meeting: Meeting) -> list[str]:
    """「白旗野町会 会長」 of everybody called, once each; a guest without an office by name."""
    rows = Expected.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting
    )
    names = (
        f"{row.organization_name} {row.post_title}".strip() or row.person_name
        for row in rows.order_by("number")
    )
    return list(dict.fromkeys(names))


def extracts_of(minutes: Minutes) -> list[Extract]:
    """What was given out of some minutes, newest first. One query."""
    return list(
        Extract.objects.filter(municipality_id=minutes.municipality_id, minutes=minutes)
        .select_related("revision")
        .order_by("-created_at")
    )


def get_visible_extract(extract_id: UUID, *, viewer: Viewer) -> Extract:
    """An extract of minutes the viewer may read; NotFound for strangers."""
    extract = (
        Extract.objects.filter(
            municipality_id=viewer.municipality_id,
            minutes__in=visible_minutes(viewer),
            id=extract_id,
        )
        .select_related("revision", "minutes__meeting__body__district")
        .select_related("minutes__meeting__venue", "minutes__meeting__municipality")
        .first()
    )
    if extract is None:
        raise NotFound(_("この抜き書きは見つかりません。"))
    return extract

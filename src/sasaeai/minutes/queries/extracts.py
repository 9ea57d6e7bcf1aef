"""Extracts of the minutes: what was given, to whom, and whom it can be given to."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel import wareki
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.meetings.queries.regimes import acknowledged_lines
from sasaeai.minutes.access import visible_minutes
from sasaeai.minutes.models import Extract, Minutes
from sasaeai.minutes.queries.public import leading_host


def called_to(meeting: Meeting, *, viewer: Viewer) -> list[str]:
    """「白旗野町会 会長」 of everybody called, once each; a guest without an office by name.

    Of a support council only those whose term of today acknowledged the secrecy (L-04).
    """
    if Regime(meeting.regime).needs_acknowledgement:
        lines = acknowledged_lines(meeting, viewer=viewer)
        calls = [line.expected for line in lines if line.given is not None]
    else:
        rows = Expected.objects.current().filter(
            municipality_id=meeting.municipality_id, meeting=meeting
        )
        calls = list(rows.order_by("number"))
    names = (
        f"{row.organization_name} {row.post_title}".strip() or row.person_name for row in calls
    )
    return list(dict.fromkeys(names))


def heading_of(meeting: Meeting) -> str:
    """「令和8年度 第2回 大野地区地域支え合い会議（令和8年11月10日(火)、大野市民センター）」."""
    number = f"第{meeting.number}回 " if meeting.number else ""
    name = f"{FiscalYear(meeting.fiscal_year).label} {number}{meeting.body.name}"
    return f"{name}（{wareki.long_date(meeting.held_on)}、{meeting.venue.name}）"


def sender_of(meeting: Meeting) -> str:
    """Who gives an extract: the leading host, else who runs the meeting."""
    host = leading_host(meeting)
    return host.name if host else meeting.secretariat or meeting.body.name


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

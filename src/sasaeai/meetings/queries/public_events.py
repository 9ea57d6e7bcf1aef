"""Meetings that everybody may come to, as everybody may read of them: no viewer, no login.

What is not named here leaves by no list, file or calendar: agenda, theme, who is called, why a
meeting was cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Prefetch

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import BodyHost, Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEvent:
    """A meeting for everybody. Times are aware; version counts the changes of its plan.

    latitude, longitude: degrees, only of a hall that is open data itself. changed_at: when what
    is said here was last written.
    """

    id: UUID
    name: str
    district_id: UUID
    district: str
    starts_at: datetime
    ends_at: datetime
    snow_starts_at: datetime | None
    venue: str
    address: str
    access: str
    latitude: Decimal | None
    longitude: Decimal | None
    hosts: tuple[str, ...]
    note: str
    is_cancelled: bool
    version: int
    changed_at: datetime


def public_events(
    municipality_id: UUID, *, since: date, district_id: UUID | None = None
) -> list[PublicEvent]:
    """Meetings for everybody that end on `since` (a day in Japan) or later, the earliest first.

    Cancelled ones stay and are marked: whoever wrote the day down must hear of it. Three queries.
    """
    meetings = Meeting.objects.filter(
        municipality_id=municipality_id,
        starts_at__gte=clock.at(since, time()),
        is_public_event=True,
        regime=Regime.OPEN,
    )
    if district_id is not None:
        meetings = meetings.filter(body__district_id=district_id)
    hosts = Prefetch("body__hosts", BodyHost.objects.select_related("organization"))
    found = list(
        meetings.select_related("body__district", "venue")
        .prefetch_related(hosts)
        .order_by("starts_at", "id")
    )
    changed = _changed_at(municipality_id, found)
    return [_event(meeting, changed.get(meeting.id, meeting.created_at)) for meeting in found]


def _event(meeting: Meeting, changed_at: datetime) -> PublicEvent:
    hall = meeting.venue
    listed = hall.is_public and hall.removed_at is None
    return PublicEvent(
        id=meeting.id,
        name=public_name(meeting),
        district_id=meeting.body.district_id,
        district=meeting.body.district.name,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        snow_starts_at=meeting.snow_starts_at,
        venue=hall.name,
        address=hall.address,
        access=hall.access,
        latitude=hall.latitude if listed else None,
        longitude=hall.longitude if listed else None,
        hosts=tuple(host.organization.name for host in meeting.body.hosts.all()),
        note=meeting.public_note,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
        version=meeting.version,
        changed_at=changed_at,
    )


def public_name(meeting: Meeting) -> str:
    """What a meeting is called outside; invented ones of a demonstration say so."""
    name = meeting.body.name
    return f"{name}（見本）" if meeting.is_sample and "見本" not in name else name


def _changed_at(municipality_id: UUID, meetings: list[Meeting]) -> dict[UUID, datetime]:
    entries = Entry.objects.filter(
        municipality_id=municipality_id,
        object_type=Meeting._meta.label_lower,
        object_id__in=[meeting.id for meeting in meetings],
    )
    return dict(entries.order_by().values_list("object_id").annotate(at=Max("at")))

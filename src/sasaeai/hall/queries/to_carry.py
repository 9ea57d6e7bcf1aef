"""What somebody may take into the hall, and what of it is on devices already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from sasaeai.hall.access import goes_onto_devices
from sasaeai.hall.models import Carry
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import visible_meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting

DAYS_BEFORE = 7
"""So long after its day a meeting that was not closed is still offered."""
DAYS_AHEAD = 30
MOST = 30


@dataclass(frozen=True, slots=True)
class ToCarry:
    """A meeting that may be carried; devices: where the viewer has it already."""

    meeting: Meeting
    devices: tuple[str, ...]


def meetings_to_carry(viewer: Viewer, *, also: UUID | None = None) -> list[ToCarry]:
    """Meetings of the next and the last days that the viewer runs, the nearest first.

    also: a meeting of another day that somebody came for.
    """
    if viewer.account_id is None:
        return []
    planned = _planned(viewer)
    meetings = list(planned.filter(starts_at__range=_days(viewer.on)).order_by("starts_at")[:MOST])
    if also is not None and also not in {meeting.id for meeting in meetings}:
        meetings = [*planned.filter(pk=also), *meetings]
    devices: dict[UUID, list[str]] = {}
    for carry in carries_of(viewer):
        devices.setdefault(carry.meeting_id, []).append(carry.device_name)
    return [
        ToCarry(meeting, tuple(dict.fromkeys(devices.get(meeting.id, ()))))
        for meeting in meetings
        if goes_onto_devices(meeting)
    ]


def _planned(viewer: Viewer) -> QuerySet[Meeting]:
    return (
        visible_meetings(viewer)
        .filter(state=MeetingState.PLANNED, body__district_id__in=viewer.runs)
        .select_related("body__district", "venue")
    )


def _days(today: date) -> tuple[datetime, datetime]:
    before, ahead = timedelta(days=DAYS_BEFORE), timedelta(days=DAYS_AHEAD + 1)
    return clock.at(today - before, time.min), clock.at(today + ahead, time.min)


def carries_of(viewer: Viewer) -> list[Carry]:
    """What the viewer carried out and a device still holds."""
    return list(
        Carry.objects.filter(
            municipality_id=viewer.municipality_id,
            account_id=viewer.account_id,
            returned_at__isnull=True,
            wiped_at__isnull=True,
        ).select_related("meeting__body")
    )

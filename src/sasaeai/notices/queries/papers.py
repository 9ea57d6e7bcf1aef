"""Which change a paper is about."""

from __future__ import annotations

from sasaeai.meetings.models import Meeting
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import Notice

CHANGES = (NoticeKind.CHANGE, NoticeKind.CANCELLATION)


def last_change(meeting: Meeting) -> Notice | None:
    """The newest notice of a change or a cancellation of a meeting, if people were told of one."""
    return (
        Notice.objects.filter(
            municipality_id=meeting.municipality_id, meeting_id=meeting.id, kind__in=CHANGES
        )
        .order_by("-created_at")
        .first()
    )

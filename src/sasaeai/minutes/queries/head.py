"""The head of the minutes (会議録の頭書き) before it is written: what the last meeting had."""

from __future__ import annotations

from dataclasses import dataclass

from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import hosts_of


@dataclass(frozen=True, slots=True)
class Head:
    """Who ran and wrote down a meeting. observers: heads, None while nobody said."""

    secretariat: str
    chair: str
    recorder: str
    observers: int | None


def head_of(meeting: Meeting, *, viewer: Viewer) -> Head:
    """What is written, else what the last meeting of the body had, else the leading host.

    The recorder is proposed as whoever writes. At most two queries, none for a head that is whole.
    """
    if meeting.secretariat and meeting.chair and meeting.recorder:
        return Head(meeting.secretariat, meeting.chair, meeting.recorder, meeting.observers)
    last = _last_with_head(meeting)
    host = ""
    if not meeting.secretariat and (last is None or not last.secretariat):
        host = next((one.organization.name for one in hosts_of(meeting.body)), "")
    return Head(
        secretariat=meeting.secretariat or (last.secretariat if last else "") or host,
        chair=meeting.chair or (last.chair if last else ""),
        recorder=meeting.recorder or viewer.name[:120],
        observers=meeting.observers,
    )


def _last_with_head(meeting: Meeting) -> Meeting | None:
    return (
        Meeting.objects.filter(
            is_told_of(),
            municipality_id=meeting.municipality_id,
            body_id=meeting.body_id,
            state=MeetingState.HELD,
            starts_at__lt=meeting.starts_at,
        )
        .exclude(secretariat="", chair="")
        .order_by("-starts_at")
        .first()
    )

"""Who gets which paper: the readers of a notice, and those who are still to be called."""

from __future__ import annotations

from uuid import UUID

from sasaeai.meetings.models import Meeting
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import Notice
from sasaeai.notices.queries.letters import NoticeBoard, Recipient
from sasaeai.people.enums import Channel

CHANGES = (NoticeKind.CHANGE, NoticeKind.CANCELLATION)


def last_change(meeting: Meeting) -> Notice | None:
    """The newest notice of a change or a cancellation of a meeting, if people were told of one."""
    return (
        Notice.objects.filter(
            municipality_id=meeting.municipality_id,
            meeting_id=meeting.id,
            kind__in=CHANGES,
            approved_at__isnull=False,  # one that was taken back says nothing any more
        )
        .order_by("-created_at")
        .first()
    )


def to_be_called(board: NoticeBoard) -> frozenset[UUID]:
    """Calls of the readers of a notice who, as far as anybody knows, have not heard it.

    Who was told by voice has, and so has whoever this system reached by wire. A letter or a FAX on
    paper that left the house may lie unread on the day, so its reader is called too.
    """
    readers = (r for r in board.recipients if r.delivery is not None)
    return frozenset(r.id for r in readers if not _has_heard(r))


def _has_heard(recipient: Recipient) -> bool:
    heard = recipient.by_wire or recipient.channel in {Channel.PHONE, Channel.HAND}
    return recipient.is_out and heard and not recipient.changes

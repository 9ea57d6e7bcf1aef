"""「新しい日程でも同じ」 for everybody who was told of a move by telephone, and its way back."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting
from sasaeai.notices.access import check_can_key_replies
from sasaeai.notices.actions.replies import confirm_reply, restore_reply
from sasaeai.notices.enums import DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Reply
from sasaeai.notices.queries.replies import previous_reply
from sasaeai.notices.queries.told import when_text
from sasaeai.people.enums import Channel


def confirm_told_replies(*, meeting: Meeting, actor: Viewer) -> tuple[Reply, ...]:
    """Let the earlier answers stand of everybody who was told of the move by telephone.

    They were asked on the telephone and said nothing else. Returns the replies that stand now, one
    a person; `take_back_told_replies` takes them back together.
    """
    check_can_key_replies(actor, meeting)
    with transaction.atomic():
        replies = Reply.objects.current().filter(
            municipality_id=meeting.municipality_id,
            expected_id__in=_told_by_phone(meeting),
            expected__removed_at__isnull=True,
        )
        earlier = replies.exclude(for_starts_at=None).exclude(for_starts_at=meeting.starts_at)
        people: dict[UUID, Reply] = {}
        for reply in earlier.select_related("expected"):
            people.setdefault(reply.expected.person_id or reply.expected_id, reply)
        for reply in people.values():
            reply.expected.meeting = meeting
        return tuple(confirm_reply(reply=reply, actor=actor) for reply in people.values())


def take_back_told_replies(*, meeting: Meeting, reply_ids: Collection[UUID], actor: Viewer) -> int:
    """Let the answers for the earlier day be such again. Returns how many.

    Whoever answered anew since keeps that answer; refuses (NotNow) when nobody is left.
    """
    check_can_key_replies(actor, meeting)
    with transaction.atomic():
        rows = Reply.objects.current().filter(
            municipality_id=meeting.municipality_id,
            expected__meeting_id=meeting.id,
            expected__removed_at__isnull=True,
            pk__in=list(reply_ids),
        )
        taken = 0
        for reply in rows.select_related("expected"):
            earlier = previous_reply(reply)
            if earlier is not None:
                reply.expected.meeting, earlier.expected = meeting, reply.expected
                restore_reply(reply=earlier, stands=str(reply.pk), actor=actor)
                taken += 1
        if not taken:
            raise NotNow(_("この記録は、もう取り消してあるか、そのあとで返信が変わっています。"))
    return taken


def _told_by_phone(meeting: Meeting) -> set[UUID]:
    """Calls whose people heard the present day on the telephone."""
    copies = Delivery.objects.filter(
        municipality_id=meeting.municipality_id,
        notice__meeting_id=meeting.id,
        notice__kind=NoticeKind.CHANGE,
        notice__approved_at__isnull=False,
        channel=Channel.PHONE,
        status=DeliveryStatus.DELIVERED,
    )
    return {
        copy.expected_id
        for copy in copies.select_related("notice")
        if copy.notice.approved_facts["after"]["when"] == when_text(meeting)
    }

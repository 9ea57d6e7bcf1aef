"""Who may write, print and answer for the notice of a meeting, and when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import access as meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import LineFriend, Notice
from sasaeai.people.access import check_can_keep_organization, check_can_keep_person


def check_can_write_notice(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer runs the meeting and it is still being prepared."""
    meetings.check_can_run(viewer, meeting)
    meetings.check_preparing(meeting)


def check_can_send_notice(viewer: Viewer, notice: Notice) -> None:
    """Raise unless the viewer runs the meeting and copies of this notice may still leave.

    That a meeting is off is told after it was called off, while every other notice needs a meeting
    still to come.
    """
    meeting = notice.meeting
    if notice.kind != NoticeKind.CANCELLATION:
        check_can_write_notice(viewer, meeting)
        return
    meetings.check_can_run(viewer, meeting)
    meetings.check_not_sealed(meeting)
    if meeting.state != MeetingState.CANCELLED:
        raise NotNow(
            _(
                "この会議の中止は取り消されています。開くことを知らせるには、新しいお知らせを作ります。"
            )
        )


def check_can_take_letters(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer runs the meeting: letters carry names and home addresses (L-19)."""
    meetings.check_can_run(viewer, meeting)


def check_can_key_replies(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer runs the meeting and it is still to come: afterwards presence counts."""
    meetings.check_can_run(viewer, meeting)
    meetings.check_preparing(meeting)


def check_bearer_may_reply(expected: Expected, at: datetime) -> None:
    """Raise unless whoever holds the code of a call may still answer at a moment.

    Until the meeting begins, also after the reply day (docs/adr/0013-reply-without-account.md).
    """
    meeting = expected.meeting
    if expected.removed_at is not None:
        raise NotNow(_("このご案内は取り消されています。下の連絡先へお電話ください。"))
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow(_("この会議は中止になりました。お返事はいりません。"))
    if meeting.state != MeetingState.PLANNED or meeting.starts_at <= at:
        raise NotNow(
            _("この会議は始まったか、終わっています。ご用のときは、下の連絡先へお電話ください。")
        )


def check_can_keep_line(viewer: Viewer, friend: LineFriend) -> None:
    """Raise unless the viewer keeps the register of whoever hears by LINE."""
    if friend.person is not None:
        check_can_keep_person(viewer, friend.person)
    elif friend.organization is not None:
        check_can_keep_organization(viewer, friend.organization)

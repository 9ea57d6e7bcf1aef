"""Reminders that go out by themselves: when, to whom, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from sasaeai.kernel import clock
from sasaeai.kernel.display import short_date, tokyo_time
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.notices.enums import OUT, DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import told, ways, wording
from sasaeai.notices.queries.letters import Recipient, notice_board
from sasaeai.notices.queries.replies import reply_board, reply_row
from sasaeai.people.enums import Channel
from sasaeai.people.models import Municipality

KINDS = (NoticeKind.DUE_REMINDER, NoticeKind.EVE_REMINDER)
DAYS_BEFORE = {NoticeKind.DUE_REMINDER: 3, NoticeKind.EVE_REMINDER: 1}
"""How long before the reply day, or the meeting, a reminder goes out unless somebody says else."""
MOST_DAYS_BEFORE = 14
SEND_AT = time(9, 0)
"""Nobody is woken by a reminder."""
LOOK_AHEAD = timedelta(days=400)
"""Meetings that begin later cannot have a reminder due: the reply day lies before the meeting."""


class ReminderState(StrEnum):
    """Where a reminder stands."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    OFF = "off"
    SENT = "sent"
    MISSED = "missed"
    NO_DAY = "no_day"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a meeting as it stands. notice: None while it is only proposed.

    moment, until: from when it goes out and until when it makes sense; they follow the meeting.
    sent: copies that left; waiting: copies under way.
    """

    kind: NoticeKind
    notice: Notice | None
    days_before: int
    subject: str
    words: str
    moment: datetime | None
    until: datetime | None
    state: ReminderState
    sent: int
    waiting: int

    @property
    def is_on(self) -> bool:
        return self.state not in {ReminderState.OFF, ReminderState.PROPOSED}

    @property
    def sentence(self) -> str:
        """When it goes out, or what became of it."""
        if self.moment is None:
            return _("返信期限が決まると、送る日が決まります。")
        moment = clock.to_tokyo(self.moment)
        words = {"day": short_date(moment.date()), "time": tokyo_time(moment.time())}
        return {
            ReminderState.PROPOSED: _("%(day)s %(time)sに送る予定です。"),
            ReminderState.WAITING: _("%(day)s %(time)sに送ります。"),
            ReminderState.OFF: _("送りません。"),
            ReminderState.SENT: _("%(count)d人に送りました。"),
            ReminderState.MISSED: _(
                "%(day)sに送る予定でしたが、その日を過ぎたため送りませんでした。"
            ),
            ReminderState.NO_DAY: "",
        }[self.state] % {**words, "count": self.sent}


@dataclass(frozen=True, slots=True)
class _Counts:
    """Copies of one reminder."""

    sent: int
    waiting: int


def reminders_of(meeting: Meeting, *, now: datetime) -> tuple[Reminder, ...]:
    """The reminders of a meeting, proposed ones too; one query."""
    return with_invitation(meeting, now=now)[1]


def with_invitation(
    meeting: Meeting, *, now: datetime
) -> tuple[Notice | None, tuple[Reminder, ...]]:
    """The invitation of a visible meeting, if one was begun, and its reminders; one query."""
    under_way = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING)
    rows = Notice.objects.filter(
        municipality_id=meeting.municipality_id,
        meeting_id=meeting.id,
        kind__in=(NoticeKind.INVITATION, *KINDS),
    ).annotate(
        sent=Count("deliveries", filter=Q(deliveries__status__in=OUT)),
        waiting=Count("deliveries", filter=Q(deliveries__status__in=under_way)),
    )
    notices = {NoticeKind(row.kind): row for row in rows}
    counts = {row.id: _Counts(row.sent, row.waiting) for row in rows}
    found = tuple(_reminder(kind, meeting, notices.get(kind), counts, now) for kind in KINDS)
    return notices.get(NoticeKind.INVITATION), found


def moment_of(kind: NoticeKind, meeting: Meeting, days_before: int) -> datetime | None:
    """When a reminder goes out by today's plan; None without a reply day."""
    day = _day_of(kind, meeting)
    return clock.at(day - timedelta(days=days_before), SEND_AT) if day else None


def until_of(kind: NoticeKind, meeting: Meeting) -> datetime | None:
    """Until when a reminder makes sense: the end of the reply day, the beginning of the meeting."""
    if kind == NoticeKind.EVE_REMINDER:
        return meeting.starts_at
    due = meeting.reply_due_on
    return clock.at(due + timedelta(days=1), time(0)) if due else None


def is_due(notice: Notice, meeting: Meeting, *, now: datetime) -> bool:
    """Whether a reminder that was looked at goes out now."""
    kind = NoticeKind(notice.kind)
    moment, until = moment_of(kind, meeting, days_of(notice)), until_of(kind, meeting)
    return (
        notice.approved_at is not None
        and meeting.state == MeetingState.PLANNED
        and moment is not None
        and until is not None
        and moment <= now < until
        and now < meeting.starts_at
    )


def days_of(notice: Notice) -> int:
    """How many days before its day a reminder goes out."""
    usual = DAYS_BEFORE[NoticeKind(notice.kind)]
    return usual if notice.days_before is None else notice.days_before


def due_reminders(*, now: datetime) -> list[Notice]:
    """Reminders of every municipality whose moment has come, each with its meeting."""
    found = Notice.objects.filter(
        municipality_id__in=Municipality.objects.values("id"),
        kind__in=KINDS,
        approved_at__isnull=False,
        meeting__state=MeetingState.PLANNED,
        meeting__starts_at__gt=now,
        meeting__starts_at__lte=now + LOOK_AHEAD,
    ).select_related("meeting__body__district", "meeting__municipality", "meeting__venue")
    return [notice for notice in found if is_due(notice, notice.meeting, now=now)]


def to_remind(notice: Notice, *, viewer: Viewer) -> tuple[Recipient, ...]:
    """Whom this reminder is sent to now, by wire.

    Due: who is silent; eve: who is coming. Only who heard of the present day and hall before the
    moment of the reminder: whoever was told an hour ago is not reminded of it. Nobody is reminded
    of the same day twice.
    """
    meeting, kind = notice.meeting, NoticeKind(notice.kind)
    moment = moment_of(kind, meeting, days_of(notice))
    known = told.in_hand(meeting)
    replies = reply_board(meeting)
    done = _reminded(notice)
    chosen = []
    for recipient in notice_board(meeting, viewer=viewer).recipients:
        ids = [call.id for call in (recipient.expected, *recipient.also)]
        row = reply_row(replies, recipient.id)
        wanted = not row.answer if kind == NoticeKind.DUE_REMINDER else row.is_coming
        if not wanted or done & set(ids) or not _knows_since(known, ids, meeting, moment):
            continue
        channel = _channel(recipient)
        if ways.goes_by_wire(channel) and recipient.address.by(channel):
            chosen.append(replace(recipient, channel=channel))
    return tuple(chosen)


def _channel(recipient: Recipient) -> Channel:
    copy = recipient.delivery
    if copy is not None and copy.chosen_at is not None:
        return Channel(copy.channel)
    return ways.usual_way((recipient.expected, *recipient.also), recipient.address).channel


def _knows_since(
    known: told.InHand, ids: list[UUID], meeting: Meeting, moment: datetime | None
) -> bool:
    """Whether somebody has what holds now, and had it before the moment of the reminder."""
    if not known.of(ids) or known.must_hear(ids, meeting):
        return False
    heard = known.heard_at(ids)
    return moment is not None and heard is not None and heard <= moment


def _reminded(notice: Notice) -> set[UUID]:
    """Calls that got this reminder for the present day, or for which it is under way.

    Somebody reminded of a day that was then moved is reminded of the new one too.
    """
    copies = Delivery.objects.filter(municipality_id=notice.municipality_id, notice=notice).exclude(
        status=DeliveryStatus.DRAFTED
    )
    day = told.when_text(notice.meeting)
    on_the_way = {DeliveryStatus.QUEUED, DeliveryStatus.SENDING, DeliveryStatus.CANCELLED}
    return {
        copy.expected_id
        for copy in copies
        if copy.status in on_the_way or copy.printed_facts.get("when", day) == day
    }


def _day_of(kind: NoticeKind, meeting: Meeting) -> date | None:
    return meeting.held_on if kind == NoticeKind.EVE_REMINDER else meeting.reply_due_on


def _reminder(
    kind: NoticeKind,
    meeting: Meeting,
    notice: Notice | None,
    counts: Mapping[UUID, _Counts],
    now: datetime,
) -> Reminder:
    days = days_of(notice) if notice else DAYS_BEFORE[kind]
    count = counts[notice.id] if notice else _Counts(0, 0)
    moment, until = moment_of(kind, meeting, days), until_of(kind, meeting)
    return Reminder(
        kind=kind,
        notice=notice,
        days_before=days,
        subject=notice.subject if notice else wording.reminder_subject(kind, meeting.body),
        words=notice.purpose if notice else wording.reminder_words(kind, meeting.body),
        moment=moment,
        until=until,
        state=_state(notice, moment, until, count.sent, now),
        sent=count.sent,
        waiting=count.waiting,
    )


def _state(
    notice: Notice | None,
    moment: datetime | None,
    until: datetime | None,
    sent: int,
    now: datetime,
) -> ReminderState:
    if sent:
        return ReminderState.SENT
    if notice is not None and notice.approved_at is None:
        return ReminderState.OFF
    if moment is None or until is None:
        return ReminderState.NO_DAY
    if now >= until:
        return ReminderState.MISSED
    return ReminderState.PROPOSED if notice is None else ReminderState.WAITING

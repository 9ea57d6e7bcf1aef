"""The seven steps of a meeting: what is done, what is due now, what comes later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import AgendaItem, Expected, Meeting
from sasaeai.minutes.enums import MinutesState, PublicState
from sasaeai.minutes.models import Circular, Minutes, PublicVersion
from sasaeai.notices.enums import OUT, NoticeKind
from sasaeai.notices.models import Delivery, Reply

AGENDA_LEAD_DAYS = 5
"""The agenda and the callees are wanted this many days before the notice goes out."""


class StepKey(StrEnum):
    """The seven steps, in order; the value is the name in addresses and templates."""

    PLAN = "plan"
    AGENDA = "agenda"
    CALL = "call"
    NOTICE = "notice"
    REPLIES = "replies"
    DAY = "day"
    RECORD = "record"


NAMES = {
    StepKey.PLAN: _("計画"),
    StepKey.AGENDA: _("議題"),
    StepKey.CALL: _("声かけ"),
    StepKey.NOTICE: _("案内"),
    StepKey.REPLIES: _("出欠"),
    StepKey.DAY: _("当日"),
    StepKey.RECORD: _("記録と共有"),
}


class StepState(StrEnum):
    """How a step stands; OVERDUE is NOW with its due date gone."""

    DONE = "done"
    NOW = "now"
    OVERDUE = "overdue"
    LATER = "later"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one meeting. due_on: the day it should be done by; detail: a short count."""

    key: StepKey
    name: str
    state: StepState
    due_on: date
    detail: str

    @property
    def is_open(self) -> bool:
        return self.state in {StepState.NOW, StepState.OVERDUE}


@dataclass(frozen=True, slots=True)
class Progress:
    """The seven steps of a meeting, in order."""

    meeting: Meeting
    steps: tuple[Step, ...]

    @property
    def current(self) -> Step | None:
        """The first step that is not done; None when all are done or the meeting is cancelled."""
        return next((step for step in self.steps if step.is_open), None)

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the rooms know about one meeting. Counts are rows that still stand.

    notice_out: a copy of the invitation is printed, sent or told. confirmed_at: when the meeting
    begins that is to confirm the minutes, None when no agenda has them.
    """

    items: int
    called: int
    replied: int
    notice_out: bool
    minutes_state: str
    public_approved: int
    circular_printed: int
    confirmed_at: datetime | None


def progress_of(meeting: Meeting, *, on: date) -> Progress:
    """The steps of one meeting as of a day."""
    return progress_of_all([meeting], on=on)[0]


def progress_of_all(meetings: Sequence[Meeting], *, on: date) -> list[Progress]:
    """The steps of several meetings of one municipality; the number of queries does not grow.

    The meetings carry `body` and its `municipality` (select_related).
    """
    if not meetings:
        return []
    facts = _facts(meetings)
    return [Progress(meeting, _steps(meeting, facts[meeting.id], on)) for meeting in meetings]


def _facts(meetings: Sequence[Meeting]) -> dict[UUID, _Facts]:
    """All facts of all meetings in one query: every page of a meeting asks for them."""
    rows = Meeting.objects.filter(
        municipality_id=meetings[0].municipality_id, id__in=[meeting.id for meeting in meetings]
    )
    approved = PublicState.APPROVED
    found = rows.order_by().values_list(
        "pk",
        _count(AgendaItem, "meeting_id", removed_at=None),
        _count(Expected, "meeting_id", removed_at=None),
        _count(
            Reply,
            "expected__meeting_id",
            # Once the meeting moved, an answer for the earlier day is none for this one.
            Q(for_starts_at=None) | Q(for_starts_at=OuterRef("starts_at")),
            removed_at=None,
            expected__removed_at=None,
        ),
        Exists(
            _of_meeting(Delivery, "notice__meeting_id", notice__kind=NoticeKind.INVITATION).filter(
                Q(printed_at__isnull=False) | Q(status__in=OUT)
            )
        ),
        Coalesce(
            Subquery(_of_meeting(Minutes, "meeting_id").values("state")[:1]),
            Value(""),
            output_field=TextField(),
        ),
        _count(PublicVersion, "minutes__meeting_id", state=approved),
        _count(
            Circular,
            "public_version__minutes__meeting_id",
            printed_at__isnull=False,
            public_version__state=approved,
        ),
        Subquery(
            _of_meeting(Minutes, "meeting_id", put_before__removed_at__isnull=True)
            .filter(put_before__meeting__state=MeetingState.PLANNED)
            .values("put_before__meeting__starts_at")[:1]
        ),
    )
    return {meeting_id: _Facts(*facts) for meeting_id, *facts in found}


def _of_meeting(model: Any, path: str, *only: Q, **more: Any) -> QuerySet[Any]:
    """Rows of `model` that hang by `path` on the meeting of the outer query."""
    return model.objects.filter(
        *only, municipality_id=OuterRef("municipality_id"), **{path: OuterRef("pk")}, **more
    ).order_by()


def _count(model: Any, path: str, *only: Q, **more: Any) -> Coalesce:
    rows = _of_meeting(model, path, *only, **more).values(path).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows), Value(0))


def _steps(meeting: Meeting, facts: _Facts, on: date) -> tuple[Step, ...]:
    if meeting.state == MeetingState.CANCELLED:
        return tuple(
            Step(key, NAMES[key], StepState.CANCELLED, meeting.held_on, "") for key in StepKey
        )
    dues, done, details = (
        _due_days(meeting, facts),
        _done(meeting, facts, on),
        _details(meeting, facts),
    )
    steps, opened = [], False
    for key in StepKey:
        if done[key]:
            state = StepState.DONE
        elif opened:
            state = StepState.LATER
        else:
            opened = True
            state = StepState.OVERDUE if dues[key] < on else StepState.NOW
        steps.append(Step(key, NAMES[key], state, dues[key], details.get(key, "")))
    return tuple(steps)


def _due_days(meeting: Meeting, facts: _Facts) -> dict[StepKey, date]:
    """When each step should be done by; paper custom is a notice about a month ahead.

    Minutes that the next meeting confirms are not late before it.
    """
    city, day = meeting.municipality, meeting.held_on
    notice = day - timedelta(days=city.notice_lead_days)
    before_notice = notice - timedelta(days=AGENDA_LEAD_DAYS)
    return {
        StepKey.PLAN: before_notice,
        StepKey.AGENDA: before_notice,
        StepKey.CALL: before_notice,
        StepKey.NOTICE: notice,
        StepKey.REPLIES: meeting.reply_due_on or day - timedelta(days=city.reply_lead_days),
        StepKey.DAY: day,
        StepKey.RECORD: max(day + timedelta(days=city.minutes_due_days), _confirmed_on(facts)),
    }


def _confirmed_on(facts: _Facts) -> date:
    """The day of the meeting that is to confirm a draft; the first of all days without one."""
    if facts.confirmed_at is None or facts.minutes_state != MinutesState.DRAFT:
        return date.min
    return clock.to_tokyo(facts.confirmed_at).date()


def _done(meeting: Meeting, facts: _Facts, on: date) -> dict[StepKey, bool]:
    held = meeting.is_held
    # Once the day is past, what was not prepared cannot be any more: the record is what is due.
    over = held or meeting.held_on < on
    notice_out = facts.notice_out
    return {
        StepKey.PLAN: True,
        StepKey.AGENDA: over or facts.items > 0 or meeting.agenda_settled_at is not None,
        StepKey.CALL: over or facts.called > 0,
        StepKey.NOTICE: over or notice_out,
        StepKey.REPLIES: over
        or (notice_out and facts.called > 0 and facts.replied >= facts.called)
        or (notice_out and meeting.held_on <= on),
        StepKey.DAY: held,
        # Taken over from an old report: its record is the report, nothing is left to be written.
        StepKey.RECORD: _is_recorded(meeting, facts) or (held and bool(meeting.source_note)),
    }


def _is_recorded(meeting: Meeting, facts: _Facts) -> bool:
    """Whether the record reached everybody it is for: behind closed doors nothing goes round."""
    if not Regime(meeting.regime).may_leave_the_room:
        return facts.minutes_state == MinutesState.APPROVED
    return facts.circular_printed > 0


def _details(meeting: Meeting, facts: _Facts) -> dict[StepKey, str]:
    details = {
        StepKey.AGENDA: _("%(n)s件") % {"n": facts.items},
        StepKey.CALL: _("%(n)s人") % {"n": facts.called},
        StepKey.REPLIES: _("%(replied)s／%(called)s")
        % {"replied": facts.replied, "called": facts.called},
    }
    if facts.public_approved:
        details[StepKey.RECORD] = _("公開版まで承認済み")
    elif facts.minutes_state:
        approved = facts.minutes_state == MinutesState.APPROVED
        details[StepKey.RECORD] = _("会議録は確定") if approved else _("会議録は案")
    elif meeting.is_held and not meeting.source_note:
        details[StepKey.RECORD] = _("会議録はまだ")
    return details

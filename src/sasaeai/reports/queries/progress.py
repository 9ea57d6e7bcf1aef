"""The seven steps of a meeting: what is done, what is due now, what comes later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import AgendaItem, Expected, Meeting
from sasaeai.minutes.enums import MinutesState, PublicState
from sasaeai.minutes.models import Circular, Minutes, PublicVersion
from sasaeai.notices.models import Notice, Reply

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


@dataclass(slots=True)
class _Facts:
    """What the rooms know about one meeting."""

    items: int = 0
    called: int = 0
    replied: int = 0
    notice: Notice | None = None
    minutes: Minutes | None = None
    public_approved: int = 0
    circular_printed: int = 0


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
    scope = _Scope(meetings[0].municipality_id, [meeting.id for meeting in meetings])
    facts: dict[UUID, _Facts] = defaultdict(_Facts)
    for attribute, counts in (
        ("items", scope.counts(AgendaItem, "meeting_id", removed_at=None)),
        ("called", scope.counts(Expected, "meeting_id", removed_at=None)),
        (
            "replied",
            scope.counts(Reply, "expected__meeting_id", removed_at=None, expected__removed_at=None),
        ),
        (
            "public_approved",
            scope.counts(PublicVersion, "minutes__meeting_id", state=PublicState.APPROVED),
        ),
        (
            "circular_printed",
            scope.counts(
                Circular,
                "public_version__minutes__meeting_id",
                printed_at__isnull=False,
                public_version__state=PublicState.APPROVED,
            ),
        ),
    ):
        for meeting_id, count in counts:
            setattr(facts[meeting_id], attribute, count)
    for attribute, model in (("notice", Notice), ("minutes", Minutes)):
        for row in scope.rows(model, "meeting_id"):
            setattr(facts[row.meeting_id], attribute, row)
    return facts


@dataclass(frozen=True, slots=True)
class _Scope:
    """Rows of one municipality that hang on some meetings, reached by a path of each model."""

    municipality_id: UUID
    meeting_ids: list[UUID]

    def rows(self, model: Any, path: str, **more: Any) -> QuerySet[Any]:
        return model.objects.filter(
            municipality_id=self.municipality_id, **{f"{path}__in": self.meeting_ids}, **more
        )

    def counts(self, model: Any, path: str, **more: Any) -> QuerySet[Any]:
        found = self.rows(model, path, **more).order_by()
        return found.values_list(path).annotate(n=Count("pk"))


def _steps(meeting: Meeting, facts: _Facts, on: date) -> tuple[Step, ...]:
    if meeting.state == MeetingState.CANCELLED:
        return tuple(
            Step(key, NAMES[key], StepState.CANCELLED, meeting.held_on, "") for key in StepKey
        )
    dues, done, details = _due_days(meeting), _done(meeting, facts, on), _details(meeting, facts)
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


def _due_days(meeting: Meeting) -> dict[StepKey, date]:
    """When each step should be done by; paper custom is a notice about a month ahead."""
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
        StepKey.RECORD: day + timedelta(days=city.minutes_due_days),
    }


def _done(meeting: Meeting, facts: _Facts, on: date) -> dict[StepKey, bool]:
    held = meeting.is_held
    notice_out = facts.notice is not None and facts.notice.printed_at is not None
    return {
        StepKey.PLAN: True,
        StepKey.AGENDA: held or facts.items > 0 or meeting.agenda_settled_at is not None,
        StepKey.CALL: held or facts.called > 0,
        StepKey.NOTICE: held or notice_out,
        StepKey.REPLIES: held
        or (notice_out and facts.called > 0 and facts.replied >= facts.called)
        or (notice_out and meeting.held_on <= on),
        StepKey.DAY: held,
        StepKey.RECORD: facts.circular_printed > 0,
    }


def _details(meeting: Meeting, facts: _Facts) -> dict[StepKey, str]:
    details = {
        StepKey.AGENDA: _("%(n)s件") % {"n": facts.items},
        StepKey.CALL: _("%(n)s人") % {"n": facts.called},
        StepKey.REPLIES: _("%(replied)s／%(called)s")
        % {"replied": facts.replied, "called": facts.called},
    }
    if facts.public_approved:
        details[StepKey.RECORD] = _("公開版まで承認済み")
    elif facts.minutes is not None:
        approved = facts.minutes.state == MinutesState.APPROVED
        details[StepKey.RECORD] = _("会議録は確定") if approved else _("会議録は案")
    elif meeting.is_held:
        details[StepKey.RECORD] = _("会議録はまだ")
    return details

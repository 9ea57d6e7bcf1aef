"""きょう: what is due across the meetings a person looks after, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sasaeai.issues.enums import PassedOnState
from sasaeai.issues.models import Action, PassedOn
from sasaeai.kernel import clock, display
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import visible_meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.models import Minutes
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District
from sasaeai.reports.queries.lines import LineKind, TodayLine
from sasaeai.reports.queries.pace import bodies_to_convene
from sasaeai.reports.queries.progress import Progress, Step, StepKey, StepState, progress_of_all
from sasaeai.reports.queries.stage_lines import stage_lines
from sasaeai.reports.queries.waiting import waiting_lines

AHEAD_DAYS = 14
"""A step that is due later than this many days from now is not yet a matter of today."""

ACTION_AHEAD_DAYS = 7
"""An action is named this many days before it is due."""

COMING = 5
"""How many of the next meetings are shown."""


@dataclass(frozen=True, slots=True)
class Today:
    """What is due, worst first, and the meetings that come next with where they stand."""

    lines: tuple[TodayLine, ...]
    coming: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class DistrictToday:
    """How a district stands, for those who help from outside: counts, and the next meeting."""

    district: District
    overdue: int
    due: int
    next_meeting: Meeting | None

    @property
    def state(self) -> StepState:
        if self.overdue:
            return StepState.OVERDUE
        return StepState.NOW if self.due else StepState.DONE


BUTTONS = {
    StepKey.PLAN: gettext_lazy("計画を決める"),
    StepKey.AGENDA: gettext_lazy("議題を決める"),
    StepKey.CALL: gettext_lazy("声をかける人を選ぶ"),
    StepKey.NOTICE: gettext_lazy("案内を作る"),
    StepKey.REPLIES: gettext_lazy("返信を入力する"),
    StepKey.DAY: gettext_lazy("当日の記録をする"),
    StepKey.RECORD: gettext_lazy("記録と回覧を作る"),
}


def today_of(viewer: Viewer) -> Today:
    """What the viewer, who runs districts, has to do today, and the next meetings there."""
    progresses = _open_progresses(viewer, viewer.runs)
    meetings = [progress.meeting for progress in progresses if progress.meeting.is_planned]
    lines = [
        *_lines(viewer, viewer.runs, progresses),
        *waiting_lines(viewer, viewer.runs, meetings),
        *stage_lines(viewer, viewer.runs),
    ]
    return Today(tuple(sorted(lines, key=_urgency)), _coming(progresses, viewer.on))


def today_lines(viewer: Viewer) -> list[TodayLine]:
    """The lines of `today_of` alone."""
    return list(today_of(viewer).lines)


def today_by_district(viewer: Viewer) -> list[DistrictToday]:
    """How each district that the viewer reads stands; those that need help most come first."""
    districts = list(visible_districts(viewer))
    ids = {district.id for district in districts}
    progresses = _open_progresses(viewer, ids)
    lines = _lines(viewer, ids, progresses)
    own = [line for line in lines if line.district is not None]
    overdue = Counter(line.district.id for line in own if line.is_overdue)
    due = Counter(line.district.id for line in own if not line.is_overdue)
    following: dict[UUID, Meeting] = {}
    for progress in _coming(progresses, viewer.on, at_most=None):
        following.setdefault(progress.meeting.body.district_id, progress.meeting)
    found = [
        DistrictToday(district, overdue[district.id], due[district.id], following.get(district.id))
        for district in districts
    ]
    return sorted(found, key=lambda row: (-row.overdue, -row.due, row.district.position))


def _lines(
    viewer: Viewer, district_ids: Collection[UUID], progresses: Sequence[Progress]
) -> list[TodayLine]:
    lines = [
        *_step_lines(progresses, viewer.on),
        *_convene_lines(viewer, district_ids),
        *_action_lines(viewer, district_ids),
        *_passed_on_lines(viewer, district_ids, _coming(progresses, viewer.on, at_most=None)),
    ]
    return sorted(lines, key=_urgency)


def _urgency(line: TodayLine) -> tuple[bool, date, str]:
    """Overdue before due, the earlier day first, what waits without a day last."""
    return (not line.is_overdue, line.due_on or date.max, line.what)


# ── Steps of meetings ────────────────────────────────────────────────────────────────────────────


def _open_progresses(viewer: Viewer, district_ids: Collection[UUID]) -> list[Progress]:
    """Meetings in preparation, and held ones whose circular is not out, of this year and the last.

    Older ones are left to the lists: nobody makes the circular of the year before last today.
    Meetings taken over from an old report have their record there.
    """
    since = clock.at(FiscalYear.of(viewer.on).previous.start, time.min)
    # One list for all meetings: asked for each of them, it would be gone through each time.
    printed = Minutes.objects.filter(
        municipality_id=viewer.municipality_id,
        meeting__starts_at__gte=since,
        public_versions__circular__printed_at__isnull=False,
    ).values("meeting_id")
    meetings = (
        visible_meetings(viewer)
        .filter(body__district_id__in=district_ids)
        .filter(
            Q(state=MeetingState.PLANNED)
            | Q(
                ~Q(id__in=printed),
                state=MeetingState.HELD,
                starts_at__gte=since,
                source_note="",
            )
        )
        .select_related("body__district", "venue", "municipality")
        .order_by("starts_at", "id")
    )
    return progress_of_all(list(meetings), on=viewer.on)


def _coming(
    progresses: Iterable[Progress], on: date, *, at_most: int | None = COMING
) -> tuple[Progress, ...]:
    ahead = (p for p in progresses if p.meeting.is_planned and p.meeting.held_on >= on)
    return tuple(ahead)[:at_most]


def _step_lines(progresses: Iterable[Progress], on: date) -> Iterable[TodayLine]:
    for progress in progresses:
        step = progress.current
        if step is None or not _is_due(progress.meeting, step, on):
            continue
        meeting = progress.meeting
        yield TodayLine(
            kind=LineKind.STEP,
            district=meeting.body.district,
            what=_("%(body)s（%(day)s）：%(step)s")
            % {
                "body": meeting.body.name,
                "day": display.short_date(meeting.held_on),
                "step": step.name,
            },
            why=_why(meeting, step, on),
            state=step.state,
            due_on=step.due_on,
            button=str(BUTTONS[step.key]),
            step_key=step.key,
            meeting=meeting,
        )


def _is_due(meeting: Meeting, step: Step, on: date) -> bool:
    """A record that is missing is always due: memory fades from the first day."""
    return meeting.is_held or step.due_on <= on + timedelta(days=AHEAD_DAYS)


def _why(meeting: Meeting, step: Step, on: date) -> str:
    if step.key == StepKey.DAY:
        return _why_day(meeting, on)
    parts = [due_sentence(_task(step), step.due_on, on=on)]
    if step.key == StepKey.REPLIES:
        parts.append(_("返信は%(detail)s人です。") % {"detail": step.detail})
    elif step.key == StepKey.RECORD:
        parts.append(_("いまは「%(detail)s」です。") % {"detail": step.detail})
    return "".join(parts)


def _why_day(meeting: Meeting, on: date) -> str:
    if meeting.held_on == on:
        return _("きょうが開催日です。会場は%(venue)sです。") % {"venue": meeting.venue.name}
    if meeting.held_on > on:
        return _("返信がそろいました。開催日は%(day)sです。") % {
            "day": display.short_date(meeting.held_on)
        }
    return _("開催日を過ぎましたが、記録をまだ締めていません。")


def _task(step: Step) -> str:
    return {
        StepKey.PLAN: _("計画を決める期限"),
        StepKey.AGENDA: _("議題を決める期限"),
        StepKey.CALL: _("声をかける人を決める期限"),
        StepKey.NOTICE: _("案内を出す期限"),
        StepKey.REPLIES: _("返信の期限"),
        StepKey.RECORD: _("記録をまとめて回覧する期限"),
    }[step.key]


def due_sentence(task: str, due_on: date, *, on: date) -> str:
    """「案内を出す期限はきょうです。」「…を3日過ぎました。」「…は11月26日(木)です（あと3日）。」"""
    days = (due_on - on).days
    words = {"task": task, "day": display.short_date(due_on), "days": abs(days)}
    if days < 0:
        return (
            ngettext(
                "%(task)s（%(day)s）を%(days)d日過ぎました。",
                "%(task)s（%(day)s）を%(days)d日過ぎました。",
                -days,
            )
            % words
        )
    if days == 0:
        return _("%(task)sはきょうです。") % words
    return (
        ngettext(
            "%(task)sは%(day)sです（あと%(days)d日）。",
            "%(task)sは%(day)sです（あと%(days)d日）。",
            days,
        )
        % words
    )


# ── Bodies, actions, news ────────────────────────────────────────────────────────────────────────


def _convene_lines(viewer: Viewer, district_ids: Collection[UUID]) -> Iterable[TodayLine]:
    for found in bodies_to_convene(viewer, district_ids):
        yield TodayLine(
            kind=LineKind.CONVENE,
            district=found.body.district,
            what=_("%(body)s：次の会議が決まっていません") % {"body": found.body.name},
            why=found.why,
            state=StepState.OVERDUE if found.is_overdue else StepState.NOW,
            due_on=found.due_on,
            button=_("次の会議を準備する"),
            body=found.body,
        )


def _action_lines(viewer: Viewer, district_ids: Collection[UUID]) -> Iterable[TodayLine]:
    actions = (
        Action.objects.current()
        .filter(
            municipality_id=viewer.municipality_id,
            district_id__in=district_ids,
            done_on__isnull=True,
            due_on__lte=viewer.on + timedelta(days=ACTION_AHEAD_DAYS),
        )
        .select_related("district", "issue", "item")
        .order_by("due_on", "created_at")
    )
    for action in actions:
        yield TodayLine(
            kind=LineKind.ACTION,
            district=action.district,
            what=_("取組「%(what)s」") % {"what": action.what},
            why=_("%(who)s：%(due)s")
            % {"who": action.who, "due": due_sentence(_("期限"), action.due_on, on=viewer.on)},
            state=StepState.OVERDUE if action.due_on < viewer.on else StepState.NOW,
            due_on=action.due_on,
            button=_("どうなったかを書く"),
            action=action,
        )


def _passed_on_lines(
    viewer: Viewer, district_ids: Collection[UUID], coming: Iterable[Progress]
) -> Iterable[TodayLine]:
    following: dict[UUID, Meeting] = {}
    for progress in coming:
        following.setdefault(progress.meeting.body_id, progress.meeting)
    for news in _waiting_news(viewer, district_ids):
        meeting = following.get(news.to_body_id)
        yield TodayLine(
            kind=LineKind.PASSED_ON,
            district=news.to_body.district,
            what=_("申し送り「%(title)s」") % {"title": news.item.title},
            why=_("%(source)s（%(day)s）から%(target)sへ届いています。")
            % {
                "source": news.item.meeting.body.name,
                "day": display.short_date(news.item.meeting.held_on),
                "target": news.to_body.name,
            },
            state=StepState.NOW,
            due_on=None,
            button=_("議題にするか決める") if meeting else _("次の会議を準備する"),
            meeting=meeting,
            body=news.to_body,
            passed_on=news,
        )


def _waiting_news(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[PassedOn]:
    return PassedOn.objects.filter(
        Q(to_body__ended_on__isnull=True) | Q(to_body__ended_on__gt=viewer.on),
        municipality_id=viewer.municipality_id,
        to_body__district_id__in=district_ids,
        state=PassedOnState.PROPOSED,
        removed_at__isnull=True,
    ).select_related("to_body__district", "item__meeting__body")

"""Whether bodies meet as often as they mean to (年3〜4回): which of them need a next meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel import clock, display
from sasaeai.kernel.calendar import add_months
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, Meeting, Recognition
from sasaeai.meetings.queries.bodies import still_meets

LOOK_BACK_MONTHS = 24
"""How far back the last meeting is looked for."""


@dataclass(frozen=True, slots=True)
class ToConvene:
    """A body without a planned meeting that needs one. due_on: the day the gap became too long,
    None when it is only behind its yearly target or has not met within LOOK_BACK_MONTHS.
    """

    body: Body
    why: str
    is_overdue: bool
    due_on: date | None


@dataclass(frozen=True, slots=True)
class _Gathering:
    body_id: UUID
    on: date
    state: str


def bodies_to_convene(viewer: Viewer, district_ids: Collection[UUID]) -> list[ToConvene]:
    """Bodies of some districts that aim at meetings (yearly_target), have none planned, and
    last met too long ago (municipality.overdue_days) or are behind their target. Three queries.

    A gathering counted by recognition counts here as the body's own.
    """
    bodies = list(
        Body.objects.filter(
            still_meets(viewer.on),
            municipality_id=viewer.municipality_id,
            district_id__in=district_ids,
            yearly_target__gt=0,
        ).select_related("district", "municipality")
    )
    gatherings = _gatherings(bodies, viewer)
    found = (_to_convene(body, gatherings[body.id], viewer.on) for body in bodies)
    return [line for line in found if line is not None]


def _to_convene(body: Body, gatherings: Sequence[_Gathering], on: date) -> ToConvene | None:
    # One that is planned and over but not closed is due as a step, not as a missing meeting.
    if any(gathering.state == MeetingState.PLANNED for gathering in gatherings):
        return None
    held = [gathering.on for gathering in gatherings]
    if not held:
        why = _("ここ%(months)dか月、開いた記録がありません。") % {"months": LOOK_BACK_MONTHS}
        return ToConvene(body, why, is_overdue=True, due_on=None)
    last = max(held)
    due_on = last + timedelta(days=body.municipality.overdue_days)
    this_year = sum(day in FiscalYear.of(on) for day in held)
    words = {
        "last": display.long_date(last),
        "days": (on - last).days,
        "held": this_year,
        "target": body.yearly_target,
    }
    if due_on < on:
        why = _("前回の%(last)sから%(days)d日たちました。") % words
        return ToConvene(body, why, is_overdue=True, due_on=due_on)
    if this_year < _expected_by(body.yearly_target, on):
        why = _("今年度の目標は%(target)d回で、これまでに%(held)d回です。前回は%(last)sでした。")
        return ToConvene(body, why % words, is_overdue=False, due_on=None)
    return None


def _expected_by(yearly_target: int, on: date) -> int:
    """How many meetings a body keeping its pace has held by a day: whole parts of the year."""
    year = FiscalYear.of(on)
    return yearly_target * (on - year.start).days // ((year.end - year.start).days + 1)


def _gatherings(bodies: Sequence[Body], viewer: Viewer) -> dict[UUID, list[_Gathering]]:
    """By body: its own gatherings and those recognised for it, not the cancelled ones."""
    counting = list(
        Recognition.objects.current()
        .filter(municipality_id=viewer.municipality_id, counts_for__in=bodies)
        .only("body_id", "counts_for_id", "since", "until")
    )
    since = add_months(viewer.on, -LOOK_BACK_MONTHS)
    rows = (
        Meeting.objects.filter(
            is_told_of(),
            municipality_id=viewer.municipality_id,
            body_id__in={body.id for body in bodies} | {found.body_id for found in counting},
            starts_at__gte=clock.at(since, time.min),
        )
        .exclude(state=MeetingState.CANCELLED)
        .order_by()
        .values_list("body_id", "starts_at", "state")
    )
    meetings = [
        _Gathering(body_id, clock.to_tokyo(starts_at).date(), state)
        for body_id, starts_at, state in rows
    ]
    by_body: dict[UUID, list[_Gathering]] = defaultdict(list)
    for meeting in meetings:
        by_body[meeting.body_id].append(meeting)
        for body_id in _counted_for(meeting, counting):
            by_body[body_id].append(meeting)
    return by_body


def _counted_for(meeting: _Gathering, counting: Iterable[Recognition]) -> set[UUID]:
    """Bodies for which a gathering counts by recognition; never handed on to a third body."""
    return {
        found.counts_for_id
        for found in counting
        if found.body_id == meeting.body_id and found.runs_on(meeting.on)
    }

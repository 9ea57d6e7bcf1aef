"""The lists behind the figures of a city: every number can be counted again by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.access import visible_actions, visible_issues
from sasaeai.issues.models import Action, Issue, Trouble
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.people.models import District
from sasaeai.reports.queries.city import (
    DistrictState,
    assignments_on,
    city_view,
    support_rows,
)
from sasaeai.reports.queries.city_issues import (
    NO_TOPIC,
    Age,
    Wait,
    answered_troubles,
    moved_issues,
    open_on,
)
from sasaeai.reports.queries.years import CityYear, Gathering, city_year


class Figure(StrEnum):
    """A number of the page, by what it counts."""

    MEETINGS = "meetings"
    RECOGNIZED = "recognized"
    MOVED = "moved"
    OPEN = "open"
    ANSWERED = "answered"
    ACTIONS = "actions"
    DISTRICTS = "districts"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS = {
    Figure.MEETINGS: _("会議"),
    Figure.RECOGNIZED: _("みなしで数えた会議"),
    Figure.MOVED: _("動いた課題"),
    Figure.OPEN: _("続いている課題"),
    Figure.ANSWERED: _("返答を伝えた困りごと"),
    Figure.ACTIONS: _("開いている取組"),
    Figure.DISTRICTS: _("地区"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; empty for all.

    support: only what counts as 地域支え合い会議; post: of a coordinator; state: of a meeting "held"
    or "coming", of a district "begun" or "reached" (the aim).
    """

    district: District | None = None
    post: UUID | None = None
    topic: str = ""
    age: Age | None = None
    wait: Wait | None = None
    state: str = ""
    support: bool = False


def meetings_behind(
    viewer: Viewer, fiscal_year: FiscalYear, asked: Asked, *, recognized: bool = False
) -> list[Gathering]:
    """Gatherings of a 年度, each once, early to late, without those called off."""
    year = city_year(fiscal_year, viewer=viewer)
    wanted = _wanted(year, viewer, asked)
    found = []
    for gathering in year.gatherings:
        meeting = gathering.row.meeting
        if meeting.state == MeetingState.CANCELLED or meeting.id not in wanted:
            continue
        if asked.state and meeting.is_held != (asked.state == "held"):
            continue
        if recognized and not (gathering.counted_for and meeting.is_held):
            continue
        found.append(gathering)
    return found


def districts_behind(viewer: Viewer, fiscal_year: FiscalYear, asked: Asked) -> list[DistrictState]:
    """Districts of a 年度: all, those that have met, or those that have met as often as aimed at."""
    view = city_view(fiscal_year, viewer=viewer)
    least = {"begun": 1, "reached": view.aim.meetings_each}.get(asked.state, 0)
    return [state for state in view.states if state.held >= least]


def _wanted(year: CityYear, viewer: Viewer, asked: Asked) -> set[UUID]:
    of = _districts(viewer, asked)
    districts = [one for one in year.districts if of is None or one.district.id in of]
    rows = (
        row for one in districts for row in (support_rows(one) if asked.support else one.year.rows)
    )
    return {row.meeting.id for row in rows}


def _districts(viewer: Viewer, asked: Asked) -> set[UUID] | None:
    """Districts a list is narrowed to; None for all."""
    if asked.district is not None:
        return {asked.district.id}
    if asked.post is not None:
        rows = assignments_on(viewer)
        return {row.district_id for row in rows if row.tenure.post_id == asked.post}
    return None


def open_issues(viewer: Viewer, fiscal_year: FiscalYear, asked: Asked) -> QuerySet[Issue]:
    """Issues open today, or at the end of a past 年度; the oldest first."""
    day: date = min(viewer.on, fiscal_year.end)
    rows = visible_issues(viewer).filter(open_on(day))
    if asked.age is not None:
        rows = rows.filter(asked.age.holds(day))
    return _of_topic(rows, asked)


def issues_moved(viewer: Viewer, fiscal_year: FiscalYear, asked: Asked) -> QuerySet[Issue]:
    """Issues that moved in a 年度; the oldest first."""
    return _of_topic(moved_issues(viewer, fiscal_year), asked)


def _of_topic(rows: QuerySet[Issue], asked: Asked) -> QuerySet[Issue]:
    if asked.topic == NO_TOPIC:
        rows = rows.filter(topic__isnull=True)
    elif asked.topic:
        rows = rows.filter(topic_id=UUID(asked.topic))
    if asked.district is not None:
        rows = rows.filter(district=asked.district)
    return rows.select_related("district", "topic").order_by("opened_on", "title", "id")


def troubles_answered(viewer: Viewer, fiscal_year: FiscalYear, asked: Asked) -> Sequence[Trouble]:
    """Troubles whose raiser was told in a 年度, by the day of telling. Each carries `told`."""
    rows = (
        answered_troubles(viewer, fiscal_year)
        .select_related("district", "issue")
        .order_by("told", "raised_on", "id")
    )
    if asked.wait is None:
        return rows
    return [row for row in rows if asked.wait.holds((row.told - row.raised_on).days)]


def actions_open(viewer: Viewer, asked: Asked) -> QuerySet[Action]:
    """What was promised and is not done, in the districts of a coordinator; what is due first."""
    rows = visible_actions(viewer).filter(done_on__isnull=True)
    of = _districts(viewer, asked)
    if of is not None:
        rows = rows.filter(district_id__in=of)
    return rows.select_related("district").order_by(
        F("due_on").asc(nulls_last=True), "created_at", "id"
    )

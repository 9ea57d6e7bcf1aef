"""How often posts and persons are called in a 年度 (会議の負担): for help, never a ranking (L-26).

Lists go by the reading of names, not by size. A gathering that counts for two bodies (みなし) is one
meeting, and a person called to it by two posts goes there once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of, visible_meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected
from sasaeai.people.models import District

BUSY = 3
"""Meetings in one week (Monday to Sunday) from which somebody is asked whether it is too much."""
PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Load:
    """What one post or person is called to in a 年度. minutes: of all of it; bodies: their names.

    held, coming: meetings; busy_weeks: Mondays of weeks with `BUSY` meetings or more.
    """

    held: int
    coming: int
    minutes: int
    busy_weeks: tuple[date, ...]
    bodies: tuple[str, ...]

    @property
    def meetings(self) -> int:
        return self.held + self.coming

    @property
    def hours(self) -> float:
        """Hours of all meetings, to a tenth."""
        return round(self.minutes / 60, 1)


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A line of a list: an organisation and the title of its post, or a person and the reading."""

    name: str
    detail: str
    load: Load


@dataclass(frozen=True, slots=True)
class BurdenFigures:
    """Numbers of posts and persons, nobody named. in_several: called to two bodies or more."""

    posts: int
    persons: int
    busy: int
    in_several: int


def burden_figures(
    viewer: Viewer, fiscal_year: FiscalYear, *, district: District | None = None
) -> BurdenFigures:
    """How many are called, how many often. Three queries."""
    calls = calls_of(viewer, fiscal_year, district=district).order_by()
    known = calls.filter(person__isnull=False)
    totals = calls.aggregate(
        posts=Count("post_id", distinct=True), persons=Count("person_id", distinct=True)
    )
    several = known.values("person_id").annotate(bodies=Count("meeting__body", distinct=True))
    return BurdenFigures(
        posts=totals["posts"],
        persons=totals["persons"],
        busy=count_busy(calls),
        in_several=several.filter(bodies__gte=2).count(),
    )


def count_busy(calls: QuerySet[Expected]) -> int:
    """How many persons have a week of `BUSY` meetings or more. One query."""
    weeks = (
        calls.order_by()
        .filter(person__isnull=False)
        .annotate(week=TruncWeek("meeting__starts_at", tzinfo=clock.TOKYO))
        .values("person_id", "week")
        .annotate(meetings=Count("meeting", distinct=True))
        .filter(meetings__gte=BUSY)
    )
    return len({person_id for person_id, *_rest in weeks.values_list("person_id", "week")})


def posts_page(
    viewer: Viewer,
    fiscal_year: FiscalYear,
    number: str | int | None,
    *,
    district: District | None = None,
) -> Page[LoadRow]:
    """One page of the posts called, by the reading of their organisation. Three queries."""
    calls = calls_of(viewer, fiscal_year, district=district).filter(post__isnull=False)
    rows = (
        calls.order_by("post__organization__kana", "post__organization__name", "post__position")
        .values_list("post_id", "post__organization__name", "post__title")
        .distinct()
    )
    return _page(rows, calls, "post_id", number)


def persons_page(
    viewer: Viewer,
    fiscal_year: FiscalYear,
    number: str | int | None,
    *,
    district: District | None = None,
) -> Page[LoadRow]:
    """One page of the persons called in the districts the viewer runs, by the reading of names.

    Whoever runs no district gets an empty page: persons are not compared from outside.
    """
    calls = calls_of(viewer, fiscal_year, district=district).filter(
        person__isnull=False, meeting__body__district_id__in=viewer.runs
    )
    rows = (
        calls.order_by("person__kana", "person__name")
        .values_list("person_id", "person__name", "person__kana")
        .distinct()
    )
    return _page(rows, calls, "person_id", number)


def own_load(viewer: Viewer, fiscal_year: FiscalYear) -> Load | None:
    """What the viewer is called to, in every district; None for who is no person of the register."""
    if viewer.person_id is None:
        return None
    calls = Expected.objects.current().filter(
        is_told_of("meeting__"),
        municipality_id=viewer.municipality_id,
        person_id=viewer.person_id,
        meeting__fiscal_year=fiscal_year.year,
    )
    return _loads(calls.exclude(meeting__state=MeetingState.CANCELLED), "person_id").get(
        viewer.person_id, Load(0, 0, 0, (), ())
    )


def calls_of(
    viewer: Viewer, fiscal_year: FiscalYear, *, district: District | None = None
) -> QuerySet[Expected]:
    """Calls to the meetings of a 年度 that the viewer may read and that were not called off."""
    meetings = (
        visible_meetings(viewer)
        .filter(is_told_of())
        .filter(fiscal_year=fiscal_year.year)
        .exclude(state=MeetingState.CANCELLED)
    )
    if district is not None:
        meetings = meetings.filter(body__district=district)
    return Expected.objects.current().filter(
        municipality_id=viewer.municipality_id, meeting__in=meetings.values("pk")
    )


def _page(
    rows: QuerySet[Any], calls: QuerySet[Expected], by: str, number: str | int | None
) -> Page[LoadRow]:
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    found = list(page.object_list)
    loads = _loads(calls.filter(**{f"{by}__in": [row[0] for row in found]}), by)
    page.object_list = [LoadRow(name, detail, loads[key]) for key, name, detail in found]
    return page


def _loads(calls: QuerySet[Expected], by: str) -> dict[UUID, Load]:
    """Each key's load, a meeting once however often it is called to it. One query."""
    rows = calls.order_by("meeting__starts_at").values_list(
        by,
        "meeting_id",
        "meeting__starts_at",
        "meeting__ends_at",
        "meeting__state",
        "meeting__body__name",
    )
    met: dict[UUID, dict[Hashable, tuple[Any, ...]]] = defaultdict(dict)
    for key, meeting_id, *rest in rows:
        met[key][meeting_id] = tuple(rest)
    return {key: _load(list(of.values())) for key, of in met.items()}


def _load(meetings: Sequence[tuple[datetime, datetime, str, str]]) -> Load:
    held = sum(state == MeetingState.HELD for _start, _end, state, _body in meetings)
    return Load(
        held=held,
        coming=len(meetings) - held,
        minutes=sum(round((end - start).total_seconds() / 60) for start, end, *_of in meetings),
        busy_weeks=busy_weeks(clock.to_tokyo(start).date() for start, *_of in meetings),
        bodies=tuple(dict.fromkeys(body for *_of, body in meetings)),
    )


def busy_weeks(days: Iterable[date]) -> tuple[date, ...]:
    """The Mondays of weeks with `BUSY` meetings or more."""
    weeks: dict[date, int] = defaultdict(int)
    for day in days:
        weeks[day - timedelta(days=day.weekday())] += 1
    return tuple(sorted(monday for monday, number in weeks.items() if number >= BUSY))

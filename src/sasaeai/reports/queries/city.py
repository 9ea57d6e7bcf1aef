"""A city's 年度 at one glance: how far, who is late, what moved and was answered, who has how much.

Figures of coordinators are for help: they go by the reading of names, never by size (L-26).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.issues.access import visible_actions
from sasaeai.kernel import clock
from sasaeai.kernel.display import long_date
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of, visible_meetings
from sasaeai.meetings.enums import COUNTED, BodyKind, MeetingState
from sasaeai.meetings.models import Presence, Recognition
from sasaeai.meetings.queries.bodies import YearMeeting
from sasaeai.people.access import visible_districts
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District
from sasaeai.planning.queries.targets import Aim, aim_of
from sasaeai.reports.queries.city_issues import AgeRow, Answered, ages_by_topic, answered_in
from sasaeai.reports.queries.years import CityYear, DistrictYear, city_year, once

FEW_FROM = (1, 31)
"""From the end of January a district with fewer meetings than aimed at is said to be behind; the end
of February is the last day on which a letter a month ahead still reaches March."""


@dataclass(frozen=True, slots=True)
class Span:
    """Of one body: its first and last meeting in all years, the last held, the next planned.

    overdue_days: of its city, after how many days without a meeting a district is late.
    """

    first: date | None
    latest: date | None
    last_held: date | None
    next_planned: date | None
    district_id: UUID
    kind: str
    overdue_days: int


@dataclass(frozen=True, slots=True)
class DistrictState:
    """A district in a 年度. held: meetings that count, each once; deemed: of them by みなし.

    last, next: days of its last and next meeting, also outside the 年度; reason: why it counts as
    behind, empty when it does not.
    """

    district: District
    held: int
    deemed: int
    coming: int
    last: date | None
    next: date | None
    reason: str

    @property
    def is_behind(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class CoordinatorLoad:
    """A coordinator's post and its districts: meetings in them, hours of those, open actions."""

    post_id: UUID
    post: str
    districts: tuple[str, ...]
    held: int
    coming: int
    hours: float
    open_actions: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What recognition saved: gatherings not held twice, and ways of those called to both.

    trips: at least so many; where only a head-count is known nobody can be told apart.
    """

    meetings: int
    trips: int


@dataclass(frozen=True, slots=True)
class CityView:
    """Everything of a 年度."""

    year: CityYear
    aim: Aim
    states: tuple[DistrictState, ...]
    ages: tuple[AgeRow, ...]
    answered: Answered
    coordinators: tuple[CoordinatorLoad, ...]
    saved: Saved
    years: tuple[FiscalYear, ...]

    @property
    def behind(self) -> tuple[DistrictState, ...]:
        return tuple(state for state in self.states if state.is_behind)

    @property
    def begun(self) -> int:
        """Districts that have met."""
        return sum(state.held > 0 for state in self.states)

    @property
    def reached(self) -> int:
        """Districts that have met as often as aimed at."""
        return sum(state.held >= self.aim.meetings_each for state in self.states)

    @property
    def open_issues(self) -> int:
        return sum(row.total for row in self.ages)

    @property
    def moved(self) -> int:
        return sum(row.moved for row in self.ages)


def city_view(fiscal_year: FiscalYear, *, viewer: Viewer) -> CityView:
    """The 年度 of every district the viewer reads. Eleven queries, however many there are."""
    year = city_year(fiscal_year, viewer=viewer)
    spans, recognitions = _spans(viewer), _recognitions(viewer)
    living = [one for one in year.districts if lives_in(one.district, fiscal_year)]
    aim = aim_of(fiscal_year, districts=len(living), viewer=viewer)
    return CityView(
        year=year,
        aim=aim,
        states=tuple(_state(one, spans, recognitions, aim, fiscal_year, viewer) for one in living),
        ages=ages_by_topic(viewer, fiscal_year),
        answered=answered_in(viewer, fiscal_year),
        coordinators=_coordinators(year, viewer),
        saved=_saved(year, viewer),
        years=_years(spans, viewer),
    )


def districts_of_year(viewer: Viewer, fiscal_year: FiscalYear) -> list[District]:
    """Districts the viewer reads that were there in a 年度. One query."""
    return [one for one in visible_districts(viewer) if lives_in(one, fiscal_year)]


def lives_in(district: District, fiscal_year: FiscalYear) -> bool:
    """Whether a district was there on a day of a 年度 (地区の分割・統合)."""
    begun = district.since is None or district.since <= fiscal_year.end
    return begun and (district.until is None or district.until >= fiscal_year.start)


def support_rows(found: DistrictYear) -> tuple[YearMeeting, ...]:
    """A district's meetings that count as 地域支え合い会議, those by recognition too, each once."""
    return once(
        row
        for entry in found.bodies
        if entry.body.kind == BodyKind.SUPPORT
        for row in entry.year.rows
        if row.meeting.state != MeetingState.CANCELLED
    )


# ── Districts ────────────────────────────────────────────────────────────────────────────────────


def _spans(viewer: Viewer) -> dict[UUID, Span]:
    """Every body's span. One query, grouped by the database."""
    held, planned = Q(state=MeetingState.HELD), Q(state=MeetingState.PLANNED)
    rows = (
        visible_meetings(viewer)
        .filter(is_told_of())
        .order_by()
        .values_list("body_id", "body__district_id", "body__kind", "municipality__overdue_days")
        .annotate(
            first=Min("starts_at"),
            latest=Max("starts_at"),
            last_held=Max("starts_at", filter=held),
            next_planned=Min(
                "starts_at", filter=planned & Q(starts_at__gte=clock.at(viewer.on, time(0)))
            ),
        )
    )
    return {
        body: Span(*(clock.to_tokyo(at).date() if at else None for at in moments), *of)
        for body, *of, first, latest, last, following in rows
        for moments in [(first, latest, last, following)]
    }


def _recognitions(viewer: Viewer) -> dict[UUID, list[Recognition]]:
    """Recognitions by the district for which they count. One query."""
    found: dict[UUID, list[Recognition]] = defaultdict(list)
    rows = (
        Recognition.objects.current()
        .filter(municipality_id=viewer.municipality_id, counts_for__kind=BodyKind.SUPPORT)
        .select_related("counts_for")
    )
    for row in rows:
        found[row.counts_for.district_id].append(row)
    return found


def _state(
    found: DistrictYear,
    spans: Mapping[UUID, Span],
    recognitions: Mapping[UUID, Sequence[Recognition]],
    aim: Aim,
    fiscal_year: FiscalYear,
    viewer: Viewer,
) -> DistrictState:
    rows = support_rows(found)
    held = [row for row in rows if row.meeting.is_held]
    last, following = _last_and_next(found.district.id, spans, recognitions)
    coming = sum(row.meeting.is_planned for row in rows)
    state = DistrictState(
        found.district,
        len(held),
        sum(row.counted_as is not None for row in held),
        coming,
        last,
        following,
        "",
    )
    overdue = next((span.overdue_days for span in spans.values()), 0)
    reason = _reason(state, aim, overdue, fiscal_year, viewer.on)
    return DistrictState(
        state.district, state.held, state.deemed, state.coming, last, following, reason
    )


def _last_and_next(
    district_id: UUID,
    spans: Mapping[UUID, Span],
    recognitions: Mapping[UUID, Sequence[Recognition]],
) -> tuple[date | None, date | None]:
    own = [
        span
        for span in spans.values()
        if span.district_id == district_id and span.kind == BodyKind.SUPPORT
    ]
    last = [span.last_held for span in own if span.last_held]
    following = [span.next_planned for span in own if span.next_planned]
    for recognition in recognitions.get(district_id, ()):
        span = spans.get(recognition.body_id)
        if span and span.last_held and recognition.runs_on(span.last_held):
            last.append(span.last_held)
        if span and span.next_planned and recognition.runs_on(span.next_planned):
            following.append(span.next_planned)
    return max(last, default=None), min(following, default=None)


def _reason(state: DistrictState, aim: Aim, overdue: int, fiscal_year: FiscalYear, on: date) -> str:
    """Why a district counts as behind, in a sentence; empty when it does not."""
    if on < fiscal_year.start or (state.district.until and state.district.until < on):
        return ""
    sentences = []
    if on in fiscal_year:
        sentences.append(_late(state, overdue, on))
    if (on > fiscal_year.end or on >= date(fiscal_year.year + 1, *FEW_FROM)) and (
        state.held < aim.meetings_each
    ):
        words = {"held": state.held, "aim": aim.meetings_each}
        sentences.append(_("目標の%(aim)d回に対して、開いたのは%(held)d回です。") % words)
    return "".join(filter(None, sentences))


def _late(state: DistrictState, overdue: int, on: date) -> str:
    if state.last is None and state.next is None:
        return _("まだ一度も開いていません。次の日も決まっていません。")
    if state.last is None:
        return ""
    days = (on - state.last).days
    if days <= overdue:
        return ""
    words = {
        "last": long_date(state.last),
        "days": days,
        "next": long_date(state.next) if state.next else "",
    }
    if state.next:
        return _("前の会議は%(last)sで、%(days)d日たちました。次は%(next)sの予定です。") % words
    return _("前の会議は%(last)sで、%(days)d日たちました。次の日が決まっていません。") % words


def _years(spans: Mapping[UUID, Span], viewer: Viewer) -> tuple[FiscalYear, ...]:
    """Every 年度 from the first meeting to the last planned one, latest first."""
    present = FiscalYear.of(viewer.on)
    days = [day for span in spans.values() for day in (span.first, span.latest) if day]
    years = [present, *(FiscalYear.of(day) for day in days)]
    return tuple(FiscalYear(year) for year in range(max(years).year, min(years).year - 1, -1))


# ── Coordinators, and what recognition saves ─────────────────────────────────────────────────────


def _coordinators(year: CityYear, viewer: Viewer) -> tuple[CoordinatorLoad, ...]:
    """Posts by the reading of their organisation and title, then of their districts. One query."""
    of: dict[tuple[UUID, UUID], tuple[str, list[DistrictYear], list[int]]] = {}
    by_district = {one.district.id: one for one in year.districts}
    open_ones = (
        visible_actions(viewer)
        .filter(done_on__isnull=True, district_id=OuterRef("district_id"))
        .order_by()
        .values("district_id")
        .annotate(number=Count("pk"))
        .values("number")
    )
    for row in assignments_on(viewer).annotate(actions=Coalesce(Subquery(open_ones), 0)):
        key = (row.tenure.post_id, row.tenure_id)
        of.setdefault(key, (str(row.tenure.post), [], []))
        if row.district_id in by_district:
            of[key][1].append(by_district[row.district_id])
            of[key][2].append(row.actions)
    return tuple(_load(key[0], post, *found) for key, (post, *found) in of.items())


def assignments_on(viewer: Viewer) -> QuerySet[DistrictAssignment]:
    """Which coordinator's term covers which district today, in the order of readings. One query."""
    return (
        DistrictAssignment.objects.filter(
            Q(until__isnull=True) | Q(until__gte=viewer.on),
            Q(tenure__until__isnull=True) | Q(tenure__until__gte=viewer.on),
            municipality_id=viewer.municipality_id,
            since__lte=viewer.on,
            tenure__since__lte=viewer.on,
            tenure__post__role=StaffRole.COORDINATOR,
        )
        .select_related("tenure__post__organization", "district")
        .order_by(
            "tenure__post__organization__kana",
            "tenure__post__title",
            "district__kana",
            "district__name",
        )
    )


def _load(
    post_id: UUID, post: str, found: Sequence[DistrictYear], actions: Sequence[int]
) -> CoordinatorLoad:
    rows = once(row for one in found for row in one.year.rows)
    met = [row.meeting for row in rows if row.meeting.state != MeetingState.CANCELLED]
    minutes = sum((one.ends_at - one.starts_at) / timedelta(minutes=1) for one in met)
    return CoordinatorLoad(
        post_id=post_id,
        post=post,
        districts=tuple(dict.fromkeys(one.district.name for one in found)),
        held=sum(one.is_held for one in met),
        coming=sum(one.is_planned for one in met),
        hours=round(minutes / 60, 1),
        open_actions=sum(actions),
    )


def _saved(year: CityYear, viewer: Viewer) -> Saved:
    """Gatherings that counted for another body too, and who did not come twice. One query."""
    deemed = {
        found.row.meeting.id: {body.id for body in found.counted_for}
        for found in year.gatherings
        if found.counted_for and found.row.meeting.is_held
    }
    rows = (
        Presence.objects.current()
        .filter(
            municipality_id=viewer.municipality_id,
            meeting_id__in=list(deemed),
            status__in=COUNTED,
            expected__person__isnull=False,
            expected__post__body_memberships__removed_at__isnull=True,
        )
        .order_by()
        .values_list("meeting_id", "expected__post__body_memberships__body_id")
        .annotate(people=Count("expected__person", distinct=True))
    )
    trips = sum(people for meeting, body, people in rows if body in deemed[meeting])
    return Saved(meetings=len(deemed), trips=trips)

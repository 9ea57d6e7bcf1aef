"""A district's year for its general meeting (総会資料): met, came, raised, became, told back, next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from sasaeai.issues.access import visible_issues
from sasaeai.issues.enums import AnswerState, IssueStatus
from sasaeai.issues.models import Answer, Consideration, Issue, Trouble
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import AgendaItem
from sasaeai.people.models import District
from sasaeai.reports.queries.annual_sheet import AnnualSheet, Figure

MOST_ISSUES = 12
"""Issues on the paper: it is read out in a hall."""


@dataclass(frozen=True, slots=True)
class GatheringLine:
    """When was met. people None: nobody knows how many. items: what may be told of its agenda."""

    on: date
    name: str
    number: int | None
    venue: str
    people: Figure | None
    is_recognized: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue and what became of it. raised, told: troubles in it, and those answered."""

    issue_id: UUID
    title: str
    topic: str
    status: IssueStatus
    became: str
    raised: int
    told: int


@dataclass(frozen=True, slots=True)
class DistrictSummary:
    """What stands on the paper. more: issues that are not listed."""

    district: District
    sheet: AnnualSheet
    gatherings: tuple[GatheringLine, ...]
    issues: tuple[IssueLine, ...]
    more: int


def district_summary(district: District, sheet: AnnualSheet, *, viewer: Viewer) -> DistrictSummary:
    """The year of a district from its report. Two queries.

    For everybody (公表用) only issues and items are named that were treated at a meeting whose public
    version is approved; the others are in the numbers alone (L-17). How an issue ended is told in the
    words of whoever closed it, which nobody approved: these stay inside.
    """
    issues = _issues(district, sheet, viewer)
    return DistrictSummary(
        district=district,
        sheet=sheet,
        gatherings=tuple(_gatherings(sheet)),
        issues=tuple(issues[:MOST_ISSUES]),
        more=0 if sheet.is_public else max(len(issues) - MOST_ISSUES, 0),
    )


def _gatherings(sheet: AnnualSheet) -> Iterable[GatheringLine]:
    held = [row for row in sheet.report.rows if row.meeting.state == MeetingState.HELD]
    items: dict[UUID, list[str]] = defaultdict(list)
    if held:
        rows = AgendaItem.objects.current().filter(
            municipality_id=held[0].meeting.municipality_id,
            meeting_id__in=[row.meeting.id for row in held],
            is_public=True,
        )
        if sheet.is_public:  # nobody has approved yet what the others may be told (L-17)
            rows = rows.filter(meeting__sealed_at__isnull=False)
        for meeting_id, title in rows.order_by("position").values_list("meeting_id", "title"):
            items[meeting_id].append(title)
    for row in held:
        meeting = row.meeting
        yield GatheringLine(
            on=meeting.held_on,
            name=meeting.body.name,
            number=meeting.number,
            venue=meeting.venue.name,
            people=sheet.gathering(row),
            is_recognized=row.counted_as is not None,
            items=tuple(items[meeting.id]),
        )


def _issues(district: District, sheet: AnnualSheet, viewer: Viewer) -> list[IssueLine]:
    year = sheet.report.fiscal_year
    rows = (
        visible_issues(viewer)
        .filter(district=district, duplicate_of__isnull=True, opened_on__lte=year.end)
        .filter(
            Q(closed_on__isnull=True) | Q(closed_on__gte=year.start) | Q(opened_on__gte=year.start)
        )
    )
    if sheet.is_public:
        told = Consideration.objects.current().filter(
            municipality_id=OuterRef("municipality_id"),
            issue_id=OuterRef("pk"),
            item__is_public=True,
            item__removed_at__isnull=True,
            item__meeting__sealed_at__isnull=False,
        )
        rows = rows.filter(Exists(told))
    answered = Answer.objects.current().filter(
        municipality_id=OuterRef("municipality_id"),
        trouble_id=OuterRef("pk"),
        state=AnswerState.TOLD,
    )
    troubles = Trouble.objects.current().filter(municipality_id=district.municipality_id)
    counted = troubles.filter(issue__in=rows).annotate(is_told=Exists(answered)).order_by()
    raised: dict[UUID, int] = defaultdict(int)
    told_back: dict[UUID, int] = defaultdict(int)
    for issue_id, is_told, n in counted.values_list("issue_id", "is_told").annotate(n=Count("pk")):
        raised[issue_id] += n
        told_back[issue_id] += n if is_told else 0
    return [
        IssueLine(
            issue_id=issue.pk,
            title=issue.title,
            topic=issue.topic.name if issue.topic else "",
            status=_status(issue, year.end),
            became=""
            if sheet.is_public or _status(issue, year.end) != IssueStatus.CLOSED
            else issue.closed_reason,
            raised=raised[issue.pk],
            told=told_back[issue.pk],
        )
        for issue in rows.select_related("topic").order_by("opened_on", "title", "pk")
    ]


def _status(issue: Issue, end: date) -> IssueStatus:
    """As it was at the end of the 年度, as far as it is known: what closed later was still open."""
    if issue.closed_on is not None and issue.closed_on > end:
        return IssueStatus.OPEN
    return IssueStatus(issue.status)

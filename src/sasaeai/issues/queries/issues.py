"""Finding issues, and the path one of them took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sasaeai.directory.enums import Season
from sasaeai.issues.access import visible_issues
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Action, Consideration, Issue, IssueEntry
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.finding import matching, split_words
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.models import Meeting, Topic
from sasaeai.people.models import District

PAGE_SIZE = 30
MOST_CHOICES = 100


@dataclass(frozen=True, slots=True)
class IssueStory:
    """The path of an issue: agenda items it was on (latest first), actions, entries (oldest first)."""

    issue: Issue
    considerations: tuple[Consideration, ...]
    actions: tuple[Action, ...]
    entries: tuple[IssueEntry, ...]

    @property
    def is_closed(self) -> bool:
        return self.issue.status == IssueStatus.CLOSED

    @property
    def open_actions(self) -> int:
        return sum(action.done_on is None for action in self.actions)


def get_visible_issue(issue_id: UUID, *, viewer: Viewer) -> Issue:
    """An issue with district, topic and owner; NotFound for strangers."""
    return _found(visible_issues(viewer).filter(pk=issue_id))


def get_withdrawn_issue(issue_id: UUID, *, viewer: Viewer) -> Issue:
    """An issue that was taken back, to be restored; NotFound for strangers."""
    issues = Issue.objects.filter(municipality_id=viewer.municipality_id, pk=issue_id)
    return _found(issues if viewer.sees_city else issues.filter(district_id__in=viewer.sees))


def _found(issues: QuerySet[Issue]) -> Issue:
    issue = issues.select_related("district", "topic", "owner", "duplicate_of").first()
    if issue is None:
        raise NotFound(_("この課題は見つかりません。"))
    return issue


def list_issues(
    viewer: Viewer,
    *,
    district: District | None = None,
    topic: Topic | None = None,
    status: str = "",
    season: str = "",
    fiscal_year: FiscalYear | None = None,
    words: str = "",
) -> QuerySet[Issue]:
    """Issues the viewer may read, with `meetings_count` and `open_actions_count`.

    status: a value of IssueStatus, or "" for all that are not closed, or "all". fiscal_year: in
    which it was taken up. words: what stands in its name, place, kind of people or description.
    """
    issues = visible_issues(viewer)
    if status in IssueStatus.values:
        issues = issues.filter(status=status)
    elif status != "all":
        issues = issues.exclude(status=IssueStatus.CLOSED)
    if district is not None:
        issues = issues.filter(district=district)
    if topic is not None:
        issues = issues.filter(topic=topic)
    if season in Season.values:
        issues = issues.filter(season=season)
    if fiscal_year is not None:
        issues = issues.filter(opened_on__range=(fiscal_year.start, fiscal_year.end))
    if found := split_words(words):
        issues = issues.filter(matching(found, "title", "area", "troubled", "description"))
    return (
        issues.select_related("district", "topic", "owner")
        .annotate(
            meetings_count=_count(
                Consideration.objects.current().filter(
                    is_told_of("item__meeting__"), item__removed_at=None
                ),
                "item__meeting",
            ),
            open_actions_count=_count(Action.objects.current().filter(done_on=None), "pk"),
        )
        .order_by("-opened_on", "title", "id")
    )


def _count(rows: QuerySet[Any], what: str) -> Coalesce:
    """How many different `what` there are among the rows that hang on the outer issue.

    Each counted for itself: joined together, they would multiply before they are counted.
    """
    own = rows.filter(municipality_id=OuterRef("municipality_id"), issue_id=OuterRef("pk"))
    counted = own.order_by().values("issue_id").annotate(n=Count(what, distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)


def issues_page(issues: QuerySet[Issue], number: str | int | None) -> Page[Issue]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(issues, PAGE_SIZE).get_page(number)


def issues_to_join(issue: Issue, words: str = "") -> list[Issue]:
    """Open issues of the same district into which one may be merged, the latest first (30)."""
    issues = (
        Issue.objects.current()
        .filter(municipality_id=issue.municipality_id, district_id=issue.district_id)
        .exclude(status=IssueStatus.CLOSED)
        .exclude(pk=issue.pk)
    )
    if found := split_words(words):
        issues = issues.filter(matching(found, "title", "area", "troubled", "description"))
    return list(issues.order_by("-opened_on", "title")[:PAGE_SIZE])


def years_of_issues(viewer: Viewer) -> list[FiscalYear]:
    """The 年度 in which issues were taken up, the latest first. One query."""
    ends = visible_issues(viewer).aggregate(first=Min("opened_on"), last=Max("opened_on"))
    if ends["first"] is None:
        return []
    first, last = FiscalYear.of(ends["first"]).year, FiscalYear.of(ends["last"]).year
    return [FiscalYear(year) for year in range(last, first - 1, -1)]


def open_issues_of(district: District, words: str = "") -> list[Issue]:
    """Issues of a district that are not closed, for choosing: the latest, 100 at most.

    words: narrows them to those in which all of the words stand, so that older ones are found too.
    """
    issues = (
        Issue.objects.current()
        .filter(municipality_id=district.municipality_id, district=district)
        .exclude(status=IssueStatus.CLOSED)
    )
    if found := split_words(words):
        issues = issues.filter(matching(found, "title", "area", "troubled", "description"))
    return list(issues.order_by("-opened_on", "title")[:MOST_CHOICES])


def count_open(districts: Iterable[District]) -> dict[UUID, int]:
    """How many issues are not closed, by district. One query."""
    among = list(districts)
    if not among:
        return {}
    rows = (
        Issue.objects.current()
        .filter(municipality_id=among[0].municipality_id, district__in=among)
        .exclude(status=IssueStatus.CLOSED)
        .order_by()
        .values_list("district_id")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


def issue_story(issue: Issue) -> IssueStory:
    """Where an issue was talked about, who does what about it, and each move. Three queries."""
    scope = {"municipality_id": issue.municipality_id, "issue": issue}
    considerations = (
        Consideration.objects.current()
        .filter(is_told_of("item__meeting__"), **scope, item__removed_at=None)
        .select_related("item__meeting__body")
        .order_by("-item__meeting__starts_at", "item__position")
    )
    actions = (
        Action.objects.current()
        .filter(is_told_of("item__meeting__"), **scope)
        .select_related("item__meeting__body", "organization", "post")
    )
    entries = IssueEntry.objects.filter(is_told_of("meeting__"), **scope).select_related(
        "meeting__body"
    )
    return IssueStory(
        issue=issue,
        considerations=tuple(considerations),
        actions=tuple(actions),
        entries=tuple(entries.order_by("created_at")),
    )


def get_visible_consideration(consideration_id: UUID, *, viewer: Viewer) -> Consideration:
    """A tie between an issue and an agenda item that the viewer may read."""
    tie = (
        Consideration.objects.filter(
            municipality_id=viewer.municipality_id,
            pk=consideration_id,
            issue__in=visible_issues(viewer),
        )
        .select_related("issue__district", "item__meeting__body__district")
        .first()
    )
    if tie is None:
        raise NotFound(_("この課題のつながりは見つかりません。"))
    return tie


def issues_of_meeting(meeting: Meeting) -> dict[UUID, list[Consideration]]:
    """The issues a meeting deals with, by its items. One query."""
    rows = (
        Consideration.objects.current()
        .filter(
            municipality_id=meeting.municipality_id,
            item__meeting=meeting,
            issue__removed_at=None,
        )
        .select_related("issue")
        .order_by("created_at")
    )
    by_item: dict[UUID, list[Consideration]] = defaultdict(list)
    for tie in rows:
        by_item[tie.item_id].append(tie)
    return by_item

"""Issues of a season: what is asked again each winter and each summer, and what was answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.directory.enums import Season
from sasaeai.issues.access import visible_issues
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Issue, IssueEntry, SeasonAnswer
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District

PAGE_SIZE = 30
ANSWERS_SHOWN = 30
QUIET_DAYS = 180
"""An open issue is asked about when nothing was written of it since so long before the season."""

_WINTER_FROM, _SUMMER_FROM, _SUMMER_UNTIL = 11, 6, 9  # months


@dataclass(frozen=True, slots=True)
class Asking:
    """The season that is asked about on a day: since when, and in which 年度."""

    season: Season
    since: date
    fiscal_year: FiscalYear


def asking_on(day: date) -> Asking | None:
    """Winter from 1 November to the end of March, summer from 1 June to the end of September."""
    year = FiscalYear.of(day)
    if day.month >= _WINTER_FROM or day < date(day.year, 4, 1):
        return Asking(Season.WINTER, date(year.year, _WINTER_FROM, 1), year)
    if _SUMMER_FROM <= day.month <= _SUMMER_UNTIL:
        return Asking(Season.SUMMER, date(year.year, _SUMMER_FROM, 1), year)
    return None


def season_questions(viewer: Viewer, *, district: District | None = None) -> QuerySet[Issue]:
    """Issues to be asked about on the viewer's day, those closed longest ago first."""
    issues = visible_issues(viewer)
    if district is not None:
        issues = issues.filter(district=district)
    asking = asking_on(viewer.on)
    return issues.none() if asking is None else _asked(issues, asking)


def season_questions_of(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[Issue]:
    """The same for the given districts."""
    return season_questions(viewer).filter(district_id__in=district_ids)


def questions_page(issues: QuerySet[Issue], number: str | int | None) -> Page[Issue]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(issues, PAGE_SIZE).get_page(number)


def season_answers(viewer: Viewer, *, district: District | None = None) -> list[SeasonAnswer]:
    """What was answered in the present 年度, the newest first (30 of them)."""
    issues = visible_issues(viewer)
    if district is not None:
        issues = issues.filter(district=district)
    answers = SeasonAnswer.objects.filter(
        municipality_id=viewer.municipality_id,
        fiscal_year=FiscalYear.of(viewer.on).year,
        issue__in=issues.values("pk"),
    )
    return list(answers.select_related("issue__district").order_by("-created_at")[:ANSWERS_SHOWN])


def get_season_answer(issue: Issue, *, viewer: Viewer) -> SeasonAnswer:
    """This 年度's answer about an issue; NotFound where there is none."""
    answer = (
        SeasonAnswer.objects.filter(
            municipality_id=issue.municipality_id,
            issue=issue,
            fiscal_year=FiscalYear.of(viewer.on).year,
        )
        .select_related("issue__district")
        .first()
    )
    if answer is None:
        raise NotFound(_("今年度の答えはありません。"))
    return answer


def _asked(issues: QuerySet[Issue], asking: Asking) -> QuerySet[Issue]:
    """Ended before the season, or open and quiet for long; asked once a 年度, duplicates never."""
    own = {"municipality_id": OuterRef("municipality_id"), "issue_id": OuterRef("pk")}
    quiet_since = clock.at(asking.since - timedelta(days=QUIET_DAYS), time.min)
    written = IssueEntry.objects.filter(**own, created_at__gte=quiet_since)
    answered = SeasonAnswer.objects.filter(**own, fiscal_year=asking.fiscal_year.year)
    ended = Q(status=IssueStatus.CLOSED, closed_on__lt=asking.since)
    return (
        issues.filter(season=asking.season, duplicate_of__isnull=True)
        .filter(ended | (~Q(status=IssueStatus.CLOSED) & ~Exists(written)))
        .filter(~Exists(answered))
        .select_related("district", "topic")
        .order_by("closed_on", "opened_on", "id")
    )

"""Issues of a city in a 年度: how long they are open, what moved, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from statistics import median

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.access import visible_issues, visible_troubles
from sasaeai.issues.enums import AnswerState, IssueStatus
from sasaeai.issues.models import Action, Consideration, Issue, Trouble
from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState

NO_TOPIC = "none"


class Age(StrEnum):
    """How long an issue is open."""

    YOUNG = "young"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def label(self) -> str:
        return str(_AGES[self][2])

    def holds(self, on: date) -> Q:
        """Issues opened so long before a day."""
        over, until, _label = _AGES[self]
        found = Q(opened_on__lt=on - timedelta(days=over)) if over else Q()
        return found & Q(opened_on__gte=on - timedelta(days=until)) if until else found


_AGES = {
    # over so many days, up to so many (0: no end)
    Age.YOUNG: (0, 90, _("90日まで")),
    Age.QUARTER: (90, 180, _("91〜180日")),
    Age.HALF: (180, 365, _("181〜365日")),
    Age.YEAR: (365, 0, _("365日を超える")),
}


class Wait(StrEnum):
    """How long a raiser waited for the answer."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    LONGER = "longer"

    @property
    def label(self) -> str:
        return str(_WAITS[self][2])

    def holds(self, days: int) -> bool:
        over, until, _label = _WAITS[self]
        return over < days <= until


_WAITS = {
    Wait.MONTH: (-(10**6), 30, _("30日まで")),
    Wait.QUARTER: (30, 90, _("31〜90日")),
    Wait.HALF: (90, 180, _("91〜180日")),
    Wait.LONGER: (180, 10**6, _("180日を超える")),
}


@dataclass(frozen=True, slots=True)
class AgeRow:
    """A topic's issues. counts: open ones by age; moved: those that moved in the 年度."""

    key: str
    name: str
    counts: tuple[int, int, int, int]
    moved: int

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def by_age(self) -> tuple[tuple[Age, int], ...]:
        """Open ones by age, the youngest first."""
        return tuple(zip(Age, self.counts, strict=True))


@dataclass(frozen=True, slots=True)
class Answered:
    """Troubles whose raisers were told in the 年度. days: of each, from its raising."""

    days: tuple[int, ...]

    @property
    def number(self) -> int:
        return len(self.days)

    @property
    def middle(self) -> int | None:
        """The middle value in days."""
        return round(median(self.days)) if self.days else None

    @property
    def longest(self) -> int | None:
        return max(self.days, default=None)

    @property
    def waits(self) -> tuple[tuple[Wait, int], ...]:
        """How many waited how long."""
        return tuple((wait, sum(wait.holds(days) for days in self.days)) for wait in Wait)


def ages_by_topic(viewer: Viewer, fiscal_year: FiscalYear) -> tuple[AgeRow, ...]:
    """Topics in their order, issues without one last. One query, grouped by the database."""
    day = min(viewer.on, fiscal_year.end)
    rows = (
        with_signs(viewer, fiscal_year)
        .order_by("topic__position")
        .values_list("topic_id", "topic__name", "topic__position")
        .annotate(
            **{age.value: Count("pk", filter=open_on(day) & age.holds(day)) for age in Age},
            moves=Count("pk", filter=moved_in(fiscal_year)),
        )
    )
    found = [
        AgeRow(str(topic or NO_TOPIC), name or str(_("話題なし")), tuple(counts[:-1]), counts[-1])
        for topic, name, _place, *counts in rows
    ]
    return tuple(
        sorted(
            (row for row in found if row.total or row.moved), key=lambda row: row.key == NO_TOPIC
        )
    )


def open_on(day: date) -> Q:
    """Issues that were open at the end of a day; a duplicate goes on in another."""
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return still & Q(opened_on__lte=day, duplicate_of__isnull=True)


def moved_issues(viewer: Viewer, fiscal_year: FiscalYear) -> QuerySet[Issue]:
    """Issues that moved in a 年度: on the agenda of a meeting that was held, somebody promised
    something, or it was closed.
    """
    return with_signs(viewer, fiscal_year).filter(moved_in(fiscal_year))


def moved_in(fiscal_year: FiscalYear) -> Q:
    """The condition of `moved_issues`, for rows of `with_signs`."""
    closed = Q(
        status=IssueStatus.CLOSED,
        duplicate_of__isnull=True,
        closed_on__gte=fiscal_year.start,
        closed_on__lte=fiscal_year.end,
    )
    return Q(talked=True) | Q(promised=True) | closed


def with_signs(viewer: Viewer, fiscal_year: FiscalYear) -> QuerySet[Issue]:
    """Issues with `talked` and `promised`: whether they were so in the 年度."""
    talked = Consideration.objects.current().filter(
        municipality_id=OuterRef("municipality_id"),
        issue_id=OuterRef("pk"),
        item__removed_at__isnull=True,
        item__meeting__state=MeetingState.HELD,
        item__meeting__fiscal_year=fiscal_year.year,
    )
    promised = Action.objects.current().filter(
        municipality_id=OuterRef("municipality_id"),
        issue_id=OuterRef("pk"),
        created_at__gte=clock.at(fiscal_year.start, time(0)),
        created_at__lt=clock.at(fiscal_year.next.start, time(0)),
    )
    return visible_issues(viewer).annotate(talked=Exists(talked), promised=Exists(promised))


def answered_in(viewer: Viewer, fiscal_year: FiscalYear) -> Answered:
    """Raisers who were told in a 年度, each once, by their first answer. One query."""
    rows = answered_troubles(viewer, fiscal_year).values_list("raised_on", "told")
    return Answered(tuple(sorted((told - raised).days for raised, told in rows)))


def answered_troubles(viewer: Viewer, fiscal_year: FiscalYear) -> QuerySet[Trouble]:
    """Troubles with `told`, the first day their raiser was told, in a 年度."""
    told = Q(answers__state=AnswerState.TOLD, answers__removed_at__isnull=True)
    return (
        visible_troubles(viewer)
        .order_by()
        .annotate(told=Min("answers__told_on", filter=told))
        .filter(told__gte=fiscal_year.start, told__lte=fiscal_year.end)
    )

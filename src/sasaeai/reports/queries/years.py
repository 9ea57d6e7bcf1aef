"""A 年度 of meetings: by body, by district and for the whole city, each gathering counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of, visible_bodies, visible_meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body
from sasaeai.meetings.queries.bodies import (
    YearMeeting,
    YearTotals,
    meetings_of_bodies,
    year_totals,
)
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a year strip (年間の帯). first: its first day; people: those who came."""

    first: date
    held: int
    recognized: int
    planned: int
    people: int

    @property
    def marks(self) -> str:
        """One sign a gathering: ● held, ◎ held and counted by recognition, ○ still to come."""
        return "●" * (self.held - self.recognized) + "◎" * self.recognized + "○" * self.planned

    @property
    def words(self) -> str:
        """The signs in words, for those who hear the page: 「開催2回（うちみなし1回）、予定1回」."""
        parts = []
        if self.recognized:
            words = {"held": self.held, "recognized": self.recognized}
            parts.append(_("開催%(held)d回（うちみなし%(recognized)d回）") % words)
        elif self.held:
            parts.append(_("開催%(held)d回") % {"held": self.held})
        if self.planned:
            parts.append(_("予定%(planned)d回") % {"planned": self.planned})
        return "、".join(parts) or _("なし")


@dataclass(frozen=True, slots=True)
class Year:
    """Gatherings of one 年度, each once, early to late; cancelled ones are listed, never counted.

    totals.held, planned: gatherings; totals.attendance: people who came, companions included.
    """

    fiscal_year: FiscalYear
    rows: tuple[YearMeeting, ...]

    @property
    def totals(self) -> YearTotals:
        return year_totals(self.rows)

    @property
    def planned(self) -> int:
        """Gatherings still to come."""
        return sum(row.meeting.state == MeetingState.PLANNED for row in self.rows)

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months, April to March."""
        by_month: dict[date, list[YearMeeting]] = defaultdict(list)
        for row in self.rows:
            by_month[row.meeting.held_on.replace(day=1)].append(row)
        return tuple(_month(first, by_month[first]) for first in self.fiscal_year)


@dataclass(frozen=True, slots=True)
class BodyYear:
    """A body's year: its own gatherings and those counted by recognition (みなし)."""

    body: Body
    year: Year


@dataclass(frozen=True, slots=True)
class DistrictYear:
    """A district's year: its bodies, and `year` with every gathering once whatever it counts for."""

    district: District
    bodies: tuple[BodyYear, ...]
    year: Year


@dataclass(frozen=True, slots=True)
class Gathering:
    """One gathering as a list shows it: where, and the other bodies it counts for (みなし)."""

    row: YearMeeting
    district: District | None
    counted_for: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class CityYear:
    """The districts a viewer reads, and `year` with every gathering of them once."""

    districts: tuple[DistrictYear, ...]
    year: Year

    @property
    def gatherings(self) -> tuple[Gathering, ...]:
        """Every gathering once, early to late, with its district and what else it counts for."""
        homes: dict[UUID, District] = {}
        counted_for: dict[UUID, list[Body]] = defaultdict(list)
        for found in self.districts:
            for entry in found.bodies:
                homes[entry.body.id] = found.district
                for row in entry.year.rows:
                    if row.counted_as is not None:
                        counted_for[row.meeting.id].append(entry.body)
        return tuple(
            Gathering(row, homes.get(row.meeting.body_id), tuple(counted_for[row.meeting.id]))
            for row in self.year.rows
        )


def gatherings_page(city: CityYear, number: str | int | None) -> Page[Gathering]:
    """One page of a city's gatherings; a number that does not exist gives the nearest page."""
    return Paginator(city.gatherings, PAGE_SIZE).get_page(number)


def body_year(body: Body, fiscal_year: FiscalYear, *, viewer: Viewer) -> Year:
    """One body's year. Two queries."""
    rows = meetings_of_bodies([body], fiscal_year.year, viewer=viewer)[body.id]
    return Year(fiscal_year, tuple(rows))


def district_year(district: District, fiscal_year: FiscalYear, *, viewer: Viewer) -> DistrictYear:
    """One district's year with its bodies; bodies that had ended and did not meet are left out."""
    return _district_years([district], fiscal_year, viewer)[0]


def city_year(fiscal_year: FiscalYear, *, viewer: Viewer) -> CityYear:
    """The year of every district the viewer reads. Four queries, however many there are.

    A gathering that counts in two districts is in both of them and once in the city's total.
    """
    districts = _district_years(list(visible_districts(viewer)), fiscal_year, viewer)
    rows = once(row for district in districts for row in district.year.rows)
    return CityYear(tuple(districts), Year(fiscal_year, rows))


def fiscal_years_seen(viewer: Viewer) -> tuple[FiscalYear, ...]:
    """Every 年度 from the first meeting the viewer may read to the last planned one, latest first.

    The present one is always among them.
    """
    meetings = visible_meetings(viewer).filter(is_told_of())
    span = meetings.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    present = FiscalYear.of(viewer.on)
    days = [clock.to_tokyo(moment).date() for moment in span.values() if moment is not None]
    years = [present, *(FiscalYear.of(day) for day in days)]
    return tuple(FiscalYear(year) for year in range(max(years).year, min(years).year - 1, -1))


def once(rows: Iterable[YearMeeting]) -> tuple[YearMeeting, ...]:
    """Every gathering once, early to late; as its own body's where that body is among them."""
    found: dict[UUID, YearMeeting] = {}
    for row in rows:
        if row.meeting.id not in found or row.counted_as is None:
            found[row.meeting.id] = row
    return tuple(sorted(found.values(), key=lambda row: (row.meeting.starts_at, row.meeting.id)))


def _district_years(
    districts: Sequence[District], fiscal_year: FiscalYear, viewer: Viewer
) -> list[DistrictYear]:
    bodies = list(
        visible_bodies(viewer)
        .filter(district__in=districts)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=fiscal_year.start))
    )
    rows = meetings_of_bodies(bodies, fiscal_year.year, viewer=viewer)
    by_district: dict[UUID, list[BodyYear]] = defaultdict(list)
    for body in bodies:
        year = Year(fiscal_year, tuple(rows[body.id]))
        by_district[body.district_id].append(BodyYear(body, year))
    return [
        DistrictYear(
            district,
            tuple(by_district[district.id]),
            Year(
                fiscal_year,
                once(row for found in by_district[district.id] for row in found.year.rows),
            ),
        )
        for district in districts
    ]


def _month(first: date, rows: Sequence[YearMeeting]) -> Month:
    totals = year_totals(rows)
    return Month(
        first=first,
        held=totals.held,
        recognized=totals.recognized,
        planned=sum(row.meeting.state == MeetingState.PLANNED for row in rows),
        people=totals.attendance,
    )

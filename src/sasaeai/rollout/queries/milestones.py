"""What the meetings themselves show of a district: the first one held, and regular ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import DateField, F, QuerySet, Value

from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import BodyKind, MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.rollout.enums import Milestone

REGULAR_MEETINGS = 3
"""So many meetings in one 年度 count as regular: the source says 年3〜4回."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The 地域支え合い会議 of a district until a day, those counted by recognition (みなし) included.

    regular_on: the day of the third one in the first 年度 that had three. this_year: held in the
    年度 of the day. next_on: the next one that is prepared.
    """

    first_on: date | None = None
    regular_on: date | None = None
    last_on: date | None = None
    this_year: int = 0
    next_on: date | None = None

    def reached(self, milestone: str) -> date | None:
        """When the meetings showed a milestone; None as long as they do not."""
        return {
            Milestone.FIRST_HELD.value: self.first_on,
            Milestone.REGULAR.value: self.regular_on,
        }.get(str(milestone))


def gathered_by_district(
    municipality_id: UUID, district_ids: Collection[UUID], *, on: date
) -> dict[UUID, Gathered]:
    """By district what its meetings show on a day; districts without any are left out.

    One query. Each gathering counts once, whatever bodies of the district it counts for.
    """
    own, recognized = (
        rows(municipality_id, district_ids).values_list(
            "counted_in", "id", "starts_at", "state", "since", "until"
        )
        for rows in (_own, _recognized)
    )
    days: dict[UUID, dict[UUID, tuple[date, bool]]] = defaultdict(dict)
    for district_id, meeting_id, starts_at, state, since, until in own.union(recognized, all=True):
        day = clock.to_tokyo(starts_at).date()
        if (since is None or since <= day) and (until is None or day <= until):
            days[district_id][meeting_id] = (day, state == MeetingState.HELD)
    return {district_id: gathered(found.values(), on=on) for district_id, found in days.items()}


def gathered(days: Iterable[tuple[date, bool]], *, on: date) -> Gathered:
    """What gatherings show, each as its day and whether it was held. Pure."""
    found = list(days)
    held = sorted(day for day, is_held in found if is_held and day <= on)
    ahead = sorted(day for day, is_held in found if not is_held and day >= on)
    years = Counter(FiscalYear.of(day) for day in held)
    regular = min((year for year, n in years.items() if n >= REGULAR_MEETINGS), default=None)
    in_regular = [day for day in held if FiscalYear.of(day) == regular]
    return Gathered(
        first_on=held[0] if held else None,
        regular_on=in_regular[REGULAR_MEETINGS - 1] if in_regular else None,
        last_on=held[-1] if held else None,
        this_year=years[FiscalYear.of(on)],
        next_on=ahead[0] if ahead else None,
    )


def _standing(municipality_id: UUID) -> QuerySet[Meeting]:
    """Those that were held or are prepared; long past ones that never were closed show nothing."""
    return Meeting.objects.filter(
        is_told_of(),
        municipality_id=municipality_id,
        state__in=[MeetingState.HELD, MeetingState.PLANNED],
    ).order_by()


def _own(municipality_id: UUID, district_ids: Collection[UUID]) -> QuerySet[Meeting]:
    """Meetings of a district's own body; they count on any day."""
    always = Value(None, output_field=DateField())
    return (
        _standing(municipality_id)
        .filter(body__kind=BodyKind.SUPPORT, body__district_id__in=district_ids)
        .annotate(counted_in=F("body__district_id"), since=always, until=always)
    )


def _recognized(municipality_id: UUID, district_ids: Collection[UUID]) -> QuerySet[Meeting]:
    """Meetings of other bodies that count for a district's body, with the days it holds."""
    return (
        _standing(municipality_id)
        .filter(
            body__recognized_as__removed_at__isnull=True,
            body__recognized_as__counts_for__kind=BodyKind.SUPPORT,
            body__recognized_as__counts_for__district_id__in=district_ids,
        )
        .annotate(
            counted_in=F("body__recognized_as__counts_for__district_id"),
            since=F("body__recognized_as__since"),
            until=F("body__recognized_as__until"),
        )
    )

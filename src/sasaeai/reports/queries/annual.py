"""実績報告: a 年度 of meetings, people, agendas, issues and services, counted from what is written.

A gathering is one, whatever it counts for (みなし); in the line of each programme and of each district
it is one too. The database adds up; what is added here are a few thousand sums at most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import BodyKind, MeetingState
from sasaeai.meetings.queries.bodies import YearMeeting
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District, DistrictChange
from sasaeai.planning.queries.year_notes import words_of
from sasaeai.reports.queries import annual_counts as counts
from sasaeai.reports.queries.annual_parts import (
    AnnualReport,
    Atom,
    DistrictRow,
    IssueCounts,
    MonthCount,
    People,
    PlannedBody,
    ProgrammeYear,
    ServiceCounts,
    TopicRow,
    TroubleCounts,
    Words,
)
from sasaeai.reports.queries.annual_people import Crowd, Crowds, crowds_of
from sasaeai.reports.queries.annual_sheet import AnnualSheet, annual_sheet
from sasaeai.reports.queries.years import CityYear, DistrictYear, city_year, district_year, once

_Rows = Sequence[YearMeeting]


def annual_report(
    viewer: Viewer, fiscal_year: FiscalYear, *, district: District | None = None
) -> AnnualReport:
    """The report of a 年度, of one district or of all the viewer reads. About ten queries."""
    year = _year(viewer, fiscal_year, district)
    held = _held(year.year.rows)
    scope = counts.Scope(viewer, fiscal_year, district)
    items = counts.items_of(scope, {row.meeting.body_id for row in held})
    item_rows = _counted_items(items, held)
    issues, troubles = counts.issues_of(scope), counts.troubles_of(scope)
    services = counts.services_of(scope)
    worked = {where for where, _topic in issues} | set(troubles) | set(services)
    entries = tuple(
        one
        for one in year.districts
        if district or _was_there(one, fiscal_year) or one.district.id in worked
    )
    crowds = crowds_of(entries, fiscal_year, viewer=viewer)
    changes = _changes(entries, viewer)
    by_kind = _by_kind(entries)
    return AnnualReport(
        fiscal_year=fiscal_year,
        on=viewer.on,
        district=district,
        programmes=tuple(
            _programme(kind, once(rows), crowds.of_kind(kind), fiscal_year)
            for kind, rows in by_kind.items()
        ),
        total=_programme(None, year.year.rows, crowds.all, fiscal_year),
        districts=tuple(
            _line(one, crowds, item_rows, _Tallies(issues, troubles, services), changes)
            for one in entries
        ),
        topics=_topics(item_rows, issues, scope.topics),
        items=sum(sum(found.values()) for found in item_rows.values()),
        issues=sum(issues.values(), IssueCounts()),
        troubles=sum(troubles.values(), TroubleCounts()),
        services=services.get(None, ServiceCounts()),
        words=Words(*words_of(viewer, fiscal_year, district=district)),
        planned=_planned(entries, fiscal_year),
        cancelled=sum(row.meeting.state == MeetingState.CANCELLED for row in year.year.rows),
        still_to_come=year.year.planned,
        rows=year.year.rows,
        atoms=_atoms(entries, fiscal_year, one_by_one=district is not None),
    )


class _Tallies(NamedTuple):
    """What was counted by district."""

    issues: Mapping[tuple[UUID, UUID | None], IssueCounts]
    troubles: Mapping[UUID, TroubleCounts]
    services: Mapping[UUID | None, ServiceCounts]


def _line(
    entry: DistrictYear,
    crowds: Crowds,
    items: Mapping[UUID, Counter[UUID | None]],
    tallies: _Tallies,
    changes: _Changes,
) -> DistrictRow:
    held, where = _held(entry.year.rows), entry.district.id
    return DistrictRow(
        district=entry.district,
        people=_people(held, crowds.of_district(where)),
        home_attendance=_attendance(row for row in held if row.counted_as is None),
        items=sum(sum(items.get(row.meeting.id, {}).values()) for row in held),
        issues=_sum_issues(tallies.issues, where),
        troubles=tallies.troubles.get(where, TroubleCounts()),
        services=tallies.services.get(where, ServiceCounts()),
        became=changes.became.get(where, ()),
        came_from=changes.came_from.get(where, ()),
    )


def whole_sheet(
    viewer: Viewer, fiscal_year: FiscalYear, *, district: District | None = None
) -> AnnualSheet:
    """The report as tables, for those who work with it."""
    return annual_sheet(annual_report(viewer, fiscal_year, district=district))


def public_sheet(
    viewer: Viewer, fiscal_year: FiscalYear, *, district: District | None = None
) -> AnnualSheet:
    """The report as tables for everybody (公表用), small numbers unsaid.

    For less than the city, the whole city is counted too: what its paper leaves unsaid must not stand
    in another one. Nothing else of it is shown.
    """
    report = annual_report(viewer, fiscal_year, district=district)
    if viewer.sees_city and district is None:
        return annual_sheet(report, is_public=True)
    system = Viewer.system(municipality_id=viewer.municipality_id, on=viewer.on)
    return annual_sheet(report, is_public=True, city=annual_report(system, fiscal_year))


def place_of(viewer: Viewer, district: District | None) -> str:
    """What a paper calls the place: the district, the city, or the districts of a coordinator."""
    if district is not None:
        return district.name
    if viewer.sees_city:
        return viewer.town
    names = visible_districts(viewer).values_list("name", flat=True)
    return "・".join(names)


def _year(viewer: Viewer, fiscal_year: FiscalYear, district: District | None) -> CityYear:
    if district is None:
        return city_year(fiscal_year, viewer=viewer)
    found = district_year(district, fiscal_year, viewer=viewer)
    return CityYear((found,), found.year)


def _was_there(entry: DistrictYear, fiscal_year: FiscalYear) -> bool:
    """A district split or merged before or after the 年度 has no line, unless it met."""
    since, until = entry.district.since, entry.district.until
    lived = (since is None or since <= fiscal_year.end) and (
        until is None or until >= fiscal_year.start
    )
    return lived or bool(_held(entry.year.rows))


def _held(rows: Iterable[YearMeeting]) -> list[YearMeeting]:
    return [row for row in rows if row.meeting.state == MeetingState.HELD]


def _by_kind(entries: Iterable[DistrictYear]) -> dict[BodyKind, list[YearMeeting]]:
    """The rows of each programme in the order of the kinds.

    地域支え合い会議 is always among them, others where a body of the kind is there: a programme
    that did not meet has its line, and zeros on it.
    """
    found: dict[BodyKind, list[YearMeeting]] = {BodyKind.SUPPORT: []}
    for entry in entries:
        for body in entry.bodies:
            found.setdefault(BodyKind(body.body.kind), []).extend(body.year.rows)
    return {kind: found[kind] for kind in BodyKind if kind in found}


def _programme(
    kind: BodyKind | None, rows: _Rows, crowd: Crowd, fiscal_year: FiscalYear
) -> ProgrammeYear:
    held = _held(rows)
    months: dict[object, list[YearMeeting]] = defaultdict(list)
    for row in held:
        months[row.meeting.held_on.replace(day=1)].append(row)
    return ProgrammeYear(
        kind, _people(held, crowd), tuple(_month(months[first]) for first in fiscal_year)
    )


def _month(held: _Rows) -> MonthCount:
    recognized = [row for row in held if row.counted_as is not None]
    return MonthCount(
        gatherings=len(held),
        recognized=len(recognized),
        attendance=_attendance(held),
        recognized_attendance=_attendance(recognized),
    )


def _attendance(rows: Iterable[YearMeeting]) -> int:
    return sum(row.attendance or 0 for row in rows)


def _people(held: _Rows, crowd: Crowd) -> People:
    attendance = _attendance(held)
    return People(
        gatherings=len(held),
        recognized=sum(row.counted_as is not None for row in held),
        attendance=attendance,
        persons=crowd.persons,
        unnamed=attendance - crowd.visits,
        organizations=crowd.organizations,
        unknown=sum(row.attendance is None for row in held),
    )


def _counted_items(
    items: Mapping[UUID, Counter[UUID | None]], held: _Rows
) -> dict[UUID, Counter[UUID | None]]:
    """Only items of gatherings that count here: a recognition may begin in mid-year."""
    return {row.meeting.id: items[row.meeting.id] for row in held if row.meeting.id in items}


def _sum_issues(
    issues: Mapping[tuple[UUID, UUID | None], IssueCounts], district_id: UUID
) -> IssueCounts:
    return sum((n for (where, _topic), n in issues.items() if where == district_id), IssueCounts())


def _topics(
    items: Mapping[UUID, Counter[UUID | None]],
    issues: Mapping[tuple[UUID, UUID | None], IssueCounts],
    names: Mapping[UUID, tuple[int, str]],
) -> tuple[TopicRow, ...]:
    """Topics that occur, in the city's order; what has no topic last."""
    treated: Counter[UUID | None] = sum(items.values(), Counter())
    by_topic: dict[UUID | None, IssueCounts] = defaultdict(IssueCounts)
    for (_where, topic), n in issues.items():
        by_topic[topic] += n
    found = set(treated) | set(by_topic)
    ordered = sorted((topic for topic in found if topic), key=lambda topic: names[topic])
    return tuple(
        TopicRow(topic, names[topic][1] if topic else "", treated[topic], by_topic[topic])
        for topic in (*ordered, *((None,) if None in found else ()))
    )


def _planned(entries: Iterable[DistrictYear], fiscal_year: FiscalYear) -> tuple[PlannedBody, ...]:
    return tuple(
        PlannedBody(
            found.body.name,
            entry.district.name,
            BodyKind(found.body.kind),
            found.body.yearly_target,
        )
        for entry in entries
        for found in entry.bodies
        if (found.body.ended_on is None or found.body.ended_on > fiscal_year.end)
        and (entry.district.until is None or entry.district.until > fiscal_year.end)
    )


def _atoms(
    entries: Iterable[DistrictYear], fiscal_year: FiscalYear, *, one_by_one: bool
) -> tuple[tuple[Atom, ...], ...]:
    ties: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    rows: dict[UUID, YearMeeting] = {}
    for entry in entries:
        for found in entry.bodies:
            for row in _held(found.year.rows):
                how = "own" if row.counted_as is None else "recognized"
                ties[row.meeting.id].add((how, str(found.body.kind)))
                rows[row.meeting.id] = row
    months = {first: number for number, first in enumerate(fiscal_year)}
    counts: tuple[Counter[tuple[frozenset[tuple[str, str]], UUID | None]], ...]
    counts = tuple(Counter() for _first in months)
    for meeting_id, row in rows.items():
        owned = {kind for how, kind in ties[meeting_id] if how == "own"}
        # Where it is a programme's own, it is not that programme's by recognition too.
        key = frozenset(tie for tie in ties[meeting_id] if tie[0] == "own" or tie[1] not in owned)
        month = counts[months[row.meeting.held_on.replace(day=1)]]
        month[key, meeting_id if one_by_one else None] += row.attendance or 0
    return tuple(
        tuple(Atom(key, n, meeting_id) for (key, meeting_id), n in month.items())
        for month in counts
    )


class _Changes:
    """By district, the names of those it went on in and came from, with the day."""

    def __init__(self, rows: Iterable[DistrictChange]) -> None:
        self.became: dict[UUID, tuple[str, ...]] = {}
        self.came_from: dict[UUID, tuple[str, ...]] = {}
        for row in rows:
            self.became[row.old_id] = (*self.became.get(row.old_id, ()), row.new.name)
            self.came_from[row.new_id] = (*self.came_from.get(row.new_id, ()), row.old.name)


def _changes(entries: Iterable[DistrictYear], viewer: Viewer) -> _Changes:
    """Asked only when a district of the report began or ended."""
    moved = [one.district.id for one in entries if one.district.since or one.district.until]
    if not moved:
        return _Changes([])
    rows = DistrictChange.objects.filter(municipality_id=viewer.municipality_id)
    return _Changes(rows.select_related("old", "new"))

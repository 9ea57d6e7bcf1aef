"""推進員 月報: a coordinator's month from what is known already and from the diary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from sasaeai.accounts.models import Account
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import COUNTED, MeetingState
from sasaeai.meetings.models import Meeting, Presence
from sasaeai.people.models import District, Post, Tenure
from sasaeai.planning.enums import ActivityKind
from sasaeai.planning.models import Activity
from sasaeai.planning.queries.activities import (
    activities_of,
    assigned_districts,
    days_of_month,
    holder_of,
)
from sasaeai.reports.queries.monthly_traces import Trace, traces_of


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One thing done. minutes: None when not known. times: how often it was done that day.

    activity: the diary's entry, None for what is known from elsewhere (meeting_id: from a meeting).
    """

    on: date
    kind: ActivityKind
    what: str
    districts: tuple[District, ...] = ()
    with_whom: str = ""
    minutes: int | None = None
    times: int = 1
    next_step: str = ""
    issue: str = ""
    activity: Activity | None = None
    meeting_id: UUID | None = None

    @property
    def words(self) -> str:
        """What was done, with how often: 「困りごとを聞いた（2件）」."""
        if self.times == 1:
            return self.what
        return _("%(what)s（%(n)d件）") % {"what": self.what, "n": self.times}

    @property
    def place(self) -> str:
        return "・".join(district.name for district in self.districts)


@dataclass(frozen=True, slots=True)
class Spent:
    """How often, and how long as far as it was written down."""

    times: int = 0
    minutes: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.times + other.times, self.minutes + other.minutes)

    @property
    def duration(self) -> str:
        """「1時間30分」, "" for none."""
        hours, minutes = divmod(self.minutes, 60)
        parts = [
            _("%(n)d時間") % {"n": hours} if hours else "",
            _("%(n)d分") % {"n": minutes} if minutes else "",
        ]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of work by district. kind None: all of them. total counts each thing once."""

    kind: ActivityKind | None
    cells: tuple[Spent, ...]
    nowhere: Spent
    total: Spent


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month of a coordinator's post.

    columns: the districts that something was done for, or that were looked after. away: meetings held
    in those districts at which nobody marked the coordinator as present.
    """

    post: Post
    first: date
    last: date
    holders: tuple[Tenure, ...]
    columns: tuple[District, ...]
    lines: tuple[MonthLine, ...]
    rows: tuple[KindRow, ...]
    away: tuple[Meeting, ...]

    @property
    def names(self) -> str:
        """Who held the post in the month."""
        return "・".join(dict.fromkeys(tenure.person.name for tenure in self.holders))

    @property
    def total(self) -> Spent:
        return self.rows[-1].total


def month_report(post: Post, month: date, *, viewer: Viewer) -> MonthReport:
    """The month of a post whose diary the viewer may read (planning.queries.get_visible_diary)."""
    first, last = days_of_month(month)
    holders = holder_of(post, first, last)
    assigned = assigned_districts(holders, first, last)
    attended, away = _meetings(post, holders, assigned, first, last)
    persons = [tenure.person_id for tenure in holders]
    accounts = Account.objects.filter(person_id__in=persons).values_list("pk", flat=True)
    traces = traces_of(viewer.municipality_id, list(accounts), first, min(last, viewer.on))
    entries = [_of_activity(row) for row in activities_of(post, first, last)]
    met = [_of_meeting(meeting) for meeting in attended]
    known = _of_traces(traces, [*entries, *met], assigned, viewer)
    lines = sorted(
        [*entries, *met, *known], key=lambda line: (line.on, line.activity is None, line.kind)
    )
    columns = _columns(lines, assigned)
    return MonthReport(
        post=post,
        first=first,
        last=last,
        holders=tuple(holders),
        columns=columns,
        lines=tuple(lines),
        rows=_rows(lines, columns),
        away=tuple(away),
    )


def _meetings(
    post: Post, holders: Sequence[Tenure], assigned: Sequence[District], first: date, last: date
) -> tuple[list[Meeting], list[Meeting]]:
    """Held in the month: those with the coordinator in the room, and the others looked after."""
    there = Presence.objects.current().filter(
        Q(expected__post=post)
        | Q(expected__person_id__in=[tenure.person_id for tenure in holders]),
        municipality_id=OuterRef("municipality_id"),
        meeting_id=OuterRef("pk"),
        status__in=COUNTED,
    )
    rows = (
        Meeting.objects.filter(
            is_told_of(),
            municipality_id=post.municipality_id,
            state=MeetingState.HELD,
            starts_at__gte=clock.at(first, time(0)),
            starts_at__lt=clock.at(last + timedelta(days=1), time(0)),
        )
        .annotate(is_there=Exists(there))
        .filter(Q(is_there=True) | Q(body__district__in=assigned))
        .select_related("body__district", "venue")
        .order_by("starts_at", "pk")
    )
    found = list(rows)
    return [row for row in found if row.is_there], [row for row in found if not row.is_there]


def _of_meeting(meeting: Meeting) -> MonthLine:
    number = _("　第%(n)d回") % {"n": meeting.number} if meeting.number else ""
    return MonthLine(
        on=meeting.held_on,
        kind=ActivityKind.MEETING,
        what=f"{meeting.body.name}{number}",
        districts=(meeting.body.district,),
        with_whom=meeting.venue.name,
        minutes=int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
        meeting_id=meeting.pk,
    )


def _of_activity(row: Activity) -> MonthLine:
    return MonthLine(
        on=row.on,
        kind=ActivityKind(row.kind),
        what=row.summary,
        districts=_in_order(tie.district for tie in row.districts.all()),
        with_whom="、".join(tie.organization.name for tie in row.organizations.all()),
        minutes=row.minutes,
        next_step=row.next_step,
        issue=row.issue.title if row.issue else "",
        activity=row,
    )


def _of_traces(
    traces: Iterable[Trace],
    others: Iterable[MonthLine],
    assigned: Iterable[District],
    viewer: Viewer,
) -> list[MonthLine]:
    known = {one.pk: one for one in assigned}
    known |= {one.pk: one for line in others for one in line.districts}
    traces = list(traces)
    missing = {row.district_id for row in traces if row.district_id} - set(known)
    if missing:
        rows = District.objects.filter(municipality_id=viewer.municipality_id, pk__in=missing)
        known |= {one.pk: one for one in rows}
    return [
        MonthLine(
            on=row.on,
            kind=row.kind,
            what=row.what,
            districts=(known[row.district_id],) if row.district_id in known else (),
            times=row.times,
        )
        for row in traces
    ]


def _columns(lines: Iterable[MonthLine], assigned: Iterable[District]) -> tuple[District, ...]:
    found = {one.pk: one for one in assigned}
    found |= {one.pk: one for line in lines for one in line.districts}
    return _in_order(found.values())


def _in_order(districts: Iterable[District]) -> tuple[District, ...]:
    return tuple(sorted(districts, key=lambda one: (one.position, one.kana, one.name)))


def _rows(lines: Sequence[MonthLine], columns: Sequence[District]) -> tuple[KindRow, ...]:
    by_kind: dict[Any, list[MonthLine]] = defaultdict(list)
    for line in lines:
        by_kind[line.kind].append(line)
    kinds = [_row(kind, by_kind[kind], columns) for kind in ActivityKind]
    return (*kinds, _row(None, lines, columns))


def _row(
    kind: ActivityKind | None, lines: Sequence[MonthLine], columns: Sequence[District]
) -> KindRow:
    """Work for two districts stands in both columns and once in the total."""
    return KindRow(
        kind=kind,
        cells=tuple(
            _spent(line for line in lines if any(one.pk == column.pk for one in line.districts))
            for column in columns
        ),
        nowhere=_spent(line for line in lines if not line.districts),
        total=_spent(lines),
    )


def _spent(lines: Iterable[MonthLine]) -> Spent:
    return sum((Spent(line.times, line.minutes or 0) for line in lines), Spent())

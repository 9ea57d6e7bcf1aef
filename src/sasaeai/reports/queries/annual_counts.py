"""What the database adds up for a yearly report: agenda items, issues, troubles, services."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, UUIDField
from django.db.models.functions import Coalesce

from sasaeai.directory.access import visible_services
from sasaeai.issues.access import visible_issues, visible_troubles
from sasaeai.issues.enums import AnswerState
from sasaeai.issues.models import Answer, Introduction
from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import AgendaItem
from sasaeai.people.models import District
from sasaeai.reports.queries.annual_parts import IssueCounts, ServiceCounts, TroubleCounts


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures are counted. topics: order and name of every topic that was met on the way."""

    viewer: Viewer
    year: FiscalYear
    district: District | None
    topics: dict[UUID, tuple[int, str]] = field(default_factory=dict)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first instant of the 年度 to that of the next one."""
        midnight = time(0)
        return clock.at(self.year.start, midnight), clock.at(self.year.next.start, midnight)

    def holds(self, district_id: UUID | None) -> bool:
        """Whether a district's figures belong to the report."""
        if self.district is not None:
            return district_id == self.district.id
        return self.viewer.sees_city or district_id in self.viewer.sees


def items_of(scope: Scope, body_ids: Collection[UUID]) -> dict[UUID, Counter[UUID | None]]:
    """How many items of each topic a held gathering of these bodies had. One query."""
    rows = (
        AgendaItem.objects.current()
        .filter(
            is_told_of("meeting__"),
            municipality_id=scope.viewer.municipality_id,
            meeting__fiscal_year=scope.year.year,
            meeting__state=MeetingState.HELD,
        )
        .order_by()
    )
    if scope.district is not None or not scope.viewer.sees_city:
        rows = rows.filter(meeting__body_id__in=body_ids)
    found: dict[UUID, Counter[UUID | None]] = defaultdict(Counter)
    grouped = rows.values_list("meeting_id", "topic_id", "topic__position", "topic__name")
    for meeting_id, topic_id, position, name, n in grouped.annotate(n=Count("pk")):
        _name(scope, topic_id, position, name)
        found[meeting_id][topic_id] += n
    return dict(found)


def issues_of(scope: Scope) -> dict[tuple[UUID, UUID | None], IssueCounts]:
    """Issues by district and topic; those joined to another one go on in that. One query."""
    start, end = scope.year.start, scope.year.end
    rows = (
        visible_issues(scope.viewer)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gte=start) | Q(opened_on__gte=start))
        .filter(duplicate_of__isnull=True, opened_on__lte=end)
        .order_by()
    )
    if scope.district is not None:
        rows = rows.filter(district=scope.district)
    grouped = rows.values_list("district_id", "topic_id", "topic__position", "topic__name")
    counted = grouped.annotate(
        before=Count("pk", filter=Q(opened_on__lt=start)),
        new=Count("pk", filter=Q(opened_on__gte=start)),
        resolved=Count("pk", filter=Q(closed_on__lte=end)),
    )
    found = {}
    for district_id, topic_id, position, name, before, new, resolved in counted:
        _name(scope, topic_id, position, name)
        found[district_id, topic_id] = IssueCounts(before, new, resolved)
    return found


def troubles_of(scope: Scope) -> dict[UUID, TroubleCounts]:
    """Troubles raised in the 年度, and those of them whose raiser was told something. One query."""
    told = Answer.objects.current().filter(
        municipality_id=OuterRef("municipality_id"),
        trouble_id=OuterRef("pk"),
        state=AnswerState.TOLD,
    )
    rows = visible_troubles(scope.viewer).filter(
        raised_on__gte=scope.year.start, raised_on__lte=scope.year.end
    )
    if scope.district is not None:
        rows = rows.filter(district=scope.district)
    found: dict[UUID, TroubleCounts] = defaultdict(TroubleCounts)
    grouped = rows.annotate(is_told=Exists(told)).order_by().values_list("district_id", "is_told")
    for district_id, is_told, n in grouped.annotate(n=Count("pk")):
        found[district_id] += TroubleCounts(n, n if is_told else 0)
    return dict(found)


def services_of(scope: Scope) -> dict[UUID | None, ServiceCounts]:
    """Services by district, and under None those of the whole report. Two queries.

    Registered ones by the districts they serve; one for the whole city is in the whole alone.
    Named ones by the district of the trouble, the issue or the meeting they were named for.
    """
    registered, imported = _registered(scope)
    times, different = _introduced(scope)
    keys = {None, *registered, *times}
    return {
        key: ServiceCounts(
            registered=len(registered.get(key, ())),
            imported=len(registered.get(key, set()) & imported),
            introduced=times[key],
            different=len(different.get(key, ())),
        )
        for key in keys
    }


def _registered(scope: Scope) -> tuple[dict[UUID | None, set[UUID]], set[UUID]]:
    first, after = scope.moments
    rows = visible_services(scope.viewer).filter(created_at__gte=first, created_at__lt=after)
    if scope.district is not None:
        rows = rows.filter(coverage__district=scope.district)
    found: dict[UUID | None, set[UUID]] = defaultdict(set)
    imported = set()
    for service, source, where in rows.order_by().values_list(
        "pk", "source", "coverage__district_id"
    ):
        if where is not None and not scope.holds(where):
            continue
        found[None].add(service)
        if where is not None:
            found[where].add(service)
        if source:
            imported.add(service)
    return found, imported


def _introduced(scope: Scope) -> tuple[Counter[UUID | None], dict[UUID | None, set[UUID]]]:
    where = Coalesce(
        F("trouble__district_id"),
        F("issue__district_id"),
        F("item__meeting__body__district_id"),
        output_field=UUIDField(),
    )
    rows = Introduction.objects.current().filter(
        municipality_id=scope.viewer.municipality_id,
        introduced_on__gte=scope.year.start,
        introduced_on__lt=scope.year.end + timedelta(days=1),
    )
    times: Counter[UUID | None] = Counter()
    different: dict[UUID | None, set[UUID]] = defaultdict(set)
    grouped = rows.order_by().values_list(where, "service_id")
    for district_id, service_id, n in grouped.annotate(n=Count("pk")):
        if scope.holds(district_id):
            for key in (None, district_id):
                times[key] += n
                different[key].add(service_id)
    return times, different


def _name(scope: Scope, topic_id: UUID | None, position: int | None, name: str | None) -> None:
    if topic_id is not None:
        scope.topics[topic_id] = (position or 0, name or "")

"""Which services were introduced, for what, and how often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.directory.models import Service
from sasaeai.issues.access import visible_issues, visible_troubles
from sasaeai.issues.models import Introduction, Issue, Trouble
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import readable_meetings
from sasaeai.meetings.models import AgendaItem, Meeting

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Introduced:
    """How often a service was introduced in all, and the last times that the viewer may read."""

    times: int
    latest: tuple[Introduction, ...]


def visible_introductions(viewer: Viewer) -> QuerySet[Introduction]:
    """Introductions for troubles, issues and items that the viewer may read."""
    found = Introduction.objects.current().filter(municipality_id=viewer.municipality_id)
    return found.filter(
        Q(trouble__in=visible_troubles(viewer).values("pk"))
        | Q(issue__in=visible_issues(viewer).values("pk"))
        | Q(item__meeting__in=readable_meetings(viewer).values("pk"))
    )


def introductions_for(
    *, trouble: Trouble | None = None, issue: Issue | None = None, item: AgendaItem | None = None
) -> list[Introduction]:
    """Services introduced for one of the three, the first one first. One query."""
    of = trouble or issue or item
    if of is None:
        return []
    found = Introduction.objects.current().filter(municipality_id=of.municipality_id)
    return list(_told(found.filter(trouble=trouble, issue=issue, item=item)))


def words_of(introductions: Sequence[Introduction]) -> str:
    """What an answer at once may say of the services introduced; "" for none.

    Japanese whatever the page's language is: it goes on papers.
    """
    if not introductions:
        return ""
    lines = []
    for service in (one.service for one in introductions):
        details = [
            f"電話 {service.tel}" if service.tel else "",
            service.hours,
            f"申し込み方：{service.how_to_apply}" if service.how_to_apply else "",
            f"費用：{service.fee}" if service.fee else "",
        ]
        lines.append("\n".join([f"・{service.name}", *(f"　{one}" for one in details if one)]))
    return "次のところへ相談できます。\n" + "\n".join(lines)


def introductions_of_meeting(meeting: Meeting) -> dict[UUID, list[Introduction]]:
    """By agenda item, the services introduced at it. One query."""
    found = Introduction.objects.current().filter(
        municipality_id=meeting.municipality_id, item__meeting=meeting, item__removed_at=None
    )
    of: dict[UUID, list[Introduction]] = defaultdict(list)
    for row in found.select_related("service"):
        if row.item_id is not None:
            of[row.item_id].append(row)
    return dict(of)


def introductions_of_service(service: Service, *, viewer: Viewer) -> Introduced:
    """For what a service was introduced: the number in all, the latest that the viewer may read."""
    counted = Introduction.objects.current().filter(
        municipality_id=service.municipality_id, service=service
    )
    latest = _told(visible_introductions(viewer).filter(service=service)).order_by(
        "-introduced_on", "-created_at"
    )
    return Introduced(counted.count(), tuple(latest[:SHOWN]))


def times_introduced(services: list[Service]) -> dict[UUID, int]:
    """By service, how often it was introduced. One query."""
    if not services:
        return {}
    rows = (
        Introduction.objects.current()
        .filter(municipality_id=services[0].municipality_id, service__in=services)
        .order_by()
        .values_list("service_id")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


def get_visible_introduction(
    introduction_id: UUID, *, viewer: Viewer, taken_back: bool = False
) -> Introduction:
    """An introduction with what it is for; NotFound for strangers."""
    found = Introduction.objects.filter(
        municipality_id=viewer.municipality_id,
        pk=introduction_id,
        removed_at__isnull=not taken_back,
    )
    row = _told(found).first()
    if row is None or not _may_see(row, viewer):
        raise NotFound(_("この紹介は見つかりません。"))
    return row


def _may_see(row: Introduction, viewer: Viewer) -> bool:
    if row.trouble is not None:
        return viewer.may_see(row.trouble.district_id)
    if row.issue is not None:
        return viewer.may_see(row.issue.district_id)
    return row.item is not None and viewer.may_see(row.item.meeting.body.district_id)


def _told(found: QuerySet[Introduction]) -> QuerySet[Introduction]:
    return found.select_related(
        "service__organization",
        "trouble__district",
        "issue__district",
        "item__meeting__body__district",
    )

"""Questions to the city (市への照会): what was asked, what waits, whom one may ask."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.issues.access import visible_escalations
from sasaeai.issues.models import Escalation, Issue
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import Body
from sasaeai.people.models import Organization

PAGE_SIZE = 30
NEWS_DAYS = 14
"""So long きょう says that an answer came."""

AHEAD_DAYS = 7
CITY_KINDS = ("gyosei", "shi_shakyo")
"""Kinds of organisation whose names are offered when one asks the city."""

NAMES_SHOWN = 200


def get_visible_escalation(
    escalation_id: UUID, *, viewer: Viewer, removed: bool = False
) -> Escalation:
    """A question with its issue; `removed` also finds one taken back. NotFound for strangers."""
    row = (
        visible_escalations(viewer, removed=removed)
        .filter(pk=escalation_id)
        .select_related(
            "issue__district", "to_body__district", "to_organization", "meeting__body", "item"
        )
        .first()
    )
    if row is None:
        raise NotFound(_("この照会は見つかりません。"))
    return row


def escalations_of(issue: Issue) -> list[Escalation]:
    """What was asked about an issue, the earliest first. One query."""
    rows = Escalation.objects.current().filter(municipality_id=issue.municipality_id, issue=issue)
    return list(rows.select_related("to_body", "to_organization"))


def list_escalations(viewer: Viewer, *, answered: bool = False) -> QuerySet[Escalation]:
    """Questions that wait, what is due first; or those answered, the latest first."""
    rows = visible_escalations(viewer).select_related("issue__district", "to_body")
    if answered:
        return rows.filter(answered_on__isnull=False).order_by("-answered_on", "-created_at")
    return rows.filter(answered_on=None).order_by(
        F("answer_by").asc(nulls_last=True), "asked_on", "created_at"
    )


def escalations_page(rows: QuerySet[Escalation], number: str | int | None) -> Page[Escalation]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(rows, PAGE_SIZE).get_page(number)


def escalations_for_today(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[Escalation]:
    """Questions that the districts asked or are asked: due within a week, or answered of late."""
    rows = visible_escalations(viewer).filter(
        Q(issue__district_id__in=district_ids) | Q(to_body__district_id__in=district_ids)
    )
    due = Q(answered_on=None, answer_by__lte=viewer.on + timedelta(days=AHEAD_DAYS))
    news = Q(
        answered_on__gt=viewer.on - timedelta(days=NEWS_DAYS),
        issue__district_id__in=district_ids,
    ) & (Q(issue__closed_on=None) | _goes_on())
    rows = rows.filter(due | news).select_related("issue__district", "to_body__district")
    return rows.order_by("asked_on", "created_at")


def _goes_on() -> Q:
    """The issue was joined to another one that has not ended."""
    link = "issue__duplicate_of"
    return Q(**{f"{link}__isnull": False, f"{link}__closed_on": None}) | Q(
        **{f"{link}__duplicate_of__isnull": False, f"{link}__duplicate_of__closed_on": None}
    )


def city_bodies(issue: Issue, *, viewer: Viewer) -> list[Body]:
    """Bodies of other places that a question may go to, such as the city's own (第1層). One query."""
    bodies = Body.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=viewer.on),
        municipality_id=issue.municipality_id,
        kind=BodyKind.OTHER,
    ).exclude(district_id=issue.district_id)
    return list(bodies.select_related("district").order_by("district__position", "name"))


def city_offices(municipality_id: UUID) -> list[Organization]:
    """Departments and the council of social welfare, for completing a name. One query."""
    offices = Organization.objects.filter(
        municipality_id=municipality_id, kind__code__in=CITY_KINDS
    )
    return list(offices.order_by("name")[:NAMES_SHOWN])

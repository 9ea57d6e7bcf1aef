"""Issues put before a body (付議): what waits for its agenda, and which bodies there are."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.issues.access import visible_issues
from sasaeai.issues.enums import ConsiderationRole
from sasaeai.issues.models import Consideration, Issue, PutForward
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body


def is_free() -> Q:
    """Rows that wait for an agenda: not taken, or their item was taken out or its meeting cancelled."""
    return (
        Q(taken_as__isnull=True)
        | Q(taken_as__removed_at__isnull=False)
        | Q(taken_as__meeting__state=MeetingState.CANCELLED)
    )


def free_rows(issue: Issue, to_body: Body) -> QuerySet[PutForward]:
    """What waits of an issue for the next agenda of a body, the latest first."""
    return (
        PutForward.objects.current()
        .filter(is_free(), municipality_id=issue.municipality_id, issue=issue, to_body=to_body)
        .order_by("-created_at")
    )


def put_forward_of(issue: Issue) -> list[PutForward]:
    """Before which bodies an issue was put, the earliest first. One query."""
    rows = PutForward.objects.current().filter(municipality_id=issue.municipality_id, issue=issue)
    return list(rows.select_related("to_body", "taken_as__meeting").order_by("created_at"))


def get_visible_put_forward(put_id: UUID, *, viewer: Viewer) -> PutForward:
    """A row of an issue the viewer may read, taken back or not; NotFound for strangers."""
    row = (
        PutForward.objects.filter(
            municipality_id=viewer.municipality_id, pk=put_id, issue__in=visible_issues(viewer)
        )
        .select_related("issue__district", "to_body")
        .first()
    )
    if row is None:
        raise NotFound(_("この付議は見つかりません。"))
    return row


def role_to_ask(issue: Issue) -> ConsiderationRole:
    """What the next meeting is likely asked for: to hear of it first, later to decide. One query."""
    heard = Consideration.objects.current().filter(
        municipality_id=issue.municipality_id, issue=issue, item__removed_at=None
    )
    return ConsiderationRole.DECISION if heard.exists() else ConsiderationRole.FIRST_HEARING


def bodies_to_ask(issue: Issue, *, viewer: Viewer) -> list[Body]:
    """Bodies of the issue's district that still meet. One query."""
    bodies = Body.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=viewer.on),
        municipality_id=issue.municipality_id,
        district_id=issue.district_id,
    )
    return list(bodies.order_by("position", "name"))

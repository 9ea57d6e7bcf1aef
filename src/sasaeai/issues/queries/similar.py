"""What is proposed while a trouble or an issue is written: the same thing before, and who helps.

Same district first, then services, then issues that ended elsewhere, as far as the viewer may read
them; of those only the name and how they ended. Each says why it is proposed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.issues.access import visible_issues
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Issue
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District
from sasaeai.search.queries.related import Related, related

ISSUE, SERVICE = "issue", "service"
"""Kinds of entries of the index that are proposed."""

HERE, SERVICES, ELSEWHERE = 4, 3, 3
"""How many of each are shown."""


@dataclass(frozen=True, slots=True)
class Similar:
    """One proposal. where: "" for the same district; ended: how it ended, "" while it is open."""

    kind: str
    object_id: UUID
    title: str
    day: date
    reason: str
    where: str = ""
    status: str = ""
    ended: str = ""


def similar_to(
    text: str, *, district: District, viewer: Viewer, leaving_out: UUID | None = None
) -> list[Similar]:
    """Proposals for a text, none when nothing tells what it is about. leaving_out: its own issue."""
    out = (leaving_out,) if leaving_out else ()
    here = related(
        text,
        viewer=viewer,
        kinds=(ISSUE,),
        districts=(district.id,),
        leaving_out=out,
        limit=HERE,
    )
    services = related(
        text, viewer=viewer, kinds=(SERVICE,), districts=(district.id,), limit=SERVICES
    )
    others: list[Related] = []
    if viewer.sees_city or len(viewer.sees) > 1:
        found = related(
            text, viewer=viewer, kinds=(ISSUE,), leaving_out=out, limit=HERE + 4 * ELSEWHERE
        )
        others = [one for one in found if one.district_id != district.id]
    issues = _issues([*here, *others], viewer)
    return [
        *(_of_issue(one, issues[one.object_id]) for one in here if one.object_id in issues),
        *(_of_service(one) for one in services),
        *_elsewhere(others, issues),
    ]


def _issues(found: list[Related], viewer: Viewer) -> dict[UUID, Issue]:
    if not found:
        return {}
    wanted = visible_issues(viewer).filter(pk__in=[one.object_id for one in found])
    return {issue.pk: issue for issue in wanted.select_related("district", "topic")}


def _elsewhere(found: list[Related], issues: dict[UUID, Issue]) -> list[Similar]:
    ended = [
        (one, issues[one.object_id])
        for one in found
        if one.object_id in issues
        and issues[one.object_id].status == IssueStatus.CLOSED
        and issues[one.object_id].duplicate_of_id is None
    ]
    return [_of_issue(one, issue, elsewhere=True) for one, issue in ended[:ELSEWHERE]]


def _of_issue(one: Related, issue: Issue, *, elsewhere: bool = False) -> Similar:
    return Similar(
        kind=ISSUE,
        object_id=one.object_id,
        title=issue.title,
        day=issue.opened_on,
        reason=_reason(one),
        where=issue.district.name if elsewhere else "",
        status=str(IssueStatus(issue.status).label),
        ended=issue.closed_reason,
    )


def _of_service(one: Related) -> Similar:
    return Similar(SERVICE, one.object_id, one.title, one.day, _reason(one))


def _reason(one: Related) -> str:
    shared = "」「".join(one.shared[:3])
    return _("「%(shared)s」が同じです。") % {"shared": shared}

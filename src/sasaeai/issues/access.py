"""Who may see issues, actions and news between bodies, and who may change them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.issues.models import Action, Escalation, Issue, PassedOn, PutForward, Trouble
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.models import Body
from sasaeai.people.access import can_run_district, check_can_run_district


def visible_issues(viewer: Viewer) -> QuerySet[Issue]:
    """Issues of the districts the viewer may read, without those taken back."""
    issues = Issue.objects.filter(municipality_id=viewer.municipality_id, removed_at=None)
    return issues if viewer.sees_city else issues.filter(district_id__in=viewer.sees)


def visible_actions(viewer: Viewer) -> QuerySet[Action]:
    """Actions of the districts the viewer may read, without those taken out."""
    actions = Action.objects.filter(
        is_told_of("item__meeting__"), municipality_id=viewer.municipality_id, removed_at=None
    )
    return actions if viewer.sees_city else actions.filter(district_id__in=viewer.sees)


def visible_passed_on(viewer: Viewer) -> QuerySet[PassedOn]:
    """News to bodies of the districts the viewer may read, without those taken back."""
    news = PassedOn.objects.filter(
        is_told_of("item__meeting__"), municipality_id=viewer.municipality_id, removed_at=None
    )
    return news if viewer.sees_city else news.filter(to_body__district_id__in=viewer.sees)


def visible_troubles(viewer: Viewer) -> QuerySet[Trouble]:
    """Troubles of the districts the viewer may read, without those taken back."""
    troubles = Trouble.objects.filter(
        is_told_of("meeting__"), municipality_id=viewer.municipality_id, removed_at=None
    )
    return troubles if viewer.sees_city else troubles.filter(district_id__in=viewer.sees)


def check_can_handle_trouble(viewer: Viewer, trouble: Trouble) -> None:
    """Raise unless the viewer runs the meetings of the district in which a trouble was raised."""
    check_can_run_district(viewer, trouble.district)


def can_handle_trouble(viewer: Viewer, trouble: Trouble) -> bool:
    """Whether `check_can_handle_trouble` would let the viewer pass."""
    return can_run_district(viewer, trouble.district)


def check_can_work_on(viewer: Viewer, row: Issue | Action) -> None:
    """Raise unless the viewer runs the meetings of the district of an issue or action."""
    check_can_run_district(viewer, row.district)


def can_work_on(viewer: Viewer, row: Issue | Action) -> bool:
    """Whether `check_can_work_on` would let the viewer pass."""
    return can_run_district(viewer, row.district)


def check_current(issue: Issue) -> None:
    """Raise when an issue was taken back."""
    if issue.removed_at is not None:
        raise NotNow(_("この課題は取り消されています。先に元に戻してください。"))


# ── From body to body, and to the city ───────────────────────────────────────────────────────────


def visible_put_forward(viewer: Viewer) -> QuerySet[PutForward]:
    """Issues put before bodies of the districts the viewer may read, without those taken back."""
    rows = PutForward.objects.filter(municipality_id=viewer.municipality_id, removed_at=None)
    return rows if viewer.sees_city else rows.filter(to_body__district_id__in=viewer.sees)


def visible_escalations(viewer: Viewer, *, removed: bool = False) -> QuerySet[Escalation]:
    """Questions to the city that the viewer's districts asked or are asked; `removed` finds those
    taken back too.
    """
    rows = Escalation.objects.filter(
        municipality_id=viewer.municipality_id, issue__removed_at__isnull=True
    )
    if not removed:
        rows = rows.filter(removed_at=None)
    if viewer.sees_city:
        return rows
    return rows.filter(
        Q(issue__district_id__in=viewer.sees) | Q(to_body__district_id__in=viewer.sees)
    )


def check_can_answer_escalation(viewer: Viewer, escalation: Escalation) -> None:
    """Raise unless the viewer is of the city, runs the body that was asked, or the district that
    asked (an answer on paper is keyed there).
    """
    if not can_answer_escalation(viewer, escalation):
        raise NotAllowed(
            _(
                "返答は、市・市社協の担当者か、たずねた地区の役員・推進員、"
                "たずねられた会議を進める人が書きます。"
            )
        )


def can_answer_escalation(viewer: Viewer, escalation: Escalation) -> bool:
    """Whether `check_can_answer_escalation` would let the viewer pass."""
    if viewer.municipality_id != escalation.municipality_id:
        return False
    if viewer.sees_city or viewer.may_run(escalation.issue.district_id):
        return True
    return escalation.to_body is not None and viewer.may_run(escalation.to_body.district_id)


def was_asked(body: Body, issue: Issue) -> bool:
    """Whether a body deals with an issue because another district asked it (照会)."""
    asked = Escalation.objects.filter(
        municipality_id=issue.municipality_id, issue=issue, to_body=body, removed_at=None
    )
    return asked.exists()

"""Who may see issues, actions and news between bodies, and who may change them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.issues.models import Action, Issue, PassedOn, Trouble
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import can_run_district, check_can_run_district


def visible_issues(viewer: Viewer) -> QuerySet[Issue]:
    """Issues of the districts the viewer may read, without those taken back."""
    issues = Issue.objects.filter(municipality_id=viewer.municipality_id, removed_at=None)
    return issues if viewer.sees_city else issues.filter(district_id__in=viewer.sees)


def visible_actions(viewer: Viewer) -> QuerySet[Action]:
    """Actions of the districts the viewer may read, without those taken out."""
    actions = Action.objects.filter(municipality_id=viewer.municipality_id, removed_at=None)
    return actions if viewer.sees_city else actions.filter(district_id__in=viewer.sees)


def visible_passed_on(viewer: Viewer) -> QuerySet[PassedOn]:
    """News to bodies of the districts the viewer may read, without those taken back."""
    news = PassedOn.objects.filter(municipality_id=viewer.municipality_id, removed_at=None)
    return news if viewer.sees_city else news.filter(to_body__district_id__in=viewer.sees)


def visible_troubles(viewer: Viewer) -> QuerySet[Trouble]:
    """Troubles of the districts the viewer may read, without those taken back."""
    troubles = Trouble.objects.filter(municipality_id=viewer.municipality_id, removed_at=None)
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

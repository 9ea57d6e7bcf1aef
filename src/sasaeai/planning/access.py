"""Who may see and change what a city aims at, and what is agreed about fewer meetings."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotAllowed
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Body
from sasaeai.people.access import check_can_run_district
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, Post, Tenure
from sasaeai.planning.models import Activity, BackToBack, JoinProposal


def visible_proposals(viewer: Viewer) -> QuerySet[JoinProposal]:
    """Proposals about a body of a district the viewer may read, removed ones included."""
    proposals = JoinProposal.objects.filter(municipality_id=viewer.municipality_id)
    if viewer.sees_city:
        return proposals
    return proposals.filter(
        Q(body__district_id__in=viewer.sees) | Q(counts_for__district_id__in=viewer.sees)
    )


def visible_pairs(viewer: Viewer) -> QuerySet[BackToBack]:
    """Bodies held back to back, one of them of a district the viewer may read."""
    pairs = BackToBack.objects.current().filter(municipality_id=viewer.municipality_id)
    if viewer.sees_city:
        return pairs
    return pairs.filter(
        Q(first__district_id__in=viewer.sees) | Q(second__district_id__in=viewer.sees)
    )


def check_can_join(viewer: Viewer, body: Body, counts_for: Body) -> None:
    """Raise unless the viewer runs the districts of both bodies: it is both hosts' meeting."""
    check_can_run_district(viewer, counts_for.district)
    check_can_run_district(viewer, body.district)


def can_join(viewer: Viewer, body: Body, counts_for: Body) -> bool:
    """Whether `check_can_join` would let the viewer pass."""
    try:
        check_can_join(viewer, body, counts_for)
    except NotAllowed:
        return False
    return True


def check_can_set_target(viewer: Viewer) -> None:
    """Raise unless the viewer is of the city or the municipal council of social welfare."""
    if not (viewer.sees_city or viewer.is_system):
        raise NotAllowed(_("年度の目標は、市と市社協の担当者が決めます。"))


def may_name(viewer: Viewer, district_ids: set[UUID]) -> bool:
    """Whether persons called in these districts are named to the viewer: to who runs all (L-26)."""
    return viewer.is_system or district_ids <= viewer.runs


# ── Words of a 年度, and coordinators' days ───────────────────────────────────────────────────────


def check_can_write_words(viewer: Viewer, district: District | None) -> None:
    """Raise unless the viewer may write what a report says of a 年度: for a district whoever runs its
    meetings, for the whole city (None) the city and the municipal council of social welfare.
    """
    if district is not None:
        check_can_run_district(viewer, district)
    elif not (viewer.sees_city or viewer.is_system):
        raise NotAllowed(_("市全体のことばは、市と市社協の担当者が書きます。"))


def can_write_words(viewer: Viewer, district: District | None) -> bool:
    """Whether `check_can_write_words` would let the viewer pass."""
    try:
        check_can_write_words(viewer, district)
    except NotAllowed:
        return False
    return True


def visible_diaries(viewer: Viewer) -> QuerySet[Post]:
    """Coordinators' posts (推進員) whose diary the viewer may read: the own ones, for the city all."""
    posts = Post.objects.filter(municipality_id=viewer.municipality_id, role=StaffRole.COORDINATOR)
    if viewer.sees_city:
        return posts
    terms = Tenure.objects.filter(
        municipality_id=viewer.municipality_id, post=OuterRef("pk"), person_id=viewer.person_id
    )
    return posts.filter(Exists(terms.on(viewer.on)))


def check_can_keep_diary(viewer: Viewer, post: Post) -> None:
    """Raise unless the viewer holds the post today: the diary is the coordinator's own."""
    if not can_keep_diary(viewer, post):
        raise NotAllowed(
            _("活動日誌は、その推進員本人が書きます。市と市社協の担当者は読むことができます。")
        )


def can_keep_diary(viewer: Viewer, post: Post) -> bool:
    """Whether `check_can_keep_diary` would let the viewer pass. One query."""
    if post.municipality_id != viewer.municipality_id or post.role != StaffRole.COORDINATOR:
        return False
    if viewer.is_system:
        return True
    terms = Tenure.objects.filter(
        municipality_id=viewer.municipality_id, post=post, person_id=viewer.person_id
    )
    return terms.on(viewer.on).exists()


def visible_activities(viewer: Viewer) -> QuerySet[Activity]:
    """Entries of the diaries the viewer may read, removed ones included."""
    return Activity.objects.filter(
        municipality_id=viewer.municipality_id, post__in=visible_diaries(viewer).values("pk")
    )

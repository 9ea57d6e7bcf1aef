"""Diaries of coordinators (推進員 活動日誌): whose they are, and the entries of a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.issues.access import visible_issues
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Issue
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_districts, visible_organizations
from sasaeai.people.models import District, Organization, Post, Tenure
from sasaeai.people.queries.districts import living
from sasaeai.planning.access import visible_activities, visible_diaries
from sasaeai.planning.models import Activity, ActivityDistrict, ActivityOrganization

RECENT = timedelta(days=62)
"""For how long a district that ended is still named in new entries: what came late is written."""


def diaries(viewer: Viewer) -> list[Post]:
    """Coordinators' posts whose diary the viewer may read, with their organisation."""
    return list(
        visible_diaries(viewer).select_related("organization").order_by("title", "created_at", "pk")
    )


def get_visible_diary(post_id: UUID, *, viewer: Viewer) -> Post:
    """A coordinator's post. NotFound for whoever may not read its diary."""
    posts = visible_diaries(viewer).select_related("organization", "municipality")
    if (post := posts.filter(pk=post_id).first()) is None:
        raise NotFound(_("この推進員の日誌は見つかりません。"))
    return post


def own_diary(viewer: Viewer) -> Post | None:
    """The post whose diary the viewer keeps; None for who is no coordinator."""
    terms = Tenure.objects.filter(
        municipality_id=viewer.municipality_id, person_id=viewer.person_id
    ).on(viewer.on)
    posts = visible_diaries(viewer).filter(pk__in=terms.values("post_id"))
    return posts.select_related("organization", "municipality").order_by("created_at").first()


def get_visible_activity(activity_id: UUID, *, viewer: Viewer) -> Activity:
    """An entry, a removed one too. NotFound for whoever may not read the diary."""
    rows = with_links(visible_activities(viewer)).select_related("post__organization", "issue")
    if (row := rows.filter(pk=activity_id).first()) is None:
        raise NotFound(_("この活動は見つかりません。"))
    return row


def activities_of(post: Post, first: date, last: date) -> QuerySet[Activity]:
    """The entries of a diary from a day to a day, early to late. Three queries."""
    rows = Activity.objects.current().filter(
        municipality_id=post.municipality_id, post=post, on__gte=first, on__lte=last
    )
    return with_links(rows).select_related("issue").order_by("on", "created_at", "pk")


def with_links(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """With their districts and counterparts."""
    return rows.prefetch_related(
        Prefetch("districts", ActivityDistrict.objects.select_related("district")),
        Prefetch("organizations", ActivityOrganization.objects.select_related("organization")),
    )


def latest_activity(post: Post) -> Activity | None:
    """The entry that was written last: the next one begins with its districts and kind."""
    rows = Activity.objects.current().filter(municipality_id=post.municipality_id, post=post)
    return rows.prefetch_related("districts").order_by("-created_at").first()


def holder_of(post: Post, first: date, last: date) -> list[Tenure]:
    """Who holds or held the post in these days, the latest first."""
    terms = Tenure.objects.filter(municipality_id=post.municipality_id, post=post)
    running = terms.filter(since__lte=last).exclude(until__lt=first)
    return list(running.select_related("person").order_by("-since"))


def assigned_districts(tenures: Sequence[Tenure], first: date, last: date) -> list[District]:
    """The districts of these terms in these days."""
    if not tenures:
        return []
    rows = DistrictAssignment.objects.filter(
        municipality_id=tenures[0].municipality_id, tenure__in=tenures, since__lte=last
    ).exclude(until__lt=first)
    return list(
        District.objects.filter(
            municipality_id=tenures[0].municipality_id, pk__in=rows.values("district_id")
        )
    )


def diary_choices(
    viewer: Viewer, activity: Activity | None = None
) -> tuple[list[District], list[Organization], list[Issue]]:
    """Districts, organisations and open issues that an entry may name.

    A district that has ended is named for RECENT days more, and in an entry that names it already.
    """
    named = {tie.district_id for tie in activity.districts.all()} if activity else set()
    every = list(visible_districts(viewer))
    there = living(every, on=viewer.on - RECENT)
    districts = [one for one in every if one in there or one.pk in named]
    organizations = list(visible_organizations(viewer).filter(ended_on__isnull=True))
    issues = visible_issues(viewer).exclude(status=IssueStatus.CLOSED)
    return districts, organizations, list(issues.order_by("-opened_on", "title"))


def days_of_month(first: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = first.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

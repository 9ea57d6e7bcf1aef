"""Organisations of the register with their posts and whoever holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel import text
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.finding import search_keys
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import (
    not_ended_on,
    visible_districts,
    visible_organizations,
    visible_posts,
)
from sasaeai.people.models import (
    District,
    Organization,
    OrganizationDistrict,
    OrganizationKind,
    Post,
    Tenure,
)
from sasaeai.people.queries.terms import (
    ENDS_SOON_DAYS,
    PostLine,
    current_posts,
    post_lines,
    vacant_posts,
)

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What the register shows. query: as typed; only: "", "vacant", "ending" or "ended"."""

    query: str = ""
    district: District | None = None
    only: str = ""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """An organisation of the register, the names of the districts it serves, and its posts."""

    organization: Organization
    districts: tuple[str, ...]
    posts: tuple[PostLine, ...]


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """What of the register wants looking after: vacant posts, terms ending within three months."""

    vacant: int
    ending: int


def get_visible_organization(organization_id: UUID, *, viewer: Viewer) -> Organization:
    """An organisation with its kind; NotFound for strangers."""
    found = visible_organizations(viewer).filter(pk=organization_id).select_related("kind").first()
    if found is None:
        raise NotFound(_("この団体は見つかりません。"))
    return found


def get_visible_district(district_id: UUID, *, viewer: Viewer) -> District:
    """A district; NotFound for strangers."""
    district = visible_districts(viewer).filter(pk=district_id).first()
    if district is None:
        raise NotFound(_("この地区は見つかりません。"))
    return district


def kinds_of(viewer: Viewer) -> QuerySet[OrganizationKind]:
    """The kinds of organisation of the viewer's municipality, in their order."""
    return OrganizationKind.objects.filter(municipality_id=viewer.municipality_id)


def districts_run_by(viewer: Viewer) -> QuerySet[District]:
    """Districts whose register the viewer keeps, without those that were split or merged away."""
    districts = District.objects.filter(
        not_ended_on(viewer.on), municipality_id=viewer.municipality_id
    )
    return districts if viewer.is_system else districts.filter(pk__in=viewer.runs)


def served_districts(organization: Organization, *, on: date) -> list[District]:
    """Districts that an organisation serves on a day, those that ended before left out."""
    return list(
        District.objects.filter(
            not_ended_on(on),
            Q(served_by__since__isnull=True) | Q(served_by__since__lte=on),
            Q(served_by__until__isnull=True) | Q(served_by__until__gte=on),
            served_by__organization=organization,
            municipality_id=organization.municipality_id,
        )
    )


def list_organizations(viewer: Viewer, *, shown: RegisterFilter) -> QuerySet[Organization]:
    """Organisations the viewer may read, by kind and reading.

    Every word of the query is found in the organisation, one of its posts or its holder.
    """
    organizations = Organization.objects.filter(
        municipality_id=viewer.municipality_id, pk__in=visible_organizations(viewer).values("pk")
    )
    running = Q(ended_on__isnull=True) | Q(ended_on__gt=viewer.on)
    organizations = organizations.filter(~running if shown.only == "ended" else running)
    if shown.district is not None:
        serving = _serving(viewer).filter(district=shown.district)
        organizations = organizations.filter(Exists(serving))
    posts = current_posts(viewer).filter(organization=OuterRef("pk"))
    if shown.only == "vacant":
        organizations = organizations.filter(Exists(vacant_posts(viewer, among=posts)))
    elif shown.only == "ending":
        ending = _ending(viewer).filter(post__organization=OuterRef("pk"))
        organizations = organizations.filter(Exists(ending))
    for term in search_keys(shown.query):
        holding = Tenure.objects.filter(
            municipality_id=viewer.municipality_id, person__search_key__contains=term
        ).on(viewer.on)
        titled = Q(title__icontains=term) | Q(title__icontains=text.to_katakana(term))
        organizations = organizations.filter(
            Q(search_key__contains=term)
            | Exists(posts.filter(titled | Q(pk__in=holding.values("post_id"))))
        )
    return organizations.select_related("kind").order_by("kind__position", "kana", "name", "pk")


def organizations_page(
    organizations: QuerySet[Organization], number: str | int | None
) -> Page[Organization]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(organizations, PAGE_SIZE).get_page(number)


def register_lines(organizations: list[Organization], *, viewer: Viewer) -> list[RegisterLine]:
    """Some organisations with districts, posts and holders of today. Four queries."""
    ids = [organization.id for organization in organizations]
    serving: dict[UUID, list[str]] = {}
    lines = _serving_rows(viewer).filter(organization_id__in=ids)
    lines = lines.filter(Q(district__until__isnull=True) | Q(district__until__gte=viewer.on))
    for line in lines.order_by("district__position", "district__kana"):
        serving.setdefault(line.organization_id, []).append(line.district.name)
    posts: dict[UUID, list[PostLine]] = {}
    for post_line in post_lines(
        current_posts(viewer).filter(organization_id__in=ids), viewer=viewer
    ):
        posts.setdefault(post_line.post.organization_id, []).append(post_line)
    return [
        RegisterLine(each, tuple(serving.get(each.id, ())), tuple(posts.get(each.id, ())))
        for each in organizations
    ]


def register_counts(viewer: Viewer) -> RegisterCounts:
    """How many posts are vacant today and how many terms end soon. Two queries."""
    return RegisterCounts(
        vacant=vacant_posts(viewer, among=current_posts(viewer)).count(),
        ending=_ending(viewer).count(),
    )


def _ending(viewer: Viewer) -> QuerySet[Tenure]:
    """Terms that run today and end soon with nobody entered to follow."""
    last_day = viewer.on + timedelta(days=ENDS_SOON_DAYS)
    following = Tenure.objects.filter(
        municipality_id=viewer.municipality_id, post=OuterRef("post"), since__gt=OuterRef("until")
    )
    terms = Tenure.objects.filter(
        municipality_id=viewer.municipality_id,
        post__in=current_posts(viewer).values("pk"),
        until__lte=last_day,
    )
    return terms.on(viewer.on).filter(~Exists(following))


def _serving_rows(viewer: Viewer) -> QuerySet[OrganizationDistrict]:
    return OrganizationDistrict.objects.filter(
        Q(since__isnull=True) | Q(since__lte=viewer.on),
        Q(until__isnull=True) | Q(until__gte=viewer.on),
        municipality_id=viewer.municipality_id,
    ).select_related("district")


def _serving(viewer: Viewer) -> QuerySet[OrganizationDistrict]:
    return _serving_rows(viewer).filter(organization=OuterRef("pk"))


def get_visible_post(post_id: UUID, *, viewer: Viewer) -> Post:
    """A post with organisation and kind; NotFound for strangers."""
    post = visible_posts(viewer).filter(pk=post_id).select_related("organization__kind").first()
    if post is None:
        raise NotFound(_("この役職は見つかりません。"))
    return post


def organization_posts(organization: Organization, *, viewer: Viewer) -> list[PostLine]:
    """The posts of an organisation that exist today, in its order. Three queries."""
    posts = Post.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=viewer.on),
        municipality_id=viewer.municipality_id,
        organization=organization,
    ).select_related("organization__kind")
    return post_lines(posts, viewer=viewer)


def ended_posts(organization: Organization, *, on: date) -> list[Post]:
    """Posts of an organisation that no longer exist."""
    return list(
        Post.objects.filter(
            municipality_id=organization.municipality_id,
            organization=organization,
            ended_on__lte=on,
        ).order_by("-ended_on")
    )


def past_terms(organization: Organization, *, on: date) -> list[Tenure]:
    """Terms in an organisation that are over, the latest first, with post and person."""
    terms = Tenure.objects.filter(
        municipality_id=organization.municipality_id, post__organization=organization, until__lt=on
    )
    return list(terms.select_related("post", "person").order_by("-until", "-since"))

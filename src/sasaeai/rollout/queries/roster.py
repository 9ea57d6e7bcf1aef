"""Who of a district could be called, by kind of organisation, and what its register lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from sasaeai.people.models import (
    District,
    Organization,
    OrganizationDistrict,
    OrganizationKind,
    Post,
    Tenure,
)


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post that may be called. holder_name: empty when vacant (空席); wanted: proposed."""

    post: Post
    holder_name: str
    wanted: bool

    @property
    def label(self) -> str:
        """「白旗野町会 会長（見本 太郎）」."""
        words = {"post": str(self.post), "name": self.holder_name or _("空席")}
        return _("%(post)s（%(name)s）") % words


@dataclass(frozen=True, slots=True)
class Gap:
    """What the register lacks for a pattern, and the organisation where it would be added, if any."""

    sentence: str
    organization: Organization | None = None


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of organisation with the posts of it. in_pattern: the pattern names the kind."""

    kind: OrganizationKind
    posts: tuple[PostChoice, ...]
    in_pattern: bool
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """The register of a district on a day: organisations by kind, their posts, who holds them."""

    organizations: Mapping[str, list[Organization]]
    posts: Mapping[UUID, list[Post]]
    holders: Mapping[UUID, str]

    def of_kinds(self, codes: Iterable[str]) -> list[Organization]:
        """Organisations of some kinds, in the order of the kinds."""
        return [each for code in codes for each in self.organizations.get(code, [])]

    def called(self, organization: Organization, titles: Iterable[str]) -> list[Post]:
        """Posts of an organisation with one of the titles, else its first post; [] without any."""
        posts = self.posts.get(organization.id, [])
        wanted = set(titles)
        return [post for post in posts if post.title in wanted] or posts[:1]

    def choice(self, post: Post, *, wanted: bool) -> PostChoice:
        """A post with whoever holds it."""
        return PostChoice(post, self.holders.get(post.id, ""), wanted)

    def gaps(self, kind: OrganizationKind) -> tuple[Gap, ...]:
        """What is missing of a kind: any organisation, or any post of one."""
        found = self.organizations.get(kind.code, [])
        if not found:
            return (Gap(_("%(kind)sが、この地区の名簿にありません。") % {"kind": kind.name}),)
        return tuple(
            Gap(_("%(name)sの役職が、まだ名簿にありません。") % {"name": each.name}, each)
            for each in found
            if not self.posts.get(each.id)
        )


def roster_of(district: District, *, on: date) -> Roster:
    """The register of a district on a day, city-wide organisations with it. Two queries.

    Of two terms of a post that overlap, the one that began last counts.
    """
    served = OrganizationDistrict.objects.filter(
        municipality_id=district.municipality_id, organization=OuterRef("pk")
    )
    here = served.filter(
        Q(since__isnull=True) | Q(since__lte=on),
        Q(until__isnull=True) | Q(until__gte=on),
        district=district,
    )
    organizations = list(
        Organization.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=on),
            Exists(here) | ~Exists(served),
            municipality_id=district.municipality_id,
        )
        .select_related("kind")
        .order_by("kind__position", "kana", "name")
    )
    by_id = {each.id: each for each in organizations}
    terms = Tenure.objects.filter(municipality_id=district.municipality_id, post=OuterRef("pk")).on(
        on
    )
    rows = list(
        Post.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=on),
            municipality_id=district.municipality_id,
            organization_id__in=by_id,
        )
        .annotate(holder_name=Subquery(terms.order_by("-since").values("person__name")[:1]))
        .order_by("position", "created_at")
    )
    posts: dict[UUID, list[Post]] = defaultdict(list)
    for post in rows:
        post.organization = by_id[post.organization_id]
        posts[post.organization_id].append(post)
    by_kind: dict[str, list[Organization]] = defaultdict(list)
    for each in organizations:
        by_kind[each.kind.code].append(each)
    return Roster(by_kind, posts, {post.id: post.holder_name or "" for post in rows})

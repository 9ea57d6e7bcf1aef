"""Who holds which post on a day, which posts are vacant, which terms end soon."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_posts, visible_terms
from sasaeai.people.models import Person, Post, Tenure

#: A term that ends within these days wants a successor.
ENDS_SOON_DAYS = 92


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with its holder of today, and the term that follows; None without one.

    ends_soon: today's term ends within three months and nobody follows.
    also: the other posts that the holder has today (兼務), in words.
    """

    post: Post
    term: Tenure | None
    following: Tenure | None
    ends_soon: bool
    also: tuple[str, ...]

    @property
    def is_vacant(self) -> bool:
        return self.term is None


@dataclass(frozen=True, slots=True)
class PersonTerms:
    """The terms of one person that the viewer may read: today's, coming and past ones."""

    now: tuple[Tenure, ...]
    coming: tuple[Tenure, ...]
    past: tuple[Tenure, ...]


def get_visible_term(tenure_id: UUID, *, viewer: Viewer) -> Tenure:
    """A term with post, organisation and person; NotFound for strangers."""
    terms = visible_terms(viewer).select_related("post__organization", "person")
    term = terms.filter(pk=tenure_id).first()
    if term is None:
        raise NotFound(_("この任期は見つかりません。"))
    return term


def current_posts(viewer: Viewer) -> QuerySet[Post]:
    """Posts that exist today in organisations that do, as far as the viewer may read them."""
    return (
        visible_posts(viewer)
        .filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=viewer.on),
            Q(organization__ended_on__isnull=True) | Q(organization__ended_on__gt=viewer.on),
        )
        .select_related("organization__kind")
    )


def vacant_posts(viewer: Viewer, *, among: QuerySet[Post]) -> QuerySet[Post]:
    """Those of some posts that nobody holds today (空席)."""
    terms = Tenure.objects.filter(municipality_id=viewer.municipality_id, post=OuterRef("pk"))
    return among.filter(~Exists(terms.on(viewer.on)))


def post_lines(posts: QuerySet[Post], *, viewer: Viewer) -> list[PostLine]:
    """Posts with today's holder, who follows, and what else the holder does. Three queries."""
    rows = list(posts.order_by("position", "created_at", "pk"))
    terms = (
        Tenure.objects.filter(
            Q(until__isnull=True) | Q(until__gte=viewer.on),
            municipality_id=viewer.municipality_id,
            post_id__in=[post.id for post in rows],
        )
        .select_related("person")
        .order_by("since")
    )
    now: dict[UUID, Tenure] = {}
    following: dict[UUID, Tenure] = {}
    for term in terms:
        if term.since <= viewer.on:
            now[term.post_id] = term
        else:
            following.setdefault(term.post_id, term)
    also = _other_posts({term.person_id for term in now.values()}, viewer)
    return [_line(post, now.get(post.id), following.get(post.id), also, viewer.on) for post in rows]


def _line(
    post: Post,
    term: Tenure | None,
    following: Tenure | None,
    also: dict[UUID, dict[UUID, str]],
    on: date,
) -> PostLine:
    ends = term.until if term else None
    soon = ends is not None and ends <= on + timedelta(days=ENDS_SOON_DAYS)
    others = also.get(term.person_id, {}) if term else {}
    return PostLine(
        post=post,
        term=term,
        following=following,
        ends_soon=soon and following is None,
        also=tuple(words for post_id, words in others.items() if post_id != post.id),
    )


def _other_posts(person_ids: Collection[UUID], viewer: Viewer) -> dict[UUID, dict[UUID, str]]:
    terms = (
        visible_terms(viewer)
        .filter(person_id__in=person_ids)
        .on(viewer.on)
        .select_related("post__organization")
        .order_by("post__organization__name", "post__position")
    )
    found: dict[UUID, dict[UUID, str]] = {}
    for term in terms:
        found.setdefault(term.person_id, {})[term.post_id] = str(term.post)
    return found


def terms_of(person: Person, *, viewer: Viewer) -> PersonTerms:
    """One person's terms in posts that the viewer may read, the latest first. One query."""
    terms = list(
        visible_terms(viewer)
        .filter(person=person)
        .select_related("post__organization__kind")
        .order_by("-since", "post__organization__name", "post__position")
    )
    return PersonTerms(
        now=tuple(t for t in terms if _runs(t, viewer.on)),
        coming=tuple(t for t in terms if t.since > viewer.on),
        past=tuple(t for t in terms if t.until is not None and t.until < viewer.on),
    )


def _runs(term: Tenure, on: date) -> bool:
    return term.since <= on and (term.until is None or term.until >= on)

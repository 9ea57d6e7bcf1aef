"""Patterns to choose from, one beside the other, and what became of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import OrganizationKind
from sasaeai.rollout.access import visible_pattern_uses, visible_patterns
from sasaeai.rollout.enums import SharedState
from sasaeai.rollout.models import Pattern, PatternUse
from sasaeai.rollout.queries.pattern_shape import (
    BodyShape,
    ItemShape,
    PatternShape,
    kinds_by_code,
    shapes_of,
)

PAGE_SIZE = 30
MOST_COMPARED = 6
"""Patterns beside each other on one page; more than that nobody reads."""


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body of a pattern in words: kinds by name, hosts first."""

    shape: BodyShape
    hosts: tuple[str, ...]
    members: tuple[str, ...]
    links: tuple[str, ...]
    items: tuple[ItemShape, ...]
    counts_for: str
    prepares: str


@dataclass(frozen=True, slots=True)
class PatternView:
    """A pattern as a page shows it. uses: how many districts of the city use it now."""

    pattern: Pattern
    shape: PatternShape
    bodies: tuple[BodyView, ...]
    uses: int

    @property
    def letter_words(self) -> str:
        """How a letter begins, with 〇〇 where the names will stand."""
        return plain_name(self.shape.notice_lead).replace("{body}", _("〇〇会議"))

    @property
    def yearly_words(self) -> str:
        """「年3回」, and what counts besides."""
        own = _("年%(count)d回") % {"count": self.shape.yearly}
        counted = sum(body.yearly_target for body in self.shape.bodies if body.counts_for)
        if not counted:
            return own
        return _("年%(count)d回。ほかに、みなす会議がおよそ年%(more)d回") % {
            "count": self.shape.yearly,
            "more": counted,
        }


def get_visible_pattern(pattern_id: UUID, *, viewer: Viewer) -> Pattern:
    """A pattern with its home. NotFound for strangers and for what is not out."""
    found = visible_patterns(viewer).select_related("home", "based_on").filter(pk=pattern_id)
    if (pattern := found.first()) is None:
        raise NotFound(_("この型は見つかりません。"))
    return pattern


def list_patterns(viewer: Viewer) -> QuerySet[Pattern]:
    """Patterns the viewer may read: those of the programme, then districts' own; with `use_count`."""
    using = Count("uses", filter=Q(uses__removed_at__isnull=True))
    return (
        visible_patterns(viewer)
        .select_related("home")
        .annotate(use_count=using)
        .order_by("position", "name", "id")
    )


def patterns_page(patterns: QuerySet[Pattern], number: str | int | None) -> Page[Pattern]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(patterns, PAGE_SIZE).get_page(number)


def usable_patterns(viewer: Viewer) -> QuerySet[Pattern]:
    """Patterns that a district may form its meetings by: those that are out."""
    return list_patterns(viewer).filter(state=SharedState.APPROVED)


def patterns_offered(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[Pattern]:
    """Patterns of some districts that wait for a second person."""
    offered = visible_patterns(viewer).filter(state=SharedState.OFFERED, home_id__in=district_ids)
    return offered.select_related("home").order_by("created_at")


def compared_patterns(viewer: Viewer, ids: Iterable[UUID] = ()) -> list[PatternView]:
    """Patterns to set beside each other: those asked for, else the first ones that are out."""
    chosen = list(ids)
    patterns = list_patterns(viewer).filter(pk__in=chosen) if chosen else usable_patterns(viewer)
    return pattern_views(list(patterns[:MOST_COMPARED]), viewer=viewer)


def pattern_views(patterns: list[Pattern], *, viewer: Viewer) -> list[PatternView]:
    """Patterns in words. Five queries, however many there are."""
    kinds, shapes = kinds_by_code(viewer), shapes_of(patterns)
    return [_view(pattern, shapes[pattern.id], kinds) for pattern in patterns]


def pattern_view(pattern: Pattern, *, viewer: Viewer) -> PatternView:
    """One pattern in words."""
    found = list_patterns(viewer).filter(pk=pattern.pk)
    return pattern_views(list(found), viewer=viewer)[0]


def uses_seen(pattern: Pattern, *, viewer: Viewer) -> list[PatternUse]:
    """Uses of a pattern in the districts that the viewer reads, earliest first."""
    uses = visible_pattern_uses(viewer).filter(pattern=pattern, removed_at__isnull=True)
    return list(uses.select_related("district").order_by("first_on", "created_at")[:PAGE_SIZE])


def _view(
    pattern: Pattern, shape: PatternShape, kinds: Mapping[str, OrganizationKind]
) -> PatternView:
    names = {body.key: plain_name(body.name) for body in shape.bodies}

    def words(codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(kinds[code].name for code in codes if code in kinds)

    bodies = tuple(
        BodyView(
            shape=body,
            hosts=words(body.hosts),
            members=words(body.members),
            links=words(body.links),
            items=body.items,
            counts_for=names.get(body.counts_for, ""),
            prepares=names.get(body.prepares, ""),
        )
        for body in shape.bodies
    )
    return PatternView(pattern, shape, bodies, getattr(pattern, "use_count", 0))


def plain_name(name: str, district: str = "") -> str:
    """A name of a pattern with the district's name, or 〇〇地区, in its place."""
    return name.replace("{district}", district or _("〇〇地区"))

"""Finding services: by kind of trouble, district and words; those due to be checked first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext as _

from sasaeai.directory.access import visible_services
from sasaeai.directory.enums import ServiceKind
from sasaeai.directory.models import Service, ServiceCoverage
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.finding import matching, split_words
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_organizations
from sasaeai.people.models import District, Organization

PAGE_SIZE = 30
_SEARCHED = (
    "name",
    "kana",
    "operator_name",
    "organization__name",
    "for_whom",
    "description",
    "how_to_apply",
    "place",
    "area",
    "tel",
)


@dataclass(frozen=True, slots=True)
class ServiceFilter:
    """What narrows the list. district: those that serve it, city-wide ones too.

    only: "" for what is offered today, "due" for what should be checked, "hidden" for what does not
    stand in the printed list, "ended" for what is no longer offered.
    """

    query: str = ""
    kind: str = ""
    district: District | None = None
    only: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.query or self.kind or self.district or self.only)


def get_visible_service(service_id: UUID, *, viewer: Viewer, removed: bool = False) -> Service:
    """A service with its organisation; NotFound for who may not read it. removed: one taken out."""
    found = visible_services(viewer, removed=removed).filter(pk=service_id)
    service = found.select_related("organization").first()
    if service is None:
        raise NotFound(_("この相談先は見つかりません。"))
    return service


def due_to_check(on: date) -> Q:
    """Services whose entry is no longer to be trusted on a day: checked too long ago, or never."""
    return Q(verify_by__lte=on) | Q(verify_by__isnull=True, verified_on__isnull=True)


def is_due(service: Service, *, on: date) -> bool:
    """The same of one service; what is no longer offered is never due."""
    if service.ended_on is not None and service.ended_on <= on:
        return False
    if service.verify_by is None:
        return service.verified_on is None
    return service.verify_by <= on


def list_services(viewer: Viewer, *, shown: ServiceFilter) -> QuerySet[Service]:
    """Services the viewer may read, each with `is_due`; those due to be checked stand first."""
    due = due_to_check(viewer.on)
    found = visible_services(viewer)
    ended = Q(ended_on__isnull=False, ended_on__lte=viewer.on)
    found = found.filter(ended) if shown.only == "ended" else found.exclude(ended)
    if shown.only == "due":
        found = found.filter(due)
    elif shown.only == "hidden":
        found = found.filter(is_public=False)
    if shown.kind in ServiceKind.values:
        found = found.filter(kind=shown.kind)
    if shown.district is not None:
        found = found.filter(serves(shown.district))
    words = split_words(shown.query)
    if words:
        found = found.filter(matching(words, *_SEARCHED))
    found = found.select_related("organization")
    kinds = (When(kind=kind.value, then=Value(place)) for place, kind in enumerate(ServiceKind))
    told = Case(*kinds, default=Value(len(ServiceKind)), output_field=IntegerField())
    is_due = Case(When(due, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003
    order = ("-is_due", "told", "kana", "name", "id")
    return (
        found.annotate(is_due=is_due, told=told)
        .order_by(*order)
        .prefetch_related("coverage__district")
    )


def serves(district: District) -> Exists | Q:
    """Services for people of a district: those that name it, and those that name none."""
    rows = ServiceCoverage.objects.filter(
        municipality_id=OuterRef("municipality_id"), service=OuterRef("pk")
    )
    return Exists(rows.filter(district=district)) | ~Exists(rows)


def services_page(services: QuerySet[Service], number: str | int | None) -> Page[Service]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(services, PAGE_SIZE).get_page(number)


def offered_in(district: District | None, *, municipality_id: UUID, on: date) -> QuerySet[Service]:
    """What may leave the house: public, still offered on the day, for a district or the whole city."""
    found = (
        Service.objects.current()
        .filter(municipality_id=municipality_id, is_public=True)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    )
    if district is not None:
        found = found.filter(serves(district))
    return (
        found.select_related("organization")
        .prefetch_related("coverage__district")
        .order_by("kind", "kana", "name", "id")
    )


def in_order_of_kinds(services: Iterable[Service]) -> list[tuple[ServiceKind, list[Service]]]:
    """Services by kind of trouble, in the order in which the kinds are told; empty ones left out."""
    by_kind: dict[str, list[Service]] = {}
    for service in services:
        by_kind.setdefault(service.kind, []).append(service)
    return [(kind, by_kind[kind.value]) for kind in ServiceKind if kind.value in by_kind]


def operators_to_choose(
    viewer: Viewer, *, service: Service | None = None
) -> QuerySet[Organization]:
    """Organisations that the viewer may name as who runs a service, by name; those that ended not.

    service: its own stays to be chosen even so, or saving the entry would take it away unseen.
    """
    active = Q(ended_on__isnull=True) | Q(ended_on__gt=viewer.on)
    choice = Q(pk__in=visible_organizations(viewer).filter(active).values("pk"))
    if service is not None and service.organization_id is not None:
        choice |= Q(pk=service.organization_id)
    found = Organization.objects.filter(choice, municipality_id=viewer.municipality_id)
    return found.order_by("kana", "name", "id")


def covered_districts(service: Service) -> list[District]:
    """Districts that a service serves; none means the whole city."""
    rows = ServiceCoverage.objects.filter(
        municipality_id=service.municipality_id, service=service
    ).select_related("district")
    return sorted((row.district for row in rows), key=lambda one: (one.position, one.kana))


def count_due(viewer: Viewer) -> int:
    """How many services the viewer reads should be checked today."""
    shown = ServiceFilter(only="due")
    return list_services(viewer, shown=shown).order_by().count()

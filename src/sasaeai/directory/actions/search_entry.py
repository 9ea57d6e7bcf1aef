"""Services are found by their words: those of the printed list by everybody in the municipality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sasaeai.directory.models import Service, ServiceCoverage
from sasaeai.kernel import clock
from sasaeai.search.actions import Entry, put_many, remove, remove_all
from sasaeai.search.enums import Audience

SERVICE = "service"
KINDS = (SERVICE,)
"""Kinds of entries of this room."""

_AT_ONCE = 200


def index_service(service: Service) -> None:
    """Part of a write: let a service be found as it stands now, or no longer."""
    index_services([service])


def index_services(services: Iterable[Service]) -> int:
    """`index_service` for many of one municipality; returns how many are found now."""
    rows = list(services)
    there = [row for row in rows if row.removed_at is None and row.ended_on is None]
    for row in rows:
        if row not in there:
            remove(municipality_id=row.municipality_id, kind=SERVICE, object_ids=[row.pk])
    served = _served(there)
    return put_many(_entry(row, served.get(row.pk, [])) for row in there)


def reindex_services(municipality_id: UUID) -> Iterator[int]:
    """Fill the index of this room anew; yields how many entries were written so far."""
    remove_all(municipality_id=municipality_id, kinds=KINDS)
    rows = Service.objects.current().filter(municipality_id=municipality_id, ended_on=None)
    ids = list(rows.order_by("created_at").values_list("pk", flat=True))
    done = 0
    for start in range(0, len(ids), _AT_ONCE):
        part = Service.objects.filter(
            municipality_id=municipality_id, pk__in=ids[start : start + _AT_ONCE]
        )
        done += index_services(part)
        yield done


def _served(services: list[Service]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    if services:
        pairs = ServiceCoverage.objects.filter(
            municipality_id=services[0].municipality_id, service__in=services
        ).values_list("service_id", "district_id")
        for service, district in pairs:
            found.setdefault(service, []).append(district)
    return found


def _entry(service: Service, districts: list[UUID]) -> Entry:
    texts = (
        service.for_whom,
        service.description,
        service.how_to_apply,
        service.fee,
        service.hours,
        service.place,
        service.tel,
    )
    return Entry(
        municipality_id=service.municipality_id,
        kind=SERVICE,
        object_id=service.pk,
        district_id=districts[0] if len(districts) == 1 else None,
        districts=tuple(sorted(districts)) if len(districts) > 1 else (),
        audience=(Audience.EVERYBODY if service.is_public or not districts else Audience.READERS),
        day=service.verified_on or clock.to_tokyo(service.created_at).date(),
        title=service.name,
        text="\n".join(text for text in texts if text),
        also="\n".join(
            (service.get_kind_display(), service.kana, service.operator_name, service.area)
        ),
    )

"""Municipalities, districts and halls as everybody may read of them: no viewer, no login."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from sasaeai.audit.models import Entry
from sasaeai.people.models import District, Municipality, Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDistrict:
    """A district by name. until: its last day, where it was split or merged away."""

    id: UUID
    name: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHall:
    """A hall that its keepers put into the open data. kana: as typed; degrees of WGS 84."""

    id: UUID
    name: str
    kana: str
    district_id: UUID | None
    district: str
    address: str
    tel: str
    capacity: int | None
    access: str
    closed_days: str
    has_wifi: bool
    latitude: Decimal | None
    longitude: Decimal | None
    changed_at: datetime


def public_municipalities() -> list[Municipality]:
    """The municipalities of this site, by code."""
    return list(Municipality.objects.order_by("lg_code"))


def public_municipality(lg_code: str) -> Municipality | None:
    """The municipality with this 全国地方公共団体コード."""
    return Municipality.objects.filter(lg_code=lg_code).first()


def public_districts(municipality_id: UUID) -> list[PublicDistrict]:
    """The districts of a municipality in their order, ended ones too: their minutes stay."""
    return [
        PublicDistrict(id=one.id, name=one.name, until=one.until)
        for one in District.objects.filter(municipality_id=municipality_id)
    ]


def public_halls(municipality_id: UUID, *, district_id: UUID | None = None) -> list[PublicHall]:
    """Halls in use that their keepers made open data, by reading. Two queries."""
    halls = Venue.objects.filter(
        municipality_id=municipality_id, is_public=True, removed_at__isnull=True
    )
    if district_id is not None:
        halls = halls.filter(district_id=district_id)
    found = list(halls.select_related("district").order_by("kana", "name", "id"))
    entries = Entry.objects.filter(
        municipality_id=municipality_id,
        object_type=Venue._meta.label_lower,
        object_id__in=[hall.id for hall in found],
    )
    changed = dict(entries.order_by().values_list("object_id").annotate(at=Max("at")))
    return [_hall(hall, changed.get(hall.id, hall.created_at)) for hall in found]


def _hall(hall: Venue, changed_at: datetime) -> PublicHall:
    return PublicHall(
        id=hall.id,
        name=hall.name,
        kana=hall.kana,
        district_id=hall.district_id,
        district=hall.district.name if hall.district else "",
        address=hall.address,
        tel=hall.tel,
        capacity=hall.capacity,
        access=hall.access,
        closed_days=hall.closed_days,
        has_wifi=hall.has_wifi,
        latitude=hall.latitude,
        longitude=hall.longitude,
        changed_at=changed_at,
    )

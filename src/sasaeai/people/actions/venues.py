"""Keeping halls."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_keep_venue
from sasaeai.people.actions.columns import fill_columns
from sasaeai.people.models import District, Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueDetails:
    """What is known of a hall. capacity: persons; district None: used by the whole city.

    is_public: listed in the open data. latitude, longitude: degrees of WGS 84, both or none.
    """

    name: str
    kana: str = ""
    district: District | None = None
    address: str = ""
    tel: str = ""
    capacity: int | None = None
    access: str = ""
    closed_days: str = ""
    has_wifi: bool = False
    is_public: bool = False
    latitude: Decimal | None = None
    longitude: Decimal | None = None


_LATITUDES, _LONGITUDES = (Decimal(20), Decimal(46)), (Decimal(122), Decimal(154))
"""From 沖ノ鳥島 to 択捉島, from 与那国島 to 南鳥島."""
_COLUMNS = list(VenueDetails.__slots__)


def add_venue(*, details: VenueDetails, actor: Viewer) -> Venue:
    """Enter a hall of a district that the actor runs, or one for the whole city."""
    check_can_keep_venue(actor, details.district)
    with transaction.atomic():
        venue = Venue(municipality_id=actor.municipality_id)
        _fill(venue, details)
        venue.save()
        audit.record(actor=actor, verb="create", obj=venue, after=audit.snapshot(venue, _COLUMNS))
    return venue


def edit_venue(*, venue: Venue, details: VenueDetails, base_version: int, actor: Viewer) -> Venue:
    """Change a hall. Refuses a newer text by somebody else (StaleEdit)."""
    check_can_keep_venue(actor, venue.district)
    check_can_keep_venue(actor, details.district)
    with transaction.atomic():
        row = Venue.objects.select_for_update().get(pk=venue.pk)
        values = {name: getattr(details, name) for name in _COLUMNS}
        check_version(row, base_version, yours=values)
        before = audit.snapshot(row, _COLUMNS)
        _fill(row, details)
        row.version += 1
        row.save(update_fields=[*_COLUMNS, "version"])
        after = audit.snapshot(row, _COLUMNS)
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def remove_venue(*, venue: Venue, actor: Viewer) -> Venue:
    """Take a hall out of the list; meetings held there keep it."""
    return _set_removed(venue, removed=True, actor=actor)


def restore_venue(*, venue: Venue, actor: Viewer) -> Venue:
    """Put a hall back into the list."""
    return _set_removed(venue, removed=False, actor=actor)


def _set_removed(venue: Venue, *, removed: bool, actor: Viewer) -> Venue:
    check_can_keep_venue(actor, venue.district)
    with transaction.atomic():
        row = Venue.objects.select_for_update().get(pk=venue.pk)
        if (row.removed_at is not None) == removed:
            return row
        row.removed_at = clock.now() if removed else None
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def is_swapped(latitude: Decimal | None, longitude: Decimal | None) -> bool:
    """Whether two degrees would be a place in Japan the other way round."""
    return (
        latitude is not None
        and longitude is not None
        and _within(latitude, _LONGITUDES)
        and _within(longitude, _LATITUDES)
    )


def _within(degrees: Decimal, ends: tuple[Decimal, Decimal]) -> bool:
    return ends[0] <= degrees <= ends[1]


def _check_place(details: VenueDetails) -> None:
    """Raise InvalidInput unless the degrees are a place in Japan, or none are given."""
    latitude, longitude = details.latitude, details.longitude
    if latitude is None and longitude is None:
        return
    faults: dict[str, str] = {}
    if latitude is None or longitude is None:
        empty = "latitude" if latitude is None else "longitude"
        faults[empty] = _("緯度と経度は、両方を入れるか、両方を空欄にしてください。")
    elif is_swapped(latitude, longitude):
        faults["latitude"] = _(
            "緯度と経度が入れかわっているようです。"
            "緯度を%(latitude)s、経度を%(longitude)sにしてください。"
        ) % {"latitude": f"{longitude:f}", "longitude": f"{latitude:f}"}
    else:
        if not _within(latitude, _LATITUDES):
            faults["latitude"] = _("緯度は日本の中の値（20から46）を入れてください。例：40.82")
        if not _within(longitude, _LONGITUDES):
            faults["longitude"] = _("経度は日本の中の値（122から154）を入れてください。例：140.74")
    if faults:
        raise InvalidInput(next(iter(faults.values())), faults)


def _fill(venue: Venue, details: VenueDetails) -> None:
    _check_place(details)
    fill_columns(venue, {name: getattr(details, name) for name in _COLUMNS})
    twins = Venue.objects.filter(municipality_id=venue.municipality_id, name=venue.name)
    twin = twins.exclude(pk=venue.pk).first()
    if twin is None:
        return
    if twin.removed_at is None:
        sentence = _("「%(name)s」はすでに会場の一覧にあります。そちらを直してください。")
    else:
        sentence = _(
            "「%(name)s」は会場の一覧から外してあります。"
            "使うときは、一覧の下の「外した会場」から元に戻してください。"
        )
    raise InvalidInput(sentence % {"name": venue.name}, {"name": sentence % {"name": venue.name}})

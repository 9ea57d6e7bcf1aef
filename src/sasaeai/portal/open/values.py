"""What the tables say of an event, a hall, a text: always Japanese, days as ISO 8601."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from sasaeai.kernel import clock, text
from sasaeai.kernel.prefectures import prefecture_of
from sasaeai.meetings.queries.public_events import PublicEvent
from sasaeai.minutes.queries.published import PublicMinutes
from sasaeai.people.models import Municipality
from sasaeai.people.queries.open_places import PublicHall


def address_of(name: str, *arguments: object) -> str:
    """A page of the open data with the site before it, as it stands in files."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(f'portal:{name}', args=arguments)}"


def full_address(city: Municipality, address: str) -> str:
    """所在地_連結表記: prefecture, municipality and the rest, none of them twice."""
    prefecture = prefecture_of(city.lg_code)
    if not address or address.startswith(prefecture or "?"):
        return address
    town = "" if address.startswith(city.name) else city.name
    return f"{prefecture}{town}{address}"


def event_values(event: PublicEvent, city: Municipality) -> dict[str, str]:
    """An event by the value names of the editions."""
    starts, ends = clock.to_tokyo(event.starts_at), clock.to_tokyo(event.ends_at)
    hosts = "、".join(event.hosts)
    return _place(city) | {
        "id": str(event.id),
        "name": f"【中止】{event.name}" if event.is_cancelled else event.name,
        "starts_on": starts.date().isoformat(),
        "ends_on": ends.date().isoformat(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "when_note": _when_note(event),
        "note": event.note,
        "hosts": hosts,
        "venue": event.venue,
        "full_address": _required_address(city, event.address),
        "latitude": _degrees(event.latitude),
        "longitude": _degrees(event.longitude),
        "access": event.access,
        "url": address_of("open_district", city.lg_code, event.district_id),
        "remark": event.district,
    }


def event_json(event: PublicEvent, city: Municipality) -> dict[str, object]:
    """An event as JSON gives it."""
    return {
        "id": str(event.id),
        "name": event.name,
        "status": "cancelled" if event.is_cancelled else "scheduled",
        "district_id": str(event.district_id),
        "district": event.district,
        "starts_at": _moment(event.starts_at),
        "ends_at": _moment(event.ends_at),
        "snow_starts_at": _moment(event.snow_starts_at),
        "venue": event.venue,
        "address": full_address(city, event.address),
        "latitude": _number(event.latitude),
        "longitude": _number(event.longitude),
        "access": event.access,
        "organizers": list(event.hosts),
        "description": event.note,
        "updated_at": _moment(event.changed_at),
    }


def hall_values(hall: PublicHall, city: Municipality) -> dict[str, str]:
    """A hall by the value names of the editions."""
    seats = f"定員{hall.capacity}人" if hall.capacity else ""
    facts = [seats, "Wi-Fiが使えます" if hall.has_wifi else ""]
    return _place(city) | {
        "id": str(hall.id),
        "name": hall.name,
        "kana": text.to_katakana(hall.kana),
        "full_address": _required_address(city, hall.address),
        "latitude": _degrees(hall.latitude),
        "longitude": _degrees(hall.longitude),
        "tel": hall.tel,
        "closed_days": f"休館日：{hall.closed_days}" if hall.closed_days else "",
        "access": hall.access,
        "note": "、".join(fact for fact in facts if fact),
        "url": address_of("open_list", city.lg_code, "halls"),
    }


def hall_json(hall: PublicHall, city: Municipality) -> dict[str, object]:
    """A hall as JSON gives it."""
    return {
        "id": str(hall.id),
        "name": hall.name,
        "kana": hall.kana,
        "district_id": str(hall.district_id) if hall.district_id else None,
        "district": hall.district,
        "address": full_address(city, hall.address),
        "latitude": _number(hall.latitude),
        "longitude": _number(hall.longitude),
        "tel": hall.tel,
        "capacity": hall.capacity,
        "access": hall.access,
        "closed_days": hall.closed_days,
        "has_wifi": hall.has_wifi,
        "updated_at": _moment(hall.changed_at),
    }


def minutes_values(minutes: PublicMinutes, city: Municipality) -> dict[str, str]:
    """A text by the value names of the editions."""
    return _place(city) | {
        "id": str(minutes.id),
        "district": minutes.district,
        "name": minutes.name,
        "number": str(minutes.number or ""),
        "held_on": minutes.held_on.isoformat(),
        "approved_on": clock.to_tokyo(minutes.approved_at).date().isoformat(),
        "url": address_of("open_minutes", city.lg_code, minutes.id),
    }


def minutes_json(minutes: PublicMinutes, city: Municipality) -> dict[str, object]:
    """A text as JSON gives it, without its words."""
    return {
        "id": str(minutes.id),
        "name": minutes.name,
        "number": minutes.number,
        "district_id": str(minutes.district_id),
        "district": minutes.district,
        "held_on": minutes.held_on.isoformat(),
        "approved_at": _moment(minutes.approved_at),
        "url": address_of("open_minutes", city.lg_code, minutes.id),
    }


def _required_address(city: Municipality, address: str) -> str:
    """The sheets ask for a place always: the municipality at least."""
    return full_address(city, address) or f"{prefecture_of(city.lg_code)}{city.name}"


def _place(city: Municipality) -> dict[str, str]:
    return {
        "lg_code": city.lg_code,
        "town": city.name,
        "prefecture": prefecture_of(city.lg_code),
    }


def _when_note(event: PublicEvent) -> str:
    if event.is_cancelled:
        return "中止になりました。"
    if event.snow_starts_at is None:
        return ""
    return f"大雪のときの予備日：{clock.to_tokyo(event.snow_starts_at).date().isoformat()}"


def _moment(moment: datetime | None) -> str | None:
    return clock.to_tokyo(moment).isoformat(timespec="seconds") if moment else None


def _degrees(degrees: Decimal | None) -> str:
    return "" if degrees is None else f"{degrees:f}"


def _number(degrees: Decimal | None) -> float | None:
    return None if degrees is None else float(degrees)

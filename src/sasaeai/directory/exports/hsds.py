"""The directory in the Human Services Data Specification (HSDS) 3.0, as JSON.

One page of `service_list`: each service carries its organization, its place (service_at_locations),
phones, schedules and service areas. Hours are text, as people say them: no rule is guessed from
them. Addresses are left out of locations, for HSDS asks for their parts, which nobody typed.
Source: Open Referral, HSDS 3.0 schema (service, organization, location, phone, schedule).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from sasaeai.directory.models import Service
from sasaeai.directory.queries import operator_of
from sasaeai.kernel.codes import CodeTextError, PhoneNumber

VERSION = "3.0"


def hsds_bytes(services: Sequence[Service], *, town: str) -> bytes:
    """`services` as one page of HSDS 3.0. town: the area of services without districts."""
    page = {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": [_service(service, town) for service in services],
    }
    return json.dumps(page, ensure_ascii=False, indent=2).encode()


def _service(service: Service, town: str) -> dict[str, Any]:
    told = {
        "id": str(service.id),
        "name": service.name,
        "alternate_name": service.kana,
        "description": service.description,
        "url": service.url,
        "email": service.email,
        "status": "active",
        "application_process": service.how_to_apply,
        "fees_description": service.fee,
        "eligibility_description": service.for_whom,
        "assured_date": service.verified_on.isoformat() if service.verified_on else "",
    }
    return _known(told) | {
        "organization": _organization(service),
        "phones": _phones(service),
        "schedules": _schedules(service),
        "service_areas": _areas(service, town),
        "service_at_locations": _places(service),
    }


def _organization(service: Service) -> dict[str, Any]:
    name = operator_of(service) or service.name
    org_id = service.organization_id or uuid5(service.municipality_id, f"operator:{name}")
    return {"id": str(org_id), "name": name, "description": name}


def _phones(service: Service) -> list[dict[str, Any]]:
    found = (("voice", service.tel), ("fax", service.fax))
    return [_phone(service, kind, typed) for kind, typed in found if typed]


def _phone(service: Service, kind: str, typed: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": _part(service.id, kind),
        "service_id": str(service.id),
        "number": typed,
        "type": kind,
    }
    try:
        number = PhoneNumber.parse(typed)
    except CodeTextError:
        return row
    row["number"] = str(number).partition(" 内線")[0]
    return row | ({"extension": int(number.extension)} if number.extension else {})


def _schedules(service: Service) -> list[dict[str, Any]]:
    if not service.hours:
        return []
    return [
        {
            "id": _part(service.id, "schedule"),
            "service_id": str(service.id),
            "description": service.hours,
        }
    ]


def _areas(service: Service, town: str) -> list[dict[str, Any]]:
    names = [row.district.name for row in service.coverage.all()] or [town]
    return [
        _known(
            {
                "id": _part(service.id, f"area:{name}"),
                "service_id": str(service.id),
                "name": name,
                "description": service.area,
            }
        )
        for name in names
    ]


def _places(service: Service) -> list[dict[str, Any]]:
    if not service.place and service.latitude is None:
        return []
    location_id = _part(service.id, "location")
    location: dict[str, Any] = {
        "id": location_id,
        "location_type": "physical",
        "name": service.place or service.name,
    }
    if service.latitude is not None and service.longitude is not None:
        location |= {"latitude": float(service.latitude), "longitude": float(service.longitude)}
    return [
        {
            "id": _part(service.id, "at-location"),
            "service_id": str(service.id),
            "location_id": location_id,
            "location": location,
        }
    ]


def _part(service_id: UUID, what: str) -> str:
    """The same id each time for a part that has no row of its own."""
    return str(uuid5(service_id, what))


def _known(told: dict[str, Any]) -> dict[str, Any]:
    """Without what nobody knows: an empty text is no address and no day."""
    return {name: value for name, value in told.items() if value != ""}

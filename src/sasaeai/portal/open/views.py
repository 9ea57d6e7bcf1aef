"""Lists of what is public, and nothing else; each as a page, CSV and JSON, events as a calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from sasaeai.kernel import clock
from sasaeai.meetings.exports.calendar import CONTENT_TYPE as CALENDAR_TYPE
from sasaeai.meetings.exports.calendar import UID_AT, CalendarEvent, feed_ics
from sasaeai.meetings.queries.public_events import PublicEvent, public_events
from sasaeai.minutes.queries.published import PublicText, public_minutes, public_text
from sasaeai.paper.csv_file import CONTENT_TYPE as CSV_TYPE
from sasaeai.paper.csv_file import csv_bytes
from sasaeai.people.models import Municipality
from sasaeai.people.queries.open_places import (
    PublicDistrict,
    public_districts,
    public_halls,
    public_municipalities,
)
from sasaeai.portal.open import values
from sasaeai.portal.open.door import missing, of_municipality, open_data, said_at
from sasaeai.portal.open.editions import EDITIONS, edition_of

PAGE_SIZE = 100
SHOWN_FIRST = 10
"""Rows of each list on the first page of a municipality or district."""
DAYS_BACK = 731
"""A calendar keeps two years, as the members' own does."""


@dataclass(frozen=True, slots=True)
class Table:
    """One list: how it is read, and how a row of it stands in a file."""

    rows: Callable[[Municipality, UUID | None], Sequence[Any]]
    cells: Callable[[Any, Municipality], dict[str, str]]
    as_json: Callable[[Any, Municipality], dict[str, object]]
    said: Callable[[Any], datetime]


TABLES = {
    "events": Table(
        lambda city, district: public_events(city.id, since=clock.today(), district_id=district),
        values.event_values,
        values.event_json,
        lambda event: event.changed_at,
    ),
    "minutes": Table(
        lambda city, district: public_minutes(city.id, district_id=district),
        values.minutes_values,
        values.minutes_json,
        lambda minutes: minutes.approved_at,
    ),
    "halls": Table(
        lambda city, district: public_halls(city.id, district_id=district),
        values.hall_values,
        values.hall_json,
        lambda hall: hall.changed_at,
    ),
}


@open_data
def front(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The municipalities of this site; where there is one only, what it has."""
    cities = public_municipalities()
    if len(cities) == 1 and not rest.startswith(cities[0].lg_code):
        asked = request.GET.urlencode()
        return redirect(f"/open/{cities[0].lg_code}/{rest}{'?' if asked else ''}{asked}")
    if rest:
        return missing(request)
    return render(request, "portal/open/front.html", {"cities": cities})


@of_municipality
def city_page(request: HttpRequest, *, city: Municipality) -> HttpResponse:
    """What a municipality has that is public, and its districts."""
    return _overview(request, city, None)


@of_municipality
def district_page(request: HttpRequest, *, city: Municipality, district_id: UUID) -> HttpResponse:
    """What a district has that is public."""
    district = _district(city, district_id)
    return missing(request) if district is None else _overview(request, city, district)


@of_municipality
def list_page(
    request: HttpRequest, *, city: Municipality, table: str, district_id: UUID | None = None
) -> HttpResponse:
    """One list, a hundred rows a page."""
    district = _district(city, district_id)
    if district_id is not None and district is None:
        return missing(request)
    context = _place(city, district) | {
        "table": table,
        "page": Paginator(TABLES[table].rows(city, district_id), PAGE_SIZE).get_page(
            request.GET.get("page")
        ),
        "editions": EDITIONS[table][1:],
        "edition": edition_of(table),
    }
    return render(request, "portal/open/list.html", context)


@of_municipality
def csv_file(
    request: HttpRequest, *, city: Municipality, table: str, district_id: UUID | None = None
) -> HttpResponse:
    """One whole list by the columns of an edition (?edition=)."""
    rows, of = TABLES[table].rows(city, district_id), TABLES[table]
    edition = edition_of(table, request.GET.get("edition", ""))
    content = csv_bytes(edition.headers, [edition.row(of.cells(row, city)) for row in rows])
    response = HttpResponse(content, content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{city.lg_code}-{table}.csv"'
    return said_at(response, [of.said(row) for row in rows])


@of_municipality
def json_file(
    request: HttpRequest, *, city: Municipality, table: str, district_id: UUID | None = None
) -> HttpResponse:
    """One list, a hundred rows a page; `next` is the address of the page that follows."""
    of = TABLES[table]
    page = Paginator(of.rows(city, district_id), PAGE_SIZE).get_page(request.GET.get("page"))
    body = {
        "lg_code": city.lg_code,
        "municipality": city.name,
        "total": page.paginator.count,
        "items": [of.as_json(row, city) for row in page],
        "next": _next(city, table, district_id, page.next_page_number())
        if page.has_next()
        else None,
    }
    return said_at(_json(body), [of.said(row) for row in page])


@of_municipality
def minutes_page(request: HttpRequest, *, city: Municipality, text_id: UUID) -> HttpResponse:
    """One text; of a withdrawn one the trace that it was there.

    ?furigana=1: kana above kanji. ?size=large: larger letters. Both by the server, for a copy of the
    page is the same for all who ask by its address.
    """
    has_furigana = request.GET.get("furigana") == "1"
    text = public_text(city.id, text_id, has_furigana=has_furigana)
    if text is None:
        return missing(request)
    context = _place(city, None) | {
        "text": text,
        "has_furigana": has_furigana,
        "is_large": request.GET.get("size") == "large",
    }
    if text.withdrawn_on is not None:
        return render(request, "portal/open/withdrawn.html", context, status=410)
    return said_at(render(request, "portal/open/minutes.html", context), [text.about.approved_at])


@of_municipality
def minutes_json(request: HttpRequest, *, city: Municipality, text_id: UUID) -> HttpResponse:
    """One text for programmes."""
    text = public_text(city.id, text_id)
    if text is None:
        return _json({"message": "このデータはありません。"}, status=404)
    if text.withdrawn_on is not None:
        return _json(_trace(city, text), status=410)
    words = {
        "lead": text.lead,
        "sections": [{"title": each.title, "text": each.text} for each in text.sections],
    }
    return said_at(_json(values.minutes_json(text.about, city) | words), [text.about.approved_at])


@of_municipality
def calendar(
    request: HttpRequest, *, city: Municipality, district_id: UUID | None = None
) -> HttpResponse:
    """The events of a municipality or district, to subscribe to."""
    district = _district(city, district_id)
    if district_id is not None and district is None:
        return missing(request)
    since = clock.today() - timedelta(days=DAYS_BACK)
    events = public_events(city.id, since=since, district_id=district_id)
    name = f"{district.name if district else city.name}　だれでも参加できる会議"
    content = feed_ics([_calendar_event(event, city) for event in events], name=name)
    response = HttpResponse(content, content_type=CALENDAR_TYPE)
    return said_at(response, [event.changed_at for event in events])


def _calendar_event(event: PublicEvent, city: Municipality) -> CalendarEvent:
    address = values.full_address(city, event.address)
    return CalendarEvent(
        uid=f"{event.id}@{UID_AT}",
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        summary=event.name,
        location=" ".join(part for part in (event.venue, address) if part),
        sequence=event.version,
        stamp=event.changed_at,
        is_cancelled=event.is_cancelled,
        description=event.note,
        url=values.address_of("open_district", city.lg_code, event.district_id),
    )


def _overview(
    request: HttpRequest, city: Municipality, district: PublicDistrict | None
) -> HttpResponse:
    lists = {
        name: table.rows(city, district.id if district else None) for name, table in TABLES.items()
    }
    context = _place(city, district) | {
        "lists": [(name, len(rows), rows[:SHOWN_FIRST]) for name, rows in lists.items()],
        "districts": [] if district else _listed(public_districts(city.id), clock.today()),
    }
    return render(request, "portal/open/overview.html", context)


def _listed(districts: list[PublicDistrict], on: date) -> list[PublicDistrict]:
    """Districts of today before those that were split or merged away."""
    return sorted(districts, key=lambda one: one.until is not None and one.until < on)


def _place(city: Municipality, district: PublicDistrict | None) -> dict[str, Any]:
    return {"city": city, "district": district}


def _district(city: Municipality, district_id: UUID | None) -> PublicDistrict | None:
    return next((one for one in public_districts(city.id) if one.id == district_id), None)


def _next(city: Municipality, table: str, district_id: UUID | None, page: int) -> str:
    if district_id is None:
        address = values.address_of("open_json", city.lg_code, table)
    else:
        address = values.address_of("open_district_json", city.lg_code, district_id, table)
    return f"{address}?page={page}"


def _trace(city: Municipality, text: PublicText) -> dict[str, object]:
    assert text.withdrawn_on is not None  # noqa: S101  checked by the caller
    instead = text.instead and values.address_of("open_minutes_json", city.lg_code, text.instead)
    return {
        "message": "この会議録は取り下げられました。",
        "withdrawn_on": text.withdrawn_on.isoformat(),
        "replaced_on": text.replaced_on.isoformat() if text.replaced_on else None,
        "circulars_printed_on": [day.isoformat() for day in text.sheets],
        "instead": instead,
    }


def _json(body: dict[str, object], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})

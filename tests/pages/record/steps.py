"""Hands and eyes for the pages of 記録と共有."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes.models import PublicVersion
from tests.conftest import DeskClients
from tests.minutes.conftest import circular_values


def url(name: str, meeting: Meeting, *args: Any) -> str:
    return reverse(f"desk:{name}", args=[meeting.id, *args])


def once() -> str:
    return str(uuid.uuid4())


def words(response: Any) -> str:
    """The words of a page as a reader sees them."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def post(client: Client, name: str, meeting: Meeting, **values: Any) -> Any:
    return client.post(url(name, meeting), {"once": once()} | values)


def edit_values(meeting: Meeting, base: int = 1, **changes: Any) -> dict[str, Any]:
    items = AgendaItem.objects.filter(meeting=meeting)
    values: dict[str, Any] = {
        "base_version": base,
        "opening": "出席：2人",
        "closing": "",
        "note": "",
    }
    values |= {f"section_{item.id}": f"{item.title}の記録" for item in items}
    return values | changes


APPROVAL = {
    "base_version": 1,
    "confirmed_by": "大野地区社会福祉協議会 会長",
    "confirmed_on": "2026-11-20",
    "confirmed_how": "paper",
}


def public_values(meeting: Meeting, **changes: Any) -> dict[str, Any]:
    public = PublicVersion.objects.get(minutes__meeting=meeting)
    values: dict[str, Any] = {"base_version": public.version, "lead": public.lead}
    for row in public.sections.all():
        values |= {f"disclosure_{row.item_id}": row.disclosure, f"text_{row.item_id}": row.text}
    return values | changes


def circular_form(**changes: Any) -> dict[str, Any]:
    values = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in circular_values().items()
    }
    return {"base_version": 0} | values | changes


def publish(desk: DeskClients, meeting: Meeting) -> None:
    """All steps up to an approved public version, as people would press them."""
    post(desk.arai, "minutes_compose", meeting)
    post(desk.arai, "minutes_approve", meeting, **APPROVAL)
    post(desk.arai, "public_draft", meeting)
    post(desk.arai, "public_version", meeting, submit="1", **public_values(meeting))
    version = PublicVersion.objects.get(minutes__meeting=meeting).version
    post(desk.ohashi, "public_approve", meeting, base_version=version)

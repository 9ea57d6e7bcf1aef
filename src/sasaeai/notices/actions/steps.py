"""One step of a copy, kept with what was before it, so that steps are taken back one by one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sasaeai.notices.models import Delivery, Notice

_MOMENTS = ("chosen_at", "status_at", "printed_at", "sent_at")
_WORDS = (
    "channel",
    "status",
    "status_note",
    "failure",
    "address_used",
    "printed_facts",
    "message_id",
)
STEP_FIELDS = (*_WORDS, *_MOMENTS, "earlier_copy")
"""What a step may change; for bulk_update."""
_NEW = "new"
_AT = "at"


def begin_step(copy: Delivery, now: datetime) -> None:
    """Part of a write: keep how the copy stands, and let its next status begin at `now`."""
    earlier: dict[str, Any] = {name: getattr(copy, name) for name in _WORDS}
    for name in _MOMENTS:
        moment = getattr(copy, name)
        earlier[name] = moment.isoformat() if moment else None
    copy.earlier_copy = {**earlier, _AT: now.isoformat(), "earlier_copy": copy.earlier_copy}
    copy.status_at, copy.status_note, copy.failure = now, "", ""


def begin_new(copy: Delivery, now: datetime) -> None:
    """Part of a write: the copy exists since this step; taking it back removes it."""
    copy.earlier_copy, copy.status_at = {_NEW: True, _AT: now.isoformat()}, now


def take_back(copies: Collection[Delivery]) -> None:
    """Part of a write: let each copy stand as before its last step."""
    new = [copy.pk for copy in copies if copy.earlier_copy.get(_NEW)]
    changed = [copy for copy in copies if copy.pk not in new]
    for copy in changed:
        _restore(copy)
    Delivery.objects.bulk_update(changed, STEP_FIELDS)
    Delivery.objects.filter(pk__in=new).delete()


def unqueue(waiting: QuerySet[Delivery]) -> list[int]:
    """Part of a write: each waiting copy stands as before it was queued. Returns the numbers."""
    copies = list(waiting.select_for_update().select_related("expected"))
    for copy in copies:
        _restore(copy)
        copy.attempts = 0
    Delivery.objects.bulk_update(copies, (*STEP_FIELDS, "attempts"))
    return [copy.expected.number for copy in copies]


def copies_of_step(notice: Notice, at: datetime) -> list[Delivery]:
    """The copies whose last step was taken at a moment.

    Without those of a reader who has another copy that went on since: two would count then.
    """
    rows = list(
        Delivery.objects.filter(municipality_id=notice.municipality_id, notice_id=notice.id)
    )
    ahead = {row.expected_id for row in rows if row.status_at and row.status_at > at}
    return [
        row
        for row in rows
        if row.status_at == at
        and row.earlier_copy.get(_AT) == at.isoformat()
        and row.expected_id not in ahead
    ]


def _restore(copy: Delivery) -> None:
    earlier = copy.earlier_copy
    for name in _WORDS:
        setattr(copy, name, earlier.get(name, getattr(copy, name)))
    for name in _MOMENTS:
        setattr(copy, name, _moment(earlier.get(name)))
    copy.earlier_copy = earlier.get("earlier_copy", {})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

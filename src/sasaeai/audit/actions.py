"""Writing the audit row: called by hand inside the transaction of each write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from sasaeai.audit.models import Entry, Submission
from sasaeai.kernel.viewer import Viewer


def record(
    *,
    actor: Viewer,
    verb: str,
    obj: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Write who did what to `obj`, with the old and the new values of what changed.

    verb is a short English word or two such as "create", "edit", "remove", "restore", "close".
    Must run inside the transaction of the write it describes.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must run inside the transaction of the write")
    return Entry.objects.create(
        municipality_id=actor.municipality_id,
        actor_id=actor.account_id,
        actor_name=actor.name,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        object_label=str(obj)[:300],
        before=_plain(before or {}),
        after=_plain(after or {}),
    )


def record_export(
    *, actor: Viewer, obj: models.Model, purpose: str, what: Mapping[str, Any]
) -> Entry:
    """Write down that names or addresses left as a paper or file: who, what for, what (L-10, L-19)."""
    if not purpose:
        raise ValueError("an export has a purpose")
    with transaction.atomic():
        return record(actor=actor, verb="export", obj=obj, after={"purpose": purpose, **what})


def snapshot(obj: models.Model, fields: list[str] | tuple[str, ...]) -> dict[str, Any]:
    """The values of `fields` of `obj`, ready for `before` or `after` of an audit row."""
    return {name: getattr(obj, obj._meta.get_field(name).attname) for name in fields}


def claim_submission(*, key: UUID, path: str, actor: Viewer) -> str | None:
    """Claim a form's key. Returns None for the first time, else where the first one led ("" if
    it is still being carried out). Must run inside the transaction of the write.
    """
    row, created = Submission.objects.get_or_create(
        municipality_id=actor.municipality_id,
        key=key,
        defaults={"actor_id": actor.account_id, "path": path[:500]},
    )
    return None if created else row.result_url


def finish_submission(*, key: UUID, result_url: str, actor: Viewer) -> None:
    """Remember where the form of `key` led."""
    Submission.objects.filter(municipality_id=actor.municipality_id, key=key).update(
        result_url=result_url[:500]
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain_value(item) for item in value]
    if isinstance(value, dict):
        return _plain(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)

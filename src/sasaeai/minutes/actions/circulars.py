"""The circular (回覧), from the approved public version only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.fields import too_long
from sasaeai.kernel.text import char_count
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.minutes.access import check_can_write, check_circular_allowed, check_circular_valid
from sasaeai.minutes.models import Circular, PublicVersion
from sasaeai.minutes.queries.circulars import earlier_readings
from sasaeai.minutes.queries.public import lines_beyond_public

_FIELDS = [
    "issued_on",
    "title",
    "lead",
    "body",
    "issuer",
    "contact",
    "return_to",
    "return_by",
    "stamp_boxes",
    "has_furigana",
]
MOST_STAMP_BOXES = 24
_REQUIRED = ("title", "body", "issuer", "contact")


def save_circular(
    *,
    public: PublicVersion,
    base_version: int,
    issued_on: date,
    title: str,
    lead: str,
    body: str,
    issuer: str,
    contact: str,
    return_to: str = "",
    return_by: date | None = None,
    stamp_boxes: int = 12,
    has_furigana: bool = False,
    is_checked: bool = False,
    actor: Viewer,
) -> Circular:
    """Make the circular, or change it. base_version is 0 for a new one.

    is_checked: the writer has looked at the lines that the public version does not contain; such
    lines are refused without it (InvalidInput). Raises NotNow unless `public` is approved.
    A circular that was printed before counts as unprinted again; when it was is kept, for copies of
    the earlier wording may still go round. Readings put right begin with those of the last one.
    """
    check_can_write(actor, public.minutes.meeting)
    values: dict[str, Any] = {
        "issued_on": issued_on,
        "title": title,
        "lead": lead,
        "body": body,
        "issuer": issuer,
        "contact": contact,
        "return_to": return_to,
        "return_by": return_by,
        "stamp_boxes": stamp_boxes,
        "has_furigana": has_furigana,
    }
    with transaction.atomic():
        version = PublicVersion.objects.select_for_update().get(pk=public.pk)
        check_circular_allowed(version)
        row = Circular.objects.select_for_update().filter(public_version=version).first()
        if row is not None:
            check_version(row, base_version, yours=values)
        _check_values(values)
        _check_words(version, values, is_checked=is_checked)
        return _changed(row, values, actor) if row else _made(version, values, actor)


def _made(public: PublicVersion, values: dict[str, Any], actor: Viewer) -> Circular:
    circular = Circular.objects.create(
        municipality_id=public.municipality_id,
        public_version=public,
        readings=earlier_readings(public.minutes.meeting),
        **values,
    )
    audit.record(actor=actor, verb="create", obj=circular, after=values)
    return circular


def _changed(row: Circular, values: dict[str, Any], actor: Viewer) -> Circular:
    before = audit.snapshot(row, _FIELDS)
    if before == values:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    unprint(row)
    row.version += 1
    row.save(update_fields=[*_FIELDS, *PRINTED, "version"])
    audit.record(actor=actor, verb="edit", obj=row, before=before, after=values)
    return row


PRINTED = ("printed_at", "printed_before")


def unprint(row: Circular) -> None:
    """The sheet says something else now: its print becomes an earlier one."""
    row.printed_before = row.printed_at or row.printed_before
    row.printed_at = None


def mark_circular_printed(*, circular: Circular, actor: Viewer) -> Circular:
    """Note that it was printed and goes round: the meeting's last step is done."""
    return _set_printed(circular, actor=actor, is_printed=True)


def unmark_circular_printed(*, circular: Circular, actor: Viewer) -> Circular:
    """Take the note of printing back."""
    return _set_printed(circular, actor=actor, is_printed=False)


def _set_printed(circular: Circular, *, actor: Viewer, is_printed: bool) -> Circular:
    check_can_write(actor, circular.public_version.minutes.meeting)
    with transaction.atomic():
        # The public version is the lock: it may be withdrawn while this is printed.
        public = PublicVersion.objects.select_for_update().get(pk=circular.public_version_id)
        row = Circular.objects.select_for_update().get(pk=circular.pk)
        row.public_version = public
        check_circular_valid(row)
        if (row.printed_at is not None) == is_printed:
            return row
        before = audit.snapshot(row, ["printed_at"])
        row.printed_at = clock.now() if is_printed else None
        row.save(update_fields=["printed_at"])
        audit.record(
            actor=actor,
            verb="print" if is_printed else "unprint",
            obj=row,
            before=before,
            after=audit.snapshot(row, ["printed_at"]),
        )
    return row


def _check_values(values: dict[str, Any]) -> None:
    problems = {
        name: _("「%(label)s」を入力してください。") % {"label": _label(name)}
        for name in _REQUIRED
        if not values[name]
    }
    for name, value in values.items():
        limit = Circular._meta.get_field(name).max_length  # type: ignore[union-attr]
        if limit and isinstance(value, str) and (count := char_count(value)) > limit:
            problems[name] = too_long(count, limit)
    if values["return_by"] is not None and values["return_by"] < values["issued_on"]:
        problems["return_by"] = _("戻す期限が、発行日より前になっています。")
    if not 0 <= values["stamp_boxes"] <= MOST_STAMP_BOXES:
        problems["stamp_boxes"] = _("回覧印の欄は、0から%(n)sまでの数にしてください。") % {
            "n": MOST_STAMP_BOXES
        }
    if problems:
        raise InvalidInput(_("回覧の内容を確かめてください。"), problems)


def _label(name: str) -> str:
    return str(Circular._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _check_words(public: PublicVersion, values: dict[str, Any], *, is_checked: bool) -> None:
    """A circular says what a second person has approved; more only when looked at again."""
    if is_checked:
        return
    added = lines_beyond_public(public, f"{values['lead']}\n{values['body']}")
    if added:
        raise InvalidInput(
            _("承認された公開版にない文があります。"),
            {
                "is_checked": _(
                    "承認された公開版にない文があります：「%(line)s」など%(n)s行。"
                    "公開してよい文か読み直し、よければ印をつけて、もう一度保存してください。"
                )
                % {"line": added[0][:40], "n": len(added)}
            },
        )

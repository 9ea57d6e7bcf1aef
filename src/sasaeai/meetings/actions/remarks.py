"""What was said about an item, and what became of it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.text import char_count
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions.locked import locked_for_preparing
from sasaeai.meetings.actions.search_entry import index_item, index_remark
from sasaeai.meetings.enums import Outcome, RemarkKind
from sasaeai.meetings.models import AgendaItem, Remark

TEXT_LIMIT = 10_000
"""Characters of one gist and of one outcome, as a reader counts them."""

FIELDS = ("kind", "group", "text")


def add_remark(
    *,
    item: AgendaItem,
    kind: RemarkKind,
    text: str,
    actor: Viewer,
    group: str = "",
) -> Remark:
    """Write down the gist of an opinion (○) or of a response to it (⇒), after the last one.

    group: the side that spoke, as 「町会」; never a person's name. Empty: the meeting as a whole.
    """
    check_text(text, "text", required=True)
    with transaction.atomic():
        _locked_item(item, actor)
        last = (
            Remark.objects.filter(municipality_id=item.municipality_id, item=item).aggregate(
                last=Max("position")
            )["last"]
            or 0
        )
        remark = Remark.objects.create(
            municipality_id=item.municipality_id,
            item=item,
            kind=RemarkKind(kind),
            group=group,
            text=text,
            position=last + 1,
        )
        index_remark(remark)
        audit.record(actor=actor, verb="add", obj=remark, after=audit.snapshot(remark, FIELDS))
    return remark


def edit_remark(
    *,
    remark: Remark,
    kind: RemarkKind,
    group: str,
    text: str,
    base_version: int,
    actor: Viewer,
) -> Remark:
    """Correct a gist. Refuses a newer text by somebody else (StaleEdit)."""
    check_text(text, "text", required=True)
    values = {"kind": RemarkKind(kind), "group": group, "text": text}
    with transaction.atomic():
        locked = _locked(remark, actor)
        check_version(locked, base_version, yours=values)
        before = audit.snapshot(locked, FIELDS)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.version += 1
        locked.save(update_fields=[*values, "version"])
        index_remark(locked)
        audit.record(
            actor=actor,
            verb="edit",
            obj=locked,
            before=before,
            after=audit.snapshot(locked, FIELDS),
        )
    return locked


def remove_remark(*, remark: Remark, actor: Viewer) -> Remark:
    """Take a gist out; `restore_remark` puts it back where it stood."""
    return _set_removed(remark, removed=True, actor=actor)


def restore_remark(*, remark: Remark, actor: Viewer) -> Remark:
    """Put back what `remove_remark` took out."""
    return _set_removed(remark, removed=False, actor=actor)


def _set_removed(remark: Remark, *, removed: bool, actor: Viewer) -> Remark:
    with transaction.atomic():
        locked = _locked(remark, actor)
        if (locked.removed_at is not None) == removed:
            return locked
        locked.removed_at = clock.now() if removed else None
        locked.save(update_fields=["removed_at"])
        index_remark(locked)
        audit.record(
            actor=actor,
            verb="remove" if removed else "restore",
            obj=locked,
            before=audit.snapshot(locked, FIELDS),
        )
    return locked


def move_remark(*, remark: Remark, up: bool, actor: Viewer) -> Remark:
    """Let a gist change places with the one before (up) or after it. At the end it stays."""
    with transaction.atomic():
        _locked_item(remark.item, actor)
        rows = list(
            Remark.objects.current()
            .filter(municipality_id=remark.municipality_id, item_id=remark.item_id)
            .order_by("position", "created_at")
        )
        order = [row.pk for row in rows]
        here = order.index(remark.pk) if remark.pk in order else -1
        there = here - 1 if up else here + 1
        if here < 0 or not 0 <= there < len(rows):
            return remark
        before = audit.snapshot(rows[here], ["position"])
        rows[here], rows[there] = rows[there], rows[here]
        for position, row in enumerate(rows, start=1):
            if row.position != position:
                row.position = position
                row.save(update_fields=["position"])
        moved = rows[there]
        audit.record(
            actor=actor,
            verb="move",
            obj=moved,
            before=before,
            after=audit.snapshot(moved, ["position"]),
        )
    return moved


def set_outcome(
    *, item: AgendaItem, outcome: str, text: str, base_version: int, actor: Viewer
) -> AgendaItem:
    """Say what became of an item and what was decided; an empty outcome takes it back.

    Refuses a newer outcome by somebody else (StaleEdit).
    """
    check_text(text, "outcome_text")
    values = {"outcome": Outcome(outcome) if outcome else "", "outcome_text": text}
    with transaction.atomic():
        locked = _locked_item(item, actor)
        check_version(locked, base_version, yours=values)
        before = audit.snapshot(locked, list(values))
        for name, value in values.items():
            setattr(locked, name, value)
        locked.version += 1
        locked.save(update_fields=[*values, "version"])
        index_item(locked)
        audit.record(
            actor=actor,
            verb="outcome",
            obj=locked,
            before=before,
            after=audit.snapshot(locked, list(values)),
        )
    return locked


def _locked_item(item: AgendaItem, actor: Viewer) -> AgendaItem:
    """The item as it stands now; its meeting is the lock."""
    locked_for_preparing(item.meeting, actor)
    row = AgendaItem.objects.get(pk=item.pk)
    if row.removed_at is not None:
        raise NotNow(_("この議題は取り消されています。議題のページで元に戻すと、記録を書けます。"))
    return row


def check_text(typed: str, field: str, *, required: bool = False) -> None:
    """Raise InvalidInput for a text that is too long, or missing where it is `required`."""
    if required and not typed.strip():
        sentence = _("発言の要旨を入力してください。")
        raise InvalidInput(sentence, {field: sentence})
    over = char_count(typed) - TEXT_LIMIT
    if over > 0:
        sentence = _(
            "%(limit)s文字までです。%(over)s文字減らすか、二つに分けて書いてください。"
        ) % {"limit": f"{TEXT_LIMIT:,}", "over": f"{over:,}"}
        raise InvalidInput(sentence, {field: sentence})


def _locked(remark: Remark, actor: Viewer) -> Remark:
    _locked_item(remark.item, actor)
    return Remark.objects.select_related("item__meeting").get(pk=remark.pk)

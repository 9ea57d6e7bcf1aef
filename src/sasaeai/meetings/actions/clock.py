"""How long an item took, as the clock in the hall measured it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions.locked import locked_for_preparing
from sasaeai.meetings.models import AgendaItem

MOST_SECONDS = 24 * 60 * 60
"""A day: no item of a meeting takes longer."""


def note_time(*, item: AgendaItem, seconds: int | None, actor: Viewer) -> AgendaItem:
    """Write down how long an item took, in seconds; None takes it back."""
    if seconds is not None and not 0 <= seconds <= MOST_SECONDS:
        sentence = _("かかった時間は24時間までで入力してください。")
        raise InvalidInput(sentence, {"seconds": sentence})
    with transaction.atomic():
        locked_for_preparing(item.meeting, actor)
        row = AgendaItem.objects.get(pk=item.pk)
        if row.removed_at is not None:
            raise NotNow(
                _("この議題は取り消されています。議題のページで元に戻すと、記録を書けます。")
            )
        if row.took_seconds == seconds:
            return row
        before = audit.snapshot(row, ["took_seconds"])
        row.took_seconds = seconds
        row.save(update_fields=["took_seconds"])
        audit.record(
            actor=actor,
            verb="time",
            obj=row,
            before=before,
            after=audit.snapshot(row, ["took_seconds"]),
        )
    return row

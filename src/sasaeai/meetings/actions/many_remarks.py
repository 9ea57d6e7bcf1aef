"""Many gists at once, as a device brings them back from the hall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions.locked import locked_for_preparing
from sasaeai.meetings.actions.remarks import FIELDS, check_text
from sasaeai.meetings.actions.search_entry import index_remarks
from sasaeai.meetings.enums import RemarkKind
from sasaeai.meetings.models import AgendaItem, Meeting, Remark

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class NewRemark:
    """One gist to write down; see `add_remark`."""

    item: AgendaItem
    kind: RemarkKind
    text: str
    group: str = ""


def add_remarks(*, meeting: Meeting, remarks: Sequence[NewRemark], actor: Viewer) -> list[Remark]:
    """`add_remark` for many of one meeting, in their order; all of them or none.

    A hundred gists one by one would lock the meeting and count its positions a hundred times.
    """
    for remark in remarks:
        check_text(remark.text, "text", required=True)
    with transaction.atomic():
        locked = locked_for_preparing(meeting, actor)
        places = _last_places(locked, {remark.item.pk for remark in remarks})
        rows = []
        for remark in remarks:
            places[remark.item.pk] += 1
            rows.append(
                Remark(
                    municipality_id=locked.municipality_id,
                    item=remark.item,
                    kind=RemarkKind(remark.kind),
                    group=remark.group,
                    text=remark.text,
                    position=places[remark.item.pk],
                )
            )
        Remark.objects.bulk_create(rows, batch_size=AT_ONCE)
        index_remarks(rows)
        for row in rows:
            audit.record(actor=actor, verb="add", obj=row, after=audit.snapshot(row, FIELDS))
    return rows


def _last_places(meeting: Meeting, item_ids: set[object]) -> dict[object, int]:
    """The last position of each item; refuses one that is gone, or is not of the meeting."""
    items = (
        AgendaItem.objects.current()
        .filter(municipality_id=meeting.municipality_id, meeting=meeting, pk__in=item_ids)
        .order_by()
        .annotate(last=Max("remarks__position"))
    )
    places = {item.pk: item.last or 0 for item in items}
    if len(places) < len(item_ids):
        raise NotNow(_("この議題は取り消されています。議題のページで元に戻すと、記録を書けます。"))
    return places

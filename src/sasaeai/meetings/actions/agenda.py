"""Putting an agenda together: items, their order, and what earlier meetings left open."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import readable_meetings
from sasaeai.meetings.actions.locked import locked_for_preparing
from sasaeai.meetings.actions.search_entry import index_item
from sasaeai.meetings.enums import ItemKind, ItemOrigin
from sasaeai.meetings.models import AgendaItem, Meeting, Topic
from sasaeai.meetings.queries.agenda import ITEM, Proposal, items_of

MAX_MINUTES = 600
_COLUMNS = ["title", "kind", "topic", "minutes", "presenter", "is_public", "summary"]


def add_item(
    *,
    meeting: Meeting,
    title: str,
    kind: str = ItemKind.DISCUSS,
    topic: Topic | None = None,
    minutes: int | None = None,
    presenter: str = "",
    is_public: bool = True,
    summary: str = "",
    origin: str = ItemOrigin.NEW,
    came_from: AgendaItem | None = None,
    actor: Viewer,
) -> AgendaItem:
    """Add an item at the end. came_from: the item of an earlier meeting that it continues."""
    _check_values(meeting, title=title, kind=kind, topic=topic, minutes=minutes)
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        item = AgendaItem.objects.create(
            municipality_id=row.municipality_id,
            meeting=row,
            position=_next_position(row),
            title=title,
            kind=kind,
            topic=topic,
            minutes=minutes,
            presenter=presenter,
            is_public=is_public,
            summary=summary,
            origin=origin,
            came_from=came_from,
        )
        index_item(item)
        audit.record(actor=actor, verb="create", obj=item, after=audit.snapshot(item, _COLUMNS))
    return item


def edit_item(
    *,
    item: AgendaItem,
    title: str,
    kind: str,
    topic: Topic | None,
    minutes: int | None,
    presenter: str,
    is_public: bool,
    summary: str,
    base_version: int,
    actor: Viewer,
) -> AgendaItem:
    """Change an item. Refuses a newer text by somebody else (StaleEdit)."""
    values = {
        "title": title,
        "kind": kind,
        "topic": topic,
        "minutes": minutes,
        "presenter": presenter,
        "is_public": is_public,
        "summary": summary,
    }
    _check_values(item.meeting, title=title, kind=kind, topic=topic, minutes=minutes)
    with transaction.atomic():
        locked_for_preparing(item.meeting, actor)
        row = AgendaItem.objects.select_for_update().get(pk=item.pk)
        check_version(row, base_version, yours=values)
        before = audit.snapshot(row, _COLUMNS)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*_COLUMNS, "version"])
        index_item(row)
        audit.record(
            actor=actor, verb="edit", obj=row, before=before, after=audit.snapshot(row, _COLUMNS)
        )
    return row


def remove_item(*, item: AgendaItem, actor: Viewer) -> AgendaItem:
    """Take an item off the agenda. `restore_item` puts it back in its place."""
    return _set_removed(item, removed=True, actor=actor)


def restore_item(*, item: AgendaItem, actor: Viewer) -> AgendaItem:
    """Put a removed item back."""
    return _set_removed(item, removed=False, actor=actor)


def move_item(*, item: AgendaItem, to: str | int, actor: Viewer) -> AgendaItem:
    """Move an item "up", "down", or to a place counted from 1. Places beyond the ends are the ends."""
    with transaction.atomic():
        row = locked_for_preparing(item.meeting, actor)
        items = items_of(row)
        order = [each.id for each in items]
        if item.id not in order:
            raise NotNow(_("この議題は外してあります。先に元に戻してください。"))
        here = order.index(item.id)
        place = {"up": here - 1, "down": here + 1}.get(str(to))
        if place is None:
            place = _place(to)
        moved = items.pop(here)
        items.insert(max(0, min(place, len(items))), moved)
        _renumber(items)
        audit.record(
            actor=actor,
            verb="move",
            obj=moved,
            before={"place": here + 1},
            after={"place": items.index(moved) + 1},
        )
    return moved


def take_proposals(
    *, meeting: Meeting, proposals: Sequence[Proposal], actor: Viewer
) -> list[AgendaItem]:
    """Put items of earlier meetings on the agenda; one that it has already is left alone.

    Proposals of other kinds belong to their own rooms and are passed over here.
    """
    wanted = [proposal for proposal in proposals if proposal.kind == ITEM]
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        sources = _sources(wanted, actor)
        there = {item.came_from_id for item in items_of(row)}
        return [
            _continue_item(row, sources[proposal.source_id], proposal, actor)
            for proposal in wanted
            if proposal.source_id in sources and proposal.source_id not in there
        ]


def settle_agenda(*, meeting: Meeting, actor: Viewer) -> Meeting:
    """Say that the agenda stands. An empty one is legal: news is exchanged (情報交換のみ)."""
    return _set_settled(meeting, settled=True, actor=actor)


def unsettle_agenda(*, meeting: Meeting, actor: Viewer) -> Meeting:
    """Take the settling back."""
    return _set_settled(meeting, settled=False, actor=actor)


def _continue_item(
    meeting: Meeting, source: AgendaItem, proposal: Proposal, actor: Viewer
) -> AgendaItem:
    return add_item(
        meeting=meeting,
        title=proposal.title,
        kind=source.kind,
        topic=source.topic,
        minutes=source.minutes,
        presenter=source.presenter,
        is_public=source.is_public,
        origin=proposal.origin,
        came_from=source,
        actor=actor,
    )


def _set_settled(meeting: Meeting, *, settled: bool, actor: Viewer) -> Meeting:
    with transaction.atomic():
        row = locked_for_preparing(meeting, actor)
        if (row.agenda_settled_at is not None) == settled:
            return row
        before = audit.snapshot(row, ["agenda_settled_at"])
        row.agenda_settled_at = clock.now() if settled else None
        row.save(update_fields=["agenda_settled_at"])
        audit.record(
            actor=actor,
            verb="settle agenda" if settled else "unsettle agenda",
            obj=row,
            before=before,
            after=audit.snapshot(row, ["agenda_settled_at"]),
        )
    return row


def _set_removed(item: AgendaItem, *, removed: bool, actor: Viewer) -> AgendaItem:
    with transaction.atomic():
        locked_for_preparing(item.meeting, actor)
        row = AgendaItem.objects.select_for_update().get(pk=item.pk)
        if (row.removed_at is not None) == removed:
            return row
        row.removed_at = clock.now() if removed else None
        row.version += 1
        row.save(update_fields=["removed_at", "version"])
        index_item(row)
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _sources(proposals: Sequence[Proposal], actor: Viewer) -> dict[UUID, AgendaItem]:
    items = AgendaItem.objects.current().filter(
        municipality_id=actor.municipality_id,
        meeting__in=readable_meetings(actor),
        pk__in=[proposal.source_id for proposal in proposals],
    )
    return {item.id: item for item in items.select_related("topic")}


def _check_values(
    meeting: Meeting, *, title: str, kind: str, topic: Topic | None, minutes: int | None
) -> None:
    fields = {}
    if not title.strip():
        fields["title"] = _("議題を入力してください。")
    if kind not in ItemKind.values:
        fields["kind"] = _("議題の種類を選んでください。")
    if topic is not None and topic.municipality_id != meeting.municipality_id:
        fields["topic"] = _("話題を一覧から選んでください。")
    if minutes is not None and not 0 < minutes <= MAX_MINUTES:
        fields["minutes"] = _("時間は1分から%(most)d分までで入力してください。") % {
            "most": MAX_MINUTES
        }
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)


def _place(to: str | int) -> int:
    try:
        return int(to) - 1
    except ValueError:
        sentence = _("何番目にするかを数字で入力してください。")
        raise InvalidInput(sentence, {"to": sentence}) from None


def _next_position(meeting: Meeting) -> int:
    """Behind the removed ones too, so that each can return to its own place."""
    items = AgendaItem.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
    return (items.aggregate(last=Max("position"))["last"] or 0) + 1


def _renumber(items: Sequence[AgendaItem]) -> None:
    """Give current items the places 1…; removed ones keep theirs and return somewhere near."""
    for place, item in enumerate(items, start=1):
        item.position = place
    AgendaItem.objects.bulk_update(items, ["position"])

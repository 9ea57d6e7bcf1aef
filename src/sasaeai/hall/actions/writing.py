"""Writing what a card says into the record, through the writes that the desk uses too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from sasaeai.hall.core import bodies
from sasaeai.hall.core.bodies import Body
from sasaeai.hall.models import Card
from sasaeai.issues import actions as issues
from sasaeai.issues.enums import TroubleVia
from sasaeai.issues.models import Action, Trouble
from sasaeai.issues.queries.raisers import find_raiser
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import ItemKind, PresenceStatus, RemarkKind
from sasaeai.meetings.models import AgendaItem, Expected, Meeting, Presence, Remark


@dataclass(slots=True)
class Desk:
    """What the cards of one meeting are written with. cards: all of the meeting, by their ids.

    items: the agenda, removed items too, read once and kept in step with what is written.
    """

    meeting: Meeting
    cards: Mapping[UUID, Card]
    actor: Viewer
    _items: dict[UUID, AgendaItem] | None = field(default=None)

    def item_row(self, item_id: UUID | None) -> AgendaItem | None:
        """An item of the meeting, removed or not."""
        if self._items is None:
            rows = AgendaItem.objects.filter(
                municipality_id=self.meeting.municipality_id, meeting=self.meeting
            ).select_related("topic")
            self._items = {row.id: self._placed(row) for row in rows}
        return self._items.get(item_id) if item_id else None

    def item(self, card_id: str) -> AgendaItem:
        """The item that a card is about. NotNow while it is not there or taken away."""
        card = self.cards.get(UUID(card_id))
        row = self.item_row(card.object_id) if card and card.kind == bodies.ITEM else None
        if row is None:
            raise NotNow(_("この議題がまだ届いていません。議題が届くと、記録に入ります。"))
        if row.removed_at is not None:
            raise NotNow(
                _("議題「%(title)s」は外されています。議題を元に戻すと、記録に入ります。")
                % {"title": row.title}
            )
        return row

    def keep(self, item: AgendaItem) -> AgendaItem:
        """Remember an item as it was just written."""
        self.item_row(None)
        assert self._items is not None  # noqa: S101 - read by the line above
        self._items[item.id] = self._placed(item)
        return item

    def _placed(self, item: AgendaItem) -> AgendaItem:
        item.meeting = self.meeting
        return item


def write_body(card: Card, body: Body, desk: Desk) -> UUID | None:
    """Let the record say what a body says. Returns the row it stands in, None for none.

    Raises the refusals of the desk's own writes: the card then waits.
    """
    writers: Mapping[str, Callable[[Card, Body, Desk], UUID | None]] = {
        bodies.PRESENCE: _presence,
        bodies.REMARK: _remark,
        bodies.OUTCOME: _outcome,
        bodies.PROMISE: _promise,
        bodies.ITEM: _item,
        bodies.CLOCK: _clock,
        bodies.TROUBLE: _trouble,
        bodies.NOTE: _note,
    }
    return writers[card.kind](card, body, desk)


def _of(desk: Desk) -> dict[str, Any]:
    return {"municipality_id": desk.meeting.municipality_id, "meeting": desk.meeting}


def _check_fits(model: type[models.Model], **texts: str) -> None:
    """Raise for a text that is longer than its column: it waits instead of being cut."""
    for name, text in texts.items():
        column = model._meta.get_field(name)
        most = getattr(column, "max_length", None)
        if most is not None and len(text) > most:
            sentence = _("「%(what)s」は%(limit)s文字までです。短くすると、記録に入ります。") % {
                "what": column.verbose_name,
                "limit": f"{most:,}",
            }
            raise InvalidInput(sentence, {name: sentence})


def new_remark(body: Body, desk: Desk) -> meetings.NewRemark:
    """A remark that no row stands for yet, for writing many at once. Raises as `write_body` does."""
    item = desk.item(body["item"])
    _check_fits(Remark, group=body["group"], text=body["text"])
    return meetings.NewRemark(item, RemarkKind(body["kind"]), body["text"], body["group"])


def _remark(card: Card, body: Body, desk: Desk) -> UUID | None:
    row = _found(Remark.objects.select_related("item"), card)
    if row is not None:
        row.item.meeting = desk.meeting
    if bodies.is_gone(card.kind, body):
        if row is not None:
            meetings.remove_remark(remark=row, actor=desk.actor)
        return card.object_id
    item = desk.item(body["item"])
    _check_fits(Remark, group=body["group"], text=body["text"])
    words = {"kind": body["kind"], "group": body["group"], "text": body["text"]}
    if row is not None and row.item_id != item.id:  # said about another item after all
        meetings.remove_remark(remark=row, actor=desk.actor)
        row = None
    if row is None:
        return meetings.add_remark(item=item, actor=desk.actor, **words).id
    if row.removed_at is not None:
        meetings.restore_remark(remark=row, actor=desk.actor)
    if any(getattr(row, name) != value for name, value in words.items()):
        meetings.edit_remark(remark=row, base_version=row.version, actor=desk.actor, **words)
    return row.id


def _outcome(_card: Card, body: Body, desk: Desk) -> UUID | None:
    item = desk.item(body["item"])
    if (item.outcome, item.outcome_text) != (body["outcome"], body["text"]):
        item = desk.keep(
            meetings.set_outcome(
                item=item,
                outcome=body["outcome"],
                text=body["text"],
                base_version=item.version,
                actor=desk.actor,
            )
        )
    return item.id


def _clock(_card: Card, body: Body, desk: Desk) -> UUID | None:
    item = desk.item(body["item"])
    if item.took_seconds != body["seconds"]:
        desk.keep(meetings.note_time(item=item, seconds=body["seconds"], actor=desk.actor))
    return item.id


def _item(card: Card, body: Body, desk: Desk) -> UUID | None:
    """A new item stands at the end; where items stand is settled at the desk."""
    row = desk.item_row(card.object_id)
    if bodies.is_gone(card.kind, body):
        if row is not None and row.removed_at is None:
            desk.keep(meetings.remove_item(item=row, actor=desk.actor))
        return card.object_id
    _check_fits(AgendaItem, title=body["title"])
    words = {"title": body["title"], "kind": ItemKind(body["kind"]), "minutes": body["minutes"]}
    if row is None:
        return desk.keep(meetings.add_item(meeting=desk.meeting, actor=desk.actor, **words)).id
    if row.removed_at is not None:
        row = desk.keep(meetings.restore_item(item=row, actor=desk.actor))
    if any(getattr(row, name) != value for name, value in words.items()):
        row = desk.keep(
            meetings.edit_item(
                item=row,
                topic=row.topic,
                presenter=row.presenter,
                is_public=row.is_public,
                summary=row.summary,
                base_version=row.version,
                actor=desk.actor,
                **words,
            )
        )
    return row.id


def _promise(card: Card, body: Body, desk: Desk) -> UUID | None:
    row = _found(Action.objects.select_related("district", "item"), card)
    if row is not None and row.item is not None:
        row.item.meeting = desk.meeting
    if bodies.is_gone(card.kind, body):
        if row is not None:
            issues.remove_action(action=row, actor=desk.actor)
        return card.object_id
    item = desk.item(body["item"])
    _check_fits(Action, who=body["who"], what=body["what"])
    words = {
        "who": body["who"],
        "what": body["what"],
        "due_on": date.fromisoformat(body["due_on"]) if body["due_on"] else None,
    }
    if row is not None and row.item_id != item.id:
        issues.remove_action(action=row, actor=desk.actor)
        row = None
    if row is None:
        return issues.add_action(item=item, actor=desk.actor, **words).id
    if row.removed_at is not None:
        row = issues.restore_action(action=row, actor=desk.actor)
    if any(getattr(row, name) != value for name, value in words.items()):
        issues.edit_action(action=row, base_version=row.version, actor=desk.actor, **words)
    return row.id


def _trouble(card: Card, body: Body, desk: Desk) -> UUID | None:
    row = _found(Trouble.objects.select_related("district"), card)
    if bodies.is_gone(card.kind, body):
        if row is not None:
            issues.withdraw_trouble(trouble=row, actor=desk.actor)
        return card.object_id
    _check_fits(Trouble, raised_by=body["raised_by"])
    words = {"text": body["text"], "raised_by": body["raised_by"]}
    if row is None:
        district = desk.meeting.body.district
        office, post = find_raiser(words["raised_by"], district=district, viewer=desk.actor)
        return issues.raise_trouble(
            district=district,
            meeting=desk.meeting,
            via=TroubleVia.MEETING,
            raised_on=min(desk.meeting.held_on, desk.actor.on),
            organization=office,
            post=post,
            actor=desk.actor,
            **words,
        ).id
    if row.removed_at is not None:
        row = issues.restore_trouble(trouble=row, actor=desk.actor)
    if any(getattr(row, name) != value for name, value in words.items()):
        issues.edit_trouble(trouble=row, base_version=row.version, actor=desk.actor, **words)
    return row.id


def _note(_card: Card, body: Body, desk: Desk) -> UUID | None:
    meeting = desk.meeting
    _check_fits(Meeting, next_note=body["text"])
    if meeting.next_note != body["text"]:
        row = meetings.note_day(
            meeting=meeting,
            next_note=body["text"],
            reported_count=meeting.reported_count,
            base_version=meeting.version,
            actor=desk.actor,
        )
        meeting.next_note, meeting.version = row.next_note, row.version
    return meeting.id


def _presence(card: Card, body: Body, desk: Desk) -> UUID | None:
    return _called(body, desk) if body["expected"] else _walk_in(card, body, desk)


def _called(body: Body, desk: Desk) -> UUID | None:
    expected = Expected.objects.filter(pk=body["expected"], **_of(desk)).first()
    if expected is None:
        raise NotNow(
            _("この方は、この会議の声かけの一覧にありません。声をかけると、記録に入ります。")
        )
    expected.meeting = desk.meeting
    if bodies.is_gone(bodies.PRESENCE, body):
        marks = Presence.objects.current().filter(**_of(desk)).filter(_same_person(expected))
        for mark in marks:
            mark.meeting = desk.meeting
            meetings.remove_presence(presence=mark, actor=desk.actor)
        return None
    status = _status_of(body, expected)
    names = {}
    if status == PresenceStatus.SUBSTITUTE:
        names = {"person_name": body["person_name"], "post_title": body["post_title"]}
    _check_fits(Presence, group=body["group"], **names)
    row = meetings.mark_presence(
        expected=expected,
        status=status,
        companions=body["companions"],
        actor=desk.actor,
        **names,
    )
    if body["group"] and body["group"] != row.group:
        row = _sat_elsewhere(row, body["group"], desk)
    return row.id


def _status_of(body: Body, expected: Expected) -> PresenceStatus:
    """How somebody is there: who came under another name came for the one who was called."""
    status = PresenceStatus(body["status"])
    came, called = ("".join(name.split()) for name in (body["person_name"], expected.person_name))
    if status in {PresenceStatus.PRESENT, PresenceStatus.LATE} and came and called != came:
        return PresenceStatus.SUBSTITUTE
    return status


def _sat_elsewhere(row: Presence, group: str, desk: Desk) -> Presence:
    """Write the group in which somebody sat that day; the call keeps its own."""
    row.meeting = desk.meeting
    names = ("status", "organization_name", "post_title", "person_name", "companions")
    return meetings.edit_presence(
        presence=row,
        base_version=row.version,
        actor=desk.actor,
        group=group,
        **{name: getattr(row, name) for name in names},
    )


def _same_person(expected: Expected) -> models.Q:
    same = models.Q(expected=expected)
    if expected.person_id is not None:
        same |= models.Q(expected__person_id=expected.person_id)
    return same


def _walk_in(card: Card, body: Body, desk: Desk) -> UUID | None:
    row = _found(Presence.objects.all(), card)
    if row is not None:
        row.meeting = desk.meeting
    if bodies.is_gone(card.kind, body):
        if row is not None:
            meetings.remove_presence(presence=row, actor=desk.actor)
        return card.object_id
    names = ("organization_name", "post_title", "person_name", "group")
    words = {name: body[name] for name in names}
    _check_fits(Presence, **words)
    status = PresenceStatus(body["status"])
    if row is None:
        row = meetings.add_walk_in(
            meeting=desk.meeting, companions=body["companions"], actor=desk.actor, **words
        )
    elif row.removed_at is not None:
        row = meetings.restore_presence(presence=row, actor=desk.actor)
    row.meeting = desk.meeting
    values = {**words, "status": status, "companions": body["companions"]}
    if any(getattr(row, name) != value for name, value in values.items()):
        meetings.edit_presence(presence=row, base_version=row.version, actor=desk.actor, **values)
    return row.id


def _found(rows: models.QuerySet[Any], card: Card) -> Any:
    """The row a card stands in, removed or not; None while there is none."""
    if card.object_id is None:
        return None
    return rows.filter(municipality_id=card.municipality_id, pk=card.object_id).first()

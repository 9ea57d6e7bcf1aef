"""The record of a meeting as bodies of cards: what stands there now, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sasaeai.hall.core import bodies
from sasaeai.hall.core.bodies import Body
from sasaeai.hall.core.entries import card_of
from sasaeai.issues.enums import TroubleVia
from sasaeai.issues.models import Action, Trouble
from sasaeai.meetings.models import AgendaItem, Meeting, Presence, Remark
from sasaeai.meetings.queries import people_of_day

REMOVABLE = frozenset({bodies.PRESENCE, bodies.REMARK, bodies.PROMISE, bodies.ITEM, bodies.TROUBLE})


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of the record. card: the id its card has unless the row came from a device.

    is_empty: nothing was written there yet, so that it needs no card of its own.
    """

    kind: str
    object_id: UUID
    card: UUID
    body: Body
    is_empty: bool = False


def standing_rows(meeting: Meeting, item_cards: Mapping[UUID, UUID]) -> list[Standing]:
    """Everything a card may say about a meeting. item_cards: cards of items by the item's id.

    Six queries. What is written on an item that was taken off the agenda stays: it may come back.
    """
    items = list(_items(meeting))
    cards = {item.id: item_cards.get(item.id) or card_of(item.id, bodies.ITEM) for item in items}
    return [
        *_of_items([item for item in items if item.removed_at is None], cards),
        *_presences(meeting),
        *_remarks(meeting, cards),
        *_promises(meeting, cards),
        *_troubles(meeting),
        _note(meeting),
    ]


def _items(meeting: Meeting) -> Iterator[AgendaItem]:
    rows = AgendaItem.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
    yield from rows.order_by("position", "created_at")


def _of_items(items: list[AgendaItem], cards: Mapping[UUID, UUID]) -> Iterator[Standing]:
    for item in items:
        yield Standing(bodies.ITEM, item.id, cards[item.id], _item_body(item))
    for item in items:
        card = cards[item.id]
        yield Standing(
            bodies.OUTCOME,
            item.id,
            card_of(card, bodies.OUTCOME),
            {"item": str(card), "outcome": item.outcome, "text": item.outcome_text},
            is_empty=not item.outcome and not item.outcome_text,
        )
        if item.took_seconds is not None:
            yield Standing(
                bodies.CLOCK,
                item.id,
                card_of(card, bodies.CLOCK),
                {"item": str(card), "seconds": item.took_seconds},
            )


def _item_body(item: AgendaItem) -> Body:
    return {
        "title": item.title,
        "kind": item.kind,
        "minutes": item.minutes,
        "position": item.position,
        "removed": False,
    }


def _presences(meeting: Meeting) -> Iterator[Standing]:
    for line in people_of_day(meeting):
        if line.presence is None:
            continue
        called = line.expected.id if line.expected else None
        yield Standing(
            bodies.PRESENCE,
            line.presence.id,
            card_of(called or line.presence.id, bodies.PRESENCE),
            _presence_body(line.presence, called),
        )


def _presence_body(presence: Presence, called: UUID | None) -> Body:
    return {
        "expected": str(called) if called else None,
        "status": presence.status,
        "organization_name": presence.organization_name,
        "post_title": presence.post_title,
        "person_name": presence.person_name,
        "group": presence.group,
        "companions": presence.companions,
        "removed": False,
    }


def _remarks(meeting: Meeting, cards: Mapping[UUID, UUID]) -> Iterator[Standing]:
    rows = Remark.objects.current().filter(
        municipality_id=meeting.municipality_id, item__meeting=meeting
    )
    columns = ("id", "item_id", "kind", "group", "text")
    for each, item_id, kind, group, text in rows.order_by("position", "created_at").values_list(
        *columns
    ):
        yield Standing(
            bodies.REMARK,
            each,
            card_of(each, bodies.REMARK),
            {
                "item": str(cards[item_id]),
                "kind": kind,
                "group": group,
                "text": text,
                "removed": False,
            },
        )


def _promises(meeting: Meeting, cards: Mapping[UUID, UUID]) -> Iterator[Standing]:
    rows = Action.objects.current().filter(
        municipality_id=meeting.municipality_id, item__meeting=meeting
    )
    columns = ("id", "item_id", "who", "what", "due_on")
    for each, item_id, who, what, due_on in rows.order_by("created_at").values_list(*columns):
        yield Standing(
            bodies.PROMISE,
            each,
            card_of(each, bodies.PROMISE),
            {
                "item": str(cards[item_id]),
                "who": who,
                "what": what,
                "due_on": due_on.isoformat() if due_on else None,
                "removed": False,
            },
        )


def _troubles(meeting: Meeting) -> Iterator[Standing]:
    """Those raised in the room; what came with a slip was not said there."""
    rows = Trouble.objects.current().filter(
        municipality_id=meeting.municipality_id,
        meeting=meeting,
        expected__isnull=True,
        via=TroubleVia.MEETING,
    )
    for trouble in rows.order_by("created_at"):
        yield Standing(
            bodies.TROUBLE,
            trouble.id,
            card_of(trouble.id, bodies.TROUBLE),
            {"text": trouble.text, "raised_by": trouble.raised_by, "removed": False},
        )


def _note(meeting: Meeting) -> Standing:
    return Standing(
        bodies.NOTE,
        meeting.id,
        card_of(meeting.id, bodies.NOTE),
        {"text": meeting.next_note},
        is_empty=not meeting.next_note,
    )

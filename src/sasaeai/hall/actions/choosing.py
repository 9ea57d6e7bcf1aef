"""Choosing between two texts, and offering back what was taken away at the desk."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.hall.actions.ledger import (
    author_of,
    new_entry,
    open_ids,
    open_ledger,
    version_of,
)
from sasaeai.hall.actions.reckoning import reckon
from sasaeai.hall.actions.taking_in import try_again
from sasaeai.hall.core import bodies
from sasaeai.hall.core.bodies import Body
from sasaeai.hall.core.cards import Shown, show
from sasaeai.hall.models import Card, Entry
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import AgendaItem, Expected

BOTH, ASIDE = "both", "aside"


def resolve(*, card: Card, keep: UUID | str, seen: Collection[UUID], actor: Viewer) -> Card:
    """Choose what a card says: the text of one of its entries, "both", or "aside": what waits is not
    used, and the record stays as it is.

    seen: the heads that the chooser was shown; NotNow when another text came since. The choice is an
    entry that follows all heads, so that no device ever brings the conflict back.
    """
    check_can_run(actor, card.meeting)
    with transaction.atomic():
        ledger = open_ledger(card.meeting, actor)
        row = ledger.cards[card.id]
        entries = list(
            Entry.objects.filter(
                municipality_id=row.municipality_id, meeting=row.meeting, card=row.id
            ).order_by("number")
        )
        shown = show(row.kind, [version_of(entry) for entry in entries], row.applied_id)
        if {tip.id for tip in shown.heads} != set(seen):
            raise NotNow(_("そのあとで新しい文が届きました。もう一度見くらべて、選んでください。"))
        body = _aside(row, shown) if keep == ASIDE else _chosen(row.kind, keep, entries, shown)
        entry = new_entry(
            ledger,
            row,
            body=body,
            follows=[tip.id for tip in shown.heads],
            author=author_of(actor),
        )
        entry.save(force_insert=True)
        reckon(ledger, {row.id} | open_ids(ledger))
        ledger.close()
        audit.record(
            actor=actor,
            verb="choose",
            obj=row,
            before={"texts": [dict(tip.body) for tip in shown.heads]},
            after=dict(body),
        )
    return row


def offer_back(*, card: Card, actor: Viewer) -> Card:
    """Put back what a waiting card is about: its item on the agenda, or the call of the person."""
    check_can_run(actor, card.meeting)
    with transaction.atomic():
        thing = taken_away(card)
        if thing is None:
            raise NotNow(_("元に戻すものがありません。「もう一度記録に入れる」を押してください。"))
        if isinstance(thing, AgendaItem):
            meetings.restore_item(item=thing, actor=actor)
        else:
            meetings.restore_call(expected=thing, actor=actor)
        try_again(meeting=card.meeting, actor=actor)
    return Card.objects.select_related("meeting__body__district").get(pk=card.pk)


def taken_away(card: Card) -> AgendaItem | Expected | None:
    """What was taken away at the desk, so that the card cannot be written."""
    last = (
        Entry.objects.filter(
            municipality_id=card.municipality_id, meeting=card.meeting, card=card.pk
        )
        .order_by("number")
        .last()
    )
    if last is None:
        return None
    of_meeting = {"municipality_id": card.municipality_id, "meeting": card.meeting}
    if card.kind == bodies.PRESENCE and last.body["expected"]:
        calls = Expected.objects.filter(pk=last.body["expected"], **of_meeting)
        return calls.select_related("meeting__body__district").exclude(removed_at=None).first()
    if "item" not in last.body:
        return None
    item = Card.objects.filter(pk=last.body["item"], **of_meeting).first()
    if item is None or item.object_id is None:
        return None
    items = AgendaItem.objects.filter(pk=item.object_id, **of_meeting)
    return items.select_related("meeting__body__district").exclude(removed_at=None).first()


def _aside(card: Card, shown: Shown) -> Body:
    """What stands in the record already, or nothing."""
    before = card.applied.body if card.applied is not None else None
    body = before or bodies.nothing(card.kind, shown.standing.body)
    if body is None:
        raise InvalidInput(
            _("これは取りやめられません。理由の文のとおりにすると、記録に入ります。")
        )
    return dict(body)


def _chosen(kind: str, keep: UUID | str, entries: list[Entry], shown: Shown) -> Body:
    if keep != BOTH:
        for entry in entries:
            if entry.id == keep:
                return dict(entry.body)
        raise InvalidInput(_("残す文を選んでください。"))
    joined: Body | None = shown.standing.body
    for other in shown.beside:
        joined = bodies.both(kind, joined, other.body) if joined is not None else None
    if joined is None:
        raise InvalidInput(
            _(
                "文のほかにもちがうところがあるので、両方は残せません。"
                "どちらかを選び、足りないことは「当日」のページで書き足してください。"
            )
        )
    return joined

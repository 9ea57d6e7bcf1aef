"""Reckoning what stands: the heads of cards are written into the record, joined, or wait.

Everything here is part of a write and runs inside its transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sasaeai.hall.access import goes_onto_devices
from sasaeai.hall.actions.ledger import AT_ONCE, Ledger, new_entry, version_of
from sasaeai.hall.actions.writing import Desk, new_remark, write_body
from sasaeai.hall.core import bodies
from sasaeai.hall.core.bodies import Body
from sasaeai.hall.core.cards import Shown, joining_id, show
from sasaeai.hall.enums import CardState
from sasaeai.hall.models import Card, Entry
from sasaeai.hall.queries.authors import Author
from sasaeai.kernel.errors import DomainError, NotNow
from sasaeai.meetings.access import check_preparing
from sasaeai.meetings.actions import add_remarks
from sasaeai.meetings.models import Meeting

REASON_LIMIT = 300
_ORDER = (
    bodies.ITEM,
    bodies.PRESENCE,
    bodies.OUTCOME,
    bodies.REMARK,
    bodies.PROMISE,
    bodies.CLOCK,
    bodies.TROUBLE,
    bodies.NOTE,
)
"""Items before what is said about them."""

_OF_THE_RECORD = frozenset(_ORDER) - {bodies.PROMISE, bodies.TROUBLE}
"""Kinds that are refused once the record is closed; promises and troubles go on after it."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to become of a card: the entry that is to stand in the record, and what it shows."""

    card: Card
    standing: Entry
    shown: Shown


@dataclass(frozen=True, slots=True)
class _Why:
    """Why not everything is written, empty for no reason. closed: of the record as a whole.
    kept_off: of what comes from devices.
    """

    closed: str
    kept_off: str

    def of(self, card: Card, standing: Entry) -> str:
        """Why an entry is not written."""
        if self.closed and card.kind in _OF_THE_RECORD:
            return self.closed
        return self.kept_off if standing.carry_id is not None else ""


def reckon(ledger: Ledger, card_ids: Collection[UUID]) -> None:
    """Bring cards into the record: what stands is written, what differs is a conflict, what cannot
    be written waits. One refusal never stops another.
    """
    by_card = _entries_of(ledger, card_ids)
    wanted = [ledger.cards[each] for each in by_card]
    wanted.sort(key=lambda card: (_ORDER.index(card.kind), by_card[card.id][0].number))
    desk = Desk(ledger.meeting, ledger.cards, ledger.actor)
    why = _Why(_why_closed(ledger.meeting), _why_kept_off(ledger.meeting))
    joins: list[Entry] = []
    plans = [_planned(ledger, card, by_card[card.id], joins, why) for card in wanted]
    remarks = [plan for plan in plans if plan.card.kind == bodies.REMARK]
    for plan in plans:
        if remarks and plan.card.kind == bodies.REMARK:
            _write_new_remarks(ledger, [] if why.closed or why.kept_off else remarks, desk)
            remarks = []
        _carry_out(ledger, plan, desk, why)
    # What joins is followed by nobody yet, so it may be written after the cards were reckoned.
    Entry.objects.bulk_create(joins, batch_size=AT_ONCE)


def _planned(
    ledger: Ledger, card: Card, entries: list[Entry], joins: list[Entry], why: _Why
) -> _Plan:
    known = {entry.id: entry for entry in entries}
    shown = show(card.kind, [version_of(entry) for entry in entries], card.applied_id)
    standing = known[shown.standing.id]
    # What joins is nobody's: where devices are kept off, it would hide who wrote.
    if shown.is_to_join and not why.kept_off:
        standing = _join(ledger, card, shown, standing)
        joins.append(standing)
        shown = Shown((version_of(standing),), version_of(standing), ())
    return _Plan(card, standing, shown)


def _carry_out(ledger: Ledger, plan: _Plan, desk: Desk, why: _Why) -> None:
    card = plan.card
    state = CardState.CONFLICT if plan.shown.is_conflict else CardState.APPLIED
    reason = _apply(ledger, card, plan.standing, desk, why)
    if reason:
        state = CardState.CONFLICT if plan.shown.is_conflict else CardState.WAITING
    if (card.state, card.reason) != (state, reason):
        card.state, card.reason = state, reason
        ledger.touch(card)


def _write_new_remarks(ledger: Ledger, plans: list[_Plan], desk: Desk) -> None:
    """Write the remarks that no row stands for yet together: they are most of what a hall brings.

    Whatever stands in the way of one or of all is told when each is written by itself.
    """
    new = []
    for plan in plans:
        if plan.card.applied_id is not None or not _says_something_new(
            plan.card, plan.standing.body
        ):
            continue
        with suppress(DomainError):
            new.append((plan, new_remark(plan.standing.body, desk)))
    if not new:
        return
    with suppress(DomainError, DataError, IntegrityError):
        with transaction.atomic():
            rows = add_remarks(
                meeting=ledger.meeting, remarks=[words for _plan, words in new], actor=ledger.actor
            )
        for (plan, _words), row in zip(new, rows, strict=True):
            ledger.tie(plan.card, row.id)
            plan.card.applied = plan.standing


def _apply(ledger: Ledger, card: Card, standing: Entry, desk: Desk, why: _Why) -> str:
    """Write what stands into the record. Returns why not, empty once it stands there."""
    if card.applied_id == standing.id:
        return ""
    if _says_something_new(card, standing.body):
        if reason := why.of(card, standing):
            return reason
        try:
            with transaction.atomic(), override("ja"):
                ledger.tie(card, write_body(card, standing.body, desk))
        except DomainError as error:
            return str(error)[:REASON_LIMIT]
        except (DataError, IntegrityError):
            return str(_("記録に入れられませんでした。文を短くするか、書き直してください。"))
    card.applied = standing
    ledger.touch(card)
    return ""


def _says_something_new(card: Card, body: Body) -> bool:
    if card.applied is None:
        return not bodies.is_gone(card.kind, body)
    return bodies.says(card.kind, card.applied.body) != bodies.says(card.kind, body)


def _join(ledger: Ledger, card: Card, shown: Shown, standing: Entry) -> Entry:
    """One entry that follows all heads, because they say the same."""
    return new_entry(
        ledger,
        card,
        entry_id=joining_id(card.id, shown.heads),
        body=standing.body,
        follows=[tip.id for tip in shown.heads],
        author=Author(standing.author_id, standing.author_name, standing.written_at),
    )


def _why_closed(meeting: Meeting) -> str:
    try:
        with override("ja"):
            check_preparing(meeting)
    except NotNow as error:
        return str(error)[:REASON_LIMIT]
    return ""


def _why_kept_off(meeting: Meeting) -> str:
    """Words of a device stand in a meeting about persons only after somebody read them (L-01)."""
    if goes_onto_devices(meeting):
        return ""
    with override("ja"):
        return str(
            _(
                "この会議の個人情報の取扱いでは、端末から届いた文をそのまま記録に入れません。"
                "「これまでの文を見る」で読み、「この文にする」を押すと入ります。"
            )
        )


def _entries_of(ledger: Ledger, card_ids: Collection[UUID]) -> dict[UUID, list[Entry]]:
    ids = [each for each in card_ids if each in ledger.cards]
    found: dict[UUID, list[Entry]] = defaultdict(list)
    for start in range(0, len(ids), AT_ONCE):
        rows = Entry.objects.filter(
            municipality_id=ledger.meeting.municipality_id,
            meeting=ledger.meeting,
            card__in=ids[start : start + AT_ONCE],
        )
        for entry in rows.order_by("number"):
            found[entry.card].append(entry)
    return found

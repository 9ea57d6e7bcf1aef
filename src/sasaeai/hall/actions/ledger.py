"""The cards of one meeting under its lock: taking up the desk, and adding entries.

Everything here is part of a write and runs inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.hall.core import bodies
from sasaeai.hall.core.bodies import Body
from sasaeai.hall.core.cards import Version
from sasaeai.hall.enums import CardState
from sasaeai.hall.models import Card, Carry, Entry
from sasaeai.hall.queries.authors import Author, last_authors
from sasaeai.hall.queries.record import REMOVABLE, Standing, standing_rows
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting

AT_ONCE = 200
_NOT_NEEDED = ("follows", "author_id", "author_name", "written_at", "created_at", "kind", "card")
"""Of the entry that stands, only what it says is read for every card."""


@dataclass(slots=True)
class Ledger:
    """The cards of a meeting, read once; `close` writes what changed.

    rows: which card stands in a row; a row that a
    card let go of is not given to another in the same write. begun, taken_up: cards that are new,
    and cards into which the desk wrote.
    """

    meeting: Meeting
    actor: Viewer
    cards: dict[UUID, Card]
    number: int
    begun: set[UUID] = field(default_factory=set)
    taken_up: set[UUID] = field(default_factory=set)
    rows: dict[tuple[str, UUID], UUID] = field(default_factory=dict)
    _changed: set[UUID] = field(default_factory=set)

    def card(self, card_id: UUID, kind: str) -> Card:
        """The card of an id, begun when there is none yet."""
        if card_id not in self.cards:
            self.cards[card_id] = Card(
                id=card_id,
                municipality_id=self.meeting.municipality_id,
                meeting=self.meeting,
                kind=kind,
                state=CardState.WAITING,
                reason=str(_("まだ記録に入れていません。")),
            )
            self.begun.add(card_id)
        return self.cards[card_id]

    def touch(self, card: Card) -> None:
        self._changed.add(card.id)

    def tie(self, card: Card, object_id: UUID | None) -> None:
        """Let a card stand in a row, unless another card does already."""
        if object_id is not None:
            holder = self.rows.setdefault((card.kind, object_id), card.id)
            object_id = object_id if holder == card.id else None
        card.object_id = object_id
        self.touch(card)

    def card_in(self, kind: str, object_id: UUID) -> Card | None:
        """The card that stands in a row."""
        card_id = self.rows.get((kind, object_id))
        return self.cards[card_id] if card_id else None

    def next_number(self) -> int:
        self.number += 1
        return self.number

    def close(self) -> None:
        """Write the cards that were begun or changed."""
        new = [self.cards[each] for each in self.begun]
        Card.objects.bulk_create(new, batch_size=AT_ONCE)
        changed = [self.cards[each] for each in self._changed - self.begun]
        for card in changed:
            card.version += 1
        columns = ["object_id", "applied", "state", "reason", "version"]
        # A row passes from one card to another only after the first let it go.
        changed.sort(key=lambda card: card.object_id is not None)
        Card.objects.bulk_update(changed, columns, batch_size=AT_ONCE)
        self.begun.clear()
        self._changed.clear()


def open_ledger(meeting: Meeting, actor: Viewer) -> Ledger:
    """Lock a meeting and read its cards, with what the desk wrote since taken up."""
    row = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("body__district", "municipality", "venue")
        .get(pk=meeting.pk)
    )
    of_meeting = {"municipality_id": row.municipality_id, "meeting": row}
    rows = Card.objects.filter(**of_meeting).select_related("applied")
    cards = {card.id: card for card in rows.defer(*(f"applied__{name}" for name in _NOT_NEEDED))}
    last = Entry.objects.filter(**of_meeting).aggregate(last=Max("number"))["last"] or 0
    ledger = Ledger(row, actor, cards, last)
    for card in cards.values():
        card.meeting = row
        if card.object_id is not None:
            ledger.rows[(card.kind, card.object_id)] = card.id
    _take_up(ledger)
    return ledger


def _take_up(ledger: Ledger) -> None:
    """Write an entry of the desk for every row that says something else than its card does.

    Whoever wrote at the desk saw what stood in the record: the entry follows what was applied.
    """
    items = {
        card.object_id: card.id
        for card in ledger.cards.values()
        if card.kind == bodies.ITEM and card.object_id is not None
    }
    differing: list[tuple[Card, Standing]] = []
    there: set[UUID] = set()
    for row in standing_rows(ledger.meeting, items):
        card = ledger.card_in(row.kind, row.object_id) or ledger.cards.get(row.card)
        if card is None:
            if row.is_empty:
                continue
            card = ledger.card(row.card, row.kind)
        there.add(card.id)
        if card.object_id != row.object_id:
            ledger.tie(card, row.object_id)
        if card.applied is None:
            # An empty row under a card that waits is not something that somebody wrote.
            if not row.is_empty:
                differing.append((card, row))
        elif _says_otherwise(row.kind, card.applied.body, row.body):
            differing.append((card, row))
    gone = [
        (card, Standing(card.kind, card.object_id, card.id, {**card.applied.body, "removed": True}))
        for card in ledger.cards.values()
        if card.id not in there
        and card.kind in REMOVABLE
        and card.object_id is not None
        and card.applied is not None
        and not bodies.is_gone(card.kind, card.applied.body)
    ]
    _write_desk_entries(ledger, [*differing, *gone])


def _says_otherwise(kind: str, before: Body, now: Body) -> bool:
    if kind == bodies.PRESENCE and before["expected"]:
        # What a device leaves open about somebody called is what the call says.
        before = {
            **before,
            **{name: before[name] or now[name] for name in ("person_name", "group")},
        }
    if bodies.says(kind, before) != bodies.says(kind, now):
        return True
    return kind == bodies.ITEM and before["position"] != now["position"]


def _write_desk_entries(ledger: Ledger, rows: Sequence[tuple[Card, Standing]]) -> None:
    if not rows:
        return
    authors = last_authors(ledger.meeting, [row for _card, row in rows])
    now = clock.now()
    entries = []
    for card, row in rows:
        author = authors.get((row.kind, row.object_id), Author(None, "", now))
        entry = new_entry(
            ledger,
            card,
            body=row.body,
            follows=[card.applied_id] if card.applied_id else [],
            author=author,
        )
        card.applied = entry
        if card.state == CardState.WAITING and card.id in ledger.begun:
            card.state, card.reason = CardState.APPLIED, ""
        ledger.touch(card)
        ledger.taken_up.add(card.id)
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=AT_ONCE)


def new_entry(
    ledger: Ledger,
    card: Card,
    *,
    body: Body,
    follows: Iterable[UUID],
    author: Author,
    entry_id: UUID | None = None,
    carry: Carry | None = None,
) -> Entry:
    """Return an entry with the next number, not written yet."""
    return Entry(
        id=entry_id or uuid4(),
        municipality_id=ledger.meeting.municipality_id,
        meeting=ledger.meeting,
        number=ledger.next_number(),
        card=card.id,
        kind=card.kind,
        follows=[str(each) for each in follows],
        body=dict(body),
        carry=carry,
        author_id=author.account_id,
        author_name=author.name,
        written_at=author.at,
    )


def open_ids(ledger: Ledger) -> set[UUID]:
    """Cards that could not be written when they were tried last, or that the desk wrote into while
    they were not settled.
    """
    return {
        card.id
        for card in ledger.cards.values()
        if card.state == CardState.WAITING
        or (card.state == CardState.CONFLICT and (card.reason or card.id in ledger.taken_up))
    }


def version_of(entry: Entry) -> Version:
    """An entry as the reckoning knows it."""
    return Version(
        id=entry.id,
        number=entry.number,
        body=entry.body,
        follows=tuple(UUID(each) for each in entry.follows),
    )


def author_of(actor: Viewer, at: datetime | None = None) -> Author:
    """The actor as the author of an entry written at the desk."""
    return Author(actor.account_id, actor.name, at or clock.now())

"""Cards that wait for somebody: two texts to choose between, or a text that cannot be written yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from sasaeai.hall.core import bodies
from sasaeai.hall.core.cards import Shown, Version, heads, show
from sasaeai.hall.core.entries import card_of
from sasaeai.hall.enums import CardKind, CardState
from sasaeai.hall.models import Card, Entry
from sasaeai.hall.queries.wording import told
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import readable_meetings
from sasaeai.meetings.models import AgendaItem, Expected, Meeting

PAGE_SIZE = 30
SKEW = timedelta(hours=24)
"""A device whose clock is further off than this is said to be."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a card. stands: it is the one in the record. clock_is_off: the day is not to be
    trusted. device: empty for what was written at the desk.
    """

    entry: Entry
    lines: tuple[str, ...]
    stands: bool
    clock_is_off: bool
    device: str


@dataclass(frozen=True, slots=True)
class OpenCard:
    """A card that somebody looks at. about: what it is about, in words. texts: the one that stands
    first. seen: the ids of its heads, joined by commas, for a form. is_taken_away: it waits because
    its item or the call of the person was taken away at the desk.
    """

    card: Card
    about: str
    texts: tuple[Text, ...]
    seen: str
    has_both: bool
    is_taken_away: bool = False

    @property
    def is_conflict(self) -> bool:
        return self.card.state == CardState.CONFLICT

    @property
    def may_set_aside(self) -> bool:
        """Whether the record can stay as it is without this text."""
        return self.card.kind != bodies.CLOCK or self.card.applied_id is not None

    @property
    def kind(self) -> str:
        return str(CardKind(self.card.kind).label)


@dataclass(frozen=True, slots=True)
class _Things:
    """What cards are about, by the ids in their bodies: names, and what was taken away."""

    names: dict[str, str]
    gone: set[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cards of a meeting wait for somebody."""

    conflicts: int
    waiting: int

    @property
    def any(self) -> bool:
        return bool(self.conflicts or self.waiting)


def get_visible_card(card_id: UUID, *, viewer: Viewer) -> Card:
    """A card of a meeting the viewer may read; NotFound for strangers."""
    card = (
        Card.objects.filter(
            municipality_id=viewer.municipality_id,
            pk=card_id,
            meeting__in=readable_meetings(viewer),
        )
        .select_related("meeting__body__district", "meeting__municipality", "meeting__venue")
        .first()
    )
    if card is None:
        raise NotFound(_("この記録カードは見つかりません。"))
    return card


def open_counts(meeting: Meeting) -> Counts:
    """How many cards wait for a choice, and how many for something else. One query."""
    return open_counts_of([meeting]).get(meeting.id, Counts(0, 0))


def open_counts_of(meetings: Collection[Meeting]) -> dict[UUID, Counts]:
    """`open_counts` of several meetings that have any. One query."""
    if not meetings:
        return {}
    town = next(iter(meetings)).municipality_id
    rows = (
        Card.objects.filter(municipality_id=town, meeting__in=[one.pk for one in meetings])
        .exclude(state=CardState.APPLIED)
        .order_by()
        .values("meeting_id")
        .annotate(
            conflicts=Count("id", filter=Q(state=CardState.CONFLICT)),
            waiting=Count("id", filter=Q(state=CardState.WAITING)),
        )
    )
    return {row["meeting_id"]: Counts(row["conflicts"], row["waiting"]) for row in rows}


def open_cards(meeting: Meeting, number: str | int | None = 1) -> Page[OpenCard]:
    """A page of the cards that wait for somebody, conflicts first. Five queries at any number."""
    cards = (
        Card.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
        .exclude(state=CardState.APPLIED)
        .order_by("state", "created_at", "id")
    )
    page: Page[Card] = Paginator(cards, PAGE_SIZE).get_page(number)
    page.object_list = look_at(meeting, list(page.object_list))  # type: ignore[assignment]
    return page  # type: ignore[return-value]


def all_texts(card: Card) -> list[Text]:
    """Every text a card ever had, the newest first, for going back to an earlier one."""
    entries = _entries(card.meeting, [card.id])[card.id]
    return [_text(entry, stands=entry.id == card.applied_id) for entry in reversed(entries)]


def look_at(meeting: Meeting, cards: Sequence[Card]) -> list[OpenCard]:
    """Cards with their texts side by side, in words. Four queries."""
    entries = _entries(meeting, [card.id for card in cards])
    things = _things(meeting, [entry for each in entries.values() for entry in each])
    return [_open_card(card, entries[card.id], things) for card in cards if entries[card.id]]


def heads_of(meeting: Meeting) -> list[Entry]:
    """The heads of every card of a meeting, as they arrived: all that a new device needs."""
    entries = _entries(meeting, None)
    found = []
    for each in entries.values():
        known = {entry.id: entry for entry in each}
        found += [known[tip.id] for tip in heads([_version(entry) for entry in each])]
    return sorted(found, key=lambda entry: entry.number)


def unsettled(meeting: Meeting) -> list[Card]:
    """All cards that are not applied, for the device that asks."""
    return list(
        Card.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
        .exclude(state=CardState.APPLIED)
        .order_by("created_at", "id")
    )


def _open_card(card: Card, entries: list[Entry], things: _Things) -> OpenCard:
    known = {entry.id: entry for entry in entries}
    shown = show(card.kind, [_version(entry) for entry in entries], card.applied_id)
    texts = [
        _text(known[one.id], stands=one.id == card.applied_id)
        for one in (shown.standing, *shown.beside)
    ]
    return OpenCard(
        card=card,
        about=_about(card, known[shown.standing.id], things.names),
        texts=tuple(texts),
        seen=",".join(str(tip.id) for tip in shown.heads),
        has_both=_both_are_possible(card.kind, shown),
        is_taken_away=bool(card.reason) and _is_about(shown.standing.body, things.gone),
    )


def _both_are_possible(kind: str, shown: Shown) -> bool:
    joined: bodies.Body | None = shown.standing.body
    for other in shown.beside:
        joined = bodies.both(kind, joined, other.body) if joined is not None else None
    return joined is not None and shown.is_conflict


def _text(entry: Entry, *, stands: bool) -> Text:
    return Text(
        entry=entry,
        lines=tuple(told(entry.kind, entry.body)),
        stands=stands,
        clock_is_off=abs(entry.created_at - entry.written_at) > SKEW
        if entry.carry_id and entry.written_at > entry.created_at
        else False,
        device=entry.carry.device_name if entry.carry is not None else "",
    )


def _about(card: Card, entry: Entry, names: dict[str, str]) -> str:
    """The item or the person that a card is about, empty for what stands for itself."""
    if card.kind == bodies.PRESENCE:
        called = names.get(str(entry.body["expected"]), "")
        return called or f"{entry.body['organization_name']} {entry.body['person_name']}".strip()
    return names.get(str(entry.body.get("item", "")), "")


def _is_about(body: bodies.Body, ids: set[str]) -> bool:
    return str(body.get("item")) in ids or str(body.get("expected")) in ids


def _things(meeting: Meeting, entries: Iterable[Entry]) -> _Things:
    """Items by the ids of their cards, people by the ids of their calls. Three queries."""
    of_meeting = {"municipality_id": meeting.municipality_id, "meeting": meeting}
    items = {item.id: item for item in AgendaItem.objects.filter(**of_meeting)}
    by_card = {card_of(each, bodies.ITEM): each for each in items}
    cards = Card.objects.filter(kind=bodies.ITEM, object_id__isnull=False, **of_meeting)
    by_card |= dict(cards.values_list("id", "object_id"))
    names, gone = {}, set()
    for card_id, item_id in by_card.items():
        names[str(card_id)] = items[item_id].title
        if items[item_id].removed_at is not None:
            gone.add(str(card_id))
    called = {entry.body["expected"] for entry in entries if entry.body.get("expected")}
    for expected in Expected.objects.filter(pk__in=called, **of_meeting):
        names[str(expected.id)] = str(expected)
        if expected.removed_at is not None:
            gone.add(str(expected.id))
    return _Things(names, gone)


def _entries(meeting: Meeting, card_ids: Collection[UUID] | None) -> dict[UUID, list[Entry]]:
    rows = Entry.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
    if card_ids is not None:
        rows = rows.filter(card__in=card_ids)
    found: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in rows.select_related("carry").order_by("number"):
        found[entry.card].append(entry)
    return found


def _version(entry: Entry) -> Version:
    follows = tuple(UUID(each) for each in entry.follows)
    return Version(entry.id, entry.number, entry.body, follows)

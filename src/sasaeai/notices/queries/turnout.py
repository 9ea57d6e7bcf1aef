"""Who comes, at a glance: by kind of organisation, by agenda item, what to prepare, whom to call."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sasaeai.issues.models import Trouble
from sasaeai.meetings.models import AgendaItem, Expected, ExpectedItem, Meeting, TopicCall
from sasaeai.notices.queries.replies import ReplyBoard, ReplyRow

KNOWN_NEEDS = ("車いす", "筆談", "送迎", "手話", "要約筆記", "点字", "大きな字")
"""Needs that are counted when a reply or the register names them; others are shown as written."""


@dataclass(frozen=True, slots=True)
class GroupTurnout:
    """One kind of organisation (町会, 民児協 …): people called, by their answers."""

    group: str
    coming: int
    absent: int
    silent: int

    @property
    def total(self) -> int:
        return self.coming + self.absent + self.silent


@dataclass(frozen=True, slots=True)
class ItemTurnout:
    """One agenda item: who comes for it. missing: kinds the topic asks for of which nobody comes."""

    item: AgendaItem
    groups: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]

    @property
    def coming(self) -> int:
        return sum(number for _group, number in self.groups)


@dataclass(frozen=True, slots=True)
class NeedCount:
    """A need, how many who come have it, and the numbers of who has it."""

    need: str
    count: int
    rows: tuple[ReplyRow, ...]


@dataclass(frozen=True, slots=True)
class Turnout:
    """Everything the page shows above the list, from the board and five queries at any size.

    seats: how many the hall holds, None when nobody wrote it down.
    """

    board: ReplyBoard
    groups: tuple[GroupTurnout, ...]
    items: tuple[ItemTurnout, ...]
    needs: tuple[NeedCount, ...]
    troubles: tuple[Trouble, ...]
    seats: int | None

    @property
    def substitutes(self) -> tuple[ReplyRow, ...]:
        return tuple(row for row in self.board.rows if row.answer == "substitute")

    @property
    def with_companions(self) -> tuple[ReplyRow, ...]:
        return tuple(r for r in self.board.rows if r.is_coming and r.reply and r.reply.companions)

    @property
    def seats_short(self) -> int:
        """How many chairs are missing; 0 while there are enough."""
        return max(0, self.board.counts.coming - self.seats) if self.seats else 0

    @property
    def nobody_from(self) -> tuple[str, ...]:
        """Kinds that the agenda asks for and of which nobody comes."""
        return tuple(dict.fromkeys(group for line in self.items for group in line.missing))

    @property
    def has_replies(self) -> bool:
        return any(row.answer for row in self.board.rows)


def turnout(meeting: Meeting, board: ReplyBoard) -> Turnout:
    """Who comes to a meeting that came through a visible query and carries its hall."""
    rows = board.rows
    kinds = _kind_names(meeting) if any(not row.expected.group for row in rows) else {}
    return Turnout(
        board=board,
        groups=_by_group(rows, kinds),
        items=_by_item(meeting, rows, kinds),
        needs=_needs(rows),
        troubles=tuple(
            Trouble.objects.current()
            .filter(municipality_id=meeting.municipality_id, meeting_id=meeting.id)
            .exclude(expected=None)
            .select_related("expected")
            .order_by("expected__number")
        ),
        seats=meeting.venue.capacity,
    )


def _by_group(rows: Iterable[ReplyRow], kinds: Mapping[UUID, str]) -> tuple[GroupTurnout, ...]:
    """In the order in which the kinds are called first."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        state = "coming" if row.is_coming else row.answer or "silent"
        tally[_group_of(row.expected, kinds)][state] += 1
    return tuple(
        GroupTurnout(group, counts["coming"], counts["absent"], counts["silent"])
        for group, counts in tally.items()
    )


def _by_item(
    meeting: Meeting, rows: Iterable[ReplyRow], kinds: Mapping[UUID, str]
) -> tuple[ItemTurnout, ...]:
    items = list(
        AgendaItem.objects.current()
        .filter(municipality_id=meeting.municipality_id, meeting_id=meeting.id)
        .order_by("position")
    )
    wanted = _wanted(meeting, items)
    only = _only_for(meeting)
    return tuple(_item(item, list(rows), kinds, wanted, only) for item in items)


def _item(
    item: AgendaItem,
    rows: list[ReplyRow],
    kinds: Mapping[UUID, str],
    wanted: Mapping[UUID, tuple[str, ...]],
    only: Mapping[UUID, set[UUID]],
) -> ItemTurnout:
    coming = Counter(
        _group_of(row.expected, kinds)
        for row in rows
        if row.is_coming and _is_called_for(row, item, only)
    )
    asked = wanted.get(item.topic_id, ()) if item.topic_id else ()
    missing = tuple(group for group in asked if not coming[group])
    return ItemTurnout(item, tuple(coming.items()), missing)


def _is_called_for(row: ReplyRow, item: AgendaItem, only: Mapping[UUID, set[UUID]]) -> bool:
    """A call without items is for the whole meeting."""
    calls = (row.expected, *row.also)
    return any(call.id not in only or item.id in only[call.id] for call in calls)


def _only_for(meeting: Meeting) -> dict[UUID, set[UUID]]:
    """By call, the items it is limited to."""
    only: dict[UUID, set[UUID]] = defaultdict(set)
    rows = ExpectedItem.objects.filter(
        municipality_id=meeting.municipality_id,
        expected__meeting_id=meeting.id,
        expected__removed_at__isnull=True,
        item__removed_at__isnull=True,
    )
    for expected_id, item_id in rows.values_list("expected_id", "item_id"):
        only[expected_id].add(item_id)
    return only


def _wanted(meeting: Meeting, items: Iterable[AgendaItem]) -> dict[UUID, tuple[str, ...]]:
    """By topic, the kinds of organisations that it asks to call."""
    topics = {item.topic_id for item in items if item.topic_id}
    if not topics:
        return {}
    wanted: dict[UUID, list[str]] = defaultdict(list)
    rows = TopicCall.objects.filter(municipality_id=meeting.municipality_id, topic_id__in=topics)
    for topic_id, group, name in rows.order_by("kind__position").values_list(
        "topic_id", "kind__group", "kind__name"
    ):
        if (group or name) not in wanted[topic_id]:
            wanted[topic_id].append(group or name)
    return {topic_id: tuple(groups) for topic_id, groups in wanted.items()}


def _kind_names(meeting: Meeting) -> dict[UUID, str]:
    """By organisation called, the short name of its kind, for calls without a group of their own."""
    rows = (
        Expected.objects.current()
        .filter(
            municipality_id=meeting.municipality_id,
            meeting_id=meeting.id,
            group="",
            organization__isnull=False,
        )
        .values_list("organization_id", "organization__kind__group", "organization__kind__name")
    )
    return {organization_id: group or name for organization_id, group, name in rows}


def _group_of(call: Expected, kinds: Mapping[UUID, str]) -> str:
    """「町会」; a guest stands under the own organisation's name."""
    if call.group:
        return call.group
    if call.organization_id in kinds:
        return kinds[call.organization_id]
    return call.organization_name or call.person_name


def _needs(rows: Iterable[ReplyRow]) -> tuple[NeedCount, ...]:
    """What to prepare for those who come; the most frequent first."""
    found: dict[str, list[ReplyRow]] = defaultdict(list)
    for row in rows:
        if not row.is_coming or not row.needs:
            continue
        known = [need for need in KNOWN_NEEDS if need in row.needs]
        for need in known or [row.needs]:
            found[need].append(row)
    return tuple(
        NeedCount(need, len(who), tuple(who))
        for need, who in sorted(found.items(), key=lambda pair: -len(pair[1]))
    )

"""What each person called has in hand about day and hall, and who holds what no longer holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sasaeai.kernel import clock
from sasaeai.kernel.wareki import long_date, time_range
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.enums import OUT, TROUBLED, DeliveryStatus, Failure, NoticeKind
from sasaeai.notices.models import Delivery, Reply
from sasaeai.notices.queries.addresses import AddressUsed
from sasaeai.notices.queries.facts import CHANGED

PLACING = (NoticeKind.INVITATION, NoticeKind.CHANGE, NoticeKind.CANCELLATION)
"""Kinds that say when and where a meeting is; a reminder only repeats it."""
PERHAPS_OUT = frozenset({DeliveryStatus.PRINTED, DeliveryStatus.SENDING})
"""The letter may be in the post although nobody ticked it; the mail may have left."""
_WRONG_ADDRESS = frozenset({Failure.ADDRESS, ""})
"""Of a copy that came back: the address is wrong, or nobody knows why."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one copy says: 「令和8年12月22日(火) 13時30分～14時30分」, the hall, and that it is off."""

    when: str
    venue: str
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class InHand:
    """What people know of a meeting. held: by call, the copies that may lie on their table; the
    first is the last one known to be out. replied: by call, the start that a reply was given for.
    left_at: by call, when the newest copy left. dead_ends: by call, the ways with the address used
    by which a copy of this meeting came back: the next one would come back too.
    """

    held: Mapping[UUID, tuple[Held, ...]]
    replied: Mapping[UUID, datetime]
    left_at: Mapping[UUID, datetime]
    dead_ends: Mapping[UUID, frozenset[tuple[str, str]]]

    @property
    def is_announced(self) -> bool:
        """Whether anybody can know of the meeting at all."""
        return bool(self.held or self.replied)

    def of(self, calls: Iterable[UUID]) -> tuple[Held, ...]:
        return tuple(held for call in calls for held in self.held.get(call, ()))

    def heard_at(self, calls: Iterable[UUID]) -> datetime | None:
        """When the person last got a copy; None for who got none."""
        return max((self.left_at[call] for call in calls if call in self.left_at), default=None)

    def tried_in_vain(self, calls: Iterable[UUID], address: AddressUsed) -> frozenset[str]:
        """Channels by which a copy came back from the very address that the register names now."""
        found = (way for call in calls for way in self.dead_ends.get(call, ()))
        return frozenset(channel for channel, used in found if used == address.by(channel))

    def knows(self, calls: Iterable[UUID]) -> bool:
        """Whether the person of these calls has heard of the meeting."""
        return any(call in self.held or call in self.replied for call in calls)

    def must_hear(self, calls: Iterable[UUID], meeting: Meeting) -> bool:
        """Whether the person has heard of the meeting, but not what holds now."""
        ids = list(calls)
        held, now = self.of(ids), says_now(meeting)
        if held:
            return any(copy != now for copy in held)
        starts = [self.replied[call] for call in ids if call in self.replied]
        return any(now.is_cancelled or start != meeting.starts_at for start in starts)


def says_now(meeting: Meeting) -> Held:
    """What a copy of today says of a meeting that carries its venue."""
    return Held(when_text(meeting), meeting.venue.name, meeting.state == MeetingState.CANCELLED)


def when_text(meeting: Meeting) -> str:
    """Day and hours as letters print them."""
    start, end = clock.to_tokyo(meeting.starts_at), clock.to_tokyo(meeting.ends_at)
    return f"{long_date(start.date())} {time_range(start.time(), end.time())}"


def in_hand(meeting: Meeting) -> InHand:
    """What each person called to a meeting may hold; two queries at any size."""
    copies: dict[UUID, list[tuple[datetime, bool, Held]]] = defaultdict(list)
    dead_ends: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    rows = Delivery.objects.filter(
        municipality_id=meeting.municipality_id,
        notice__meeting_id=meeting.id,
        notice__kind__in=PLACING,
        expected__removed_at__isnull=True,
    ).select_related("notice")
    for copy in rows:
        if _may_be_out(copy):
            copies[copy.expected_id].append((_left_at(copy), copy.status in OUT, _held(copy)))
        elif copy.status in TROUBLED and copy.failure in _WRONG_ADDRESS:
            used = AddressUsed(**copy.address_used).by(copy.channel)
            dead_ends[copy.expected_id].add((copy.channel, used))
    replies = Reply.objects.current().filter(
        municipality_id=meeting.municipality_id,
        expected__meeting_id=meeting.id,
        expected__removed_at__isnull=True,
        for_starts_at__isnull=False,
    )
    return InHand(
        {call: _latest(found) for call, found in copies.items()},
        dict(replies.values_list("expected_id", "for_starts_at")),
        {call: max(copy[0] for copy in found) for call, found in copies.items()},
        {call: frozenset(found) for call, found in dead_ends.items()},
    )


def _latest(copies: list[tuple[datetime, bool, Held]]) -> tuple[Held, ...]:
    """The last copy that is out, and those that may have gone out after it."""
    ordered = sorted(copies, key=lambda copy: copy[0])
    sure = [number for number, (_at, is_out, _held) in enumerate(ordered) if is_out]
    return tuple(held for _at, _is_out, held in ordered[sure[-1] if sure else 0 :])


def _may_be_out(copy: Delivery) -> bool:
    unsure = copy.status == DeliveryStatus.FAILED and copy.failure == Failure.UNSURE
    return copy.status in OUT or copy.status in PERHAPS_OUT or unsure


def _left_at(copy: Delivery) -> datetime:
    return copy.sent_at or copy.printed_at or copy.status_at or copy.created_at


def _held(copy: Delivery) -> Held:
    facts = said_by(copy)
    is_cancelled = copy.notice.kind == NoticeKind.CANCELLATION
    return Held(facts.get("when", ""), facts.get("venue", ""), is_cancelled)


def said_by(copy: Delivery) -> Mapping[str, Any]:
    """The facts of one copy: as it was printed, else as its notice was looked at."""
    if copy.printed_facts.get("when"):
        return copy.printed_facts
    seen = copy.notice.approved_facts
    return seen.get("after", seen)


def last_said_when(calls: Sequence[Expected]) -> str:
    """Day and hours on the copy that one person got last, by post or by wire; "" for none."""
    rows = Delivery.objects.filter(
        municipality_id=calls[0].municipality_id,
        expected__in=calls,
        notice__kind__in=(NoticeKind.INVITATION, NoticeKind.CHANGE),
    ).select_related("notice")
    copies = sorted((copy for copy in rows if _may_be_out(copy)), key=_left_at)
    return _held(copies[-1]).when if copies else ""


def told_later(meeting: Meeting) -> dict[UUID, dict[str, str]]:
    """By call, what its person was told of a change after the invitation (facts of the letter)."""
    copies = Delivery.objects.filter(
        municipality_id=meeting.municipality_id,
        notice__meeting_id=meeting.id,
        notice__kind=NoticeKind.CHANGE,
        status__in=OUT,
    ).select_related("notice")
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for copy in sorted(copies, key=_left_at):
        said = said_by(copy)
        found[copy.expected_id] |= {name: said.get(name, "") for name in CHANGED}
        found[copy.expected_id]["due"] = long_date(copy.notice.reply_due_on)
    return dict(found)

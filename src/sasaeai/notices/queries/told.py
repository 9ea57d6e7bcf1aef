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
from sasaeai.notices.models import Delivery, Notice, Reply
from sasaeai.notices.queries.addresses import AddressUsed
from sasaeai.notices.queries.facts import CHANGED

PLACING = (NoticeKind.INVITATION, NoticeKind.CHANGE, NoticeKind.CANCELLATION)
"""Kinds that say when and where a meeting is; a reminder only repeats it."""
PERHAPS_OUT = frozenset({DeliveryStatus.PRINTED, DeliveryStatus.SENDING})
"""The letter may be in the post although nobody ticked it; the mail may have left."""
_BEGUN = frozenset({DeliveryStatus.DRAFTED, DeliveryStatus.QUEUED})
"""Not left yet in this try."""
_OF_A_STEP = (
    "status",
    "failure",
    "printed_facts",
    "sent_at",
    "printed_at",
    "status_at",
    "earlier_copy",
)
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
    """Day and hours of a meeting as letters print them."""
    return hours_text(meeting.starts_at, meeting.ends_at)


def hours_text(starts_at: datetime, ends_at: datetime) -> str:
    """Day and hours as letters print them: in Japanese, whatever language a page has."""
    start, end = clock.to_tokyo(starts_at), clock.to_tokyo(ends_at)
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
    rows = list(rows)
    for copy in rows:
        last = _last_left(copy)
        if last is not None:
            copies[copy.expected_id].append((last.left_at, last.is_sure, last.held))
        elif copy.status in TROUBLED and copy.failure in _WRONG_ADDRESS:
            used = AddressUsed(**copy.address_used).by(copy.channel)
            dead_ends[copy.expected_id].add((copy.channel, used))
    for copy in _known_without(rows):
        if copy.expected_id not in copies:
            copies[copy.expected_id].append((_called_off_at(copy), True, _held(copy)))
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


def _known_without(rows: Iterable[Delivery]) -> list[Delivery]:
    """Invitations that were called off because their readers know already (call_off_copies)."""
    own = [copy for copy in rows if copy.notice.kind == NoticeKind.INVITATION]
    open_ones = {copy.expected_id for copy in own if copy.status != DeliveryStatus.CANCELLED}
    return [copy for copy in own if copy.expected_id not in open_ones and copy.printed_facts]


def _called_off_at(copy: Delivery) -> datetime:
    return copy.status_at or copy.created_at


def _latest(copies: list[tuple[datetime, bool, Held]]) -> tuple[Held, ...]:
    """The last copy that is out, and those that may have gone out after it."""
    ordered = sorted(copies, key=lambda copy: copy[0])
    sure = [number for number, (_at, is_out, _held) in enumerate(ordered) if is_out]
    return tuple(held for _at, _is_out, held in ordered[sure[-1] if sure else 0 :])


@dataclass(frozen=True, slots=True)
class _Left:
    """The state of a copy in which it last left the house. is_sure: not only perhaps."""

    left_at: datetime
    is_sure: bool
    held: Held


def _last_left(copy: Delivery) -> _Left | None:
    """How a copy left last; None while it has not, came back, or surely did not go.

    A copy that is begun anew (drafted or waiting once more) does not take away what its reader got
    before: that stands in the steps kept with it.
    """
    state: Mapping[str, Any] = {name: getattr(copy, name) for name in _OF_A_STEP}
    at = copy.status_at or copy.created_at
    while state["status"] in _BEGUN and "status" in state["earlier_copy"]:
        state = state["earlier_copy"]
        at = datetime.fromisoformat(state["at"])
    status = state["status"]
    unsure = status == DeliveryStatus.FAILED and state["failure"] == Failure.UNSURE
    if status not in OUT and status not in PERHAPS_OUT and not unsure:
        return None
    moments = (_moment(state[name]) for name in ("sent_at", "printed_at", "status_at"))
    held = _held(copy, state["printed_facts"])
    return _Left(next(filter(None, moments), at), status in OUT, held)


def _held(copy: Delivery, printed: Mapping[str, Any] | None = None) -> Held:
    facts = said_in(copy.printed_facts if printed is None else printed, copy.notice)
    is_cancelled = copy.notice.kind == NoticeKind.CANCELLATION
    return Held(facts.get("when", ""), facts.get("venue", ""), is_cancelled)


def _moment(said: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(said) if isinstance(said, str) else said


def ever_printed(copy: Delivery) -> frozenset[str]:
    """Every day and hours (as letters print them) that this copy said, through all its steps."""
    said = {copy.printed_facts.get("when", "")}
    earlier = copy.earlier_copy
    while earlier:
        said.add(earlier.get("printed_facts", {}).get("when", ""))
        earlier = earlier.get("earlier_copy", {})
    return frozenset(said - {""})


def said_by(copy: Delivery) -> Mapping[str, Any]:
    """The facts of one copy: as it was printed, else as its notice was looked at."""
    return said_in(copy.printed_facts, copy.notice)


def said_in(printed: Mapping[str, Any], notice: Notice) -> Mapping[str, Any]:
    """The facts that were printed; of a copy that carries none, what its notice said."""
    if printed.get("when"):
        return printed
    seen = notice.approved_facts
    return seen.get("after", seen)


def last_said_when(calls: Sequence[Expected]) -> str:
    """Day and hours on the copy that one person got last, by post or by wire; "" for none."""
    rows = Delivery.objects.filter(
        municipality_id=calls[0].municipality_id,
        expected__in=calls,
        notice__kind__in=(NoticeKind.INVITATION, NoticeKind.CHANGE),
    ).select_related("notice")
    left = [last for last in map(_last_left, rows) if last is not None]
    return max(left, key=lambda last: last.left_at).held.when if left else ""


def told_later(meeting: Meeting) -> dict[UUID, dict[str, str]]:
    """By call, what its person was told of a change after the invitation (facts of the letter)."""
    copies = Delivery.objects.filter(
        municipality_id=meeting.municipality_id,
        notice__meeting_id=meeting.id,
        notice__kind=NoticeKind.CHANGE,
        status__in=OUT,
    ).select_related("notice")
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for copy in sorted(copies, key=lambda copy: copy.sent_at or copy.created_at):
        said = said_by(copy)
        found[copy.expected_id] |= {name: said.get(name, "") for name in CHANGED}
        found[copy.expected_id]["due"] = long_date(copy.notice.reply_due_on)
    return dict(found)

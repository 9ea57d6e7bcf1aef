"""Whom to call by telephone, and in which order (電話連絡の順)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sasaeai.meetings.models import Meeting
from sasaeai.notices.enums import Answer
from sasaeai.notices.queries.replies import COMING, ReplyRow, reply_board


class CallFor(StrEnum):
    """What a round of calls is for."""

    SILENT = "silent"  # who has not replied is asked
    NEWS = "news"  # a change, a snowed-out day: everybody is told


class Urgency(StrEnum):
    """How a person stands to the day, the most urgent first."""

    ARRANGED = "arranged"
    COMING = "coming"
    UNKNOWN = "unknown"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class CallGroup:
    """Those who are called one after the other, by reply number."""

    urgency: Urgency
    rows: tuple[ReplyRow, ...]


def calling_order(
    meeting: Meeting, purpose: CallFor, *, only: Collection[UUID] | None = None
) -> tuple[CallGroup, ...]:
    """Groups in the order of calling, none empty; `only`: ids of calls (Recipient.id) or all.

    On a snowed-out day the first are those for whom others are on the way too, or who need long to
    get ready: a wheelchair, a lift, company. Then everybody who comes, then those who may come
    because they never replied. Who is absent loses nothing by hearing last.
    """
    rows = [row for row in reply_board(meeting).rows if only is None or _is_one_of(row, only)]
    if purpose == CallFor.SILENT:
        rows = [row for row in rows if not row.answer]
    return _grouped(sorted(rows, key=lambda row: row.number), purpose)


def _grouped(rows: Sequence[ReplyRow], purpose: CallFor) -> tuple[CallGroup, ...]:
    if purpose == CallFor.SILENT:
        return (CallGroup(Urgency.UNKNOWN, tuple(rows)),) if rows else ()
    groups = (
        CallGroup(urgency, tuple(row for row in rows if _urgency(row) == urgency))
        for urgency in Urgency
    )
    return tuple(group for group in groups if group.rows)


def _urgency(row: ReplyRow) -> Urgency:
    # Told of one change, somebody may set out by the day before it: an answer to it still counts.
    answer = row.reply.answer if row.reply else ""
    if answer == Answer.ABSENT:
        return Urgency.ABSENT
    if row.needs or (row.reply is not None and row.reply.companions):
        return Urgency.ARRANGED
    return Urgency.COMING if answer in COMING else Urgency.UNKNOWN


def _is_one_of(row: ReplyRow, wanted: Collection[UUID]) -> bool:
    return any(call.id in wanted for call in (row.expected, *row.also))

"""Who answered what, who has not, and which row a number or a code on a slip means."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput, NotFound
from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.enums import Answer
from sasaeai.notices.models import Reply
from sasaeai.notices.queries.letters import AddressUsed, address_of, group_by_person

COMING = frozenset({Answer.ATTEND, Answer.SUBSTITUTE})
"""Answers that ask for a chair."""


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """One person called, with the reply that stands (None: silent).

    starts_at: when the meeting begins now. A reply that was given for another start is one to an
    earlier day (前の日程への返信): it is kept and shown, and the person counts as silent.
    scan_id: a slip of this person's whose handwriting nobody has typed yet (with_handwriting).
    """

    expected: Expected
    also: tuple[Expected, ...]
    address: AddressUsed
    reply: Reply | None
    starts_at: datetime
    scan_id: UUID | None = None

    @property
    def id(self) -> UUID:
        return self.expected.id

    @property
    def number(self) -> int:
        return self.expected.number

    @property
    def is_for_earlier_day(self) -> bool:
        """Whether the reply was given before the meeting moved to its present start."""
        given_for = self.reply.for_starts_at if self.reply else None
        return given_for is not None and given_for != self.starts_at

    @property
    def answer(self) -> str:
        """The answer that holds for the present day; empty while there is none."""
        return self.reply.answer if self.reply and not self.is_for_earlier_day else ""

    @property
    def is_coming(self) -> bool:
        """In person or by a substitute."""
        return self.answer in COMING

    @property
    def numbers(self) -> str:
        """「3 7」: every number that means this person, for scripts."""
        return " ".join(str(call.number) for call in (self.expected, *self.also))

    @property
    def codes(self) -> str:
        """Every reply code that means this person, without hyphens, for scripts."""
        return " ".join(_plain(call.reply_code) for call in (self.expected, *self.also))

    @property
    def called(self) -> str:
        """「白旗野町会 髙﨑 見本様」, or the organisation with 御中."""
        call = self.expected
        if not call.person_name:
            return f"{call.organization_name} {call.post_title}".strip() + " 御中"
        return f"{call.organization_name} {call.person_name}様".strip()

    @property
    def needs(self) -> str:
        """What to prepare for this person: from the reply, else from the register."""
        if self.reply and self.reply.needs:
            return self.reply.needs
        return self.expected.person.needs if self.expected.person else ""


@dataclass(frozen=True, slots=True)
class ReplyCounts:
    """How many people answered what; companions come on top.

    earlier: how many of the silent had replied to an earlier day.
    """

    attend: int
    substitute: int
    absent: int
    silent: int
    companions: int
    earlier: int = 0

    @property
    def total(self) -> int:
        return self.attend + self.substitute + self.absent + self.silent

    @property
    def coming(self) -> int:
        """People to prepare chairs for."""
        return self.attend + self.substitute + self.companions


@dataclass(frozen=True, slots=True)
class ReplyBoard:
    """The replies of a meeting in order of their numbers."""

    rows: tuple[ReplyRow, ...]
    counts: ReplyCounts

    @property
    def silent(self) -> tuple[ReplyRow, ...]:
        """Those whose answer for the present day is not there yet."""
        return tuple(row for row in self.rows if not row.answer)

    @property
    def earlier(self) -> tuple[ReplyRow, ...]:
        """Those who replied to a day that is no longer the day."""
        return tuple(row for row in self.rows if row.is_for_earlier_day)

    def next_silent(self, after: int = 0) -> ReplyRow | None:
        """The next row without a reply after a number, else the first one from the top."""
        later = (row for row in self.silent if row.number > after)
        return next(later, next(iter(self.silent), None))


def reply_board(meeting: Meeting) -> ReplyBoard:
    """The replies of a meeting that came through a visible query; three queries at any size."""
    calls = (
        Expected.objects.current()
        .filter(municipality_id=meeting.municipality_id, meeting_id=meeting.id)
        .select_related("person", "organization")
    )
    replies = {
        reply.expected_id: reply
        for reply in Reply.objects.current().filter(
            municipality_id=meeting.municipality_id, expected__meeting_id=meeting.id
        )
    }
    rows = tuple(
        ReplyRow(first, also, address_of(first), replies.get(first.id), meeting.starts_at)
        for first, also in group_by_person(calls)
    )
    return ReplyBoard(rows, _counts(rows))


def reply_row(board: ReplyBoard, expected_id: UUID) -> ReplyRow:
    """The row of one call. Raises NotFound when nobody of this meeting is meant."""
    for row in board.rows:
        if expected_id in {call.id for call in (row.expected, *row.also)}:
            return row
    raise NotFound(_("この会議に、その声かけ先はありません。"))


def row_named(board: ReplyBoard, typed: str) -> ReplyRow:
    """The row that a reply number or a reply code means. Raises InvalidInput with what to do."""
    plain = _plain(typed)
    if not plain:
        raise InvalidInput(
            _("返信番号か返信コードを入力してください。"), {"who": _("番号がありません。")}
        )
    for row in board.rows:
        if plain in row.numbers.split() or plain in row.codes.split():
            return row
    if plain.isdecimal() and len(plain) < 5:
        sentence = _("%(number)s番の方は、この会議の一覧にありません。番号を確かめてください。") % {
            "number": plain
        }
    else:
        sentence = _code_refusal(typed)
    raise InvalidInput(sentence, {"who": sentence})


def standing_reply(expected: Expected) -> Reply | None:
    """What stands as the answer to a call; None while it is silent."""
    replies = Reply.objects.current().filter(municipality_id=expected.municipality_id)
    return replies.filter(expected=expected).first()


def previous_reply(reply: Reply) -> Reply | None:
    """The reply that this one replaced, if any: taken out in the moment this one was written."""
    return Reply.objects.filter(
        municipality_id=reply.municipality_id,
        expected_id=reply.expected_id,
        removed_at=reply.created_at,
    ).first()


def removed_reply(expected: Expected, reply_id: UUID) -> Reply:
    """A reply of a call that no longer stands. Raises NotFound."""
    rows = Reply.objects.filter(
        municipality_id=expected.municipality_id, expected=expected, removed_at__isnull=False
    )
    reply = rows.filter(pk=reply_id).first()
    if reply is None:
        raise NotFound(_("元に戻せる返信は、もうありません。"))
    return reply


def last_removed_reply(expected: Expected) -> Reply | None:
    """The reply of a call that was taken out last."""
    rows = Reply.objects.filter(
        municipality_id=expected.municipality_id, expected=expected, removed_at__isnull=False
    )
    return rows.order_by("-removed_at").first()


def _counts(rows: tuple[ReplyRow, ...]) -> ReplyCounts:
    answers = Counter(row.answer for row in rows)
    return ReplyCounts(
        attend=answers[Answer.ATTEND],
        substitute=answers[Answer.SUBSTITUTE],
        absent=answers[Answer.ABSENT],
        silent=answers[""],
        companions=sum(row.reply.companions for row in rows if row.reply and row.is_coming),
        earlier=sum(row.is_for_earlier_day for row in rows),
    )


def _plain(code: str) -> str:
    """Half width, capitals, no hyphens or spaces; a leading zero of a number does not matter."""
    try:
        typed = parse_reply_code(code)
    except ReplyCodeError:
        typed = code
    kept = "".join(unicodedata.normalize("NFKC", typed).upper().split()).replace("-", "")
    return str(int(kept)) if kept.isdecimal() and len(kept) < 5 else kept


def _code_refusal(typed: str) -> str:
    try:
        parse_reply_code(typed)
    except ReplyCodeError as refusal:
        return str(refusal)
    return _(
        "この返信コードは、この会議のものではありません。ほかの会議の返信票でないか確かめてください。"
    )

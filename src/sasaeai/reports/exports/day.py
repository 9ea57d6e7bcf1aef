"""The papers of the day, with what other rooms know: 次第 and 出席者名簿."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sasaeai.issues import queries as issues
from sasaeai.issues.models import Action
from sasaeai.meetings import queries
from sasaeai.meetings.enums import Outcome
from sasaeai.meetings.exports.agenda_sheet import AgendaSheet, CarriedOver
from sasaeai.meetings.exports.attendance_list import AttendanceList, ReplyMark
from sasaeai.meetings.exports.rows import agenda_sheet_of, attendance_list_of
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.meetings.queries.handouts import handouts_of
from sasaeai.notices.enums import Answer
from sasaeai.notices.queries import callers_of, expected_number, reply_board

_MARKS = {
    Answer.ATTEND: ReplyMark.PRESENT,
    Answer.ABSENT: ReplyMark.ABSENT,
    Answer.SUBSTITUTE: ReplyMark.SUBSTITUTE,
}


def agenda_sheet_paper(meeting: Meeting, *, printed_on: date) -> AgendaSheet:
    """次第: the agenda, who opens it, and what the meetings before left (前回からの引きつぎ)."""
    callers = callers_of(meeting, on=meeting.held_on)
    return agenda_sheet_of(
        meeting,
        queries.numbering(queries.items_of(meeting)),
        number=expected_number(meeting),
        carried_over=carried_over(meeting),
        greeting_by=f"{callers[0].organization} {callers[0].title}".strip() if callers else "",
        handouts=handouts_of(meeting),
        printed_on=printed_on,
    )


def attendance_list_paper(meeting: Meeting, *, printed_on: date) -> AttendanceList:
    """出席者名簿: those called, with the replies so far and no address on it."""
    return attendance_list_of(
        meeting,
        queries.people_of_day(meeting),
        number=expected_number(meeting),
        replies=_replies(meeting),
        printed_on=printed_on,
    )


def carried_over(meeting: Meeting) -> list[CarriedOver]:
    """前回からの引きつぎ: what earlier meetings promised, and what they left open.

    Promises first, with what came of them; then items that are open and have no promise.
    """
    promises = issues.actions_of_body(meeting.body, before=meeting)
    told = {action.item_id for action in promises}
    return [
        *(_promise_line(action) for action in promises),
        *(_item_line(item) for item in queries.left_open(meeting) if item.id not in told),
    ]


def _promise_line(action: Action) -> CarriedOver:
    done = action.done_on is not None
    return CarriedOver(
        title=action.what,
        state="済み" if done else "取組中",
        since=_session(action.item.meeting) if action.item else "",
        owner=action.who,
        answer=action.result,
    )


def _item_line(item: AgendaItem) -> CarriedOver:
    return CarriedOver(
        title=item.title,
        state=str(Outcome(item.outcome).label) if item.outcome else "",
        since=_session(item.meeting),
        answer=item.outcome_text,
    )


def _session(meeting: Meeting) -> str:
    return f"第{meeting.number}回" if meeting.number else ""


def _replies(meeting: Meeting) -> dict[UUID, tuple[ReplyMark, str]]:
    return {
        row.expected.id: (
            _MARKS[Answer(row.reply.answer)],
            f"{row.reply.substitute_title} {row.reply.substitute_name}".strip(),
        )
        for row in reply_board(meeting).rows
        if row.reply is not None and row.answer
    }
